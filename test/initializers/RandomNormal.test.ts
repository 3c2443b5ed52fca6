import { describe, expect, it } from 'vitest'
import { Distribution, DType, RandomNormal } from 'initializers-ts'
import { broken, statisticalLaws } from 'initializers-ts/laws'
import { behavesAsInitializer, described, drawn, made, refusal } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

behavesAsInitializer({
  className: 'RandomNormal',
  snake: 'random_normal',
  defaults: { mean: 0, stddev: 0.05 },
  config: { mean: -1, stddev: 2 },
  shape: [4, 3, 5],
  hasSeed: true,
  words: (dtype) => 60 * DType.traits(dtype).wordsPerElement
})

describe('a normal initializer', () => {
  it.each([
    [0, 0.05],
    [1, 0.5],
    [-100, 1e-3],
    [0, 1]
  ])('of mean %d and stddev %d is described by them, without bounds', (mean, stddev) => {
    expect(described(made('RandomNormal', { mean, stddev }), [7])).toMatchObject({
      content: { _tag: 'Normal', mean, stddev },
      mean,
      stddev,
      low: null,
      high: null,
      fans: null,
      words: 14,
      elementwise: true
    })
  })

  it.each(DType.all)('is the mean plus the stddev times a standard normal number, rounded once, in %s', (dtype) => {
    // ½ z is exact in each dtype, and so is its sum with 0
    const z = drawn(made('RandomNormal', { stddev: 1 }), [100], dtype)
    expect(drawn(made('RandomNormal', { stddev: 0.5 }), [100], dtype)).toEqual(z.map((x) => x / 2))
  })

  it('is shifted in float64 before it is rounded', () => {
    const z = drawn(made('RandomNormal', { stddev: 1 }), [100])
    expect(drawn(made('RandomNormal', { mean: 3, stddev: 0.3 }), [100])).toEqual(z.map((x) => 3 + 0.3 * x))
  })

  it('follows its distribution', () => {
    const xs = drawn(made('RandomNormal', { mean: 1, stddev: 2 }), [256, 256], 'float32')
    expect(broken(statisticalLaws({ distribution: Distribution.normal(1, 2), dtype: 'float32' }))(xs)).toEqual([])
  })

  it.each([
    [{ stddev: 0 }, ['NotPositive stddev']],
    [{ stddev: -0 }, ['NotPositive stddev']],
    [{ stddev: -1 }, ['NotPositive stddev']],
    [{ stddev: NaN }, ['NotFinite stddev']],
    [{ stddev: Infinity }, ['NotFinite stddev']],
    [{ stddev: '1' }, ['WrongType stddev']],
    [{ stddev: null }, ['WrongType stddev']],
    [{ mean: NaN, stddev: -1 }, ['NotFinite mean', 'NotPositive stddev']],
    [{ mean: [0] }, ['WrongType mean']],
    [{ seed: 2 ** 53 }, ['BadSeed seed']],
    [{ seed: '1', dtype: 32 }, ['WrongType seed', 'UnknownDType dtype']],
    [{ std: 1 }, ['UnknownKey std']]
  ])('refuses the config %j: %j', (config, expected) => {
    expect(problems(RandomNormal.fromConfig(config))).toEqual(expected)
  })

  // the outermost standard normal number of 32 bits is 6.338 = Φ⁻¹(1 − 2⁻³³), and 65504 / 6.338 = 10335
  it.each([
    [0, 10300, 'float16', []],
    [0, 10400, 'float16', ['BoundOverflow config']],
    [65000, 100, 'float16', ['BoundOverflow config']],
    [0, 1e308, 'float64', ['BoundOverflow config']],
    [0, 1e-9, 'float16', ['BoundUnderflow config']],
    [0, 1e-9, 'float32', []],
    [0, 5e-324, 'float64', ['BoundUnderflow config']]
  ] as const)('of mean %d and stddev %d in %s: %j', (mean, stddev, dtype, expected) => {
    expect(refusal(made('RandomNormal', { mean, stddev }), [2], dtype)).toEqual(expected)
  })

  it('writes the config that it reads', () => {
    const config = { mean: -2, stddev: 0.5, seed: -7, dtype: 'bfloat16' }
    expect(RandomNormal.getConfig(right(RandomNormal.fromConfig(config)))).toEqual(config)
    expect(RandomNormal.getConfig(right(RandomNormal.fromConfig({})))).toEqual({ mean: 0, stddev: 0.05 })
  })

  it('is its distribution', () => {
    const initializer = right(RandomNormal.fromConfig({ mean: 1, stddev: 2 }))
    expect(RandomNormal.distribution(initializer)).toEqual(Distribution.normal(1, 2))
  })
})
