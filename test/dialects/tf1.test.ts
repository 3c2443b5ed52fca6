import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import { read } from '../../src/dialects/index.js'
import * as tf1 from '../../src/dialects/tf1/index.js'
import type { DType } from '../../src/DType.js'
import type { Validated } from '../../src/InitializerError.js'
import * as Tensor from '../../src/Tensor.js'
import { cases, complaints, expectRefused, polluted, refusal, revoked } from '../support/hostile.js'
import { right } from '../support/either.js'

// Expected values are from TensorFlow 2.21's init_ops.py and from running it.

const scaling = tf1.fromConfig('VarianceScaling')

const throwing = (key: string, target: object = {}): object =>
  Object.defineProperty(target, key, {
    enumerable: true,
    get: () => {
      throw new Error('mine')
    }
  })

// -------------------------------------------------------------------------------------
// constructors and configs
// -------------------------------------------------------------------------------------

type Made = Validated<tf1.V1>

/** Class, constructor, `json.dumps(get_config())`. */
const defaults: ReadonlyArray<readonly [class_name: tf1.ClassName, make: () => Made, config: string]> = [
  [
    'VarianceScaling',
    tf1.VarianceScaling,
    '{"scale":1,"mode":"fan_in","distribution":"truncated_normal","seed":null,"dtype":"float32"}'
  ],
  ['GlorotUniform', tf1.GlorotUniform, '{"seed":null,"dtype":"float32"}'],
  ['GlorotNormal', tf1.GlorotNormal, '{"seed":null,"dtype":"float32"}'],
  ['UniformUnitScaling', tf1.UniformUnitScaling, '{"factor":1,"seed":null,"dtype":"float32"}'],
  ['RandomUniform', tf1.RandomUniform, '{"minval":0,"maxval":null,"seed":null,"dtype":"float32"}'],
  ['RandomNormal', tf1.RandomNormal, '{"mean":0,"stddev":1,"seed":null,"dtype":"float32"}'],
  ['TruncatedNormal', tf1.TruncatedNormal, '{"mean":0,"stddev":1,"seed":null,"dtype":"float32"}'],
  ['Orthogonal', tf1.Orthogonal, '{"gain":1,"seed":null,"dtype":"float32"}'],
  ['ConvolutionDeltaOrthogonal', tf1.ConvolutionDeltaOrthogonal, '{"gain":1,"seed":null,"dtype":"float32"}'],
  ['ConvolutionOrthogonal1D', tf1.ConvolutionOrthogonal1D, '{"gain":1,"seed":null,"dtype":"float32"}'],
  ['ConvolutionOrthogonal2D', tf1.ConvolutionOrthogonal2D, '{"gain":1,"seed":null,"dtype":"float32"}'],
  ['ConvolutionOrthogonal3D', tf1.ConvolutionOrthogonal3D, '{"gain":1,"seed":null,"dtype":"float32"}'],
  ['Zeros', tf1.Zeros, '{"dtype":"float32"}'],
  ['Ones', tf1.Ones, '{"dtype":"float32"}'],
  ['Constant', tf1.Constant, '{"value":0,"dtype":"float32"}'],
  ['Identity', tf1.Identity, '{"gain":1,"dtype":"float32"}']
]

/** The same with arguments, in their order. */
const given: typeof defaults = [
  [
    'VarianceScaling',
    () => tf1.VarianceScaling(2, 'fan_out', 'uniform', 7, 'float64'),
    '{"scale":2,"mode":"fan_out","distribution":"uniform","seed":7,"dtype":"float64"}'
  ],
  ['GlorotUniform', () => tf1.GlorotUniform(7, 'float64'), '{"seed":7,"dtype":"float64"}'],
  ['GlorotNormal', () => tf1.GlorotNormal(-7, 'float16'), '{"seed":-7,"dtype":"float16"}'],
  [
    'UniformUnitScaling',
    () => tf1.UniformUnitScaling(1.43, 7, 'bfloat16'),
    '{"factor":1.43,"seed":7,"dtype":"bfloat16"}'
  ],
  [
    'RandomUniform',
    () => tf1.RandomUniform(-1, 2, 7, 'float64'),
    '{"minval":-1,"maxval":2,"seed":7,"dtype":"float64"}'
  ],
  ['RandomNormal', () => tf1.RandomNormal(1, 0.02, 7), '{"mean":1,"stddev":0.02,"seed":7,"dtype":"float32"}'],
  ['TruncatedNormal', () => tf1.TruncatedNormal(1, 0.02, 7), '{"mean":1,"stddev":0.02,"seed":7,"dtype":"float32"}'],
  ['Orthogonal', () => tf1.Orthogonal(2, 7, 'float64'), '{"gain":2,"seed":7,"dtype":"float64"}'],
  [
    'ConvolutionDeltaOrthogonal',
    () => tf1.ConvolutionDeltaOrthogonal(2, 7, 'float64'),
    '{"gain":2,"seed":7,"dtype":"float64"}'
  ],
  [
    'ConvolutionOrthogonal2D',
    () => tf1.ConvolutionOrthogonal2D(2, 7, 'float64'),
    '{"gain":2,"seed":7,"dtype":"float64"}'
  ],
  ['Zeros', () => tf1.Zeros('float64'), '{"dtype":"float64"}'],
  ['Ones', () => tf1.Ones('float16'), '{"dtype":"float16"}'],
  ['Constant', () => tf1.Constant([[1, 2]], 'float64', true), '{"value":[[1,2]],"dtype":"float64"}'],
  ['Identity', () => tf1.Identity(3, 'float64'), '{"gain":3,"dtype":"float64"}']
]

