/**
 * The natural logarithm, in arithmetic that every engine rounds alike (`Math.log` differs between engines and CPUs).
 *
 *   x = 2^k m,  sqrt(1/2) <= m < sqrt(2),  f = m - 1,  s = f / (2 + f),  z = s^2
 *   log x = k log 2 + log((1 + s) / (1 - s)),  log((1 + s) / (1 - s)) = 2 s + s z L(z)
 *
 * The reduction and the order of summation are those of Sun's fdlibm (e_log.c, 1993): 2 s is written as
 * f - (f^2/2 - s f^2/2), so that the exact f carries the result and only small terms are rounded. L is our own fit.
 * Only a subnormal x takes an extra step, a scaling, which a vector kernel selects lane by lane.
 */
import { highWord, powerOfTwo } from './bits.js'

/** log(2) as a 40-bit head, whose product with any exponent is exact, and the remainder. */
const LN2_HIGH = 0.6931471805601177
const LN2_LOW = -1.7239444525614835e-13

/** L(z), error 2^-58.9 of the logarithm on 0 <= z <= 0.0295 (scripts/fit-quantile.py). */
const L0 = 0.6666666666666734
const L1 = 0.3999999999941453
const L2 = 0.2857142874241472
const L3 = 0.2222219857076962
const L4 = 0.18183564438192037
const L5 = 0.15314047942568557
const L6 = 0.14795973793618278

/** High words of 1 and of sqrt(1/2). */
const ONE = 0x3ff00000
const SQRT_HALF = 0x3fe6a09e

/** The smallest normal double, and the exponent by which smaller numbers are scaled up. */
const SMALLEST_NORMAL = 2.2250738585072014e-308
const LIFT = 54

/** log(x) of a positive finite double, to less than 1 ulp. */
export const log = (x: number): number => {
  const lift = x < SMALLEST_NORMAL ? LIFT : 0
  const lifted = x * powerOfTwo(lift)
  const exponent = ((highWord(lifted) + (ONE - SQRT_HALF)) >> 20) - 1023
  const k = exponent - lift
  const f = lifted * powerOfTwo(-exponent) - 1
  const s = f / (2 + f)
  const z = s * s
  const tail = z * (L0 + z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * L6))))))
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + tail) + k * LN2_LOW) - f)
}
