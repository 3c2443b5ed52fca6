import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { Fans, type DType, Initializer, presets, Rng, type Tensor } from 'initializers-ts'
import { problems, right } from './support/either.js'

// -------------------------------------------------------------------------------------
// configs
// -------------------------------------------------------------------------------------

describe('decode', () => {
  it.each([
    ['zeros', { _tag: 'Zeros', dtype: null }],
    ['ones', { _tag: 'Ones', dtype: null }],
    ['constant', { _tag: 'Constant', value: 0, reshape: false, dtype: null }],
    ['random_uniform', { _tag: 'RandomUniform', minval: -0.05, maxval: 0.05, seed: null, dtype: null }],
    ['random_normal', { _tag: 'RandomNormal', mean: 0, stddev: 0.05, seed: null, dtype: null }],
    [
      'variance_scaling',
      {
        _tag: 'VarianceScaling',
        scale: 1,
        mode: 'fan_in',
        distribution: 'truncated_normal',
        corrected: true,
        fans: Fans.standard,
        seed: null,
        dtype: null
      }
    ]
  ])('gives %s the defaults of Keras', (name, initializer) => {
    expect(Initializer.decode(name)).toEqual(E.right(initializer))
    expect(Initializer.decode({ class_name: initializer._tag })).toEqual(E.right(initializer))
    expect(Initializer.decode({ class_name: initializer._tag, config: {} })).toEqual(E.right(initializer))
  })

  it.each([
    ['he_norml', ['UnknownName']],
    ['He_Normal', ['UnknownName']],
    ['', ['UnknownName']],
    [{}, ['MissingKey class_name']],
    [{ class_name: 'Nothing' }, ['UnknownName class_name']],
    [{ class_name: 7 }, ['WrongType class_name']],
    [{ class_name: 'HeNormal', config: { scale: 2 } }, ['UnknownKey config scale']],
    [{ class_name: 'HeNormal', config: { corrected: false } }, ['UnknownKey config corrected']],
    [{ class_name: 'HeNormal', config: {}, module: 'keras' }, ['UnknownKey module']],
    [{ class_name: 'VarianceScaling', config: { scale: 0 } }, ['NotPositive config scale']],
    [{ class_name: 'VarianceScaling', config: { scale: NaN } }, ['NotFinite config scale']],
    [{ class_name: 'VarianceScaling', config: { scale: '2' } }, ['WrongType config scale']],
    [{ class_name: 'VarianceScaling', config: { scale: null } }, ['WrongType config scale']],
    [{ class_name: 'VarianceScaling', config: { mode: 'fan_inn' } }, ['UnknownValue config mode']],
    [{ class_name: 'VarianceScaling', config: { mode: 'constructor' } }, ['UnknownValue config mode']],
    [{ class_name: 'VarianceScaling', config: { corrected: 1 } }, ['WrongType config corrected']],
    [{ class_name: 'VarianceScaling', config: { corrected: null } }, ['WrongType config corrected']],
    [
      { class_name: 'VarianceScaling', config: { scale: -1, mode: 'fan-in', sclae: 2 } },
      ['NotPositive config scale', 'UnknownValue config mode', 'UnknownKey config sclae']
    ],
    [{ class_name: 'RandomUniform', config: { minval: 1, maxval: 1 } }, ['BadBounds config maxval']],
    [{ class_name: 'RandomNormal', config: { seed: 0.5 } }, ['BadSeed config seed']],
    [{ class_name: 'RandomNormal', config: { dtype: 'float8' } }, ['UnknownDType config dtype']],
    [{ class_name: 'TruncatedNormal', config: { lower: null, upper: null } }, ['BadBounds config upper']],
    [null, ['WrongType']],
    [42, ['WrongType']],
    [[], ['WrongType']]
  ])('refuses %j: %j', (config, expected) => {
    expect([...problems(Initializer.decode(config))].sort()).toEqual([...expected].sort())
  })
})

// -------------------------------------------------------------------------------------
// dtype and seed
// -------------------------------------------------------------------------------------

