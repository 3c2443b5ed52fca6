/**
 * How configs are read: names and keys in all spellings, wrapped values, and everything that can be wrong with them, at the
 * original keys. All expected values are written by hand.
 */
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { checkDialect, detect, type Dialect, read } from 'initializers-ts/dialects'
import { complaints, expectRefused, polluted, refusal, revoked } from '../support/hostile.js'
import { right } from '../support/either.js'

const initializerOf = (dialect: Dialect, config: unknown): object => right(read(dialect)(config)).initializer

/** `NotPositive at config.scale, got -1` */
const wrong = (dialect: Dialect, config: unknown): ReadonlyArray<string> => complaints(read(dialect)(config))

const nearest = (dialect: Dialect, config: unknown): ReadonlyArray<string | undefined> => {
  const reading = read(dialect)(config)
  return E.isLeft(reading) ? reading.left.map(({ nearest }) => nearest) : []
}

const call = (class_name: string, config: unknown = {}) => ({ class_name, config })
const scaling = (config: object) => call('VarianceScaling', config)

const unset = { seed: null, dtype: null }
const preset = (scale: number, mode: string, distribution: string) => ({
  _tag: 'VarianceScaling',
  scale,
  mode,
  distribution,
  corrected: true,
  fans: { rule: 'default' },
  ...unset
})
const he = preset(2, 'fan_in', 'truncated_normal')

// -------------------------------------------------------------------------------------
// names
// -------------------------------------------------------------------------------------

