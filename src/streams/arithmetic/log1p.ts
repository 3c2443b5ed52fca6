/**
 * log(1 + x) in double and in float32, bit for bit those of glibc 2.36 (sysdeps/ieee754/dbl-64/s_log1p.c and
 * flt-32/s_log1pf.c), which are Sun's fdlibm (s_log1p.c, 1993) with the polynomial of the double summed in another
 * order. The error is below 1 ulp; 7 % of the results are not the nearest number. NumPy and PyTorch call these functions.
 *
 *   1 + x = 2^k (1 + f),  sqrt(1/2) < 1 + f < sqrt(2),  s = f / (2 + f),  z = s^2,  c = the rounding error of 1 + x
 *   log(1 + x) = k log 2 + f - (f^2/2 - s (f^2/2 + R(z))) + c
 */
import { highWord, powerOfTwo } from '../../numeric/float/bits.js'
import { bitsOf, floats } from './bits.js'
import { horner32, multiplyAdd64 } from './fma.js'

// -------------------------------------------------------------------------------------
// float64
// -------------------------------------------------------------------------------------

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

const R1 = 0.6666666666666735
const R2 = 0.3999999999940942
const R3 = 0.2857142874366239
const R4 = 0.22222198432149784
const R5 = 0.1818357216161805
const R6 = 0.15313837699209373
const R7 = 0.14798198605116586

const TWO_THIRDS = 0.6666666666666666

/** High words, without sign, of sqrt(2) - 1 and 1 - sqrt(1/2): between them 1 + x needs no reduction. */
const ABOVE = 0x3fda827a
const BELOW = 0x3fd2bec3
/** Below 2^-29 two terms of the series are enough, below 2^-54 one. */
const TWO_TERMS = 0x3e200000
const ONE_TERM = 0x3c900000
/** The first 20 fraction bits of sqrt(2). */
const SQRT_TWO = 0x6a09e

/**
 * log(1 + x) for -1 <= x < 2^53. `fused`: the variant of glibc for CPUs with a fused multiply-add, which GCC uses as below; 3 in
 * 10^4 results differ.
 */
export const log1p = (fused: boolean, x: number): number => {
  if (x === -1) return -Infinity
  const size = highWord(x) & 0x7fffffff
  if (size < TWO_TERMS) return size < ONE_TERM ? x : multiplyAdd64(fused, x * x, -0.5, x)
  if (x > 0 ? size < ABOVE : size <= BELOW) return logOfFraction(fused, x, 0, 0, false)
  const u = 1 + x
  const word = highWord(u)
  const exponent = (word >> 20) - 1023
  const fraction = word & 0xfffff
  const k = fraction < SQRT_TWO ? exponent : exponent + 1
  const c = (exponent > 0 ? 1 - (u - x) : x - (u - 1)) / u
  return logOfFraction(fused, u * powerOfTwo(-k) - 1, k, c, fraction === 0 || fraction > 0xffffc)
}

/** k log 2 + log(1 + f) + c; for a tiny f, below 2^-20 in size, three terms are enough. */
const logOfFraction = (fused: boolean, f: number, k: number, c: number, tiny: boolean): number => {
  const half = 0.5 * f * f
  if (tiny) return combine(fused, f, k, c, half * multiplyAdd64(fused, f, -TWO_THIRDS, 1), 0)
  const s = f / (2 + f)
  return combine(fused, f, k, c, half, s * (half + polynomial(fused, s * s)))
}

/** f - (minus - plus), with k log 2 + c. */
const combine = (fused: boolean, f: number, k: number, c: number, minus: number, plus: number): number =>
  k === 0
    ? f - (minus - plus)
    : multiplyAdd64(fused, k, LN2_HIGH, -(minus - (plus + multiplyAdd64(fused, k, LN2_LOW, c)) - f))

const polynomial = (fused: boolean, z: number): number => {
  const z2 = z * z
  const z4 = z2 * z2
  const low = multiplyAdd64(fused, z, R1, z2 * multiplyAdd64(fused, z, R3, R2))
  const middle = multiplyAdd64(fused, z4, multiplyAdd64(fused, z, R5, R4), low)
  return multiplyAdd64(fused, z2 * z4, multiplyAdd64(fused, z, R7, R6), middle)
}

// -------------------------------------------------------------------------------------
// float32
// -------------------------------------------------------------------------------------

const FLOAT_LN2_HIGH = 0.6931381225585938
const FLOAT_LN2_LOW = 9.05800061445916e-6
const FLOAT_TWO_THIRDS = 0.6666666865348816

/** R; its constant term is zero. */
const FLOAT_R = /* @__PURE__ */ floats('3E178897 3E1CD04F 3E3A3325 3E638E29 3E924925 3ECCCCCD 3F2AAAAB 00000000')

const FLOAT_ABOVE = 0x3ed413d7
const FLOAT_BELOW = 0x3e95f61f
const FLOAT_TWO_TERMS = 0x31000000
const FLOAT_ONE_TERM = 0x24800000
const FLOAT_SQRT_TWO = 0x3504f7

/** log(1 + x) of a float32 number, -1 <= x < 2^24. */
export const log1pf = (x: number): number => {
  if (x === -1) return -Infinity
  const size = bitsOf(x) & 0x7fffffff
  if (size < FLOAT_TWO_TERMS) {
    return size < FLOAT_ONE_TERM ? x : Math.fround(x - Math.fround(Math.fround(x * x) * 0.5))
  }
  if (x > 0 ? size < FLOAT_ABOVE : size <= FLOAT_BELOW) return floatOfFraction(x, 0, 0, false)
  const u = Math.fround(1 + x)
  const word = bitsOf(u)
  const exponent = (word >> 23) - 127
  const fraction = word & 0x7fffff
  const k = fraction < FLOAT_SQRT_TWO ? exponent : exponent + 1
  const lost = exponent > 0 ? 1 - Math.fround(u - x) : x - Math.fround(u - 1)
  const c = Math.fround(Math.fround(lost) / u)
  return floatOfFraction(Math.fround(u * powerOfTwo(-k) - 1), k, c, fraction === 0 || fraction > 0x7ffffc)
}

const floatOfFraction = (f: number, k: number, c: number, tiny: boolean): number => {
  const half = Math.fround(Math.fround(0.5 * f) * f)
  if (tiny) {
    const r = Math.fround(half * Math.fround(1 - Math.fround(FLOAT_TWO_THIRDS * f)))
    return floatCombine(f, k, c, r, 0)
  }
  const s = Math.fround(f / Math.fround(2 + f))
  const r = horner32(false, FLOAT_R, Math.fround(s * s))
  return floatCombine(f, k, c, half, Math.fround(s * Math.fround(half + r)))
}

const floatCombine = (f: number, k: number, c: number, minus: number, plus: number): number => {
  if (k === 0) return Math.fround(f - Math.fround(minus - plus))
  const low = Math.fround(plus + Math.fround(Math.fround(k * FLOAT_LN2_LOW) + c))
  return Math.fround(Math.fround(k * FLOAT_LN2_HIGH) - Math.fround(Math.fround(minus - low) - f))
}