describe('constructors and get_config', () => {
  test.each([...defaults, ...given])('%s', (class_name, make, config) => {
    const made = right(make())
    expect(made.class_name).toBe(class_name)
    expect(JSON.stringify(tf1.getConfig(made))).toBe(config)
  })

  test.each(defaults)('from_config of %s has defaults', (class_name, _, config) => {
    expect(JSON.stringify(tf1.getConfig(right(tf1.fromConfig(class_name)({}))))).toBe(config)
  })

  test.each([...defaults, ...given])(
    'from_config of %s takes what get_config gave, and so does a file',
    (name, make) => {
      const { verify_shape: _, ...made } = { verify_shape: false, ...right(make()) }
      const config = tf1.getConfig(made)
      expect(tf1.getConfig(right(tf1.fromConfig(name)(config)))).toEqual(config)
      expect(right(tf1.fromConfig(name)(config)).initializer).toEqual(made.initializer)
      expect(right(read('tf1')({ class_name: name, config })).initializer).toEqual(made.initializer)
    }
  )

  test('lecun and he are presets of VarianceScaling, and are written as such', () => {
    const rows: ReadonlyArray<readonly [Made, scale: number, distribution: string]> = [
      [tf1.lecun_normal(3), 1, 'truncated_normal'],
      [tf1.lecun_uniform(3), 1, 'uniform'],
      [tf1.he_normal(3), 2, 'truncated_normal'],
      [tf1.he_uniform(3), 2, 'uniform']
    ]
    for (const [made, scale, distribution] of rows) {
      expect(right(made).class_name).toBe('VarianceScaling')
      expect(tf1.getConfig(right(made))).toEqual({ scale, mode: 'fan_in', distribution, seed: 3, dtype: 'float32' })
    }
  })

  test('the initializer of each class, by hand', () => {
    const random = { seed: null, dtype: 'float32' }
    const rows = { _tag: 'VarianceScaling', scale: 1, mode: 'fan_avg', corrected: true, fans: { rule: 'default' } }
    const initializerOf = (made: Made) => right(made).initializer
    expect(initializerOf(tf1.GlorotUniform())).toEqual({ ...rows, distribution: 'uniform', ...random })
    expect(initializerOf(tf1.GlorotNormal())).toEqual({ ...rows, distribution: 'truncated_normal', ...random })
    expect(initializerOf(tf1.VarianceScaling(2, 'fan_out', 'normal', 7, 'float64'))).toEqual({
      ...{ ...rows, scale: 2, mode: 'fan_out', distribution: 'truncated_normal' },
      ...{ seed: 7, dtype: 'float64' }
    })
    expect(initializerOf(tf1.RandomUniform())).toEqual({ _tag: 'RandomUniform', minval: 0, maxval: 1, ...random })
    expect(initializerOf(tf1.RandomUniform(-3, 0))).toMatchObject({ minval: -3, maxval: 0 })
    expect(initializerOf(tf1.TruncatedNormal(1, 2))).toEqual({
      ...{ _tag: 'TruncatedNormal', mean: 1, stddev: 2, lower: -2, upper: 2, bounds: 'stddev', corrected: false },
      ...random
    })
    expect(initializerOf(tf1.Orthogonal(2))).toEqual({ _tag: 'Orthogonal', gain: 2, column_axis: -1, ...random })
    expect(initializerOf(tf1.ConvolutionDeltaOrthogonal(2))).toEqual({ _tag: 'DeltaOrthogonal', gain: 2, ...random })
    expect(initializerOf(tf1.ConvolutionOrthogonal3D(2))).toEqual({ _tag: 'ConvolutionOrthogonal', gain: 2, ...random })
    expect(initializerOf(tf1.Constant([1, 2]))).toEqual({
      ...{ _tag: 'Constant', value: [1, 2], reshape: true, dtype: 'float32' }
    })
    expect(initializerOf(tf1.Constant(5))).toMatchObject({ value: 5, reshape: false })
  })

  test('the dtype of GlorotUniform and GlorotNormal is kept, which TensorFlow drops', () => {
    for (const class_name of ['GlorotUniform', 'GlorotNormal'] as const) {
      const made = right(tf1.fromConfig(class_name)({ dtype: 'float64' }))
      expect(tf1.getConfig(made).dtype).toBe('float64')
      expect(right(tf1.call([2, 2])(made)).dtype).toBe('float64')
    }
  })

  test('the case of a distribution is ignored and not kept; normal is kept', () => {
    const kept = (distribution: string) => tf1.getConfig(right(scaling({ distribution }))).distribution
    expect(['NORMAL', 'normal', 'Truncated_Normal', 'UNTRUNCATED_NORMAL', 'Uniform'].map(kept)).toEqual([
      ...['normal', 'normal', 'truncated_normal', 'untruncated_normal', 'uniform']
    ])
    expect(right(scaling({ distribution: 'normal' })).initializer).toEqual(right(scaling({})).initializer)
  })

  test('verify_shape is an argument of Constant and not a key of its config', () => {
    const made = right(tf1.fromConfig('Constant')({ value: 1, verify_shape: true }))
    expect(made.arguments.verify_shape).toBe(true)
    expect(tf1.getConfig(made)).toEqual({ value: 1, dtype: 'float32' })
    expectRefused(() => tf1.fromConfig('Zeros')({ verify_shape: true }), 'UnknownKey at verify_shape, got true')
  })
})