describe('names of Keras', () => {
  const initializers: ReadonlyArray<readonly [initializerOf: object, ...names: ReadonlyArray<string>]> = [
    [{ _tag: 'Zeros', dtype: null }, 'Zeros', 'zeros', 'zero', 'ZerosV2', 'zerosV2', 'zeros_initializer'],
    [{ _tag: 'Ones', dtype: null }, 'Ones', 'ones', 'one', 'OnesV2', 'ones_initializer'],
    [
      { _tag: 'Constant', value: 0, reshape: false, dtype: null },
      ...['Constant', 'constant', 'ConstantV2', 'constant_initializer']
    ],
    [
      { _tag: 'RandomUniform', minval: -0.05, maxval: 0.05, ...unset },
      ...[
        'RandomUniform',
        'random_uniform',
        'randomUniform',
        'uniform',
        'RandomUniformV2',
        'random_uniform_initializer'
      ]
    ],
    [
      { _tag: 'RandomNormal', mean: 0, stddev: 0.05, ...unset },
      ...['RandomNormal', 'random_normal', 'randomNormal', 'normal', 'random_normalV2', 'random_normal_initializer']
    ],
    [
      {
        _tag: 'TruncatedNormal',
        mean: 0,
        stddev: 0.05,
        lower: -2,
        upper: 2,
        bounds: 'stddev',
        corrected: false,
        ...unset
      },
      ...['TruncatedNormal', 'truncated_normal', 'truncatedNormal', 'TruncatedNormalV2', 'truncated_normal_initializer']
    ],
    [
      preset(1, 'fan_in', 'truncated_normal'),
      ...[
        'VarianceScaling',
        'variance_scaling',
        'varianceScaling',
        'VarianceScalingV2',
        'variance_scaling_initializer'
      ],
      ...['LecunNormal', 'lecun_normal', 'lecunNormal', 'LeCunNormal', 'leCunNormal', 'LecunNormalV2'],
      'lecun_normal_initializer'
    ],
    [
      preset(1, 'fan_in', 'uniform'),
      ...['LecunUniform', 'lecun_uniform', 'lecunUniform', 'LeCunUniform', 'leCunUniform', 'lecun_uniformV2']
    ],
    [
      preset(1, 'fan_avg', 'uniform'),
      ...['GlorotUniform', 'glorot_uniform', 'glorotUniform', 'GlorotUniformV2', 'glorot_uniformV2'],
      ...[
        'glorot_uniform_initializer',
        'xavier_uniform',
        'xavierUniform',
        'XavierUniform',
        'xavier_uniform_initializer'
      ]
    ],
    [
      preset(1, 'fan_avg', 'truncated_normal'),
      ...['GlorotNormal', 'glorot_normal', 'glorotNormal', 'GlorotNormalV2', 'xavier_normal', 'XavierNormal']
    ],
    [preset(2, 'fan_in', 'uniform'), 'HeUniform', 'he_uniform', 'heUniform', 'HeUniformV2', 'kaiming_uniform'],
    [
      he,
      'HeNormal',
      'he_normal',
      'heNormal',
      'he_normalV2',
      'he_normal_initializer',
      'kaiming_normal',
      'KaimingNormal'
    ],
    [
      { _tag: 'UniformUnitScaling', factor: 1, ...unset },
      ...['UniformUnitScaling', 'uniform_unit_scaling', 'uniformUnitScaling', 'uniform_unit_scaling_initializer']
    ],
    [
      { _tag: 'Orthogonal', gain: 1, column_axis: -1, ...unset },
      ...['Orthogonal', 'orthogonal', 'OrthogonalV2', 'OrthogonalInitializer', 'orthogonal_initializer']
    ],
    [
      { _tag: 'Identity', gain: 1, dtype: null },
      ...['Identity', 'identity', 'IdentityV2', 'IdentityInitializer', 'identity_initializer']
    ],
    [
      { _tag: 'STFT', side: 'real', window: 'hann', scaling: 'density', periodic: false, dtype: null },
      ...['STFT', 'stft', 'STFTInitializer', 'stft_initializer']
    ],
    [
      { _tag: 'DeltaOrthogonal', gain: 1, ...unset },
      ...['DeltaOrthogonal', 'delta_orthogonal', 'ConvolutionDeltaOrthogonal', 'convolutional_delta_orthogonal']
    ],
    [
      { _tag: 'ConvolutionOrthogonal', gain: 1, ...unset },
      ...['ConvolutionOrthogonal', 'convolution_orthogonal', 'ConvolutionOrthogonal1D', 'ConvolutionOrthogonal2D'],
      ...['ConvolutionOrthogonal3D', 'convolutional_orthogonal_1d', 'convolutional_orthogonal_2d'],
      'convolutional_orthogonal_3d'
    ]
  ]

  test.each(initializers.flatMap(([initializerOf, ...names]) => names.map((name) => [name, initializerOf] as const)))(
    '%s',
    (name, it) => {
      expect(initializerOf('keras3', name)).toStrictEqual(it)
      expect(initializerOf('keras3', { class_name: name })).toStrictEqual(it)
      expect(initializerOf('keras2', { className: name, config: null })).toStrictEqual(it)
    }
  )

  test('Keras 1 has no VarianceScaling', () => {
    expect(wrong('keras1', 'VarianceScaling')).toEqual(['UnknownName at , got "VarianceScaling"'])
    expect(nearest('keras1', 'VarianceScaling')).toEqual([undefined])
    expect(initializerOf('keras1', 'he_normal')).toMatchObject({ scale: 2, distribution: 'untruncated_normal' })
  })

  test('Keras 1 has no class of later versions', () => {
    for (const name of ['lecun_normal', 'truncated_normal', 'constant', 'stft', 'delta_orthogonal']) {
      expect(wrong('keras1', name)).toEqual([`UnknownName at , got "${name}"`])
    }
    expect(nearest('keras1', 'lecun_normal')).toEqual(['he_normal'])
  })

  test('a misspelt name suggests the class of TensorFlow 1', () => {
    expect(nearest('tf1', call('ConvolutionDeltaOrthogonl'))).toEqual(['ConvolutionDeltaOrthogonal'])
    expect(nearest('tf1', call('delta_orthogonl'))).toEqual(['delta_orthogonal'])
  })

  test('an unknown dialect is an error, also without types', () => {
    for (const name of ['keras4', '', 'constructor', Symbol('keras3'), null, {}, 3]) {
      const [error] = refusal(read(name as Dialect)('zeros'))
      expect(error).toMatchObject({ code: 'UnknownName', path: [] })
    }
  })

  test('unknown names, and the nearest known ones', () => {
    expect(wrong('keras3', 'he_norml')).toEqual(['UnknownName at , got "he_norml"'])
    expect(nearest('keras3', 'he_norml')).toEqual(['he_normal'])
    expect(nearest('keras3', call('GlorotUnifrom'))).toEqual(['GlorotUniform'])
    expect(nearest('jax', 'he_norml')).toEqual(['he_normal'])
    expect(nearest('torch', 'kaiming_uniforn_')).toEqual(['kaiming_uniform_'])
    expect(nearest('burn', 'Zeroes')).toEqual(['Zeros'])
    expect(wrong('torch', 'glorot_uniform_')).toEqual(['UnknownName at , got "glorot_uniform_"'])
    expect(wrong('keras3', '__proto__')).toEqual(['UnknownName at , got "__proto__"'])
    expect(wrong('keras3', call('constructor'))).toEqual(['UnknownName at class_name, got "constructor"'])
    expect(wrong('keras3', { className: 'Zeroz' })).toEqual(['UnknownName at className, got "Zeroz"'])
    expect(nearest('keras3', 'x'.repeat(1_000_000))).toEqual([undefined])
  })

  test('the names of PyTorch’s functions, with and without their underscore', () => {
    expect(initializerOf('torch', 'zeros')).toEqual({ _tag: 'Zeros', dtype: null })
    expect(initializerOf('torch', 'zeros_')).toEqual({ _tag: 'Zeros', dtype: null })
    expect(initializerOf('torch', 'ones_')).toEqual({ _tag: 'Ones', dtype: null })
    expect(initializerOf('torch', 'eye')).toEqual({ _tag: 'Identity', gain: 1, dtype: null })
  })

  test('the names of JAX’s functions', () => {
    expect(initializerOf('jax', 'zeros_init')).toEqual({ _tag: 'Zeros', dtype: null })
    expect(initializerOf('jax', 'ones')).toEqual({ _tag: 'Ones', dtype: null })
    expect(initializerOf('jax', 'xavier_uniform')).toMatchObject({ scale: 1, mode: 'fan_avg', distribution: 'uniform' })
    expect(initializerOf('jax', 'lecun_normal')).toMatchObject({
      scale: 1,
      mode: 'fan_in',
      distribution: 'truncated_normal'
    })
    expect(initializerOf('jax', call('constant', { value: [1, 2] }))).toEqual({
      _tag: 'Constant',
      value: [1, 2],
      reshape: false,
      dtype: null
    })
  })
})

