/**
 * Fused multiply-add: a b + c with one rounding.
 *
 * ECMAScript has no such operation, but compilers use it where the CPU has it, so weights depend on it. Both functions
 * compute the sum in two doubles, `s` and a remainder far below its last bit, and round s. The remainder matters only if s
 * lies halfway between two results. No result is taken apart into bits.
 */
import { productError, sumError } from '../../numeric/float/errorFree.js'

/**
 * a b + c of float32 numbers, rounded once to float32; correct for all inputs, subnormal results included, if the result is
 * below 2^128 in size.
 *
 * a b is exact in a double (48 bits), a b + c is rounded to one, and a double rounds to the same float32 as the sum
 * unless it is a tie. With r the rounded double, s is a tie if and only if its mirror image 2 s - r is another float32.
 */
export const fma32 = (a: number, b: number, c: number): number => {
  const p = a * b
  const s = p + c
  const r = Math.fround(s)
  const mirrored = s + s - r
  return Math.fround(mirrored) === mirrored && mirrored !== r ? tie32(p, c, r) : r
}

/** p + c, which is halfway between r and its mirror image except for a remainder. */
const tie32 = (p: number, c: number, r: number): number => {
  const s = p + c
  return breakTie(r, s + s - r, sumError(p, c, s))
}

/** Of the neighbours `even` and `other`, the one on the side of the remainder; without a remainder, `even`. */
const breakTie = (even: number, other: number, rest: number): number =>
  rest !== 0 && rest > 0 === other > even ? other : even

/**
 * a b + c of doubles, rounded once. Correct if a, b and c are below 2^970 and a b is 0 or at least 2^-960 in size, so that no
 * error term overflows or underflows.
 *
 * Boldo and Melquiond, "Emulation of FMA and correctly rounded sums" (IEEE Trans. Computers 57, 2008): the sum is
 * h + m + r, of which h + m is rounded; they round m to odd, here a tie of h + m asks for the sign of r.
 */
export const fma64 = (a: number, b: number, c: number): number => {
  const p = a * b
  const e = productError(a, b, p)
  const u = c + e
  const h = p + u
  const v = sumError(p, u, h)
  const w = sumError(c, e, u)
  const m = v + w
  const z = h + m
  const d = m - (z - h)
  if (d === 0) return z
  const other = z + 2 * d
  return other - z === 2 * d ? breakTie(z, other, sumError(v, w, m)) : z
}

// -------------------------------------------------------------------------------------
// contraction
// -------------------------------------------------------------------------------------

/** a b + c in float32, in one operation (`fused`) or in two. */
export const multiplyAdd32 = (fused: boolean, a: number, b: number, c: number): number =>
  fused ? fma32(a, b, c) : Math.fround(Math.fround(a * b) + c)

/** a b + c in float64, in one operation (`fused`) or in two. */
export const multiplyAdd64 = (fused: boolean, a: number, b: number, c: number): number =>
  fused ? fma64(a, b, c) : a * b + c

/** The float32 polynomial with these coefficients, highest degree first, at x, by Horner's rule with `multiplyAdd32`. */
export const horner32 = (fused: boolean, coefficients: Float64Array, x: number): number => {
  let sum = coefficients[0]!
  for (let i = 1; i < coefficients.length; i++) sum = multiplyAdd32(fused, sum, x, coefficients[i]!)
  return sum
}

/** The same in float64. */
export const horner64 = (fused: boolean, coefficients: Float64Array, x: number): number => {
  let sum = coefficients[0]!
  for (let i = 1; i < coefficients.length; i++) sum = multiplyAdd64(fused, sum, x, coefficients[i]!)
  return sum
}
