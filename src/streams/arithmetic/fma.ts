/**
 * Fused multiply-add: a b + c with one rounding.
 *
 * ECMAScript has no such operation, and compilers use it wherever the CPU offers it, so that weights depend on it. Both
 * functions compute the sum in two doubles, `s` and a rest far below its last bit, and round s. The rest can change
 * that only where s lies halfway between two results; there it decides. No result needs its bits taken apart.
 */
import { productError, sumError } from '../../numeric/float/errorFree.js'

/**
 * a b + c of float32 numbers, rounded once to float32; exact for all inputs, subnormal results as well, where the
 * result is below 2^128 in size.
 *
 * a b is exact in a double (48 bits), a b + c is rounded to one, and a double rounds to the same float32 as the sum
 * unless it is a tie. With r the rounded double, s is a tie just when its mirror image 2 s - r is another float32.
 */
export const fma32 = (a: number, b: number, c: number): number => {
  const p = a * b
  const s = p + c
  const r = Math.fround(s)
  const mirrored = s + s - r
  return Math.fround(mirrored) === mirrored && mirrored !== r ? tie32(p, c, r) : r
}

/** p + c, halfway between r and its mirror image but for a rest. */
const tie32 = (p: number, c: number, r: number): number => {
  const s = p + c
  return breakTie(r, s + s - r, sumError(p, c, s))
}

/** Of the neighbours `even` and `other`, the one on the side where the rest of the sum lies; without one, `even`. */
const breakTie = (even: number, other: number, rest: number): number =>
  rest !== 0 && rest > 0 === other > even ? other : even

/**
 * a b + c of doubles, rounded once. Exact where a, b and c are below 2^970 and a b is 0 or at least 2^-960 in size, so
 * that no error term overflows or underflows.
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

/** a b + c in float32, as a compiler made it one operation (`fused`) or left it two. */
export const multiplyAdd32 = (fused: boolean, a: number, b: number, c: number): number =>
  fused ? fma32(a, b, c) : Math.fround(Math.fround(a * b) + c)

/** a b + c in float64, as a compiler made it one operation (`fused`) or left it two. */
export const multiplyAdd64 = (fused: boolean, a: number, b: number, c: number): number =>
  fused ? fma64(a, b, c) : a * b + c

/** The float32 polynomial with these coefficients, highest degree first, at x: Horner's rule, each step such a sum. */
export const horner32 = (fused: boolean, coefficients: Float64Array, x: number): number => {
  let sum = coefficients[0] as number
  for (let i = 1; i < coefficients.length; i++) sum = multiplyAdd32(fused, sum, x, coefficients[i] as number)
  return sum
}

/** The same in float64. */
export const horner64 = (fused: boolean, coefficients: Float64Array, x: number): number => {
  let sum = coefficients[0] as number
  for (let i = 1; i < coefficients.length; i++) sum = multiplyAdd64(fused, sum, x, coefficients[i] as number)
  return sum
}