// -------------------------------------------------------------------------------------
// keys and values
// -------------------------------------------------------------------------------------

describe('keys and values of Keras', () => {
  test('keys in camel case', () => {
    expect(initializerOf('keras3', call('HeNormal', { inputAxes: [0], outputAxes: [1] }))).toMatchObject({
      fans: { rule: 'listed', input_axes: [0], output_axes: [1] }
    })
    const twice = call('HeNormal', { input_axes: [0], output_axes: [1], inputAxes: [2] })
    expect(wrong('keras3', twice)).toEqual(['UnknownKey at config.inputAxes, got an array'])
  })

  test('values in camel case and in capitals', () => {
    const scaled = (mode: string, distribution: string) => initializerOf('keras3', scaling({ mode, distribution }))
    expect(scaled('fanAvg', 'truncatedNormal')).toEqual(preset(1, 'fan_avg', 'truncated_normal'))
    expect(scaled('fanOut', 'UNTRUNCATED_NORMAL')).toEqual(preset(1, 'fan_out', 'untruncated_normal'))
    expect(scaled('fanIn', 'uNiForm')).toEqual(preset(1, 'fan_in', 'uniform'))
    expect(scaled('fan_in', 'Normal')).toEqual(preset(1, 'fan_in', 'truncated_normal'))
    expect(initializerOf('keras2.2', scaling({ mode: 'fAn_In' }))).toMatchObject({ mode: 'fan_in' })
  })

  test('null stands for the default', () => {
    const nulls = { scale: null, mode: null, distribution: null, seed: null, dtype: null }
    expect(initializerOf('keras3', scaling({ ...nulls, input_axes: null }))).toEqual(
      preset(1, 'fan_in', 'truncated_normal')
    )
    expect(initializerOf('tf1', call('RandomUniform', { minval: 0, maxval: null }))).toMatchObject({
      minval: 0,
      maxval: 1
    })
    expect(initializerOf('keras2', call('Orthogonal', { gain: null }))).toMatchObject({ gain: 1 })
    expect(initializerOf('keras3', call('STFT', { window: null, scaling: null, side: null }))).toMatchObject({
      window: null,
      scaling: null,
      side: 'real'
    })
    expect(wrong('keras3', call('Zeros', { sede: null }))).toEqual(['UnknownKey at config.sede, got null'])
    expect(wrong('jax', call('normal', { stddev: null }))).toEqual(['WrongType at config.stddev, got null'])
    expect(wrong('torch', call('normal_', { std: null }))).toEqual(['WrongType at config.std, got null'])
  })

  test('scalars of HDF5', () => {
    const scalar = (value: unknown) => ({ type: 'ndarray', value })
    const config = { scale: scalar(2), mode: 'fan_in', seed: scalar(7), distribution: 'normal' }
    expect(initializerOf('keras2', scaling(config))).toEqual({ ...he, seed: 7 })
    expect(wrong('keras2', scaling({ scale: scalar('2') }))).toEqual(['WrongType at config.scale.value, got "2"'])
    expect(wrong('keras2', scaling({ scale: { type: 'ndarray' } }))).toEqual([
      'WrongType at config.scale, got an object'
    ])
  })

  test('arrays', () => {
    const array = (class_name: string, value: unknown) => ({ class_name, config: { value, dtype: 'float32' } })
    expect(initializerOf('keras3', call('Constant', { value: array('__tensor__', [1, 2]) }))).toMatchObject({
      value: [1, 2]
    })
    expect(initializerOf('keras3', call('Constant', { value: array('__numpy__', [[3]]) }))).toMatchObject({
      value: [[3]],
      reshape: false
    })
    expect(initializerOf('keras2', call('Constant', { value: [1, 2] }))).toMatchObject({ value: [1, 2], reshape: true })
    expect(wrong('keras3', call('Constant', { value: array('__numpy__', [1, 'x']) }))).toEqual([
      'WrongType at config.value.config.value.1, got "x"'
    ])
    expect(wrong('tfjs', call('Constant', { value: [1, 2] }))).toEqual(['WrongType at config.value, got an array'])
  })

  test('generators of seeds', () => {
    const generator = (config: object) => ({ class_name: 'SeedGenerator', config, module: 'keras.random' })
    const seeded = (seed: object) => call('HeNormal', { seed })
    expect(initializerOf('keras3', seeded(generator({ seed: 3, name: 'g' })))).toMatchObject({ seed: 3 })
    expect(initializerOf('keras3', seeded(generator({ name: 'g' })))).toMatchObject({ seed: null })
    expect(wrong('keras3', seeded(generator({ seed: 1.5 })))).toEqual(['BadSeed at config.seed.config.seed, got 1.5'])
    expect(wrong('keras3', seeded({ class_name: 'Generator', config: { seed: 3 } }))).toEqual([
      'WrongType at config.seed, got an object'
    ])
  })

  test('dtypes and policies', () => {
    const dtypeOf = (dialect: Dialect, dtype: unknown) => initializerOf(dialect, call('Zeros', { dtype }))
    const policy = (name: string) => ({
      module: 'keras',
      class_name: 'DTypePolicy',
      config: { name },
      registered_name: null
    })
    const zeros = (dtype: string | null) => ({ _tag: 'Zeros', dtype })
    expect(dtypeOf('keras2', 'float64')).toEqual(zeros('float64'))
    expect(dtypeOf('keras3', policy('float32'))).toEqual(zeros('float32'))
    expect(dtypeOf('keras3', policy('bfloat16'))).toEqual(zeros('bfloat16'))
    expect(dtypeOf('keras3', policy('mixed_float16'))).toEqual(zeros('float32'))
    expect(dtypeOf('keras3', policy('mixed_bfloat16'))).toEqual(zeros('float32'))
    expect(dtypeOf('keras2', 'mixed_float16')).toEqual(zeros('float32'))
    expect(dtypeOf('keras2', 'int32')).toEqual(zeros(null))
    expect(dtypeOf('keras3', policy('int8_from_float32'))).toEqual(zeros(null))
    expect(wrong('tf1', call('Zeros', { dtype: 'int32' }))).toEqual(['UnknownDType at config.dtype, got "int32"'])
    expect(wrong('tf1', call('Zeros', { dtype: policy('int32') }))).toEqual([
      'UnknownDType at config.dtype.config.name, got "int32"'
    ])
    expect(wrong('jax', call('zeros', { dtype: 'int32' }))).toEqual(['UnknownDType at config.dtype, got "int32"'])
  })

  test('a dtype that a dialect drops is ignored, whatever it is, and is a decision', () => {
    for (const dialect of ['keras3', 'keras2', 'keras2.2', 'keras2.0', 'tfjs'] as const) {
      for (const dtype of ['int32', 'float8_e4m3fn', 'x', 32, true, {}, [], { config: { name: 7 } }]) {
        const { initializer, decisions } = right(read(dialect)(call('Zeros', { dtype })))
        expect(initializer).toEqual({ _tag: 'Zeros', dtype: null })
        expect(decisions.map(({ point }) => point)).toEqual(['dtype'])
      }
      expect(right(read(dialect)(call('Zeros', { dtype: null }))).decisions).toEqual([])
      expect(wrong(dialect, call('Zeros', { dtype: revoked({}) }))).toEqual([
        'Unreadable at config.dtype, got a value that throws when it is read'
      ])
    }
  })

  test('the envelope has what is around a config', () => {
    const config = { ...call('HeNormal', { seed: 1 }), name: 'he', module: null, registered_name: 'HeNormal' }
    const { envelope } = right(read('keras3')(config))
    expect(envelope).toEqual({
      dialect: 'keras3',
      wrapper: { name: 'he', module: null, registered_name: 'HeNormal' },
      config
    })
    expect([Object.isFrozen(envelope), Object.isFrozen(envelope.config)]).toEqual([true, true])
  })
})

