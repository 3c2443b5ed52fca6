import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { Fans, type DType, Initializer, presets, Rng, type Tensor, type TruncatedNormal } from 'initializers-ts'
import { problems, right } from './support/either.js'

// -------------------------------------------------------------------------------------
// the presets
// -------------------------------------------------------------------------------------

/**
 * For shapes whose fans are squares of easy numbers; every number by hand. [3, 4] has the fans 3 and 4, [12, 36] has 12
 * and 36 (24 on average), [5, 5, 3, 1] has 75 and 25 (50 on average), [2, 46] has 2 and 46 (24 on average).
 */
const laws = [
  ['glorot_uniform', [12, 36], { _tag: 'Uniform', low: -Math.sqrt(1 / 8), high: Math.sqrt(1 / 8) }],
  ['glorot_uniform', [3, 9], { _tag: 'Uniform', low: -Math.SQRT1_2, high: Math.SQRT1_2 }],
  ['glorot_uniform', [1, 5], { _tag: 'Uniform', low: -1, high: 1 }],
  ['he_uniform', [24, 7], { _tag: 'Uniform', low: -0.5, high: 0.5 }],
  ['he_uniform', [6], { _tag: 'Uniform', low: -1, high: 1 }],
  ['lecun_uniform', [5, 5, 3, 1], { _tag: 'Uniform', low: -0.2, high: 0.2 }],
  ['lecun_uniform', [12, 36], { _tag: 'Uniform', low: -0.5, high: 0.5 }]
] as const

const stddevs = [
  ['glorot_normal', [8, 24], 0.25],
  ['glorot_normal', [5, 5, 7, 1], 0.1],
  ['he_normal', [50, 3], 0.2],
  ['he_normal', [5, 5, 8, 9], 0.1],
  ['lecun_normal', [16, 5], 0.25],
  ['lecun_normal', [2, 2, 4, 9], 0.25],
  ['lecun_normal', [], 1]
] as const

describe('a preset by name', () => {
  it.each(laws)('%s over %j follows %j', (name, shape, content) => {
    expect(right(Initializer.describe({ shape })(right(Initializer.decode(name)))).content).toEqual(content)
  })

  it.each(stddevs)('%s over %j has the stddev %d after its cut at twice as much before it', (name, shape, stddev) => {
    const told = right(Initializer.describe({ shape })(right(Initializer.decode(name))))
    expect(told.stddev).toBeCloseTo(stddev, 15)
    expect(told.content).toMatchObject({ _tag: 'TruncatedNormal', mean: 0, bounds: [-2, 2] })
    expect(told.high).toBeCloseTo((2 * stddev) / 0.87962566103423978, 14)
    expect(told.low).toBe(-told.high!)
  })

  const rows = [
    ['glorot_uniform', 1, 'fan_avg', 'uniform', ['GlorotUniform', 'xavier_uniform', 'XavierUniform']],
    ['glorot_normal', 1, 'fan_avg', 'truncated_normal', ['GlorotNormal', 'xavier_normal', 'XavierNormal']],
    ['he_uniform', 2, 'fan_in', 'uniform', ['HeUniform', 'kaiming_uniform', 'KaimingUniform']],
    ['he_normal', 2, 'fan_in', 'truncated_normal', ['HeNormal', 'kaiming_normal', 'KaimingNormal']],
    ['lecun_uniform', 1, 'fan_in', 'uniform', ['LecunUniform']],
    ['lecun_normal', 1, 'fan_in', 'truncated_normal', ['LecunNormal']]
  ] as const
  it.each(rows)('%s is scale %d, %s, %s, under all its names', (name, scale, mode, distribution, aliases) => {
    const unsaid = { corrected: true, fans: Fans.standard, seed: null, dtype: null }
    const row = { _tag: 'VarianceScaling', scale, mode, distribution, ...unsaid }
    for (const alias of [name, ...aliases]) expect(Initializer.decode(alias), alias).toEqual(E.right(row))
  })

  it('has a value of its own among the presets', () => {
    expect(presets.kaimingNormal).toBe(presets.heNormal)
    expect(presets.kaimingUniform).toBe(presets.heUniform)
    expect(presets.xavierNormal).toBe(presets.glorotNormal)
    expect(presets.xavierUniform).toBe(presets.glorotUniform)
  })
})