// -------------------------------------------------------------------------------------
// errors
// -------------------------------------------------------------------------------------

describe('a config that TensorFlow refuses, or should', () => {
  cases<[claim: string, config: object, complaint: string]>(
    [
      ['scale 0', { scale: 0 }, 'NotPositive at scale, got 0'],
      ['scale −0', { scale: -0 }, 'NotPositive at scale, got -0'],
      ['a negative scale', { scale: -1 }, 'NotPositive at scale, got -1'],
      ['scale NaN, which TensorFlow takes', { scale: NaN }, 'NotFinite at scale, got NaN'],
      ['scale ∞, which TensorFlow takes', { scale: Infinity }, 'NotFinite at scale, got Infinity'],
      ['scale −∞', { scale: -Infinity }, 'NotFinite at scale, got -Infinity'],
      ['scale True, which Python takes for 1', { scale: true }, 'WrongType at scale, got true'],
      ['scale "1"', { scale: '1' }, 'WrongType at scale, got "1"'],
      ['scale None', { scale: null }, 'WrongType at scale, got null'],
      ['an unknown mode', { mode: 'fan_inn' }, 'UnknownValue at mode, got "fan_inn"'],
      ['a mode in capitals', { mode: 'FAN_IN' }, 'UnknownValue at mode, got "FAN_IN"'],
      ['a mode of TF.js', { mode: 'fanIn' }, 'UnknownValue at mode, got "fanIn"'],
      ['a mode of JAX', { mode: 'fan_geo_avg' }, 'UnknownValue at mode, got "fan_geo_avg"'],
      ['mode None', { mode: null }, 'WrongType at mode, got null'],
      ['an unknown distribution', { distribution: 'gauss' }, 'UnknownValue at distribution, got "gauss"'],
      [
        'a distribution of TF.js',
        { distribution: 'truncatedNormal' },
        'UnknownValue at distribution, got "truncatedNormal"'
      ],
      ['distribution None', { distribution: null }, 'WrongType at distribution, got null'],
      ['dtype int32', { dtype: 'int32' }, 'UnknownDType at dtype, got "int32"'],
      ['dtype bool', { dtype: 'bool' }, 'UnknownDType at dtype, got "bool"'],
      ['dtype complex64', { dtype: 'complex64' }, 'UnknownDType at dtype, got "complex64"'],
      [
        'a float8, with which TensorFlow’s call fails',
        { dtype: 'float8_e4m3fn' },
        'UnknownDType at dtype, got "float8_e4m3fn"'
      ],
      ['dtype None', { dtype: null }, 'UnknownDType at dtype, got null'],
      ['a seed of 1.5, which TensorFlow takes', { seed: 1.5 }, 'BadSeed at seed, got 1.5'],
      ['a seed of 2^70, which TensorFlow takes', { seed: 2 ** 70 }, 'BadSeed at seed, got 1.1805916207174113e+21'],
      ['a seed that is text', { seed: 'a' }, 'WrongType at seed, got "a"'],
      ['an unknown key', { sclae: 2 }, 'UnknownKey at sclae, got 2'],
      ['a key of Keras 3', { input_axes: null }, 'UnknownKey at input_axes, got null']
    ],
    (_, config, complaint) => {
      expectRefused(() => scaling(config), complaint)
    }
  )

  test('an error names the nearest known value', () => {
    expect(refusal(scaling({ sclae: 2 }))).toMatchObject([{ nearest: 'scale' }])
    expect(refusal(scaling({ mode: 'fan_inn' }))).toMatchObject([
      { nearest: 'fan_in', expected: 'one of fan_in, fan_out, fan_avg' }
    ])
    expect(refusal(scaling({ distribution: 'uniforn' }))).toMatchObject([{ nearest: 'uniform' }])
  })

  cases<[claim: string, class_name: tf1.ClassName, config: object, complaint: string]>(
    [
      ['a negative stddev', 'TruncatedNormal', { stddev: -1 }, 'NotPositive at stddev, got -1'],
      ['a mean of NaN', 'RandomNormal', { mean: NaN }, 'NotFinite at mean, got NaN'],
      ['a negative factor', 'UniformUnitScaling', { factor: -1 }, 'NotPositive at factor, got -1'],
      ['bounds the wrong way round', 'RandomUniform', { minval: 1, maxval: 0 }, 'BadBounds at maxval, got 0'],
      ['a minval above the default 1', 'RandomUniform', { minval: 2 }, 'BadBounds at maxval, got 1'],
      ['an infinite maxval', 'RandomUniform', { maxval: Infinity }, 'NotFinite at maxval, got Infinity'],
      ['gain None', 'Orthogonal', { gain: null }, 'WrongType at gain, got null'],
      ['gain NaN', 'ConvolutionOrthogonal2D', { gain: NaN }, 'NotFinite at gain, got NaN'],
      ['gain True', 'Identity', { gain: true }, 'WrongType at gain, got true'],
      ['an integer dtype', 'RandomUniform', { dtype: 'int32' }, 'UnknownDType at dtype, got "int32"'],
      ['zeros of a boolean dtype', 'Zeros', { dtype: 'bool' }, 'UnknownDType at dtype, got "bool"'],
      ['ones of a seed', 'Ones', { seed: 1 }, 'UnknownKey at seed, got 1'],
      ['a constant that is an object', 'Constant', { value: {} }, 'WrongType at value, got an object'],
      ['a constant that is None', 'Constant', { value: null }, 'WrongType at value, got null'],
      ['a constant that is text', 'Constant', { value: '1' }, 'WrongType at value, got "1"'],
      ['a constant with NaN in it', 'Constant', { value: [1, [NaN]] }, 'NotFinite at value.1.0, got NaN'],
      ['a verify_shape that is no boolean', 'Constant', { verify_shape: 1 }, 'WrongType at verify_shape, got 1'],
      ['a scale of GlorotUniform', 'GlorotUniform', { scale: 1 }, 'UnknownKey at scale, got 1']
    ],
    (_, class_name, config, complaint) => {
      expectRefused(() => tf1.fromConfig(class_name)(config), complaint)
    }
  )

  test('the first error is the one that TensorFlow raises, and all are returned', () => {
    const wrong = { dtype: 'int32', seed: 'a', distribution: 'x', mode: 'y', scale: -1, foo: 1, bar: 2 }
    expect(complaints(scaling(wrong))).toEqual([
      'UnknownKey at foo, got 1',
      'UnknownKey at bar, got 2',
      'NotPositive at scale, got -1',
      'UnknownValue at mode, got "y"',
      'UnknownValue at distribution, got "x"',
      'UnknownDType at dtype, got "int32"',
      'WrongType at seed, got "a"'
    ])
    expect(complaints(tf1.fromConfig('Constant')({ verify_shape: 0, dtype: 'x', value: {} }))).toEqual([
      'WrongType at value, got an object',
      'UnknownDType at dtype, got "x"',
      'WrongType at verify_shape, got 0'
    ])
    expect(complaints(tf1.VarianceScaling(0, 'x' as 'fan_in', 'y' as 'normal', NaN, 'z' as 'float32'))).toEqual([
      'NotPositive at scale, got 0',
      'UnknownValue at mode, got "x"',
      'UnknownValue at distribution, got "y"',
      'UnknownDType at dtype, got "z"',
      'BadSeed at seed, got NaN'
    ])
  })

  // by reading init_ops.py: `if scale <= 0.`, then mode, distribution and dtype; nothing else is checked
  test.each<[claim: string, class_name: tf1.ClassName, config: object, complaints: ReadonlyArray<string>]>([
    [
      'NaN is not above 0, nor is it below',
      'VarianceScaling',
      { scale: NaN, mode: 'x' },
      ['UnknownValue at mode, got "x"', 'NotFinite at scale, got NaN']
    ],
    [
      'infinity is above 0',
      'VarianceScaling',
      { scale: Infinity, dtype: 'int32' },
      ['UnknownDType at dtype, got "int32"', 'NotFinite at scale, got Infinity']
    ],
    [
      '−infinity is not',
      'VarianceScaling',
      { scale: -Infinity, mode: 'x' },
      ['NotFinite at scale, got -Infinity', 'UnknownValue at mode, got "x"']
    ],
    [
      'True is 1',
      'VarianceScaling',
      { scale: true, distribution: 'x' },
      ['UnknownValue at distribution, got "x"', 'WrongType at scale, got true']
    ],
    [
      'False is 0',
      'VarianceScaling',
      { scale: false, distribution: 'x' },
      ['WrongType at scale, got false', 'UnknownValue at distribution, got "x"']
    ],
    [
      'text is not compared with a number',
      'VarianceScaling',
      { scale: '1', mode: 'x' },
      ['WrongType at scale, got "1"', 'UnknownValue at mode, got "x"']
    ],
    [
      'a stddev is not looked at',
      'RandomNormal',
      { stddev: -1, dtype: 'int32' },
      ['UnknownDType at dtype, got "int32"', 'NotPositive at stddev, got -1']
    ],
    [
      'text is a scalar to NumPy',
      'Constant',
      { value: 'x', dtype: 'y' },
      ['UnknownDType at dtype, got "y"', 'WrongType at value, got "x"']
    ],
    [
      'None is none',
      'Constant',
      { value: null, dtype: 'y' },
      ['WrongType at value, got null', 'UnknownDType at dtype, got "y"']
    ],
    [
      'what is in an array is not looked at',
      'Constant',
      { value: [NaN], dtype: 'y' },
      ['UnknownDType at dtype, got "y"', 'NotFinite at value.0, got NaN']
    ]
  ])('what TensorFlow accepts is reported last: %s', (_, class_name, config, expected) => {
    expect(complaints(tf1.fromConfig(class_name)(config))).toEqual(expected)
  })

  test('a config is an object, and a class is one of TensorFlow 1', () => {
    expectRefused(() => scaling(null), 'WrongType at , got null')
    expectRefused(() => scaling('he_normal'), 'WrongType at , got "he_normal"')
    expectRefused(() => scaling([]), 'WrongType at , got an array')
    expectRefused(() => scaling(revoked({})), 'Unreadable at , got a value that throws when it is read')
    expectRefused(() => scaling(throwing('scale')), 'Unreadable at scale, got a value that throws when it is read')
    for (const name of ['HeNormall', 'toString', '__proto__', '', Symbol('x'), {}, null]) {
      expect(refusal(tf1.fromConfig(name as 'Zeros')({}))).toMatchObject([{ code: 'UnknownName', path: [] }])
    }
  })

  test('keys of Object.prototype are not arguments', () => {
    const made = polluted(Object.prototype, { scale: -1, mode: 'x', seed: 7, verify_shape: true, fallback: 9 }, () => [
      tf1.getConfig(right(scaling({}))),
      tf1.getConfig(right(tf1.fromConfig('Constant')({})))
    ])
    expect(made.map((config) => JSON.stringify(config))).toEqual([
      '{"scale":1,"mode":"fan_in","distribution":"truncated_normal","seed":null,"dtype":"float32"}',
      '{"value":0,"dtype":"float32"}'
    ])
  })
})

