/**
 * `trunc_normal_`: a normal distribution between a and b.
 *
 * From 2.12 on (pull request 174997) whole tensors are drawn until each element was accepted once: normal ones if more
 * than 0.3 of the distribution lies between the bounds, else uniform ones, accepted with a probability in proportion to the
 * density. Up to 2.11 one uniform tensor goes through an inverse error function.
 *
 * Source: torch/nn/init.py (`_no_grad_trunc_normal_`).
 */
import type { Arguments } from '../../dialects/torch/read.js'
import { type DType, round } from '../../DType.js'
import { quantile } from '../../numeric/normal/quantile.js'
import { erf64 } from '../arithmetic/bigLibm.js'
import { log } from '../arithmetic/libm.js'
import { BLOCK, normal } from './normal.js'
import { uniform } from './uniform.js'
import { type Drawing, isHalf, type Values } from './values.js'

type Truncation = Arguments['trunc_normal_']

const SQRT_TWO = 1.4142135623730951

/** Takes 1 / `acceptance` rounds on average, and more for large tensors. */
export const truncatedNormal = (drawing: Drawing, truncation: Truncation): Values => {
  if (drawing.options.version === '2.11') return inverted(drawing, truncation)
  return fraction(truncation) > ENOUGH ? rejected(drawing, truncation) : accepted(drawing, truncation)
}

/** Phi, as Python computes it. */
const phi = (z: number): number => (1 + erf64(z / SQRT_TWO)) / 2

/** The fraction of the normal distribution between the bounds. */
const fraction = ({ mean, std, a, b }: Truncation): number => phi((b - mean) / std) - phi((a - mean) / std)

const ENOUGH = 0.3

/**
 * The probability that an element is accepted in one round, to a few per cent. For a fraction below 0.3, the density falls
 * by exp(-d z - z^2 / 2), at d standard deviations from the mean, whose integral is about 1 / (d + 0.8).
 */
export const acceptance = (truncation: Truncation): number => {
  const p = fraction(truncation)
  const width = (truncation.b - truncation.a) / truncation.std
  return p > ENOUGH ? p : Math.min(1, 1 / (width * (Math.abs(mode(truncation)) + 0.8)))
}

// -------------------------------------------------------------------------------------
// 2.12
// -------------------------------------------------------------------------------------

const rejected = (drawing: Drawing, { mean, std, a, b }: Truncation): Values => {
  const { dtype, n } = drawing
  const [low, high] = [round(dtype)(a), round(dtype)(b)]
  const out = normal(drawing, mean, std)
  const isOutside = (i: number): boolean => out[i]! < low || out[i]! > high
  const hasOutside = (from: number, to: number): boolean => {
    for (let i = from; i < to; i++) if (isOutside(i)) return true
    return false
  }
  while (hasOutside(0, n)) {
    const fresh = normal(drawing, mean, std, (at) => hasOutside(at, at + BLOCK))
    for (let i = 0; i < n; i++) if (isOutside(i)) out[i] = fresh[i]!
  }
  return out
}

/** The point between the bounds with the largest density, in standard deviations from the mean. */
const mode = ({ mean, std, a, b }: Truncation): number => (Math.min(Math.max(mean, a), b) - mean) / std

/** In-place operations of tensors: each step rounds to the dtype, and the numbers from Python are rounded first. */
const accepted = (drawing: Drawing, truncation: Truncation): Values => {
  const { dtype, n } = drawing
  const { a, b } = truncation
  const isRejected = rejection(dtype, truncation)
  const out = new Float64Array(n)
  const pending = new Uint8Array(n).fill(1)
  for (let left = n; left > 0;) {
    const candidates = uniform(drawing, a, b)
    const dice = uniform(drawing, 0, 1)
    for (let i = 0; i < n; i++) {
      if (pending[i] === 0 || isRejected(candidates[i]!, dice[i]!)) continue
      out[i] = candidates[i]!
      pending[i] = 0
      left -= 1
    }
  }
  return dtype === 'float64' ? out : Float32Array.from(out)
}

/**
 * Whether the logarithm of a uniform number exceeds that of the density, relative to its maximum. 16-bit tensors
 * are computed in float32, and so is their divisor. A density that is no number does not reject.
 */
const rejection = (dtype: DType, truncation: Truncation): ((x: number, u: number) => boolean) => {
  const wide = round(isHalf(dtype) ? 'float32' : dtype)
  const r = (x: number): number => round(dtype)(wide(x))
  const [mean, std] = [round(dtype)(truncation.mean), wide(truncation.std)]
  const top = round(dtype)(-0.5 * (mode(truncation) * mode(truncation)))
  return (x, u) => {
    const z = r(r(x - mean) / std)
    return r(u === 0 ? -Infinity : log(u)) > r(r(-0.5 * r(z * z)) - top)
  }
}

// -------------------------------------------------------------------------------------
// 2.11
// -------------------------------------------------------------------------------------

/**
 * Within 2 ulp of float32 and 4 of float64: PyTorch's erfinv is Intel's, this one is correctly rounded except for 1 value in
 * 10^7.
 */
const inverted = (drawing: Drawing, { mean, std, a, b }: Truncation): Values => {
  const r = round(drawing.dtype)
  const scale = r(std * SQRT_TWO)
  const values = uniform(drawing, 2 * phi((a - mean) / std) - 1, 2 * phi((b - mean) / std) - 1)
  for (let i = 0; i < values.length; i++) {
    const x = r(r(erfInv(values[i]!, r) * scale) + r(mean))
    values[i] = Math.min(Math.max(x, r(a)), r(b))
  }
  return values
}

const erfInv = (x: number, r: (x: number) => number): number =>
  Math.abs(x) === 1 ? x * Infinity : r(quantile(x / 2) / SQRT_TWO)
