/**
 * The standard normal distribution function and density, accurate to about 1e-15 relative in the lower tail too.
 *
 *   |z| <= 0.67:  Phi(z) = 1/2 + z P(z^2)
 *   beyond:       Phi(-x) = phi(x) / (x + M(x) / N(x)),  x = |z|,  and Phi(x) = 1 - Phi(-x)
 *
 * x + M / N is the hazard phi(x) / Phi(-x). Its rational part falls like 1 / x, so its rounding errors hardly count, and
 * one piece serves up to where Phi underflows (our own fits, scripts/fit-quantile.py). At x = 37 the rounding of x^2/2
 * alone would cost 600 ulp, so its error is computed exactly. The upper tail 1 - Phi(z) is `cdf(-z)`.
 */
import { exp } from '../float/exp.js'

/** P, error 2^-52.6 of z P (the rounding of P0). */
const P0 = 0.3989422804014327
const P1 = -0.06649038006690544
const P2 = 0.009973557010035692
const P3 = -0.0011873282154770176
const P4 = 0.00011543468756791782
const P5 = -9.444655870173149e-6
const P6 = 6.659674358662581e-7
const P7 = -4.12208270367484e-8
const P8 = 2.262702302591675e-9
const P9 = -1.0180524890402384e-10

/** M and N (whose constant is 1), error 2^-55.4 of the result for 0.65 <= x <= 38.6. */
const M0 = 0.7978845608527938
const M1 = 0.9462954282692728
const M2 = 0.5710471519716911
const M3 = 0.2215206258133869
const M4 = 0.05962725312428374
const M5 = 0.011349661580646483
const M6 = 0.0014945366062907373
const M7 = 0.0001256247005961041
const M8 = 5.285583750670519e-6

const N1 = 1.641435015494838
const N2 = 1.3266397470860396
const N3 = 0.6815473945384751
const N4 = 0.24346670936004983
const N5 = 0.06258459122270858
const N6 = 0.011600911646241645
const N7 = 0.0015051077599791034
const N8 = 0.0001256247007682136
const N9 = 5.285583749708805e-6

/** 1 / sqrt(2 pi) */
const PEAK = 0.3989422804014327

/** The centre is used up to here. */
const CENTRE = 0.67
/** From here on exp(-x^2/2) and Phi(-x) are below the smallest double. */
const VANISHES = 38.6

/** exp(-x^2 / 2) for 0 <= x <= 38.6. x^2 is taken exactly, by splitting x in halves of 24 and 29 bits. */
const gauss = (x: number): number => {
  const square = x * x
  const high = Math.fround(x)
  const low = x - high
  const error = high * high - square + 2 * high * low + low * low
  const e = exp(-0.5 * square)
  return e - e * (0.5 * error)
}

/** Phi(-x) for x > 0.65. */
const lowerTail = (x: number): number => {
  if (x > VANISHES) return 0
  const numeratorHigh = M4 + x * (M5 + x * (M6 + x * (M7 + x * M8)))
  const numerator = M0 + x * (M1 + x * (M2 + x * (M3 + x * numeratorHigh)))
  const denominatorHigh = N4 + x * (N5 + x * (N6 + x * (N7 + x * (N8 + x * N9))))
  const denominator = 1 + x * (N1 + x * (N2 + x * (N3 + x * denominatorHigh)))
  return (gauss(x) * PEAK) / (x + numerator / denominator)
}

/** Phi(z), the probability that a standard normal is at most z; z may be infinite. */
export const cdf = (z: number): number => {
  if (z < -CENTRE) return lowerTail(-z)
  if (z > CENTRE) return 1 - lowerTail(z)
  const y = z * z
  return 0.5 + z * (P0 + y * (P1 + y * (P2 + y * (P3 + y * (P4 + y * (P5 + y * (P6 + y * (P7 + y * (P8 + y * P9)))))))))
}

/** The density of the standard normal at z. */
export const pdf = (z: number): number => {
  const x = Math.abs(z)
  return x > VANISHES ? 0 : gauss(x) * PEAK
}
