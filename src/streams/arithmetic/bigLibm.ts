/**
 * exp, log, sin, cos and erf in integers with 256 fraction bits, rounded once: the second phase of `libm.ts` and the source
 * of its tables.
 *
 * For correct rounding, the error must be smaller than the distance to the nearest tie. exp, log, sin and cos of a double
 * come no closer to a tie than about 2^-120 of the value (Lefèvre and Muller, "Worst cases for correct rounding of the
 * elementary functions in double precision", ARITH 15, 2001). Here the error is below 2^-180 of the value, and values that
 * are doubles or ties themselves (exp 0, log 1) are exact.
 */
import { powerOfTwo } from '../../numeric/float/bits.js'
import { exact, pi, shift, sqrt, toDouble } from '../../numeric/float/bigReal.js'
import { log as logNearly } from '../../numeric/float/log.js'

// -------------------------------------------------------------------------------------
// fixed point
// -------------------------------------------------------------------------------------

export const BITS = 256
const PLACES = BigInt(BITS)
export const ONE = 1n << PLACES

/** A double as a fixed-point number: exact for 0 and from 2^-200 in size on, else truncated. */
export const fixed = (x: number): bigint => {
  const { mantissa, exponent } = exact(x)
  return shift(mantissa, BITS + exponent)
}

export const multiply = (a: bigint, b: bigint): bigint => (a * b) >> PLACES

/** n / d rounded to an integer, for d > 0. */
const nearest = (n: bigint, d: bigint): bigint => {
  const twice = 2n * n + d
  const quotient = twice / (2n * d)
  return twice < 0n && quotient * 2n * d !== twice ? quotient - 1n : quotient
}

/** The sum of `first` and the following terms, each computed from the one before, until they vanish. */
const series = (first: bigint, next: (term: bigint, k: bigint) => bigint): bigint => {
  let sum = 0n
  let term = first
  for (let k = 1n; term !== 0n && term !== -1n; k += 1n) {
    sum += term
    term = next(term, k)
  }
  return sum
}

/** log 2 = 2 artanh(1/3). */
export const LN2: bigint = /* @__PURE__ */ (() => {
  let sum = 0n
  let power = (2n * ONE) / 3n
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd
    power /= 9n
  }
  return sum
})()

export const PI: bigint = /* @__PURE__ */ pi(BITS)

// -------------------------------------------------------------------------------------
// functions of fixed-point numbers
// -------------------------------------------------------------------------------------

/** exp halves its argument this many times, and squares the result as many times. */
const HALVINGS = 8n

/** e^x = value 2^exponent. */
export const expOf = (x: bigint): { readonly value: bigint; readonly exponent: number } => {
  const exponent = nearest(x, LN2)
  const r = (x - exponent * LN2) >> HALVINGS
  let value = series(ONE, (term, k) => multiply(term, r) / k)
  for (let i = 0n; i < HALVINGS; i++) value = multiply(value, value)
  return { value, exponent: Number(exponent) }
}

/** sin(x + quarters pi / 2). */
export const sinOf = (x: bigint, quarters: bigint): bigint => {
  const halfPi = PI >> 1n
  const turns = nearest(x, halfPi)
  const r = x - turns * halfPi
  const square = multiply(r, r)
  const quadrant = (turns + quarters) & 3n
  const start = quadrant & 1n
  const size = series(
    start === 0n ? r : ONE,
    (term, k) => -multiply(term, square) / ((2n * k - start) * (2n * k + 1n - start))
  )
  return quadrant < 2n ? size : -size
}

// -------------------------------------------------------------------------------------
// functions of doubles
// -------------------------------------------------------------------------------------

/** exp(x) for -746 <= x <= 709.7, the nearest double. */
export const bigExp = (x: number): number => {
  const { value, exponent } = expOf(fixed(x))
  return toDouble(value, BITS - exponent)
}

/** log(m 2^k) for m between 1/2 and 2, the nearest double: the value of `numeric/float/log` and a step of Newton's method. */
export const bigLog = (m: number, k: number): number => {
  const near = fixed(logNearly(m))
  const { value, exponent } = expOf(-near)
  const h = shift(multiply(fixed(m), value), exponent) - ONE
  const h2 = multiply(h, h)
  const step = h - h2 / 2n + multiply(h2, h) / 3n
  return toDouble(BigInt(k) * LN2 + near + step, BITS)
}

/** sin(x) for |x| from 2^-40 to 2^20, the nearest double. */
export const bigSin = (x: number): number => toDouble(sinOf(fixed(x), 0n), BITS)

/** cos(x) for |x| from 0 to 2^20, the nearest double. */
export const bigCos = (x: number): number => toDouble(sinOf(fixed(x), 1n), BITS)

/** From this size on, the double nearest to erf is ±1. */
const ERF_ONE = 6

/** Below this size, erf is 2 / sqrt(pi) x with an error far below the last bit of a double. */
const ERF_LINEAR = powerOfTwo(-40)

const TWO_OVER_SQRT_PI: bigint = /* @__PURE__ */ sqrt((4n * ONE * ONE * ONE) / PI)

/**
 * erf(x) for finite x, the nearest double: 2 / sqrt(pi) exp(-x^2) (x + 2 x^3/3 + 4 x^5/(3 5) + ...), whose terms have
 * one sign (Abramowitz and Stegun 7.1.6).
 */
export const erf64 = (x: number): number => {
  if (Math.abs(x) >= ERF_ONE) return Math.sign(x)
  if (Math.abs(x) < ERF_LINEAR) return erfOfSmall(x)
  const z = fixed(Math.abs(x))
  const square = multiply(z, z)
  const sum = series(z, (term, k) => (2n * multiply(term, square)) / (2n * k + 1n))
  const { value, exponent } = expOf(-square)
  const size = toDouble(multiply(TWO_OVER_SQRT_PI, shift(multiply(sum, value), exponent)), BITS)
  return x < 0 ? -size : size
}

/** The mantissa times 2 / sqrt(pi) (1 - x^2/3), rounded once. */
const erfOfSmall = (x: number): number => {
  const { mantissa, exponent } = exact(x)
  const square = fixed(x * x)
  const third = square / 3n
  return toDouble(multiply(mantissa * TWO_OVER_SQRT_PI, ONE - third), BITS - exponent)
}
