import { describe, expect, it } from 'vitest'
import { Distribution, DType, RandomUniform, Rng } from 'initializers-ts'
import { broken, statisticalLaws } from 'initializers-ts/laws'
import { behavesAsInitializer, described, drawn, made, refusal, root } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

behavesAsInitializer({
  className: 'RandomUniform',
  snake: 'random_uniform',
  defaults: { minval: -0.05, maxval: 0.05 },
  config: { minval: -1, maxval: 3 },
  shape: [4, 3, 5],
  hasSeed: true,
  words: (dtype) => 60 * DType.traits(dtype).wordsPerElement
})

const words = (n: number): ReadonlyArray<number> =>
  Rng.sampler((generator) => Array.from({ length: n }, () => generator.next()))(root)[0]

describe('a uniform initializer', () => {
  // a width w has the stddev w / √12
  it.each([
    [-0.05, 0.05, 0, 0.1 / Math.sqrt(12)],
    [0, 1, 0.5, 1 / Math.sqrt(12)],
    [-3, 9, 3, Math.sqrt(12)],
    [2, 2.25, 2.125, 0.25 / Math.sqrt(12)]
  ])('from %d to %d has the mean %d and the stddev %d', (minval, maxval, mean, stddev) => {
    const description = described(made('RandomUniform', { minval, maxval }), [7])
    expect(description).toMatchObject({ fans: null, low: minval, high: maxval, words: 14, elementwise: true })
    expect(description.content).toEqual({ _tag: 'Uniform', low: minval, high: maxval })
    expect(description.mean).toBeCloseTo(mean, 15)
    expect(description.stddev).toBeCloseTo(stddev, 15)
  })

  it('is its middle plus its width times the centred uniform number of a word', () => {
    const expected = words(5).map((w) => Math.fround(1 + 4 * ((w + 0.5) / 2 ** 32)))
    expect([...drawn(made('RandomUniform', { minval: -1, maxval: 3 }), [5], 'float32')]).toEqual(expected)
  })

  it('takes two words per element in float64', () => {
    const [a = 0, b = 0] = words(2)
    const u = (a * 2 ** 20 + (b >>> 12) + 0.5) / 2 ** 52
    expect(drawn(made('RandomUniform', { minval: -1, maxval: 3 }), [1])).toEqual(Float64Array.of(1 + 4 * u))
  })

  it('keeps each element within the bounds, even if they are not numbers of the dtype', () => {
    // of float16's numbers, 0.099976 and 0.30005 are nearest to 0.1 and 0.3
    const xs = drawn(made('RandomUniform', { minval: 0.1, maxval: 0.3 }), [4096], 'float16')
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0.1)
    expect(Math.max(...xs)).toBeLessThanOrEqual(0.3)
  })

  it('follows its distribution', () => {
    const xs = drawn(made('RandomUniform', { minval: -1, maxval: 3 }), [256, 256], 'float32')
    expect(broken(statisticalLaws({ distribution: Distribution.uniform(-1, 3), dtype: 'float32' }))(xs)).toEqual([])
  })

  it.each([
    [{ minval: 1, maxval: 1 }, ['BadBounds maxval']],
    [{ minval: 1, maxval: -1 }, ['BadBounds maxval']],
    [{ minval: 0.1 }, ['BadBounds maxval']],
    [{ maxval: -0.1 }, ['BadBounds maxval']],
    [{ minval: NaN }, ['NotFinite minval']],
    [{ minval: -Infinity, maxval: Infinity }, ['NotFinite minval', 'NotFinite maxval']],
    [{ minval: '0' }, ['WrongType minval']],
    [{ maxval: true }, ['WrongType maxval']],
    [{ maxval: null }, ['WrongType maxval']],
    [{ seed: 0.5, dtype: 'float8' }, ['BadSeed seed', 'UnknownDType dtype']],
    [{ seed: '1' }, ['WrongType seed']],
    [{ max_val: 1 }, ['UnknownKey max_val']]
  ])('refuses the config %j: %j', (config, expected) => {
    expect(problems(RandomUniform.fromConfig(config))).toEqual(expected)
  })

  it.each([
    [-1e5, 0, 'float16', ['BoundOverflow config']],
    [-1.7e308, 1.7e308, 'float64', ['BoundOverflow config']],
    [0, 1e-6, 'float16', ['BoundUnderflow config']],
    [1.0001, 1.0002, 'float16', ['BadBounds config']]
  ] as const)('from %d to %d cannot be drawn in %s: %j', (minval, maxval, dtype, expected) => {
    expect(refusal(made('RandomUniform', { minval, maxval }), [2], dtype)).toEqual(expected)
  })

  it('writes the config that it reads', () => {
    const config = { minval: -2, maxval: 0.5, seed: 7, dtype: 'float16' }
    expect(RandomUniform.getConfig(right(RandomUniform.fromConfig(config)))).toEqual(config)
    expect(RandomUniform.getConfig(right(RandomUniform.fromConfig({})))).toEqual({ minval: -0.05, maxval: 0.05 })
  })

  it('is its distribution', () => {
    const initializer = right(RandomUniform.fromConfig({ minval: 0, maxval: 2 }))
    expect(RandomUniform.distribution(initializer)).toEqual(Distribution.uniform(0, 2))
  })
})