const withDType = (dtype: DType.DType | null) =>
  right(Initializer.decode({ class_name: 'HeNormal', config: dtype === null ? {} : { dtype } }))

describe('the dtype', () => {
  it('is that of the call, else that of the config, else float32', () => {
    const dtypeOf = (call: DType.DType | undefined, config: DType.DType | null) =>
      right(Initializer.draw({ shape: [2], ...(call === undefined ? {} : { dtype: call }) })(withDType(config))).dtype
    expect(dtypeOf('float64', 'float16')).toBe('float64')
    expect(dtypeOf(undefined, 'float16')).toBe('float16')
    expect(dtypeOf('bfloat16', null)).toBe('bfloat16')
    expect(dtypeOf(undefined, null)).toBe('float32')
  })

  it('is refused together with a bad shape', () => {
    const bad = Initializer.draw({ shape: [-1], dtype: 'float8' as DType.DType })(presets.heNormal)
    expect(problems(bad)).toEqual(['BadDim shape 0', 'UnknownDType dtype'])
  })
})

describe('the seed of init', () => {
  const shape = [4]
  const config = (seed?: number) => ({ class_name: 'HeNormal', config: seed === undefined ? {} : { seed } })
  const drawn = (seed: number | bigint): Tensor.Tensor =>
    right(Initializer.sampler({ shape })(presets.heNormal))(right(Rng.fromSeed(seed)))[0]

  it('is that of the call, else that of the config, else 0', () => {
    expect(Initializer.init({ shape, seed: 7 })(config(5))).toEqual(E.right(drawn(7)))
    expect(Initializer.init({ shape })(config(5))).toEqual(E.right(drawn(5)))
    expect(Initializer.init({ shape })(config())).toEqual(E.right(drawn(0)))
    expect(Initializer.init({ shape, seed: 0 })(config(5))).toEqual(E.right(drawn(0)))
  })

  it('is not read by sampler', () => {
    const rng = right(Rng.fromSeed(1))
    const [a, b] = [config(5), config()].map((c) =>
      right(Initializer.sampler({ shape })(right(Initializer.decode(c))))(rng)
    )
    expect(a).toEqual(b)
  })

  it('is refused together with a bad shape', () => {
    expect(problems(Initializer.init({ shape: [0.5], seed: 0.5 })('ones'))).toEqual(['BadDim shape 0', 'BadSeed seed'])
  })

  it('is returned by seedOf', () => {
    expect(Initializer.seedOf(right(Initializer.decode(config(5))))).toBe(5)
    expect(Initializer.seedOf(right(Initializer.decode(config())))).toBeNull()
    expect(Initializer.seedOf(right(Initializer.decode('ones')))).toBeNull()
  })
})

// -------------------------------------------------------------------------------------
// drawing and describing
// -------------------------------------------------------------------------------------

describe('init', () => {
  it('reports the errors of the config and of all parts of the call at once', () => {
    const call = { shape: [-1], dtype: 'float8' as 'float32', seed: 0.5 }
    const refused = Initializer.init(call)('he_normall')
    expect(E.isLeft(refused) && refused.left.map(({ code, path }) => [code, ...path])).toEqual(
      expect.arrayContaining([['UnknownName'], ['BadDim', 'shape', 0], ['UnknownDType', 'dtype'], ['BadSeed', 'seed']])
    )
  })
})

describe('init', () => {
  it('has the dtype of the call, else that of the config, else float32', () => {
    const dtypeOf = (call: object, config: object): DType.DType =>
      right(Initializer.init({ shape: [2], ...call })({ class_name: 'HeNormal', config })).dtype
    expect(dtypeOf({ dtype: 'float64' }, { dtype: 'float16' })).toBe('float64')
    expect(dtypeOf({}, { dtype: 'float16' })).toBe('float16')
    expect(dtypeOf({}, {})).toBe('float32')
  })

  it('reads each part of the call once', () => {
    const reads: Array<string> = []
    const values = { shape: [2], dtype: 'float16', seed: 3 } as const
    const call = new Proxy(values, {
      get: (target, key) => {
        reads.push(String(key))
        return Reflect.get(target, key) as unknown
      }
    })
    expect(Initializer.init(call)('he_normal')).toEqual(Initializer.init(values)('he_normal'))
    expect(reads.sort()).toEqual(['dtype', 'seed', 'shape'])
  })
})

