import { describe, expect, it } from 'vitest'
import { cdf } from '../../../src/numeric/normal/normal.js'
import { centre, quantile, tail } from '../../../src/numeric/normal/quantile.js'
import { largestError, references, ulp } from '../references.js'

/** u = (k + 1/2) / 2^52, the grid of float64 draws. */
const onGrid = (k: number): number => (k + 0.5) / 2 ** 52
const LAST = 2 ** 51 - 1

/** `count` values of k over the positive half, spread by a golden-ratio step. */
const spread = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(((i * 0.6180339887498949) % 1) * 2 ** 51))

describe('quantile', () => {
  it('has an error below 3 ulp on the 52-bit grid, its ends and its seam', () => {
    // measured: 2.56 over 800 000 points (scripts/check-quantile.mjs 40000)
    expect(largestError(quantile, references.quantile)).toBeLessThan(3)
  })

  it('has an error below 3 ulp in the tail down to the smallest double', () => {
    expect(largestError(tail, references.tail)).toBeLessThan(3) // measured: 2.43 over 46 000 points
  })

  it('is odd bit for bit', () => {
    for (const k of spread(20_000)) expect(quantile(-onGrid(k))).toBe(-quantile(onGrid(k)))
  })

  it('ends at 8.209536151601387 on the 52-bit grid and at 6.3379577545537895 on the 32-bit grid', () => {
    expect(quantile(onGrid(LAST))).toBe(8.209536151601387)
    expect(quantile(0.5 - 2 ** -33)).toBe(6.3379577545537895)
  })

  it('is monotonic on the 52-bit grid, around both seams, at 0 and at the end', () => {
    const seam = Math.floor(0.478 * 2 ** 52)
    const starts = [0, seam - 1000, LAST - 2000, ...spread(200)].map((k) => Math.min(k, LAST - 2000))
    for (const start of starts)
      for (let k = start; k < start + 2000; k++)
        if (!(quantile(onGrid(k + 1)) > quantile(onGrid(k)))) expect.fail(`falls or stays after k = ${k}`)
  })

  it('joins the centre and the tail at 0.478 to 2 ulp', () => {
    expect(Math.abs(centre(0.478) - tail(0.5 - 0.478)) / ulp(2)).toBeLessThanOrEqual(2)
  })

  it('is the inverse of the distribution function', () => {
    for (const k of spread(20_000)) {
      const p = 0.5 - onGrid(k)
      expect(Math.abs(cdf(-quantile(onGrid(k))) / p - 1)).toBeLessThan(2e-14) // z is rounded: z^2 2^-53 + both errors
    }
  })

  it('has the variance 1 on the midpoint grid, up to the error of the grid', () => {
    const n = 2 ** 16
    let sum = 0
    for (let i = 0; i < n; i++) sum += quantile((i + 0.5) / n - 0.5) ** 2
    expect(sum / n - 1).toBeCloseTo(-1.99e-5, 6)
  })
})