// -------------------------------------------------------------------------------------
// errors
// -------------------------------------------------------------------------------------

const kerasDialects = ['keras3', 'keras2', 'keras2.2', 'keras2.0', 'tf1', 'tfjs'] as const

describe('VarianceScaling of Keras', () => {
  const rows: ReadonlyArray<readonly [name: string, config: object, ...wrong: ReadonlyArray<string>]> = [
    ['a scale below 0', { scale: -1 }, 'NotPositive at config.scale, got -1'],
    ['a scale of NaN', { scale: NaN }, 'NotFinite at config.scale, got NaN'],
    ['an infinite scale', { scale: Infinity }, 'NotFinite at config.scale, got Infinity'],
    ['a scale of true', { scale: true }, 'WrongType at config.scale, got true'],
    ['a scale in quotes', { scale: '1' }, 'WrongType at config.scale, got "1"'],
    ['an unknown mode', { mode: 'fan_inn' }, 'UnknownValue at config.mode, got "fan_inn"'],
    ['a mode of JAX', { mode: 'fan_geo_avg' }, 'UnknownValue at config.mode, got "fan_geo_avg"'],
    ['a number for a mode', { mode: 1 }, 'WrongType at config.mode, got 1'],
    ['an unknown distribution', { distribution: 'gauss' }, 'UnknownValue at config.distribution, got "gauss"'],
    ['a list for a distribution', { distribution: [] }, 'WrongType at config.distribution, got an array'],
    ['a seed that is no integer', { seed: 1.5 }, 'BadSeed at config.seed, got 1.5'],
    ['a seed in quotes', { seed: 'a' }, 'WrongType at config.seed, got "a"'],
    ['a seed beyond doubles', { seed: 2 ** 53 }, 'BadSeed at config.seed, got 9007199254740992'],
    ['an unknown key', { gain: 1 }, 'UnknownKey at config.gain, got 1']
  ]
  for (const [name, config, ...expected] of rows) {
    test(name, () => {
      expect(kerasDialects.map((dialect) => wrong(dialect, scaling(config)))).toEqual(kerasDialects.map(() => expected))
    })
  }

  test('a scale of 0, except in TF.js', () => {
    expect(wrong('keras3', scaling({ scale: 0 }))).toEqual(['NotPositive at config.scale, got 0'])
  })

  test('capitals in a mode', () => {
    expect(wrong('keras3', scaling({ mode: 'FAN_IN' }))).toEqual(['UnknownValue at config.mode, got "FAN_IN"'])
    expect(wrong('tfjs', scaling({ mode: 'FANIN' }))).toEqual(['UnknownValue at config.mode, got "FANIN"'])
  })

  test('distributions that a dialect lacks', () => {
    const distribution = 'untruncated_normal'
    const expected = ['UnknownValue at config.distribution, got "untruncated_normal"']
    expect((['keras2.2', 'keras2.0', 'tfjs'] as const).map((d) => wrong(d, scaling({ distribution })))).toEqual([
      expected,
      expected,
      expected
    ])
    expect(wrong('jax', call('variance_scaling', { scale: 1, mode: 'fan_in', distribution }))).toEqual(expected)
    expect(wrong('keras2.0', scaling({ distribution: 'truncated_normal' }))).toHaveLength(1)
  })

  test('the nearest known value', () => {
    expect(nearest('keras3', scaling({ mode: 'fan_inn', distribution: 'unifrom', scael: 1 }))).toEqual([
      'scale',
      'fan_in',
      'uniform'
    ])
  })

  test('axes', () => {
    const axes = (input_axes: unknown, output_axes: unknown) => wrong('keras3', scaling({ input_axes, output_axes }))
    expect(axes([0], ['a'])).toEqual(['WrongType at config.output_axes.0, got "a"'])
    expect(axes([0.5], 'x')).toEqual([
      'BadAxis at config.input_axes.0, got 0.5',
      'WrongType at config.output_axes, got "x"'
    ])
    expect(wrong('keras3', call('HeNormal', { seed: 'x', outputAxes: ['a'] }))).toEqual([
      'WrongType at config.seed, got "x"',
      'WrongType at config.outputAxes.0, got "a"'
    ])
    expect(initializerOf('keras3', scaling({ input_axes: 0, output_axes: -1 }))).toMatchObject({
      fans: { input_axes: [0], output_axes: [-1] }
    })
  })
})

