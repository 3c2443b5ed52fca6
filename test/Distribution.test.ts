/** Moments, supports, distribution functions and quantiles in closed form, or by mpmath to 40 digits. */
import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Distribution, type DType } from 'initializers-ts'
import { code } from './support/either.js'

const { cdf, drawableRange, fits, mean, normal, quantile, stddev, support, truncatedNormal, uniform } = Distribution

/** Equal to 15 decimal places of a number near 1. */
const expectClose = (found: number, expected: number): void => {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(expected)) * 2)
}

describe('mean, stddev and support', () => {
  it.each([
    ['uniform on [-1, 3)', uniform(-1, 3), 1, 2 / Math.sqrt(3), [-1, 3]],
    ['uniform on [0, 1e-3)', uniform(0, 1e-3), 5e-4, 1e-3 / Math.sqrt(12), [0, 1e-3]],
    ['normal', normal(2, 3), 2, 3, [-Infinity, Infinity]],
    ['truncated to ±2', truncatedNormal(0, 1, -2, 2), 0, 0.8796256610342398, [-2, 2]],
    ['truncated to [-1, 3]', truncatedNormal(0, 1, -1, 3), 0.282786110727154, 0.784946963404426, [-1, 3]],
    ['half-normal', truncatedNormal(0, 1, 0, Infinity), 0.7978845608028654, 0.602810274989087, [0, Infinity]],
    [
      'truncated to (-∞, 1]',
      truncatedNormal(0, 1, -Infinity, 1),
      -0.2875999709391784,
      0.7935277473262075,
      [-Infinity, 1]
    ],
    ['truncated, moved and scaled', truncatedNormal(5, 2, -2, 2), 5, 1.7592513220684796, [1, 9]],
    ['truncated between numbers', Distribution.truncatedNormalBetween(5, 2, 1, 9), 5, 1.7592513220684796, [1, 9]],
    ['truncated far outside', truncatedNormal(0, 1, -50, 50), 0, 1, [-50, 50]]
  ] as const)('%s', (_, d, expectedMean, expectedStddev, bounds) => {
    expectClose(mean(d), expectedMean)
    expectClose(stddev(d), expectedStddev)
    expect(support(d)).toEqual(bounds)
  })
})

describe('cdf and quantile', () => {
  it.each([
    ['uniform', uniform(-1, 3), 0, 0.25],
    ['uniform, at its middle', uniform(-1, 3), 1, 0.5],
    ['normal, at its mean', normal(2, 3), 2, 0.5],
    ['normal, at one stddev', normal(2, 3), 5, 0.8413447460685429],
    ['normal, at its lower quartile', normal(0, 1), -0.6744897501960817, 0.25],
    ['normal, at 97.5 %', normal(0, 1), 1.9599639845400543, 0.975],
    ['truncated to ±2', truncatedNormal(0, 1, -2, 2), 0.5, 0.7005893286629717],
    ['truncated to ±2, at its lower quartile', truncatedNormal(0, 1, -2, 2), -0.6391119108712728, 0.25],
    ['truncated to ±2, at 90 %', truncatedNormal(0, 1, -2, 2), 1.184032466693905, 0.9],
    ['truncated to [-1, 3], at its lower quartile', truncatedNormal(0, 1, -1, 3), -0.3354204656676815, 0.25],
    ['truncated to [-1, 3], at its median', truncatedNormal(0, 1, -1, 3), 0.19844789960344728, 0.5],
    ['half-normal', truncatedNormal(0, 1, 0, Infinity), 0.5, 0.38292492254802624],
    ['half-normal, at its median', truncatedNormal(0, 1, 0, Infinity), 0.6744897501960817, 0.5],
    ['truncated to (-∞, 1], at 90 %', truncatedNormal(0, 1, -Infinity, 1), 0.6973569161572575, 0.9]
  ] as const)('%s', (_, d, x, p) => {
    expectClose(cdf(d)(x), p)
    expectClose(quantile(d)(p - 0.5), x)
  })

  it.each([
    ['uniform', uniform(-1, 3), -1, 3],
    ['truncated', truncatedNormal(0, 1, -2, 2), -2, 2],
    ['normal', normal(0, 1), -Infinity, Infinity]
  ] as const)('is 0 up to the lower and 1 from the upper end of the support: %s', (_, d, low, high) => {
    expect([cdf(d)(low - 1), cdf(d)(low), cdf(d)(high), cdf(d)(high + 1)]).toEqual([0, 0, 1, 1])
  })
})

describe('truncatedStddev', () => {
  it('is the constant of TensorFlow and Keras for ±2', () => {
    expect(Distribution.truncatedStddev(-2, 2)).toBe(0.87962566103423978)
  })
})

describe('drawableRange', () => {
  // the outermost u are ±(1/2 − 2^-33) for one word and ±(1/2 − 2^-53) for two
  it.each([
    ['float32', normal(0, 1), 6.3379577545537895],
    ['float64', normal(0, 1), 8.209536151601387],
    ['float32', truncatedNormal(0, 1, -2, 2), 1.9999999979419076],
    ['float32', uniform(-1, 1), 1 - 2 ** -32],
    ['float64', uniform(-1, 1), 1 - 2 ** -52]
  ] as const)('in %s of %j ends at ±%d', (dtype, d, end) => {
    const [low, high] = drawableRange(dtype)(d)
    expectClose(high, end)
    expect(low).toBe(-high)
  })
})

describe('fits', () => {
  it.each([
    ['float16', uniform(-65504, 65504), undefined],
    ['float16', uniform(-65505, 65505), 'BoundOverflow'],
    ['bfloat16', uniform(-65505, 65505), undefined],
    ['float32', uniform(-3.5e38, 3.5e38), 'BoundOverflow'],
    ['float64', uniform(-3.5e38, 3.5e38), undefined],
    ['float16', normal(0, 1e-7), 'BoundUnderflow'],
    ['bfloat16', normal(0, 1e-7), undefined],
    ['float32', normal(0, 1e-44), 'BoundUnderflow'],
    ['float64', normal(0, 1e-44), undefined],
    ['float64', normal(0, 0), 'BoundUnderflow'],
    ['bfloat16', uniform(1.001, 1.002), 'BadBounds'], // its neighbours are 1 and 1.0078125
    ['float16', uniform(1.001, 1.002), undefined], // 1.001953125 lies between
    ['float64', uniform(1, 1), 'BadBounds'],
    ['float64', truncatedNormal(0, 1, 38, 40), 'BadBounds'],
    ['float64', truncatedNormal(0, 1, 2, 1), 'BadBounds']
  ] as const)('%s, %j: %s', (dtype: DType.DType, d, expected) => {
    expect(code(fits(dtype)(d))).toBe(expected)
    if (expected === undefined) expect(fits(dtype)(d)).toEqual(E.right(d))
  })
})

describe('scale', () => {
  it.each([
    [uniform(-1, 3), 2, uniform(-2, 6)],
    [uniform(-1, 3), -2, uniform(-6, 2)],
    [normal(1, 3), -0.5, normal(-0.5, 1.5)],
    [truncatedNormal(1, 2, -1, 3), -2, truncatedNormal(-2, 4, -3, 1)]
  ])('%j times %d', (d, factor, expected) => {
    expect(Distribution.scale(factor)(d)).toEqual(expected)
  })
})
