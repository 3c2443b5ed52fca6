import { describe, expect, it } from 'vitest'
import { windowNames, windowValues } from '../../../src/numeric/spectral/window.js'

const values = (...args: Parameters<typeof windowValues>): readonly number[] => [...windowValues(...args)]
const distance = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length ? Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) : NaN

describe('windowValues', () => {
  it('has the exact values at twelfths of a turn', () => {
    expect(values('hann', 5, false)).toEqual([0, 0.5, 1, 0.5, 0])
    expect(values('hann', 4, true)).toEqual([0, 0.5, 1, 0.5])
    expect(values('hann', 6, true)).toEqual([0, 0.25, 0.75, 1, 0.75, 0.25])
    expect(values('hamming', 3, false)).toEqual([0.08, 1, 0.08])
    expect(values('hamming', 5, false)).toEqual([0.08, 0.54, 1, 0.54, 0.08])
    expect(values('hamming', 6, true)).toEqual([0.08, 0.31, 0.77, 1, 0.77, 0.31])
  })

  it('agrees with SciPy', () => {
    // scipy.signal.get_window(name, n, fftbins=periodic), SciPy 1.17.1
    const a = 0.34549150281252633
    const b = 0.9045084971874737
    expect(distance(values('hann', 6, false), [0, a, b, b, a, 0])).toBeLessThan(5e-16)
    expect(distance(values('hann', 5, true), [0, a, b, b, a])).toBeLessThan(5e-16)
    const c = 0.3978521825875243
    const d = 0.9121478174124759
    const e = 0.08000000000000007
    expect(distance(values('hamming', 6, false), [e, c, d, d, c, e])).toBeLessThan(5e-16)
    expect(distance(values('hamming', 5, true), [e, c, d, d, c])).toBeLessThan(5e-16)
  })

  it('is empty or [1] for lengths 0 and 1', () => {
    for (const name of windowNames)
      for (const periodic of [false, true]) {
        expect(values(name, 0, periodic)).toEqual([])
        expect(values(name, 1, periodic)).toEqual([1])
      }
    expect(values('hann', 2, false)).toEqual([0, 0])
    expect(values('hann', 2, true)).toEqual([0, 1])
    expect(values('hamming', 2, false)).toEqual([0.08, 0.08])
  })

  it('is symmetric bit for bit; a periodic one is the next longer symmetric one without its last value', () => {
    for (const name of windowNames)
      for (let length = 2; length < 200; length++) {
        const symmetric = values(name, length, false)
        expect([...symmetric].reverse()).toEqual(symmetric)
        expect(values(name, length, true)).toEqual(values(name, length + 1, false).slice(0, -1))
      }
  })

  it('rises towards the middle, up to 1, with accurate small values at the ends', () => {
    for (const length of [64, 65, 1001]) {
      const w = values('hann', length, false).slice(0, (length + 1) >> 1)
      for (let i = 1; i < w.length; i++) expect(w[i]).toBeGreaterThan(w[i - 1]!)
      expect(w.at(-1)).toBeLessThanOrEqual(1)
    }
    // sin^2(pi / 2^20) to 17 digits by mpmath
    expect(Math.abs(windowValues('hann', 2 ** 20, true)[1]! / 8.976352911358688e-12 - 1)).toBeLessThan(1e-15)
  })
})