describe('other classes of Keras', () => {
  const rows: ReadonlyArray<readonly [class_name: string, config: object, ...wrong: ReadonlyArray<string>]> = [
    ['RandomUniform', { minval: 1, maxval: 0.5 }, 'BadBounds at config.maxval, got 0.5'],
    [
      'RandomUniform',
      { minval: 'a', seed: 'b' },
      'WrongType at config.minval, got "a"',
      'WrongType at config.seed, got "b"'
    ],
    [
      'RandomNormal',
      { mean: NaN, stddev: -1 },
      'NotFinite at config.mean, got NaN',
      'NotPositive at config.stddev, got -1'
    ],
    [
      'RandomNormal',
      { stddev: -1, seed: 1.5 },
      'NotPositive at config.stddev, got -1',
      'BadSeed at config.seed, got 1.5'
    ],
    ['TruncatedNormal', { stddev: Infinity }, 'NotFinite at config.stddev, got Infinity'],
    ['TruncatedNormal', { lower: -3 }, 'UnknownKey at config.lower, got -3'],
    ['Constant', { value: {} }, 'WrongType at config.value, got an object'],
    ['Constant', { value: [1, [2, NaN]] }, 'NotFinite at config.value.1.1, got NaN'],
    ['Orthogonal', { gain: 'x', seed: -0.5 }, 'WrongType at config.gain, got "x"', 'BadSeed at config.seed, got -0.5'],
    ['Identity', { gain: Infinity }, 'NotFinite at config.gain, got Infinity'],
    ['Identity', { seed: 1 }, 'UnknownKey at config.seed, got 1'],
    ['Zeros', { value: 1 }, 'UnknownKey at config.value, got 1'],
    ['UniformUnitScaling', { factor: 0 }, 'NotPositive at config.factor, got 0'],
    ['DeltaOrthogonal', { gain: true }, 'WrongType at config.gain, got true'],
    [
      'STFT',
      { side: 'left', scaling: 'energy', window: 7 },
      'UnknownValue at config.side, got "left"',
      'WrongType at config.window, got 7',
      'UnknownValue at config.scaling, got "energy"'
    ]
  ]
  for (const [class_name, config, ...expected] of rows) {
    test(`${class_name} ${Object.keys(config).join()}`, () => {
      expect(wrong('keras3', call(class_name, config))).toEqual(expected)
    })
  }
})