// -------------------------------------------------------------------------------------
// calls
// -------------------------------------------------------------------------------------

const drawn = (made: Made, ...args: Parameters<typeof tf1.call>) => pipe(made, E.chain(tf1.call(...args)))
const most = (numbers: Float64Array): number => numbers.reduce((max, x) => Math.max(max, Math.abs(x)), 0)
const values = (made: Made, ...args: Parameters<typeof tf1.call>) => Tensor.values(right(drawn(made, ...args)))

describe('a call', () => {
  test('has the dtype of the call, else that of the config', () => {
    const made = tf1.VarianceScaling(1, 'fan_in', 'uniform', 1, 'float64')
    expect(right(drawn(made, [2, 3]))).toMatchObject({ shape: [2, 3], dtype: 'float64' })
    expect(right(drawn(made, [2, 3], null)).dtype).toBe('float64')
    expect(right(drawn(made, [2, 3], undefined, null)).dtype).toBe('float64')
    expect(right(drawn(made, [2, 3], 'float16')).dtype).toBe('float16')
  })

  test.each(['int32', 'float8_e5m2', 'Float32', 3, {}])('with the dtype %s is refused', (dtype) => {
    expect(refusal(drawn(tf1.Ones(), [2], dtype as DType))).toMatchObject([{ code: 'UnknownDType', path: ['dtype'] }])
  })

  test('draws from the seed of the config: the same again, and other numbers for another', () => {
    expect(values(tf1.he_normal(3), [4, 4])).toEqual(values(tf1.he_normal(3), [4, 4]))
    expect(values(tf1.he_normal(3), [4, 4])).not.toEqual(values(tf1.he_normal(4), [4, 4]))
    expect(values(tf1.he_normal(), [4, 4])).toEqual(values(tf1.he_normal(0), [4, 4]))
  })

  // limit √(3·scale/max(1, n)), with the fans of _compute_fans by hand
  cases<[claim: string, shape: ReadonlyArray<number>, mode: tf1.Mode, n: number]>(
    [
      ['a scalar', [], 'fan_in', 1],
      ['a vector, in', [100], 'fan_in', 100],
      ['a vector, both', [100], 'fan_avg', 100],
      ['a matrix, in', [300, 500], 'fan_in', 300],
      ['a matrix, out', [300, 500], 'fan_out', 500],
      ['a matrix, both', [300, 500], 'fan_avg', 400],
      ['a kernel, in', [3, 3, 8, 16], 'fan_in', 72],
      ['a kernel, out', [3, 3, 8, 16], 'fan_out', 144],
      ['a kernel of rank 6', [2, 2, 2, 2, 5, 7], 'fan_in', 80]
    ],
    (_, shape, mode, n) => {
      const limit = Math.sqrt(3 / n)
      const numbers = values(tf1.VarianceScaling(1, mode, 'uniform', 5, 'float64'), shape)
      expect(most(numbers)).toBeLessThanOrEqual(limit)
      // k numbers all lie below 1 − 20/k of the limit with a probability of e^−20
      expect(most(numbers)).toBeGreaterThan(limit * (1 - 20 / numbers.length))
    }
  )

  test('of a shape without elements gives a tensor without elements', () => {
    for (const shape of [[0], [0, 3], [3, 0], [2, 0, 3]]) expect(values(tf1.GlorotUniform(), shape)).toHaveLength(0)
  })

  test('of UniformUnitScaling has the limit √(3/n)·factor', () => {
    const numbers = values(tf1.UniformUnitScaling(2, 5, 'float64'), [30, 40, 5])
    const limit = 2 * Math.sqrt(3 / 1200)
    expect(most(numbers)).toBeLessThanOrEqual(limit)
    expect(most(numbers)).toBeGreaterThan(limit * (1 - 20 / 6000))
  })

  cases<[claim: string, made: Made, shape: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      ['a bare number', tf1.Ones(), 3, 'BadShape at shape, got 3'],
      ['no shape', tf1.Ones(), undefined, 'BadShape at shape, got undefined'],
      ['None', tf1.Ones(), null, 'BadShape at shape, got null'],
      ['text', tf1.Ones(), '2,3', 'BadShape at shape, got "2,3"'],
      ['an unknown size', tf1.Ones(), [null, 3], 'BadDim at shape.0, got null'],
      ['a size of −1', tf1.Ones(), [2, -1], 'BadDim at shape.1, got -1'],
      ['sizes that are not whole', tf1.Ones(), [2.7, 3.2], 'BadDim at shape.0, got 2.7', 'BadDim at shape.1, got 3.2'],
      ['a bigint', tf1.Ones(), [2n], 'BadDim at shape.0, got 2n'],
      [
        'a shape that cannot be read',
        tf1.Ones(),
        revoked([]),
        'Unreadable at shape, got a value that throws when it is read'
      ],
      [
        'a size that cannot be read',
        tf1.Ones(),
        throwing('0', [2, 3]),
        'BadDim at shape.0, got a value that throws when it is read'
      ],
      ['Orthogonal of a vector', tf1.Orthogonal(), [3], 'BadRank at shape, got rank 1'],
      ['Orthogonal of a scalar', tf1.Orthogonal(), [], 'BadRank at shape, got rank 0'],
      ['Identity of a vector', tf1.Identity(), [3], 'BadRank at shape, got rank 1'],
      ['Identity of rank 3', tf1.Identity(), [3, 3, 3], 'BadRank at shape, got rank 3'],
      [
        'ConvolutionDeltaOrthogonal of rank 2',
        tf1.ConvolutionDeltaOrthogonal(),
        [3, 3],
        'BadRank at shape, got rank 2'
      ],
      [
        'ConvolutionDeltaOrthogonal of rank 6',
        tf1.ConvolutionDeltaOrthogonal(),
        [1, 1, 1, 1, 2, 2],
        'BadRank at shape, got rank 6'
      ],
      [
        'ConvolutionDeltaOrthogonal of more inputs than outputs',
        tf1.ConvolutionDeltaOrthogonal(),
        [3, 3, 5, 4],
        'ShapeMismatch at shape.2, got 5'
      ],
      [
        'ConvolutionOrthogonal1D of rank 4',
        tf1.ConvolutionOrthogonal1D(),
        [3, 3, 2, 2],
        'BadRank at shape, got rank 4'
      ],
      ['ConvolutionOrthogonal2D of rank 3', tf1.ConvolutionOrthogonal2D(), [3, 2, 2], 'BadRank at shape, got rank 3'],
      ['ConvolutionOrthogonal2D of rank 2', tf1.ConvolutionOrthogonal2D(), [2, 2], 'BadRank at shape, got rank 2'],
      [
        'ConvolutionOrthogonal3D of rank 4',
        tf1.ConvolutionOrthogonal3D(),
        [3, 3, 2, 2],
        'BadRank at shape, got rank 4'
      ],
      [
        'ConvolutionOrthogonal2D of more inputs than outputs',
        tf1.ConvolutionOrthogonal2D(),
        [3, 3, 5, 4],
        'ShapeMismatch at shape.2, got 5'
      ],
      ['too few values', tf1.Constant([1, 2, 3]), [2, 3], 'ShapeMismatch at config.value, got 3 values'],
      ['too many values', tf1.Constant([1, 2, 3]), [2], 'ShapeMismatch at config.value, got 3 values'],
      [
        'another shape than that of the value',
        tf1.Constant([1, 2, 3], 'float32', true),
        [3, 1],
        'ShapeMismatch at shape, got [3, 1]'
      ],
      ['a shape where the value is a scalar', tf1.Constant(1, 'float32', true), [2], 'ShapeMismatch at shape, got [2]']
    ],
    (_, made, shape, ...reasons) => {
      expectRefused(() => drawn(made, shape as ReadonlyArray<number>), ...reasons)
    }
  )

  test('returns the errors of shape and dtype together', () => {
    expect(complaints(drawn(tf1.Orthogonal(), [-1], 'int32' as DType))).toEqual([
      'BadDim at shape.0, got -1',
      'UnknownDType at dtype, got "int32"'
    ])
  })

  test('names the rank that a class requires', () => {
    expect(refusal(drawn(tf1.ConvolutionOrthogonal2D(), [3, 2, 2]))[0].expected).toBe(
      'rank 4, for ConvolutionOrthogonal2D'
    )
  })

  test('of Constant uses the values in order', () => {
    expect([...values(tf1.Constant([1, 2, 3, 4, 5, 6]), [2, 3])]).toEqual([1, 2, 3, 4, 5, 6])
    expect([
      ...values(
        tf1.Constant(
          [
            [1, 2, 3],
            [4, 5, 6]
          ],
          'float32',
          true
        ),
        [2, 3]
      )
    ]).toEqual([1, 2, 3, 4, 5, 6])
    expect([...values(tf1.Constant(7), [3])]).toEqual([7, 7, 7])
    expect([...values(tf1.Constant(7, 'float32', true), [])]).toEqual([7])
  })
})

