/**
 * Cosine and sine of a fraction of a turn, in arithmetic that every engine rounds alike (`Math.cos` and `Math.sin` differ
 * between engines and CPUs, and their angle is already rounded).
 *
 * The angle is given as two integers, so reducing it to the first eighth of a turn is exact, and all symmetries of the
 * circle hold bit for bit: cos(-x) = cos x, sin(-x) = -sin x, sin(1/4 - x) = cos x, and so on. There, with y = p / n
 * quarters of a turn, 0 <= y <= 1/2, and z = y^2,
 *
 *   sin = y pi/2 + y z S(z),  cos = 1 - z pi^2/8 + z^2 C(z)
 *
 * The leading terms are computed in two doubles each (Dekker, 1971); the rest is small. The error is at most 0.8 ulp, the
 * result is the nearest double in 98 of 100 cases, and exact where the value is 0, ±1/2 or ±1; a zero is +0. The result
 * depends on the fraction alone: 2/12 has the bits of 1/6. S and C are our own fits (scripts/fit-trigonometry.py).
 */
import { productError } from '../float/errorFree.js'

/** pi / 2 and pi^2 / 8, each as the nearest double and the remainder. */
const HALF_PI = 1.5707963267948966
const HALF_PI_LOW = 6.123233995736766e-17
const EIGHTH_SQUARE = 1.2337005501361697
const EIGHTH_SQUARE_LOW = 7.831619385924639e-17

/** S, error 2^-56.9 of the sine for 0 <= y <= 1/2. */
const S0 = -0.6459640975062448
const S1 = 0.07969262624605977
const S2 = -0.004681754132562132
const S3 = 0.00016044115216510792
const S4 = -3.598647764347233e-6
const S5 = 5.6344616753154846e-8

/** C, error 2^-59.5 relative to 1, for 0 <= y <= 1/2. */
const C0 = 0.2536695079010476
const C1 = -0.02086348076333078
const C2 = 0.0009192602743907958
const C3 = -2.5202037918395868e-5
const C4 = 4.7106415493400827e-7
const C5 = -6.324751659945755e-9

/** p / n minus its nearest double y. */
const quotientError = (p: number, n: number, y: number): number => {
  const product = y * n
  return (p - product - productError(y, n, product)) / n
}

/** sin of p / n quarters of a turn, 0 <= p <= n / 2. */
const sinOfEighth = (p: number, n: number): number => {
  const y = p / n
  const z = y * y
  const head = HALF_PI * y
  const rest = productError(HALF_PI, y, head) + (HALF_PI_LOW * y + HALF_PI * quotientError(p, n, y))
  return head + (rest + y * z * (S0 + z * (S1 + z * (S2 + z * (S3 + z * (S4 + z * S5))))))
}

/** cos of p / n quarters of a turn, 0 <= p <= n / 2. */
const cosOfEighth = (p: number, n: number): number => {
  const y = p / n
  const z = y * y
  const zError = productError(y, y, z) + 2 * y * quotientError(p, n, y)
  const fall = EIGHTH_SQUARE * z
  const fallError = productError(EIGHTH_SQUARE, z, fall) + (EIGHTH_SQUARE_LOW * z + EIGHTH_SQUARE * zError)
  const head = 1 - fall
  const rest = 1 - head - fall - fallError
  return head + (rest + z * z * (C0 + z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * C5))))))
}

/** The same for 0 <= p <= n. At n / 2 both use the cosine, so that they agree. */
const sinOfQuarter = (p: number, n: number): number => (2 * p < n ? sinOfEighth(p, n) : cosOfEighth(n - p, n))
const cosOfQuarter = (p: number, n: number): number => (2 * p > n ? sinOfEighth(n - p, n) : cosOfEighth(p, n))

/** |k| / n of a turn, modulo whole turns, in n-ths of a quarter: an integer from 0 to 4 n - 1. */
const quarters = (k: number, n: number): number => 4 * (Math.abs(k) % n)

/** cos(2 pi k / n), for integers k, |k| < 2^53, and n, 1 <= n <= 2^50. */
export const cosTurn = (k: number, n: number): number => {
  const r = quarters(k, n)
  const p = r > 2 * n ? 4 * n - r : r
  return p > n ? -cosOfQuarter(2 * n - p, n) : cosOfQuarter(p, n)
}

/** sin(2 pi k / n), for integers k, |k| < 2^53, and n, 1 <= n <= 2^50. */
export const sinTurn = (k: number, n: number): number => {
  const r = quarters(k, n)
  const p = r > 2 * n ? 4 * n - r : r
  const size = sinOfQuarter(p > n ? 2 * n - p : p, n)
  return r > 2 * n === k < 0 || size === 0 ? size : -size
}