describe('the keys around a config', () => {
  test.each<readonly [name: string, config: unknown, ...wrong: ReadonlyArray<string>]>([
    ['nothing', undefined, 'WrongType at , got undefined'],
    ['a list', [], 'WrongType at , got an array'],
    ['no name', {}, 'MissingKey at class_name, got undefined'],
    ['a number for a name', { className: 5 }, 'WrongType at className, got 5'],
    ['no name and no config', { config: 5 }, 'MissingKey at class_name, got undefined', 'WrongType at config, got 5'],
    ['two names', { class_name: 'Zeros', className: 'Ones' }, 'UnknownKey at className, got "Ones"'],
    ['a list for a config', call('Zeros', []), 'WrongType at config, got an array'],
    ['an unknown key', { class_name: 'Zeros', modul: 'keras' }, 'UnknownKey at modul, got "keras"'],
    ['a number for a module', { class_name: 'Zeros', module: 5 }, 'WrongType at module, got 5'],
    ['another module', { class_name: 'Zeros', module: 'kerasish' }, 'UnknownName at module, got "kerasish"']
  ])('%s', (_, config, ...expected) => {
    expect(wrong('keras3', config)).toEqual(expected)
  })

  test('modules of Keras', () => {
    const modules = ['keras.initializers', 'keras.src.initializers', 'tf_keras.initializers', 'builtins']
    expect(modules.map((module) => initializerOf('keras3', { class_name: 'Zeros', module }))).toEqual(
      modules.map(() => ({ _tag: 'Zeros', dtype: null }))
    )
  })

  test('everything at once: around the config, its unknown keys, its values', () => {
    const config = { scale: -1, mode: 'fan_inn', distribution: 'gauss', seed: 'a', fan: 3, gain: null }
    expect(wrong('keras3', { class_name: 'VarianceScaling', config, modul: 1, module: 'mine', name: 'ok' })).toEqual([
      'UnknownName at module, got "mine"',
      'UnknownKey at modul, got 1',
      'UnknownKey at config.fan, got 3',
      'UnknownKey at config.gain, got null',
      'NotPositive at config.scale, got -1',
      'UnknownValue at config.mode, got "fan_inn"',
      'UnknownValue at config.distribution, got "gauss"',
      'WrongType at config.seed, got "a"'
    ])
  })
})

describe('JAX', () => {
  const vs = (config: object) =>
    call('variance_scaling', { scale: 1, mode: 'fan_in', distribution: 'uniform', ...config })

  test.each<readonly [name: string, config: unknown, ...wrong: ReadonlyArray<string>]>([
    [
      'arguments that must be given',
      call('variance_scaling'),
      'MissingKey at config.scale, got undefined',
      'MissingKey at config.mode, got undefined',
      'MissingKey at config.distribution, got undefined'
    ],
    [
      'a value and a dtype',
      call('constant', { dtype: 'f4' }),
      'MissingKey at config.value, got undefined',
      'UnknownDType at config.dtype, got "f4"'
    ],
    ['a scale below 0', vs({ scale: -1 }), 'NotPositive at config.scale, got -1'],
    ['a scale of NaN', vs({ scale: NaN }), 'NotFinite at config.scale, got NaN'],
    ['an unknown mode', vs({ mode: 'fan' }), 'UnknownValue at config.mode, got "fan"'],
    ['no mode', vs({ mode: null }), 'WrongType at config.mode, got null'],
    ['capitals', vs({ distribution: 'UNIFORM' }), 'UnknownValue at config.distribution, got "UNIFORM"'],
    [
      'axes',
      vs({ in_axis: 0.5, scale: 'x' }),
      'WrongType at config.scale, got "x"',
      'BadAxis at config.in_axis, got 0.5'
    ],
    ['an axis in a list', call('he_normal', { out_axis: [1, 'b'] }), 'WrongType at config.out_axis.1, got "b"'],
    ['the scale of uniform', call('uniform', { scale: -1 }), 'NotPositive at config.scale, got -1'],
    [
      'the stddev and the dtype',
      call('normal', { stddev: 0, dtype: 'f4' }),
      'NotPositive at config.stddev, got 0',
      'UnknownDType at config.dtype, got "f4"'
    ],
    ['bounds', call('truncated_normal', { lower: 2, upper: 1 }), 'BadBounds at config.upper, got 1'],
    ['the scale of orthogonal', call('orthogonal', { scale: 'x' }), 'WrongType at config.scale, got "x"'],
    ['a column axis', call('orthogonal', { column_axis: 0.5 }), 'BadAxis at config.column_axis, got 0.5'],
    ['another column axis', call('delta_orthogonal', { column_axis: 0 }), 'Unsupported at config.column_axis, got 0'],
    ['a seed', call('he_normal', { seed: 1 }), 'UnknownKey at config.seed, got 1'],
    ['what Keras has around', { ...call('zeros'), module: 'keras' }, 'UnknownKey at module, got "keras"']
  ])('%s', (_, config, ...expected) => {
    expect(wrong('jax', config)).toEqual(expected)
  })

  test('the mode that only JAX has', () => {
    expect(initializerOf('jax', vs({ mode: 'fan_geo_avg' }))).toMatchObject({
      mode: 'fan_geo_avg',
      distribution: 'uniform'
    })
  })
})