// -------------------------------------------------------------------------------------
// parts of a variable
// -------------------------------------------------------------------------------------

describe('partition_info', () => {
  const part = (made: Made, shape: ReadonlyArray<number>, full_shape: unknown, var_offset: unknown) =>
    drawn(made, shape, undefined, { full_shape, var_offset } as tf1.PartitionInfo)

  /** Rows and columns of a matrix of 7 columns, by index. */
  const slice = (whole: ArrayLike<number>, [top, left]: readonly [number, number], rows: number, cols: number) =>
    Array.from({ length: rows * cols }, (_, i) => whole[(top + Math.floor(i / cols)) * 7 + left + (i % cols)])

  test.each(defaults.filter(([name]) => !/Convolution|Constant/.test(name)))(
    'a part of %s is that part of the whole',
    (class_name) => {
      const made = tf1.fromConfig(class_name)({ dtype: 'float64' })
      const whole = values(made, [9, 7])
      expect([...Tensor.values(right(part(made, [3, 4], [9, 7], [2, 3])))]).toEqual(slice(whole, [2, 3], 3, 4))
      expect([...Tensor.values(right(part(made, [9, 7], [9, 7], [0, 0])))]).toEqual([...whole])
      expect(right(part(made, [0, 7], [9, 7], [9, 0])).data).toHaveLength(0)
    }
  )

  test('a part of a kernel too, and of a constant array', () => {
    for (const made of [tf1.ConvolutionDeltaOrthogonal(2, 1), tf1.ConvolutionOrthogonal2D(2, 1)]) {
      const whole = values(made, [3, 3, 2, 4]) // the last row of the field is its last 3·2·4 numbers
      expect([...Tensor.values(right(part(made, [1, 3, 2, 4], [3, 3, 2, 4], [2, 0, 0, 0])))]).toEqual([
        ...whole.slice(2 * 24)
      ])
    }
    const constant = tf1.Constant([0, 1, 2, 3, 4, 5], 'float32')
    expect([...Tensor.values(right(part(constant, [1, 3], [2, 3], [1, 0])))]).toEqual([3, 4, 5])
  })

  test('the parts of a seeded variable differ, where those of TensorFlow are equal', () => {
    const parts = [0, 5].map((row) => right(part(tf1.RandomNormal(0, 1, 3), [5, 7], [10, 7], [row, 0])).data)
    expect(parts[0]).not.toEqual(parts[1])
  })

  test('the fans are those of the full shape', () => {
    // √(6/(600 + 400)) = 0.0774…; the part's own fans would give √(6/406) = 0.1215…
    const numbers = Tensor.values(right(part(tf1.GlorotUniform(3, 'float64'), [6, 400], [600, 400], [594, 0])))
    expect(most(numbers)).toBeLessThanOrEqual(Math.sqrt(0.006))
    expect(most(numbers)).toBeGreaterThan(Math.sqrt(0.006) * (1 - 20 / 2400))
  })

  test('the dtype of the call takes precedence', () => {
    const info = { full_shape: [4, 4], var_offset: [2, 0] }
    expect(right(drawn(tf1.GlorotUniform(3), [2, 4], 'bfloat16', info))).toMatchObject({
      shape: [2, 4],
      dtype: 'bfloat16'
    })
  })

  test('drawn from a state, a part returns the state after the whole', () => {
    const made = right(tf1.GlorotUniform())
    const info = { full_shape: [4, 4], var_offset: [2, 0] }
    const rng = { generator: 'xoroshiro128plus', state: [1, 2, 3, 4] } as const
    const [, next] = right(tf1.sampler([2, 4], null, info)(made))(rng)
    expect(next).toEqual(right(tf1.sampler([4, 4])(made))(rng)[1])
  })

  cases<[claim: string, info: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      ['a number', 5, 'WrongType at partition_info, got 5'],
      ['false', false, 'WrongType at partition_info, got false'],
      ['a list', [], 'WrongType at partition_info, got an array'],
      ['a function', () => 1, 'WrongType at partition_info, got a function'],
      ['what cannot be read', revoked({}), 'Unreadable at partition_info, got a value that throws when it is read'],
      ['nothing in it', {}, 'BadShape at partition_info.full_shape, got undefined'],
      [
        'a getter that throws',
        throwing('full_shape'),
        'Unreadable at partition_info.full_shape, got a value that throws when it is read'
      ],
      ['no offset', { full_shape: [4, 4] }, 'BadSlice at partition_info.var_offset, got undefined'],
      [
        'an offset on too few axes',
        { full_shape: [4, 4], var_offset: [0] },
        'BadSlice at partition_info.var_offset, got [0]'
      ],
      [
        'an offset on too many',
        { full_shape: [4, 4], var_offset: [0, 0, 0] },
        'BadSlice at partition_info.var_offset, got [0, 0, 0]'
      ],
      [
        'offsets that are bigints',
        { full_shape: [4, 4], var_offset: [1n, 0n] },
        'BadSlice at partition_info.var_offset, got [1n, 0n]'
      ],
      [
        'offsets that are text',
        { full_shape: [4, 4], var_offset: ['1', 0] },
        'BadSlice at partition_info.var_offset, got ["1", 0]'
      ],
      [
        'a part beyond the whole',
        { full_shape: [4, 4], var_offset: [3, 0] },
        'BadSlice at partition_info.var_offset.0, got [3, 5]'
      ],
      [
        'a negative offset, and one between two numbers',
        { full_shape: [4, 8], var_offset: [-1, 0.5] },
        'BadSlice at partition_info.var_offset.0, got [-1, 1]',
        'BadSlice at partition_info.var_offset.1, got [0.5, 4.5]'
      ],
      [
        'a whole of another rank',
        { full_shape: [4], var_offset: [0, 0] },
        'BadSlice at partition_info.var_offset, got 2 ranges'
      ],
      [
        'a whole of bad sizes',
        { full_shape: [4, -4], var_offset: [0, 0] },
        'BadDim at partition_info.full_shape.1, got -4'
      ]
    ],
    (_, info, ...reasons) => {
      expectRefused(() => drawn(tf1.GlorotUniform(), [2, 4], null, info as tf1.PartitionInfo), ...reasons)
    }
  )

  test('a wrong part, a wrong whole and a wrong dtype are reported together', () => {
    const info = { full_shape: [-4, 4], var_offset: [0, 0] }
    expect(complaints(drawn(tf1.GlorotUniform(), [-1, 4], 'x' as DType, info))).toEqual([
      'BadDim at shape.0, got -1',
      'BadDim at partition_info.full_shape.0, got -4',
      'UnknownDType at dtype, got "x"'
    ])
  })

  test('a class checks the whole as it checks a shape', () => {
    const info = { full_shape: [4, 4], var_offset: [0, 0] }
    expect(complaints(drawn(tf1.ConvolutionOrthogonal2D(), [2, 4], null, info))).toEqual([
      'BadRank at partition_info.full_shape, got rank 2'
    ])
  })
})

