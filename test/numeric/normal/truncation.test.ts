import { describe, expect, it } from 'vitest'
import { quantile } from '../../../src/numeric/normal/quantile.js'
import {
  truncatedQuantile,
  truncatedUpperQuantile,
  truncation,
  TWO_SIGMA,
  type Truncation,
  UNTRUNCATED
} from '../../../src/numeric/normal/truncation.js'
import { references, ulp } from '../references.js'

const bound = (text: string): number => (text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text))
const onGrid = (k: number): number => (k + 0.5) / 2 ** 52
const spread = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(((i * 0.6180339887498949) % 1) * 2 ** 52) - 2 ** 51)

describe('truncation', () => {
  it('rounds all six constants correctly, for wide, narrow, far and one-sided bounds', () => {
    for (const [a, b, left, right, mass, centre, mean, stddev] of references.truncation)
      expect([a, b, truncation(bound(a), bound(b))]).toEqual([a, b, { left, right, mass, centre, mean, stddev }])
  })

  it('recomputes the constants of the truncation at two standard deviations', () => {
    expect(truncation(-2, 2)).toEqual(TWO_SIGMA)
    expect(TWO_SIGMA.mass).toBe(0.9544997361036416)
    expect(TWO_SIGMA.stddev).toBe(0.87962566103423978)
  })

  it('is reflected when the bounds are reflected', () => {
    for (const [a, b] of [
      [-1, 3],
      [0.25, 7],
      [5, 5.5],
      [-36, 2]
    ] as const) {
      const t = truncation(a, b)
      const m = truncation(-b, -a)
      expect([m.left, m.right, m.mass, m.stddev]).toEqual([t.right, t.left, t.mass, t.stddev])
      expect([m.centre, m.mean]).toEqual([-t.centre, -t.mean])
    }
  })

  it('approaches the uniform distribution on an interval of a few subnormals', () => {
    const { mass, mean, stddev } = truncation(-1e-320, 1e-320)
    expect(mass).toBe(1615 * 5e-324) // 2 * 2024 * 0.39894 = 1614.9
    expect(mean).toBe(0)
    expect(stddev).toBe(1169 * 5e-324) // 2024 / sqrt(3) = 1168.6
  })
})

/** Bounds that reach both tails, one or none. */
const CUTS = [
  [-2, 2],
  [-0.1, 0.1],
  [-5, 5],
  [-2.5, 4],
  [-3, 0.001],
  [1, 2],
  [1.9, 2.1],
  [5, 6],
  [0, Infinity]
] as const

describe('truncatedQuantile', () => {
  it('stays within the bounds, up to 8 ulp that the caller clamps', () => {
    for (const [a, b] of CUTS) {
      const z = truncatedQuantile(truncation(a, b))
      for (const k of [-(2 ** 51), 2 ** 51 - 1, ...spread(2000)]) {
        const slack = 8 * ulp(Math.max(1, Math.min(Math.abs(a), Math.abs(b))))
        expect(z(onGrid(k))).toBeGreaterThanOrEqual(a - slack)
        expect(z(onGrid(k))).toBeLessThanOrEqual(b + slack)
      }
    }
  })

  it('stays finite where the tail probability is below the normal doubles', () => {
    const z = truncatedQuantile(truncation(37, Infinity))
    expect(z(onGrid(2 ** 51 - 1))).toBeCloseTo(37.98, 2)
    expect(z(onGrid(-(2 ** 51)))).toBeCloseTo(37, 12)
  })

  it('is odd bit for bit for symmetric bounds', () => {
    for (const b of [0.1, 1, 2, 2.1, 5, 37]) {
      const z = truncatedQuantile(truncation(-b, b))
      for (const k of spread(5000)) expect(z(-onGrid(k))).toBe(-z(onGrid(k)))
    }
  })

  it('is the plain quantile without truncation', () => {
    const z = truncatedQuantile(truncation(-Infinity, Infinity))
    for (const k of spread(5000)) expect(z(onGrid(k))).toBe(quantile(onGrid(k)))
  })

  it('never decreases by more than 1 ulp between neighbours around its seams, and never at all for wide bounds', () => {
    for (const [a, b] of CUTS) {
      const t = truncation(a, b)
      const z = truncatedQuantile(t)
      const slack = b - a > 1 ? 0 : 1
      for (const c of [-0.478, 0.478, 0]) {
        const u = (c - t.centre) / t.mass
        if (Math.abs(u) > 0.499) continue
        const first = Math.floor(u * 2 ** 52) - 1000
        for (let k = first; k < first + 2000; k++) {
          const fall = z(onGrid(k)) - z(onGrid(k + 1))
          expect(fall).toBeLessThanOrEqual(slack * ulp(z(onGrid(k))))
        }
      }
    }
  })

  it('has the variance and the mean of its constants on the midpoint grid', () => {
    const n = 2 ** 16
    for (const [a, b] of [
      [-2, 2],
      [-1, 0.5],
      [5, 6],
      [-2.5, 4]
    ] as const) {
      const t: Truncation = truncation(a, b)
      const z = truncatedQuantile(t)
      let sum = 0
      let squares = 0
      for (let i = 0; i < n; i++) {
        const x = z((i + 0.5) / n - 0.5)
        sum += x
        squares += (x - t.mean) ** 2
      }
      expect(Math.abs(sum / n - t.mean)).toBeLessThan(1e-7)
      expect(Math.abs(squares / n / t.stddev ** 2 - 1)).toBeLessThan(a === -2 ? 1.9e-9 : 1e-6)
    }
  })

  it('is the same function of the distance to the end for symmetric bounds', () => {
    for (const t of [truncation(-0.1, 0.1), truncation(-2, 2), truncation(-5, 5), UNTRUNCATED]) {
      for (const k of spread(5000)) {
        const u = Math.abs(onGrid(k))
        expect(truncatedUpperQuantile(t)(0.5 - u)).toBe(truncatedQuantile(t)(u))
      }
    }
  })
})
