import { describe, expect, it } from 'vitest'
import { identity } from '../../../src/numeric/float/affine.js'
import { quantile } from '../../../src/numeric/normal/quantile.js'
import { fillFromTable, quantileTable, type Table } from '../../../src/numeric/normal/quantileTable.js'
import {
  truncatedQuantile,
  truncatedUpperQuantile,
  truncation,
  TWO_SIGMA,
  UNTRUNCATED
} from '../../../src/numeric/normal/truncation.js'
import { complete } from '../table.js'

const normal = quantileTable(truncatedUpperQuantile(UNTRUNCATED))
const cutAtTwo = quantileTable(truncatedUpperQuantile(TWO_SIGMA))

const transform = (table: Table, words: Int32Array): Float64Array => {
  const z = new Float64Array(words.length)
  fillFromTable(table, identity, words, words.length, z)
  return z
}

/** Words spread over all of int32 by a golden-ratio step. */
const spread = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => Math.imul(i, 0x9e3779b1))

const largestRelativeError = (table: Table, precise: (u: number) => number, words: Int32Array): number => {
  const z = transform(table, words)
  return words.reduce((worst, w, i) => Math.max(worst, Math.abs(z[i]! / precise((w + 0.5) / 2 ** 32) - 1)), 0)
}

/** For each of the 2048 segments, the first word w >= 0 beyond its lower end in q (the words of a segment end there). */
const borders: readonly number[] = Array.from({ length: 2048 }, (_, segment) => {
  const lower = 2 ** (31 - (segment >> 6)) * (1 + (segment & 63) / 64) // in T = 2 (2^31 - 1 - w) + 1
  return Math.floor((2 ** 32 - 1 - lower) / 2)
})

/** The index of a segment's coefficients: octaves of q in [2^e, 2^(e + 1)) are ordered by the last 5 bits of e + 1023. */
const row = (octave: number, step: number): number => 4 * (64 * ((1023 - 2 - octave) % 32) + step)

