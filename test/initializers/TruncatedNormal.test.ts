import { describe, expect, it } from 'vitest'
import type { Initializer } from 'initializers-ts'
import { Distribution, DType, TruncatedNormal } from 'initializers-ts'
import { broken, statisticalLaws } from 'initializers-ts/laws'
import { behavesAsInitializer, described, drawn, made, refusal } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

const defaults = { mean: 0, stddev: 0.05, lower: -2, upper: 2, bounds: 'stddev', corrected: false }

behavesAsInitializer({
  className: 'TruncatedNormal',
  snake: 'truncated_normal',
  defaults,
  config: { mean: 1, stddev: 2, lower: -1, upper: 3, bounds: 'stddev', corrected: false },
  nullable: ['lower', 'upper'],
  shape: [4, 3, 5],
  hasSeed: true,
  words: (dtype) => 60 * DType.traits(dtype).wordsPerElement
})

const truncated = (config: object): Initializer.Initializer => made('TruncatedNormal', { stddev: 1, ...config })

describe('a truncated normal initializer', () => {
  // mean and stddev of the standard normal distribution between two bounds a and b, with Z = Φ(b) − Φ(a):
  // (φ(a) − φ(b)) / Z and √(1 + (a φ(a) − b φ(b)) / Z − mean²)
  it.each([
    [-2, 2, 0, 0.87962566103423978],
    [-1, 1, 0, 0.5395600937548969],
    [-3, 3, 0, 0.9865783925581086],
    [-1, 2, 0.22963717909132897, 0.7209455868590458],
    [0, null, 0.7978845608028654, 0.6028102749890869],
    [null, 1, -0.2875999709391784, 0.7935277473262076]
  ])('from %d to %d stddev has the mean %d and the stddev %d', (lower, upper, mean, stddev) => {
    const standard = described(truncated({ lower, upper }), [7])
    expect(standard).toMatchObject({ low: lower, high: upper, fans: null, words: 14, elementwise: true })
    expect(standard.mean).toBeCloseTo(mean, 13)
    expect(standard.stddev).toBeCloseTo(stddev, 13)
    const moved = described(truncated({ mean: 10, stddev: 4, lower, upper }), [7])
    expect(moved.mean).toBeCloseTo(10 + 4 * mean, 12)
    expect(moved.stddev).toBeCloseTo(4 * stddev, 12)
    expect([moved.low, moved.high]).toEqual([lower, upper].map((bound) => (bound === null ? null : 10 + 4 * bound)))
  })

  it.each([
    [1, 2, -1, 5, [-1, 2]],
    [0, 0.5, -1, 1, [-2, 2]],
    [0, 2, null, 1, [-Infinity, 0.5]],
    [3, 1, 1, null, [-2, Infinity]]
  ] as const)('of mean %d and stddev %d has the absolute bounds %d and %d', (mean, stddev, lower, upper, bounds) => {
    const initializer = truncated({ mean, stddev, lower, upper, bounds: 'absolute' })
    const { content, low, high } = described(initializer, [7])
    expect(content).toMatchObject({ _tag: 'TruncatedNormal', mean, stddev, bounds })
    expect([low, high]).toEqual([lower, upper])
  })

  it.each([
    [-2, 2, 0.87962566103423978],
    [-1, 1, 0.5395600937548969],
    [0, null, 0.6028102749890869]
  ])('that is corrected from %d to %d has the stddev of its config', (lower, upper, uncorrected) => {
    const { content, stddev } = described(truncated({ stddev: 0.5, lower, upper, corrected: true }), [7])
    expect(stddev).toBeCloseTo(0.5, 15)
    expect((content as Distribution.TruncatedNormal).stddev).toBeCloseTo(0.5 / uncorrected, 13)
  })

  it('has the same numbers with absolute bounds as with those of its stddev', () => {
    const byStddev = truncated({ stddev: 0.5, lower: -2, upper: 1 })
    const absolute = truncated({ stddev: 0.5, lower: -1, upper: 0.5, bounds: 'absolute' })
    for (const dtype of DType.all) expect(drawn(byStddev, [100], dtype)).toEqual(drawn(absolute, [100], dtype))
  })

  it.each(DType.all)('keeps each element within its bounds in %s', (dtype) => {
    const xs = drawn(truncated({ mean: 0.1, stddev: 1, lower: -0.5, upper: 0.2 }), [4096], dtype)
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(-0.4)
    expect(Math.max(...xs)).toBeLessThanOrEqual(0.1 + 0.2)
  })

  it('follows its distribution', () => {
    const xs = drawn(truncated({ mean: 1, stddev: 2 }), [256, 256], 'float32')
    const distribution = Distribution.truncatedNormal(1, 2, -2, 2)
    expect(broken(statisticalLaws({ distribution, dtype: 'float32' }))(xs)).toEqual([])
  })

  it.each([
    [{ stddev: 0 }, ['NotPositive stddev']],
    [{ stddev: Infinity }, ['NotFinite stddev']],
    [{ stddev: null }, ['WrongType stddev']],
    [{ mean: NaN }, ['NotFinite mean']],
    [{ mean: '0' }, ['WrongType mean']],
    [{ lower: NaN }, ['NotFinite lower']],
    [{ upper: Infinity }, ['NotFinite upper']],
    [{ upper: '2' }, ['WrongType upper']],
    [{ lower: 2 }, ['BadBounds upper']],
    [{ lower: 3 }, ['BadBounds upper']],
    [{ lower: null, upper: null }, ['BadBounds upper']],
    [{ bounds: 'sigma' }, ['UnknownValue bounds']],
    [{ bounds: 1 }, ['WrongType bounds']],
    [{ corrected: 'yes' }, ['WrongType corrected']],
    [{ corrected: null }, ['WrongType corrected']],
    [{ corrected: true, bounds: 'absolute' }, ['Unsupported corrected']],
    [{ lower: 2, corrected: true, bounds: 'absolute' }, ['BadBounds upper', 'Unsupported corrected']],
    [{ seed: 0.5, dtype: 'float128' }, ['BadSeed seed', 'UnknownDType dtype']],
    [{ low: 1 }, ['UnknownKey low']]
  ])('refuses the config %j: %j', (config, expected) => {
    expect(problems(TruncatedNormal.fromConfig(config))).toEqual(expected)
  })

  it.each([
    [{ lower: 38, upper: 1000 }, 'float64', ['BadBounds config']],
    [{ lower: 2, upper: 3, bounds: 'absolute', stddev: 0.05 }, 'float64', ['BadBounds config']],
    [{ stddev: 40000 }, 'float16', ['BoundOverflow config']],
    [{ stddev: 1e-9 }, 'float16', ['BoundUnderflow config']],
    [{ lower: 1.0001, upper: 1.0002 }, 'float16', ['BadBounds config']]
  ] as const)('of %j cannot be drawn in %s: %j', (config, dtype, expected) => {
    expect(refusal(truncated(config), [2], dtype)).toEqual(expected)
  })

  it('writes the config that it reads, defaults included', () => {
    const config = { ...defaults, lower: null, upper: 1, bounds: 'absolute', seed: 7, dtype: 'float16' }
    expect(TruncatedNormal.getConfig(right(TruncatedNormal.fromConfig(config)))).toEqual(config)
    expect(TruncatedNormal.getConfig(right(TruncatedNormal.fromConfig({})))).toEqual(defaults)
  })

  it('is its distribution', () => {
    const initializer = right(TruncatedNormal.fromConfig({ mean: 1, stddev: 2, lower: -1, upper: 1 }))
    expect(TruncatedNormal.distribution(initializer)).toEqual(Distribution.truncatedNormal(1, 2, -1, 1))
  })
})