// -------------------------------------------------------------------------------------
// what TensorFlow 2.21 takes and refuses, recorded by running it
// -------------------------------------------------------------------------------------

describe('as in TensorFlow', () => {
  test.each([
    ['HeUniform', 2, 'uniform'],
    ['HeNormal', 2, 'truncated_normal'],
    ['LecunUniform', 1, 'uniform'],
    ['LecunNormal', 1, 'truncated_normal']
  ] as const)('%s of Keras has a seed and is a preset of VarianceScaling', (class_name, scale, distribution) => {
    const made = right(tf1.fromConfig(class_name)({ seed: 7 }))
    expect(tf1.getConfig(made)).toEqual({ seed: 7 })
    expect(made.initializer).toEqual(right(scaling({ scale, distribution, seed: 7 })).initializer)
    expect(tf1.call([3, 4])(made)).toEqual(tf1.call([3, 4])(right(scaling({ scale, distribution, seed: 7 }))))
    expectRefused(() => tf1.fromConfig(class_name)({ dtype: 'float32' }), 'UnknownKey at dtype, got "float32"')
  })

  test.each([
    ['half', 'float16'],
    ['float', 'float32'],
    ['double', 'float64']
  ])('%s is a name of %s', (dtype, name) => {
    expect(tf1.getConfig(right(tf1.fromConfig('Zeros')({ dtype }))).dtype).toBe(name)
  })

  test('without a spread all numbers are the same', () => {
    expect([...values(tf1.RandomNormal(2, 0, 1), [3])]).toEqual([2, 2, 2])
    expect([...values(tf1.TruncatedNormal(-1, 0, 1), [2])]).toEqual([-1, -1])
    expect([...values(tf1.RandomUniform(1, null, 1), [2])]).toEqual([1, 1])
    expect(tf1.getConfig(right(tf1.RandomNormal(2, 0, 1)))).toEqual({ mean: 2, stddev: 0, seed: 1, dtype: 'float32' })
    expect(tf1.getConfig(right(tf1.RandomUniform(3, 3)))).toMatchObject({ minval: 3, maxval: 3 })
  })

  cases<[claim: string, made: Made, shape: ReadonlyArray<number>, dtype: DType | undefined, complaint: string]>(
    [
      ['Orthogonal', tf1.Orthogonal(1, 1, 'bfloat16'), [3, 2], undefined, 'UnknownDType at dtype, got bfloat16'],
      ['Orthogonal in a call', tf1.Orthogonal(), [3, 2], 'bfloat16', 'UnknownDType at dtype, got bfloat16'],
      [
        'a delta kernel',
        tf1.ConvolutionDeltaOrthogonal(),
        [3, 2, 2],
        'bfloat16',
        'UnknownDType at dtype, got bfloat16'
      ],
      [
        'an orthogonal kernel of a float32 config',
        tf1.ConvolutionOrthogonal2D(),
        [3, 3, 2, 2],
        'float64',
        'UnknownDType at dtype, got float64'
      ],
      [
        'an empty delta kernel',
        tf1.ConvolutionDeltaOrthogonal(),
        [0, 2, 2],
        undefined,
        'ShapeMismatch at shape, got [0, 2, 2]'
      ],
      [
        'one without inputs',
        tf1.ConvolutionDeltaOrthogonal(),
        [3, 0, 2],
        undefined,
        'ShapeMismatch at shape, got [3, 0, 2]'
      ]
    ],
    (_, made, shape, dtype, complaint) => {
      expectRefused(() => drawn(made, shape, dtype), complaint)
    }
  )

  test('orthogonal tensors of float16 and float64 are drawn', () => {
    for (const dtype of ['float16', 'float64'] as const) {
      expect(right(drawn(tf1.Orthogonal(), [3, 2], dtype)).dtype).toBe(dtype)
      expect(right(drawn(tf1.ConvolutionOrthogonal2D(1, 1, dtype), [2, 2, 2, 2])).dtype).toBe(dtype)
    }
  })
})