describe('describe', () => {
  it('has all facts of a uniform draw', () => {
    const description = Initializer.describe({ shape: [3, 3, 4, 8], dtype: 'float64' })(presets.heUniform)
    // fan in 36: limit sqrt(6 / 36); 288 elements of two words and eight bytes
    const limit = Math.sqrt(3 * (2 / 36))
    expect(description).toEqual(
      E.right({
        initializer: { class_name: 'VarianceScaling', config: { scale: 2, mode: 'fan_in', distribution: 'uniform' } },
        shape: [3, 3, 4, 8],
        dtype: 'float64',
        fans: { fanIn: 36, fanOut: 72 },
        content: { _tag: 'Uniform', low: -limit, high: limit },
        mean: 0,
        stddev: (2 * limit) / Math.sqrt(12),
        low: -limit,
        high: limit,
        elements: 288,
        words: 576,
        bytes: 2304,
        elementwise: true
      })
    )
  })

  it('has no fans, no bounds and no words where there are none', () => {
    const normal = right(Initializer.describe({ shape: [5] })(right(Initializer.decode('random_normal'))))
    expect(normal).toMatchObject({ fans: null, low: null, high: null, mean: 0, stddev: 0.05, words: 5 })
    const ones = right(Initializer.describe({ shape: [5] })(right(Initializer.decode('ones'))))
    expect(ones).toMatchObject({ fans: null, low: 1, high: 1, mean: 1, stddev: 0, words: 0, bytes: 20 })
  })

  it('is JSON data', () => {
    const description = right(Initializer.describe({ shape: [2] })(presets.heNormal))
    expect(JSON.parse(JSON.stringify(description))).toEqual(description)
  })
})

describe('what cannot be drawn', () => {
  it.each([
    [
      { class_name: 'VarianceScaling', config: { scale: 1e308, distribution: 'uniform' } },
      'float64',
      'BoundOverflow config scale'
    ],
    [
      { class_name: 'VarianceScaling', config: { scale: 1.44e9, distribution: 'uniform' } },
      'float16',
      'BoundOverflow config scale'
    ],
    [{ class_name: 'VarianceScaling', config: { scale: 5e-324 } }, 'float32', 'BoundUnderflow config scale'],
    [{ class_name: 'RandomNormal', config: { stddev: 1e-9 } }, 'float16', 'BoundUnderflow config'],
    [{ class_name: 'Constant', config: { value: 1e6 } }, 'float16', 'NotRepresentable config value']
  ] as const)('%j in %s: %s', (config, dtype, expected) => {
    const sampler = pipe(Initializer.decode(config), E.chain(Initializer.sampler({ shape: [1, 1], dtype })))
    expect(problems(sampler)).toEqual([expected])
  })

  it('is a box outside the tensor, with the axis', () => {
    const slice = Initializer.slice({
      shape: [4, 5],
      box: [
        [0, 4],
        [3, 6]
      ]
    })(presets.heNormal)
    expect(problems(slice)).toEqual(['BadSlice box 1'])
  })
})

describe('a slice', () => {
  it('is scaled by the fans of the whole and equals that part of it', () => {
    const rng = right(Rng.fromSeed(3))
    const whole = right(Initializer.sampler({ shape: [10, 4] })(presets.heNormal))(rng)
    const part = right(
      Initializer.slice({
        shape: [10, 4],
        box: [
          [5, 7],
          [0, 4]
        ]
      })(presets.heNormal)
    )(rng)
    expect(part[0].data).toEqual(whole[0].data.slice(20, 28))
    expect(part[1]).toEqual(whole[1])
  })
})
