/**
 * The standard normal distribution cut to [a, b]: its constants, correctly rounded, and its quantile function.
 *
 *   left L = Phi(a),  right R = 1 - Phi(b),  mass M = Phi(b) - Phi(a),  centre C = (Phi(a) + Phi(b) - 1) / 2
 *   mean = (phi(a) - phi(b)) / M,  stddev^2 = 1 + (a phi(a) - b phi(b)) / M - mean^2
 *
 * Every one of these formulas cancels for some bounds (narrow, far out, nearly symmetric), so they are evaluated in
 * integers, with as many more bits as the bounds can cancel. In doubles only the quantile is left:
 * c = C + M u, and then from the centre or from the nearer tail, R + M (1/2 - u) or L + M (1/2 + u), all positive.
 * It is right to about 3 ulp in the tails and 7 elsewhere: the rounding of c counts most just inside |z| = 2. Where a
 * cut is so narrow or so far out that u is finer than z, neighbours may step back by 1 ulp; nowhere else was it seen.
 */
import { exact, gaussian, pi, shift, sqrt, toDouble } from '../float/bigReal.js'
import { highWord } from '../float/bits.js'
import { memo } from '../memo.js'
import { centre, tail } from './quantile.js'

/** The constants of a normal cut to [a, b], in standard deviations of the uncut normal. */
export interface Truncation {
  /** Phi(a), the mass cut off on the left. */
  readonly left: number
  /** 1 - Phi(b), the mass cut off on the right. */
  readonly right: number
  /** Phi(b) - Phi(a), the mass that is kept. */
  readonly mass: number
  /** (Phi(a) + Phi(b) - 1) / 2, the middle of the kept probabilities, from 1/2. */
  readonly centre: number
  /** Mean of what is kept. */
  readonly mean: number
  /** Standard deviation of what is kept. */
  readonly stddev: number
}

/** `truncation(-2, 2)`, the cut of every `truncated_normal`. A test recomputes it. */
export const TWO_SIGMA: Truncation = {
  left: 0.02275013194817921,
  right: 0.02275013194817921,
  mass: 0.9544997361036416,
  centre: 0,
  mean: 0,
  stddev: 0.8796256610342398
}

/** `truncation(-Infinity, Infinity)`, no cut at all: the quantile below is then `quantile`, to the bit. */
export const UNCUT: Truncation = { left: 0, right: 0, mass: 1, centre: 0, mean: 0, stddev: 1 }

/** Up to here in |c| the centre serves; see quantile.ts. */
const BORDER = 0.478
/** 53 bits of a result, the last bits lost in a few operations, and 2^-100 as the chance of rounding to the wrong side. */
const BASE_BITS = 192
/** x^2/2 in bits: 1 / (2 log 2), rounded up. */
const BITS_PER_SQUARE = 0.7214

/** How many bits |x| < 1 lacks to 1 (of a subnormal: the most it can); 0 for |x| >= 1 and for 0. */
const smallness = (x: number): number => {
  const field = (highWord(x) >> 20) & 0x7ff
  return x === 0 ? 0 : field === 0 ? 1074 : Math.max(0, 1023 - field)
}

/**
 * Enough fraction bits: Phi at the farther bound is as small as 2^(-0.73 x^2); a width w takes log2(1/w) bits from the
 * mass and three times that from the variance; a centre and a mean near 0 take log2(1/|a + b|).
 */
const precision = (a: number, b: number): number => {
  const far = Math.max(Number.isFinite(a) ? Math.abs(a) : 0, Number.isFinite(b) ? Math.abs(b) : 0)
  const cancelled = Number.isFinite(a) && Number.isFinite(b) ? 3 * smallness(b - a) + smallness(a + b) : 0
  return BASE_BITS + Math.floor(far * far * BITS_PER_SQUARE) + cancelled
}

interface Bound {
  /** Integral of exp(-t^2/2) from 0 to the bound. */
  readonly area: bigint
  /** exp(-x^2/2) at the bound, */
  readonly density: bigint
  /** and x times it. */
  readonly moment: bigint
}

const bound = (x: number, half: bigint, bits: number): Bound => {
  if (!Number.isFinite(x)) return { area: x < 0 ? -half : half, density: 0n, moment: 0n }
  const { area, density } = gaussian(x, bits)
  const { mantissa, exponent } = exact(x)
  return { area, density, moment: shift(mantissa * density, exponent) }
}

/**
 * The constants of the cut to [a, b], a < b, each the double nearest to the true value. Either bound may be infinite;
 * the caller has checked that finite ones are at most 37 in size.
 */
export const truncation = (a: number, b: number): Truncation => {
  const bits = precision(a, b)
  const places = BigInt(bits)
  const total = sqrt(pi(bits) << (places + 1n))
  const half = total >> 1n
  const low = bound(a, half, bits)
  const high = bound(b, half, bits)
  const mass = high.area - low.area
  const over = (n: bigint, d: bigint): bigint => (n << places) / d
  const mean = over(low.density - high.density, mass)
  const variance = (1n << places) + over(low.moment - high.moment, mass) - ((mean * mean) >> places)
  return {
    left: toDouble(over(half + low.area, total), bits),
    right: toDouble(over(half - high.area, total), bits),
    mass: toDouble(over(mass, total), bits),
    centre: toDouble(over(high.area + low.area, total << 1n), bits),
    mean: toDouble(mean, bits),
    stddev: toDouble(sqrt(variance << places), bits)
  }
}

/** The quantile of the cut normal for a centred uniform u in (-1/2, 1/2); the caller clamps to [a, b]. */
export const truncatedQuantile =
  (t: Truncation) =>
  (u: number): number => {
    const c = t.centre + t.mass * u
    if (Math.abs(c) <= BORDER) return centre(c)
    return c > 0 ? tail(t.right + t.mass * (0.5 - u)) : -tail(t.left + t.mass * (0.5 + u))
  }

/** The same for a symmetric cut, from the distance q = 1/2 - |u| to the nearer end; z >= 0. */
export const truncatedUpperQuantile =
  (t: Truncation) =>
  (q: number): number => {
    const c = t.mass * (0.5 - q)
    return c <= BORDER ? centre(c) : tail(t.right + t.mass * q)
  }

/** Beyond it lies less than 10^-299 of a normal distribution, and what is left of a tail soon has no double. */
export const FARTHEST = 37

/** Whether [a, b] is in order and comes within `FARTHEST`. */
export const isTruncation = (a: number, b: number): boolean => a < b && a <= FARTHEST && b >= -FARTHEST

const NOWHERE: Truncation = { left: NaN, right: NaN, mass: NaN, centre: NaN, mean: NaN, stddev: NaN }

/** The constants of a cut, remembered; NaN where [a, b] is none. */
export const truncationOf: (a: number, b: number) => Truncation = memo(16, (a, b) => {
  if (a === -2 && b === 2) return TWO_SIGMA
  if (a === -Infinity && b === Infinity) return UNCUT
  return isTruncation(a, b) ? truncation(a, b) : NOWHERE
})