describe('PyTorch', () => {
  test.each<readonly [name: string, config: unknown, ...wrong: ReadonlyArray<string>]>([
    [
      'a mode that kaiming lacks',
      call('kaiming_normal_', { mode: 'fan_avg' }),
      'UnknownValue at config.mode, got "fan_avg"'
    ],
    [
      'an unknown nonlinearity',
      call('kaiming_normal_', { nonlinearity: 'gelu' }),
      'UnknownName at config.nonlinearity, got "gelu"'
    ],
    [
      'capitals in one',
      call('kaiming_normal_', { nonlinearity: 'ReLU' }),
      'UnknownName at config.nonlinearity, got "ReLU"'
    ],
    ['a slope of true', call('kaiming_normal_', { a: true }), 'WrongType at config.a, got true'],
    ['a slope whose square overflows', call('kaiming_normal_', { a: 1e200 }), 'NotFinite at config.a, got 1e+200'],
    ['a gain below 0', call('xavier_normal_', { gain: -1 }), 'NotPositive at config.gain, got -1'],
    [
      'a gain whose square underflows',
      call('xavier_normal_', { gain: 1e-200 }),
      'BoundUnderflow at config.gain, got 1e-200'
    ],
    ['a std below 0', call('normal_', { std: -1 }), 'NotPositive at config.std, got -1'],
    [
      'a std of NaN',
      call('normal_', { std: NaN, mean: 'x' }),
      'WrongType at config.mean, got "x"',
      'NotFinite at config.std, got NaN'
    ],
    ['a range the wrong way', call('uniform_', { a: 1, b: 0 }), 'BadBounds at config.b, got 0'],
    ['bounds the wrong way', call('trunc_normal_', { a: 1, b: -1 }), 'BadBounds at config.b, got -1'],
    ['no value', call('constant_'), 'MissingKey at config.val, got undefined'],
    ['groups', call('dirac_', { groups: 0 }), 'BadCount at config.groups, got 0'],
    [
      'no sparsity',
      call('sparse_', { std: -1 }),
      'MissingKey at config.sparsity, got undefined',
      'NotPositive at config.std, got -1'
    ],
    ['a sparsity above 1', call('sparse_', { sparsity: 1.5 }), 'BadBounds at config.sparsity, got 1.5'],
    [
      'a generator',
      call('sparse_', { sparsity: -1, generator: 7 }),
      'BadBounds at config.sparsity, got -1',
      'WrongType at config.generator, got 7'
    ],
    ['a dtype', call('zeros_', { dtype: 'float32' }), 'UnknownKey at config.dtype, got "float32"']
  ])('%s', (_, config, ...expected) => {
    expect(wrong('torch', config)).toEqual(expected)
  })

  test('gains are read as scales, their squares', () => {
    const scaleOf = (name: string, config: object = {}) =>
      (initializerOf('torch', call(name, config)) as { readonly scale: number }).scale
    expect(scaleOf('kaiming_uniform_')).toBe(2)
    expect(scaleOf('kaiming_uniform_', { a: Math.sqrt(5) })).toBe(1 / 3)
    expect(scaleOf('kaiming_uniform_', { a: 1 })).toBe(1)
    expect(scaleOf('kaiming_uniform_', { a: 1, nonlinearity: 'relu' })).toBe(2)
    expect(scaleOf('kaiming_normal_', { nonlinearity: 'linear' })).toBe(1)
    expect(scaleOf('kaiming_normal_', { nonlinearity: 'tanh' })).toBe(25 / 9)
    expect(scaleOf('kaiming_normal_', { nonlinearity: 'selu' })).toBe(9 / 16)
    expect(scaleOf('xavier_uniform_')).toBe(1)
    expect(scaleOf('xavier_uniform_', { gain: Math.SQRT2 })).toBe(2)
    expect(scaleOf('xavier_uniform_', { gain: 1 / Math.sqrt(2) })).toBe(0.5)
    expect(scaleOf('xavier_uniform_', { gain: 0.3 })).toBe(0.09)
  })

  test('other functions', () => {
    expect(initializerOf('torch', call('constant_', { val: 0.1 }))).toEqual({
      _tag: 'Constant',
      value: 0.1,
      reshape: false,
      dtype: null
    })
    expect(initializerOf('torch', call('dirac_', { groups: 2 }))).toEqual({
      _tag: 'Dirac',
      gain: 1,
      groups: 2,
      centre: 'upper',
      channels_first: true,
      dtype: null
    })
    expect(initializerOf('torch', call('trunc_normal_', { mean: 1, std: 2, a: 0, b: 3, generator: null }))).toEqual({
      _tag: 'TruncatedNormal',
      mean: 1,
      stddev: 2,
      lower: 0,
      upper: 3,
      bounds: 'absolute',
      corrected: false,
      ...unset
    })
  })
})