describe('fillFromTable', () => {
  it('is within 2^-34 of the precise quantile over a million words', () => {
    // measured over all words: 2^-34.423 for the normal, 2^-34.930 truncated at 2 (scripts/check-quantile.mjs --exhaustive)
    expect(largestRelativeError(normal, quantile, spread(2 ** 20))).toBeLessThan(2 ** -34)
    expect(largestRelativeError(cutAtTwo, truncatedQuantile(TWO_SIGMA), spread(2 ** 20))).toBeLessThan(2 ** -34)
  })

  it('is within 2^-34 where the error is largest, near 0', () => {
    const words = Int32Array.from({ length: 2 ** 16 }, (_, i) => 1071754586 - 2 ** 15 + i)
    expect(largestRelativeError(normal, quantile, words)).toBeLessThan(2 ** -34)
    expect(
      largestRelativeError(
        normal,
        quantile,
        Int32Array.from({ length: 5000 }, (_, i) => i)
      )
    ).toBeLessThan(2 ** -34)
  })

  it('is within 2^-34 for truncations from a hundredth to 37 standard deviations', () => {
    for (const b of [0.01, 0.5, 1, 2.01, 2.5, 3, 4, 5, 6, 6.34, 7, 10, 37]) {
      const t = truncation(-b, b)
      const error = largestRelativeError(
        quantileTable(truncatedUpperQuantile(t)),
        truncatedQuantile(t),
        spread(2 ** 15)
      )
      expect(error, `truncated to ±${b}`).toBeLessThan(2 ** -34)
    }
  })

  it('is odd bit for bit', () => {
    const words = spread(2 ** 16)
    const mirror = transform(
      normal,
      words.map((w) => ~w)
    )
    expect(mirror.map((z) => -z)).toEqual(transform(normal, words))
  })

  it('is monotonic across every border between segments', () => {
    for (const table of [normal, cutAtTwo])
      for (const border of borders) {
        const first = Math.min(Math.max(border - 8, 0), 2 ** 31 - 17)
        const z = transform(
          table,
          Int32Array.from({ length: 17 }, (_, i) => first + i)
        )
        for (let i = 1; i < z.length; i++) expect(z[i], `word ${first + i}`).toBeGreaterThan(z[i - 1]!)
      }
  })

  it('joins neighbouring segments to 4 ulp', () => {
    for (const table of [complete(normal), complete(cutAtTwo)])
      for (let octave = 0; octave < 32; octave++)
        for (let step = 0; step < 64; step++) {
          if (octave === 0 && step === 63) continue // there q is 1/2
          const [c0, c1, c2, c3] = table.subarray(row(octave, step)) as unknown as [number, number, number, number]
          const width = 2 ** (-2 - octave - 6)
          const end = c0 + width * (c1 + width * (c2 + width * c3))
          const next = step === 63 ? row(octave - 1, 0) : row(octave, step + 1)
          expect(Math.abs(end / table[next]! - 1)).toBeLessThan(4 * 2 ** -52)
        }
  })

  it('derives from a word what a SIMD kernel finds in the exponent and the fraction of double(q)', () => {
    const bits = new BigUint64Array(1)
    const double = new Float64Array(bits.buffer)
    const words = Int32Array.of(...spread(20_000), ...borders, 0, -1, 2 ** 31 - 1, -(2 ** 31))
    const coefficients = complete(normal)
    const byBits = Float64Array.from(words, (w) => {
      const u = (w + 0.5) * 2 ** -32
      const q = 0.5 - Math.abs(u)
      double[0] = q
      const k = 4 * Number((bits[0]! >> 46n) & 0x7ffn)
      bits[0] = bits[0]! & 0xffffc00000000000n
      const x = q - double[0]
      const [c0, c1, c2, c3] = coefficients.subarray(k, k + 4) as unknown as [number, number, number, number]
      return u * (c0 + x * (c1 + x * (c2 + x * c3)))
    })
    expect(byBits).toEqual(transform(normal, words))
  })

  it('gives the same result before and after a segment is computed', () => {
    const words = spread(10_000)
    const table = quantileTable(truncatedUpperQuantile(TWO_SIGMA))
    const first = transform(table, words.slice(0, 10))
    expect(table.coefficients.filter((c) => c !== 0).length).toBeLessThanOrEqual(40)
    expect(first).toEqual(transform(cutAtTwo, words).slice(0, 10))
    expect(transform(table, words)).toEqual(transform({ ...cutAtTwo, coefficients: complete(cutAtTwo) }, words))
  })

  it('ends where the precise quantile ends', () => {
    const ends = Int32Array.of(-(2 ** 31), 2 ** 31 - 1)
    expect(transform(normal, ends)).toEqual(Float64Array.of(-6.3379577545537895, 6.3379577545537895))
    expect(transform(cutAtTwo, ends)).toEqual(Float64Array.of(-1.9999999979419074, 1.9999999979419074))
  })

  it('applies mean and stddev to the first n words only', () => {
    const words = spread(100)
    const out = new Float64Array(100)
    fillFromTable(normal, { ...identity, shift: 3, scale: 0.1 }, words, 50, out)
    const z = transform(normal, words)
    expect(out).toEqual(z.map((x, i) => (i < 50 ? 3 + 0.1 * x : 0)))
  })

  it('has the variance of the midpoint grid', () => {
    const n = 2 ** 16
    const words = Int32Array.from({ length: n }, (_, i) => (i << 16) + 2 ** 15)
    const square = (table: Table): number => transform(table, words).reduce((a, z) => a + z * z, 0) / n
    expect(square(normal) - 1).toBeCloseTo(-1.99e-5, 6)
    expect(Math.abs(square(cutAtTwo) / TWO_SIGMA.stddev ** 2 - 1)).toBeLessThan(1.2e-8)
  })
})
