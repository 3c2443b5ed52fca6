import { describe, expect, it } from 'vitest'
import { Distribution, Draw, type DType, Rng, Tensor } from 'initializers-ts'
import { type SampleSize, statisticalLaws } from 'initializers-ts/laws'
import { gridErrors } from '../../property-tests/laws/grid.js'
import { countLimits, kinds, sizes, tables } from '../../scripts/tolerances.mjs'
import {
  bernstein,
  binExponent,
  binLimits,
  exponent,
  pairLimits,
  varianceSlacks
} from '../../src/laws/statistics/intervals.js'
import { right } from '../support/either.js'
import { namesOf } from './names.js'

describe('the constants of the intervals', () => {
  const computed = tables()

  it('are those of alpha = 1e-9 / 512', () => {
    expect(exponent).toBeCloseTo(computed.exponents.one, 12)
    expect(binExponent).toBeCloseTo(computed.exponents.bins, 12)
  })

  it('are Chernoff’s for the variance', () => {
    for (const kind of kinds) {
      sizes.forEach((n, i) => {
        const slack = varianceSlacks[kind as keyof typeof varianceSlacks][n as SampleSize]
        expect(slack[0] / computed.varianceSlack[kind]![i]![0]).toBeCloseTo(1, 6)
        expect(slack[1] / computed.varianceSlack[kind]![i]![1]).toBeCloseTo(1, 6)
      })
    }
  })

  it('are exact binomial limits for bins and pairs', () => {
    sizes.forEach((n, i) => {
      expect(binLimits[n as SampleSize]).toEqual(computed.binLimits[i])
      expect(pairLimits[n as SampleSize]).toEqual(computed.pairLimits[i])
    })
  })

  it('agree with independent computations', () => {
    expect(varianceSlacks.uniform[1048576]).toEqual([0.006490938, 0.006500985])
    expect(countLimits(2 ** 20, 1 / 256, 256)).toEqual([3609, 4602])
    expect(countLimits(2 ** 19, 1 / 256, 256)).toEqual([1707, 2409])
    expect(countLimits(2 ** 16, 1 / 256, 256)).toEqual([142, 390])
    expect(Math.sqrt(exponent / 2 ** 21)).toBeCloseTo(0.003631, 6)
    expect(bernstein(2 ** 20, Math.sqrt(3) / 3)).toBeCloseTo(0.00728, 5)
    expect(bernstein(2 ** 19, 3 / 3)).toBeCloseTo(0.0103, 4)
    expect(computed.truncatedStddev).toBeCloseTo(0.87962566103423978, 14)
  })

  it('are the errors of the grid, summed with another quantile', () => {
    for (const kind of kinds) {
      const error = gridErrors[kind as keyof typeof gridErrors]
      expect(Math.abs(error - computed.gridErrors[kind]!)).toBeLessThan(1e-11)
    }
  })

  it('reject less than alpha of the right samples', () => {
    // a fair coin thrown 100 times: P(X < 16) = 2.4e-13 and P(X < 17) = 1.3e-12; alpha / 2 = 9.8e-13 lies between
    expect(countLimits(100, 0.5, 1)).toEqual([16, 84])
  })
})

describe('statisticalLaws', () => {
  const n = 2 ** 18
  const rng = right(Rng.fromSeed(42))
  const uniform = Distribution.uniform(-1, 1)
  const drawn = (d: Distribution.Distribution, dtype: DType.DType = 'float32') =>
    Tensor.values(right(Draw.sampler(right(Draw.independent(d)({ shape: [n], dtype }))))(rng)[0])
  const brokenBy = (
    values: Float64Array,
    distribution: Distribution.Distribution = uniform,
    dtype: DType.DType = 'float32'
  ) => namesOf(statisticalLaws({ distribution, dtype }), values)

  it('hold of a right sample', () => {
    expect(brokenBy(drawn(uniform))).toEqual([])
  })

  it('detect zeros, which TensorFlow’s own test passes', () => {
    expect(brokenBy(new Float64Array(n))).toEqual(expect.arrayContaining(['variance', 'shape']))
  })

  it('detect a stddev that is wrong by 2 %', () => {
    expect(brokenBy(drawn(uniform).map((x) => 0.98 * x))).toContain('variance')
  })

  it('detect a mean that is off by 2 % of a stddev', () => {
    expect(brokenBy(drawn(uniform).map((x) => x + 0.012))).toContain('mean')
  })

  it('detect another distribution of the right moments', () => {
    const normal = drawn(Distribution.normal(0, 1 / Math.sqrt(3)))
    expect(brokenBy(normal)).toEqual(expect.arrayContaining(['shape', 'upperBound', 'lowerBound']))
  })

  it('detect one number in 500 that is always the same', () => {
    expect(brokenBy(drawn(uniform).map((x, i) => (i % 5000 === 0 ? 0.5 : x)))).toEqual([])
    expect(brokenBy(drawn(uniform).map((x, i) => (i % 500 === 0 ? 0.5 : x)))).toContain('bins')
  })

  it('detect bounds that clamp instead of truncating', () => {
    const clamped = drawn(Distribution.normal(0, 1)).map((x) => Math.min(2, Math.max(-2, x)))
    const expected = Distribution.truncatedNormal(0, 1, -2, 2)
    expect(brokenBy(clamped, expected)).toEqual(expect.arrayContaining(['ends', 'variance']))
  })

  it('detect a sample that stops before its end', () => {
    expect(brokenBy(drawn(uniform).map((x) => Math.min(x, 0.999)))).toContain('upperEnd')
  })

  it('detect numbers in ascending order', () => {
    const ascending = brokenBy(drawn(uniform).sort())
    expect(ascending.filter((name) => name.startsWith('lag')).length).toBeGreaterThan(10)
    expect(ascending).toContain('pairs')
  })

  it('detect a biased mean in a coarse dtype, as where 6 random bits are spread over [0, 1)', () => {
    const biased = drawn(uniform, 'bfloat16').map((x) => Math.floor(x * 32) / 32)
    expect(brokenBy(biased, uniform, 'bfloat16')).toContain('mean')
  })
})