describe('Burn', () => {
  test.each<readonly [name: string, config: unknown, ...wrong: ReadonlyArray<string>]>([
    ['a missing field', { KaimingUniform: { gain: 1 } }, 'MissingKey at KaimingUniform.fan_out_only, got undefined'],
    [
      'a gain below 0',
      { KaimingUniform: { gain: -1, fan_out_only: 'no' } },
      'NotPositive at KaimingUniform.gain, got -1',
      'WrongType at KaimingUniform.fan_out_only, got "no"'
    ],
    ['a range the wrong way', { Uniform: { min: 1, max: 0 } }, 'BadBounds at Uniform.max, got 0'],
    [
      'a std below 0',
      { Normal: { mean: 'x', std: -1 } },
      'WrongType at Normal.mean, got "x"',
      'NotPositive at Normal.std, got -1'
    ],
    ['an unknown field', { Constant: { value: 1, vale: 2 } }, 'UnknownKey at Constant.vale, got 2'],
    ['fields of a variant without', { Zeros: { value: 1 } }, 'UnknownKey at Zeros.value, got 1'],
    ['no fields for a variant with', 'Constant', 'MissingKey at value, got undefined'],
    ['a number for fields', { Normal: 5 }, 'WrongType at Normal, got 5'],
    ['two variants', { Zeros: {}, Ones: {} }, 'WrongType at , got an object of 2 keys'],
    ['none', {}, 'WrongType at , got an object of 0 keys'],
    ['a number', 5, 'WrongType at , got 5']
  ])('%s', (_, config, ...expected) => {
    expect(wrong('burn', config)).toEqual(expected)
  })

  test('all variants', () => {
    expect(initializerOf('burn', 'Ones')).toEqual({ _tag: 'Ones', dtype: null })
    expect(initializerOf('burn', { Constant: { value: 3 } })).toMatchObject({ _tag: 'Constant', value: 3 })
    expect(initializerOf('burn', { Uniform: { min: -1, max: 2 } })).toMatchObject({ minval: -1, maxval: 2 })
    expect(initializerOf('burn', { Normal: { mean: 1, std: 2 } })).toMatchObject({ mean: 1, stddev: 2 })
    expect(initializerOf('burn', { XavierUniform: { gain: 3 } })).toEqual(preset(9, 'fan_avg', 'uniform'))
    expect(initializerOf('burn', { KaimingNormal: { gain: 2, fan_out_only: true } })).toEqual(
      preset(4, 'fan_out', 'untruncated_normal')
    )
  })
})

// -------------------------------------------------------------------------------------
// hostile values
// -------------------------------------------------------------------------------------

describe('hostile values', () => {
  test('a getter is read once and may throw', () => {
    const config = {
      get scale(): number {
        throw new Error('no')
      }
    }
    expect(wrong('keras3', scaling(config))).toEqual([
      'Unreadable at config.scale, got a value that throws when it is read'
    ])
  })

  test('inherited keys are ignored', () => {
    expect(wrong('keras3', Object.create({ class_name: 'Zeros' }))).toHaveLength(1)
    const everywhere = {
      scale: 3,
      module: 'mine',
      config: { seed: 1 },
      mode: 'FAN_OUT',
      keys: null,
      points: 5,
      type: 'ndarray'
    }
    const inside = <A>(run: () => A): A => polluted(Object.prototype, { ...everywhere, class_name: 'function' }, run)
    const uniform = scaling({ distribution: 'uniform' })
    expect(right(inside(() => read('keras3')(uniform))).initializer).toEqual(preset(1, 'fan_in', 'uniform'))
    expect(right(inside(() => read('keras3')('zeros'))).initializer).toEqual({ _tag: 'Zeros', dtype: null })
    expect(right(inside(() => read('keras3')({ className: 'Zeros' }))).initializer).toEqual({
      _tag: 'Zeros',
      dtype: null
    })
    expect(complaints(inside(() => read('keras3')(scaling({ scale: {} }))))).toEqual([
      'WrongType at config.scale, got an object'
    ])
    expect(right(inside(() => read('torch')('kaiming_uniform_'))).decisions.map(({ point }) => point)).toEqual([
      ...['vector_fans', 'clamp', 'layout', 'unseeded']
    ])
    expect(right(inside(() => read('burn')({ Constant: { value: 2 } }))).initializer).toMatchObject({ value: 2 })
    expect(inside(() => detect({}))).toBe(null)
  })

  test('large and deep ones are refused quickly', () => {
    const deep = Array.from({ length: 10_000 }).reduce<unknown>((inner) => [inner], 1)
    expectRefused(
      () => read('keras3')(call('Constant', { value: deep })),
      `TooDeep at config.value${'.0'.repeat(62)}, got nesting deeper than 64`
    )
    const keys = Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`key${i}`, i]))
    const reading = read('keras3')(call('Zeros', keys))
    expect(E.isLeft(reading) && reading.left.map(({ code }) => code).slice(99)).toEqual(['UnknownKey', 'TooManyErrors'])
  })
})

test('the name of a dialect', () => {
  expect(checkDialect('keras2.2')).toEqual(E.right('keras2.2'))
  expect(complaints(checkDialect('keras4'))).toEqual(['UnknownName at , got "keras4"'])
  expect(complaints(checkDialect('toString'))).toEqual(['UnknownName at , got "toString"'])
})
