/**
 * The exponential function, in arithmetic that every engine rounds alike (`Math.exp` differs between engines and CPUs).
 *
 *   x = k log 2 + r,  |r| <= log(2) / 2,  t = r^2
 *   exp r = 1 + 2 r / (R - r),  R = r (e^r + 1) / (e^r - 1) = 2 + t E(t)
 *
 * The reduction and the last line are those of Sun's fdlibm (e_exp.c, 1993). E is our own fit.
 */
import { powerOfTwo } from './bits.js'

/** log(2) as a 40-bit head, whose product with k is exact, and the remainder. */
const LN2_HIGH = 0.6931471805601177
const LN2_LOW = -1.7239444525614835e-13
const ONE_OVER_LN2 = 1.4426950408889634

/** E(t), error 2^-61.9 of the result (scripts/fit-quantile.py). */
const E0 = 0.16666666666666555
const E1 = -0.0027777777776698755
const E2 = 6.613756250688568e-5
const E3 = -1.653383769555636e-6
const E4 = 4.136065302073142e-8

/** Below this the result is below the smallest double, or nearly so, and 0 is returned. */
const UNDERFLOW = -744.4

/** exp(x) for x <= 709, to less than 1 ulp where the result is a normal double; 0 below -744.4. */
export const exp = (x: number): number => {
  if (x < UNDERFLOW) return 0
  const k = Math.floor(x * ONE_OVER_LN2 + 0.5)
  const head = x - k * LN2_HIGH
  const rest = k * LN2_LOW
  const r = head - rest
  const t = r * r
  const c = r - t * (E0 + t * (E1 + t * (E2 + t * (E3 + t * E4))))
  const y = 1 - (rest - (r * c) / (2 - c) - head)
  return y * powerOfTwo(k)
}
