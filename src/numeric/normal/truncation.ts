/**
 * The standard normal distribution truncated to [a, b]: its constants, correctly rounded, and its quantile function.
 *
 *   left L = Phi(a),  right R = 1 - Phi(b),  mass M = Phi(b) - Phi(a),  centre C = (Phi(a) + Phi(b) - 1) / 2
 *   mean = (phi(a) - phi(b)) / M,  stddev^2 = 1 + (a phi(a) - b phi(b)) / M - mean^2
 *
 * Each of these formulas cancels for some bounds (narrow, far out, nearly symmetric), so they are evaluated in integers,
 * with as many extra bits as the bounds can cancel. Only the quantile is computed in doubles: c = C + M u, and then from
 * the centre or from the nearer tail, R + M (1/2 - u) or L + M (1/2 + u), all positive. Its error is about 3 ulp in the
 * tails and 7 elsewhere: the rounding of c counts most just inside |z| = 2. Where the interval is so narrow or so far out
 * that u is finer than z, neighbours may step back by 1 ulp; this was not seen anywhere else.
 */
import { exact, gaussian, pi, shift, sqrt, toDouble } from '../float/bigReal.js'
import { highWord } from '../float/bits.js'
import { BORDER, centre, tail } from './quantile.js'

/** The constants of a normal truncated to [a, b], in standard deviations of the normal before truncation. */
export interface Truncation {
  /** Phi(a), the mass below a */
  readonly left: number
  /** 1 - Phi(b), the mass above b */
  readonly right: number
  /** Phi(b) - Phi(a), the mass between the bounds */
  readonly mass: number
  /** (Phi(a) + Phi(b) - 1) / 2, the middle of the probabilities between the bounds, minus 1/2 */
  readonly centre: number
  /** the mean after truncation */
  readonly mean: number
  /** the standard deviation after truncation */
  readonly stddev: number
}

/** `truncation(-2, 2)`, that of every `truncated_normal`. A test recomputes it. */
export const TWO_SIGMA: Truncation = {
  left: 0.02275013194817921,
  right: 0.02275013194817921,
  mass: 0.9544997361036416,
  centre: 0,
  mean: 0,
  stddev: 0.8796256610342398
}

/** `truncation(-Infinity, Infinity)`, no truncation: the quantile below is then `quantile`, bit for bit. */
export const UNTRUNCATED: Truncation = { left: 0, right: 0, mass: 1, centre: 0, mean: 0, stddev: 1 }

/** 53 bits of a result, a few bits lost in operations, and a chance of 2^-100 of rounding to the wrong side. */
const BASE_BITS = 192
/** x^2/2 in bits: 1 / (2 log 2), rounded up. */
const BITS_PER_SQUARE = 0.7214

/** log2(1 / |x|), rounded up, for |x| < 1 (at most 1074, for a subnormal); 0 for |x| >= 1 and for 0. */
const smallness = (x: number): number => {
  const field = (highWord(x) >> 20) & 0x7ff
  return x === 0 ? 0 : field === 0 ? 1074 : Math.max(0, 1023 - field)
}

/**
 * The fraction bits that suffice: Phi at the farther bound is as small as 2^(-0.73 x^2); a width w costs log2(1/w) bits of
 * the mass and three times that of the variance; a centre and a mean near 0 cost log2(1/|a + b|).
 */
const precision = (a: number, b: number): number => {
  const far = Math.max(Number.isFinite(a) ? Math.abs(a) : 0, Number.isFinite(b) ? Math.abs(b) : 0)
  const cancelled = Number.isFinite(a) && Number.isFinite(b) ? 3 * smallness(b - a) + smallness(a + b) : 0
  return BASE_BITS + Math.floor(far * far * BITS_PER_SQUARE) + cancelled
}

interface Bound {
  /** the integral of exp(-t^2/2) from 0 to the bound x */
  readonly area: bigint
  /** exp(-x^2/2) */
  readonly density: bigint
  /** x exp(-x^2/2) */
  readonly moment: bigint
}