// -------------------------------------------------------------------------------------
// the language of configs
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

  it('gives truncated_normal the defaults of Keras, cut at ±2 and not corrected', () => {
    const { stddev, lower, upper, corrected } = right(
      Initializer.decode('truncated_normal')
    ) as TruncatedNormal.TruncatedNormal
    expect({ stddev, lower, upper, corrected }).toEqual({ stddev: 0.05, lower: -2, upper: 2, corrected: false })
  })

  it('reads the old word normal as truncated_normal', () => {
    const old = { class_name: 'VarianceScaling', config: { distribution: 'normal' } }
    expect(right(Initializer.decode(old))).toMatchObject({ distribution: 'truncated_normal' })
  })

  it('leaves the correction of a cut out where it is made', () => {
    const written = (config: object) =>
      Initializer.encode(right(Initializer.decode({ class_name: 'VarianceScaling', config }))).config
    const unsaid = { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' }
    expect(written({})).toEqual(unsaid)
    expect(written({ corrected: true })).toEqual(unsaid)
    expect(written({ corrected: false })).toEqual({ ...unsaid, corrected: false })
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
// who decides
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

  it('says with the shape what is wrong with both', () => {
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

  it('is refused where it is bad, together with a bad shape', () => {
    expect(problems(Initializer.init({ shape: [0.5], seed: 0.5 })('ones'))).toEqual(['BadDim shape 0', 'BadSeed seed'])
  })

  it('is told by seedOf', () => {
    expect(Initializer.seedOf(right(Initializer.decode(config(5))))).toBe(5)
    expect(Initializer.seedOf(right(Initializer.decode(config())))).toBeNull()
    expect(Initializer.seedOf(right(Initializer.decode('ones')))).toBeNull()
  })
})

// -------------------------------------------------------------------------------------
// drawing and telling
// -------------------------------------------------------------------------------------

describe('init', () => {
  it('tells what is wrong with the config and with all parts of the call at once', () => {
    const call = { shape: [-1], dtype: 'float8' as 'float32', seed: 0.5 }
    const refused = Initializer.init(call)('he_normall')
    expect(E.isLeft(refused) && refused.left.map(({ code, path }) => [code, ...path])).toEqual(
      expect.arrayContaining([['UnknownName'], ['BadDim', 'shape', 0], ['UnknownDType', 'dtype'], ['BadSeed', 'seed']])
    )
  })
})

describe('describe', () => {
  it('tells everything of a uniform draw', () => {
    const told = Initializer.describe({ shape: [3, 3, 4, 8], dtype: 'float64' })(presets.heUniform)
    // fan in 36: limit sqrt(6 / 36); 288 elements of two words and eight bytes
    const limit = Math.sqrt(3 * (2 / 36))
    expect(told).toEqual(
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

  it('tells the cut of a normal that is not corrected for it, and the stddev that is left', () => {
    // he_normal on two inputs: stddev sqrt(2 / 2) before the cut, 0.87962566103423978 after it
    const he = { class_name: 'VarianceScaling', config: { scale: 2, corrected: false } }
    const told = right(pipe(Initializer.decode(he), E.chain(Initializer.describe({ shape: [2, 4] }))))
    expect(told).toMatchObject({
      content: { _tag: 'TruncatedNormal', mean: 0, stddev: 1, bounds: [-2, 2], low: -2, high: 2 },
      fans: { fanIn: 2, fanOut: 4 },
      low: -2,
      high: 2,
      words: 8
    })
    expect(told.stddev).toBeCloseTo(0.87962566103423978, 15)
  })

  it('is that of Keras’s truncated normal, element by element, where its cut is not corrected', () => {
    // stddev sqrt(2 / 8) before the cut
    const he = { class_name: 'VarianceScaling', config: { scale: 2, corrected: false } }
    const plain = { class_name: 'TruncatedNormal', config: { stddev: 0.5 } }
    for (const dtype of ['float16', 'float32', 'float64'] as const) {
      const spec = { shape: [8, 30], dtype, seed: 5 }
      expect(Initializer.init(spec)(he)).toEqual(Initializer.init(spec)(plain))
    }
  })

  it('has no fans, no bounds and no words where there are none', () => {
    const normal = right(Initializer.describe({ shape: [5] })(right(Initializer.decode('random_normal'))))
    expect(normal).toMatchObject({ fans: null, low: null, high: null, mean: 0, stddev: 0.05, words: 5 })
    const ones = right(Initializer.describe({ shape: [5] })(right(Initializer.decode('ones'))))
    expect(ones).toMatchObject({ fans: null, low: 1, high: 1, mean: 1, stddev: 0, words: 0, bytes: 20 })
  })

  it('is JSON data', () => {
    const told = right(Initializer.describe({ shape: [2] })(presets.heNormal))
    expect(JSON.parse(JSON.stringify(told))).toEqual(told)
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

  it('names a box that is not of the tensor', () => {
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
