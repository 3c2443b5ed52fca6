/**
 * The convolution kernel of a short-time Fourier transform: one column for each frequency of a frame.
 *
 * For a kernel of shape [frameLength, 1, bins], F = 2 (bins - 1), time t and frequency f,
 *
 *   real: cos(2 pi t f / F) (w(t) / s)     imag: -sin(2 pi t f / F) (w(t) / s)
 *   s = sqrt(sum of w(t)^2) for 'density',  sum of |w(t)| for 'spectrum',  1 for null or without a window
 *
 * This is Keras 3's `STFTInitializer` (keras/src/initializers/constant_initializers.py), which takes the real or the
 * imaginary part of exp(-2 pi i t f / F) and, as here, ignores the scaling without a window. Keras rounds the angle to
 * the dtype first, and so loses digits as t f grows (float32, 512 samples: 1e-4); here t f / F is reduced in integers.
 *
 * Frozen: the parentheses above, the compensated sums from t = 0 up, and zeros as +0.
 */
import { cosTurn, sinTurn } from './trigonometry.js'
import { type WindowName, windowValues } from './window.js'

/** A window by name, or its values, one for each sample of the frame. */
type Window = WindowName | ReadonlyArray<number>

/** Keras's options, with the same names. */
export interface StftOptions {
  readonly side: 'real' | 'imag'
  readonly window: Window | null
  readonly scaling: 'density' | 'spectrum' | null
  /** for a window by name: periodic instead of symmetric */
  readonly periodic: boolean
}

const weightsOf = (window: Window, frameLength: number, periodic: boolean): Float64Array =>
  typeof window === 'string' ? windowValues(window, frameLength, periodic) : Float64Array.from(window)

/** The sum of numbers >= 0, compensated (Neumaier, 1974); its error is at most 1 ulp. */
const sum = (terms: Float64Array): number => {
  let total = 0
  let lost = 0
  for (const term of terms) {
    const next = total + term
    lost += total >= term ? total - next + term : term - next + total
    total = next
  }
  return total + lost
}

const divisorOf = (weights: Float64Array, scaling: StftOptions['scaling']): number => {
  switch (scaling) {
    case null:
      return 1
    case 'density':
      return Math.sqrt(sum(weights.map((w) => w * w)))
    case 'spectrum':
      return sum(weights.map(Math.abs))
  }
}

/**
 * The factors w(t) / s of the samples; no element of the kernel is larger. The caller has checked that frameLength is
 * an integer >= 0 and that a window has frameLength finite values. It still has to check that the factors are finite: they
 * are not for windows of zeros, such as the symmetric hann window of 2 samples, nor if s overflows or underflows.
 */
export const stftFactors = (options: StftOptions, frameLength: number): Float64Array => {
  const { window, scaling, periodic } = options
  if (window === null) return new Float64Array(frameLength).fill(1)
  const weights = weightsOf(window, frameLength, periodic)
  const divisor = divisorOf(weights, scaling)
  return weights.map((w) => w / divisor)
}

/**
 * A function that writes elements `start` to `start + n - 1`, in row-major order, to `out[0]` to `out[n - 1]`. The caller has
 * also checked that bins is an integer >= 2 and that frameLength · bins is below 2^53.
 */
export const stftElements = (
  options: StftOptions,
  frameLength: number,
  bins: number
): ((start: number, n: number, out: Float64Array) => void) => {
  const factors = stftFactors(options, frameLength)
  const period = 2 * (bins - 1)
  const wave = options.side === 'real' ? cosTurn : (k: number, n: number) => sinTurn(-k, n)
  return (start, n, out) => {
    let t = Math.floor(start / bins)
    let f = start - t * bins
    for (let i = 0; i < n; i++) {
      out[i] = wave((t * f) % period, period) * factors[t]! + 0 // + 0 turns -0 into 0
      f += 1
      if (f === bins) {
        f = 0
        t += 1
      }
    }
  }
}

/** The whole kernel, row-major, under the conditions of `stftElements`. */
export const stftKernel = (options: StftOptions, frameLength: number, bins: number): Float64Array => {
  const kernel = new Float64Array(frameLength * bins)
  stftElements(options, frameLength, bins)(0, kernel.length, kernel)
  return kernel
}