const bound = (x: number, half: bigint, bits: number): Bound => {
  if (!Number.isFinite(x)) return { area: x < 0 ? -half : half, density: 0n, moment: 0n }
  const { area, density } = gaussian(x, bits)
  const { mantissa, exponent } = exact(x)
  return { area, density, moment: shift(mantissa * density, exponent) }
}

/**
 * The constants of the truncation to [a, b], a < b, each the double nearest to the true value. Either bound may be infinite;
 * the caller has checked that finite ones are at most 37 in absolute value.
 */
export const truncation = (a: number, b: number): Truncation => {
  const bits = precision(a, b)
  const fractionBits = BigInt(bits)
  const total = sqrt(pi(bits) << (fractionBits + 1n))
  const half = total >> 1n
  const low = bound(a, half, bits)
  const high = bound(b, half, bits)
  const mass = high.area - low.area
  const over = (n: bigint, d: bigint): bigint => (n << fractionBits) / d
  const mean = over(low.density - high.density, mass)
  const variance = (1n << fractionBits) + over(low.moment - high.moment, mass) - ((mean * mean) >> fractionBits)
  return {
    left: toDouble(over(half + low.area, total), bits),
    right: toDouble(over(half - high.area, total), bits),
    mass: toDouble(over(mass, total), bits),
    centre: toDouble(over(high.area + low.area, total << 1n), bits),
    mean: toDouble(mean, bits),
    stddev: toDouble(sqrt(variance << fractionBits), bits)
  }
}

/** The quantile of the truncated normal for a centred uniform u in (-1/2, 1/2); the caller clamps to [a, b]. */
export const truncatedQuantile =
  (t: Truncation) =>
  (u: number): number => {
    const c = t.centre + t.mass * u
    if (Math.abs(c) <= BORDER) return centre(c)
    return c > 0 ? tail(t.right + t.mass * (0.5 - u)) : -tail(t.left + t.mass * (0.5 + u))
  }

/** The same for symmetric bounds, from the distance q = 1/2 - |u| to the nearer end; z >= 0. */
export const truncatedUpperQuantile =
  (t: Truncation) =>
  (q: number): number => {
    const c = t.mass * (0.5 - q)
    return c <= BORDER ? centre(c) : tail(t.right + t.mass * q)
  }

/** Less than 10^-299 of a normal distribution is beyond this; farther out, tail masses soon underflow. */
export const FARTHEST = 37

/** Whether a < b and [a, b] overlaps [-`FARTHEST`, `FARTHEST`]. */
export const isTruncation = (a: number, b: number): boolean => a < b && a <= FARTHEST && b >= -FARTHEST

const INVALID: Truncation = { left: NaN, right: NaN, mass: NaN, centre: NaN, mean: NaN, stddev: NaN }

/** A pure function of two numbers, memoised for its last `limit` arguments; only its speed differs. */
const remember = <A>(limit: number, f: (a: number, b: number) => A): ((a: number, b: number) => A) => {
  let known: ReadonlyArray<{ readonly a: number; readonly b: number; readonly result: A }> = []
  return (a, b) => {
    const found = known.find((entry) => entry.a === a && entry.b === b)
    if (found !== undefined) return found.result
    const result = f(a, b)
    known = [{ a, b, result }, ...known.slice(0, limit - 1)]
    return result
  }
}

/**
 * The constants for bounds; NaN if [a, b] is not a truncation.
 *
 * The last 16 results are kept, so equal bounds give the *same object* while it is among them. This identity is a contract:
 * the tables of `engine/` (in TypeScript and in the kernel's memory) are cached by it, and an equal copy would be tabulated
 * anew. The bytes drawn do not depend on it.
 */
export const truncationOf: (a: number, b: number) => Truncation = remember(16, (a, b) => {
  if (a === -2 && b === 2) return TWO_SIGMA
  if (a === -Infinity && b === Infinity) return UNTRUNCATED
  return isTruncation(a, b) ? truncation(a, b) : INVALID
})
