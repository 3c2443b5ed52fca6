import { describe, expect, it } from 'vitest'
import { stftFactors, stftElements, stftKernel, type StftOptions } from '../../../src/numeric/spectral/stft.js'
import { cosTurn, sinTurn } from '../../../src/numeric/spectral/trigonometry.js'

const keras: StftOptions = { side: 'real', window: 'hann', scaling: 'density', periodic: false }
const plain: StftOptions = { side: 'real', window: null, scaling: null, periodic: false }
const kernel = (options: Partial<StftOptions>, frameLength: number, bins: number): readonly number[] => [
  ...stftKernel({ ...keras, ...options }, frameLength, bins)
]
const distance = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length ? Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) : NaN

describe('stftKernel', () => {
  it('is the transform of four samples, worked out by hand', () => {
    // F = 4: t f quarters of a turn
    expect([...stftKernel(plain, 4, 3)]).toEqual([1, 1, 1, 1, 0, -1, 1, -1, 1, 1, 0, -1])
    expect([...stftKernel({ ...plain, side: 'imag' }, 4, 3)]).toEqual([0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0])
  })

  it('weights each row by its sample', () => {
    // hann, periodic, 4: 0, 1/2, 1, 1/2
    const options = { window: 'hann', scaling: null, periodic: true } as const
    expect(kernel(options, 4, 3)).toEqual([0, 0, 0, 0.5, 0, -0.5, 1, -1, 1, 0.5, 0, -0.5])
    expect(kernel({ ...options, window: [2, 0, -1, 8] }, 4, 3)).toEqual([2, 2, 2, 0, 0, 0, -1, 1, -1, 8, 0, -8])
  })

  it('divides by the norm of the window', () => {
    const window = [3, -4]
    expect(kernel({ window, scaling: 'density' }, 2, 2)).toEqual([3 / 5, 3 / 5, -4 / 5, 4 / 5])
    expect(kernel({ window, scaling: 'spectrum' }, 2, 2)).toEqual([3 / 7, 3 / 7, -4 / 7, 4 / 7])
  })

  it('ignores the scaling without a window, like Keras', () => {
    expect(kernel({ window: null, scaling: 'spectrum' }, 5, 4)).toEqual([...stftKernel(plain, 5, 4)])
  })

  it('agrees with Keras', () => {
    // Keras's formula (keras/src/initializers/constant_initializers.py) in NumPy 2.4.6 and SciPy 1.17.1, float64,
    // rounded to 16 decimals
    const [a, b, c] = [0.408248290463863, 0.2041241452319315, 0.8164965809277261]
    expect(distance(kernel({}, 5, 4), [0, 0, 0, 0, a, b, -b, -a, c, -a, -a, c, a, -a, a, -a, 0, 0, 0, 0])).toBeLessThan(
      1e-15
    )
    const [d, e] = [0.1767766952966369, 0.4629629629629629]
    const hamming = kernel({ side: 'imag', window: 'hamming', scaling: 'spectrum', periodic: true }, 4, 5)
    expect(distance(hamming, [0, 0, 0, 0, 0, 0, -d, -0.25, -d, 0, 0, -e, 0, e, 0, 0, -d, 0.25, -d, 0])).toBeLessThan(
      1e-15
    )
    const f = 0.8660254037844386
    expect(
      distance(kernel({ side: 'imag', window: null }, 3, 4), [0, 0, 0, 0, 0, -f, -f, 0, 0, -f, f, 0])
    ).toBeLessThan(1e-15)
  })

  it('keeps its accuracy for large t f', () => {
    const [frameLength, bins] = [4096, 2049]
    const out = new Float64Array(1)
    for (const [t, f] of [
      [4095, 2047],
      [4001, 1999],
      [2731, 1365]
    ] as const) {
      const k = Number((BigInt(t) * BigInt(f)) % 4096n)
      stftElements(plain, frameLength, bins)(t * bins + f, 1, out)
      expect(out[0]).toBe(cosTurn(k, 4096))
      stftElements({ ...plain, side: 'imag' }, frameLength, bins)(t * bins + f, 1, out)
      expect(out[0]).toBe(-sinTurn(k, 4096))
    }
  })

  it('has no -0 and stays within ±1', () => {
    for (const side of ['real', 'imag'] as const)
      for (const window of ['hann', 'hamming', null] as const)
        for (const x of kernel({ side, window }, 9, 6)) {
          expect(Object.is(x, -0)).toBe(false)
          expect(Math.abs(x)).toBeLessThanOrEqual(1)
        }
    for (const x of kernel({ window: [-1, -2, -3], scaling: null, side: 'imag' }, 3, 3))
      expect(Object.is(x, -0)).toBe(false)
  })

  it('has a column of norm 1 at frequency 0 for density', () => {
    for (const window of ['hann', 'hamming'] as const) {
      const column = kernel({ window }, 400, 257).filter((_, i) => i % 257 === 0)
      expect(Math.abs(column.reduce((sum, x) => sum + x * x, 0) - 1)).toBeLessThan(1e-14)
    }
  })

  it('is empty for no samples', () => {
    expect(kernel({}, 0, 5)).toEqual([])
  })
})

describe('stftElements', () => {
  it('writes any range of the kernel, and nothing else', () => {
    const whole = kernel({}, 7, 5)
    const fill = stftElements(keras, 7, 5)
    for (let start = 0; start <= 35; start++)
      for (const n of [0, 1, 6, 35 - start].filter((n) => start + n <= 35)) {
        const out = new Float64Array(36).fill(9)
        fill(start, n, out)
        expect([...out.slice(0, n)]).toEqual(whole.slice(start, start + n))
        expect(out.slice(n).every((x) => x === 9)).toBe(true)
      }
  })
})

describe('stftFactors', () => {
  const factors = (options: Partial<StftOptions>, frameLength: number): readonly number[] => [
    ...stftFactors({ ...keras, ...options }, frameLength)
  ]

  it('is the window over its norm or sum', () => {
    const hann = { periodic: true } as const
    expect(factors({ ...hann, scaling: 'spectrum' }, 1000)[500]).toBe(1 / 500)
    expect(factors(hann, 1000)[500]).toBe(1 / Math.sqrt(375)) // sum of hann^2 = 3 n / 8
    expect(factors({ window: [3, -4] }, 2)).toEqual([3 / 5, -4 / 5])
    expect(factors({ window: 'hamming', scaling: null }, 3)).toEqual([0.08, 1, 0.08])
    expect(factors({ window: null }, 3)).toEqual([1, 1, 1])
    expect(factors({}, 1)).toEqual([1])
    expect(factors({}, 0)).toEqual([])
  })

  it('uses compensated sums', () => {
    const window = [1, ...Array.from({ length: 1000 }, () => 2 ** -53), 1]
    expect(factors({ scaling: 'spectrum', window }, 1002)[0]).toBe(1 / (2 + 1000 * 2 ** -53))
  })

  it('is not finite for a window of zeros or of extreme size', () => {
    expect(factors({}, 2)).toEqual([NaN, NaN])
    expect(factors({ window: [0, 0, 0] }, 3)).toEqual([NaN, NaN, NaN])
    expect(factors({ window: [1e-170] }, 1)).toEqual([Infinity])
    expect(factors({ window: [1e170] }, 1)).toEqual([NaN])
  })

  it('bounds the kernel', () => {
    const most = factors({}, 31).map(Math.abs)
    kernel({}, 31, 9).forEach((x, i) => expect(Math.abs(x)).toBeLessThanOrEqual(most[Math.floor(i / 9)]!))
  })
})
