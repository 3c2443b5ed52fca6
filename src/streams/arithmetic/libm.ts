/**
 * log, exp, sin and cos of doubles, correctly rounded: always the double nearest to the true value.
 *
 * Engines and C libraries differ in these functions by an ulp in some results; the nearest double is what all of them
 * approximate (glibc 2.36 returns it in 99.8 % of cases or more). The algorithm is that of Ziv (ACM TOMS 17, 1991): a first
 * phase computes a value in two doubles to about 2^-100; if its error could change the rounding, about once in 2^40, a second
 * phase computes it in integers of 256 bits (`bigLibm.ts`).
 *
 * The slack of the roundings below is at least 8 times the largest error found in the first phases
 * (test/streams/arithmetic/libm.test.ts).
 */
import { highWord, powerOfTwo } from '../../numeric/float/bits.js'
import { productError, sumError } from '../../numeric/float/errorFree.js'
import { log as logNearly } from '../../numeric/float/log.js'
import { lazily } from '../../numeric/memo.js'
import { bigCos, bigExp, bigLog, bigSin, BITS, expOf, LN2, multiply, ONE, PI, sinOf } from './bigLibm.js'
import { pair, pairsOf, type Pairs, polynomialPair, productPair, roundPair } from './doubleDouble.js'

/** A bound of the error of the first phase, relative to 1 or to the value. */
const SLACK = /* @__PURE__ */ powerOfTwo(-97)

// -------------------------------------------------------------------------------------
// exp
// -------------------------------------------------------------------------------------

/** log(2) / 64 in parts of 32 bits, whose products with integers below 2^21 are exact, and the remainder. */
const STEP_HIGH = 0.01083042469326756
const STEP_MIDDLE = 2.9815858263172973e-12
const STEP_LOW = 6.679961858980702e-22
const STEPS_PER_UNIT = 92.33248261689366

/** 2^(j / 64) */
const powers: () => Pairs = /* @__PURE__ */ lazily(() => {
  const root = expOf(LN2 / 64n).value
  const all = [ONE]
  for (let j = 1; j < 64; j++) all.push(multiply(all[j - 1]!, root))
  return pairsOf(all, BITS)
})

/** 1/5!, 1/4!, ..., 1/0!; later terms are single doubles. */
const EXP_SERIES: Pairs = /* @__PURE__ */ pairsOf([ONE / 120n, ONE / 24n, ONE / 6n, ONE / 2n, ONE, ONE], BITS)

/** exp(x) / 2^floor(k / 64) in `pair`, where k is x in steps of log(2) / 64. */
const expPair = (x: number, k: number): void => {
  const a = x - k * STEP_HIGH
  const b = -k * STEP_MIDDLE
  const r = a + b
  const rLow = sumError(a, b, r) - k * STEP_LOW
  const tail = 1 / 720 + r * (1 / 5040 + r * (1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 + r / 39916800))))
  polynomialPair(EXP_SERIES, tail, r, rLow)
  const j = k & 63
  const { high, low } = powers()
  productPair(high[j]!, low[j]!, pair[0]!, pair[1]!)
}

/** Results for smaller arguments are subnormal or nearly so. */
const EXP_NORMAL = -708

/** exp(x) for x <= 709.7; 0 below -746. */
export const exp = (x: number): number => {
  if (x < EXP_NORMAL) return x < -746 ? 0 : bigExp(x)
  const k = Math.floor(x * STEPS_PER_UNIT + 0.5)
  expPair(x, k)
  const rounded = roundPair(pair[0]!, pair[1]!, SLACK)
  return Number.isNaN(rounded) ? bigExp(x) : rounded * powerOfTwo(k >> 6)
}

// -------------------------------------------------------------------------------------
// log
// -------------------------------------------------------------------------------------

/** log(2) in two parts of 40 bits, whose products with exponents are exact, and the remainder. */
const LN2_HIGH = 0.6931471805592082
const LN2_MIDDLE = 7.371002565161996e-13
const LN2_LOW = 5.8029889835956905e-25

/** High words of 1 and of sqrt(1/2). */
const ONE_WORD = 0x3ff00000
const SQRT_HALF_WORD = 0x3fe6a09e

const SMALLEST_NORMAL = 2.2250738585072014e-308
const LIFT = 54

/** log(x) of a positive finite double: with x = 2^k m, one step of Newton's method from a double close to log m. */
export const log = (x: number): number => {
  const lift = x < SMALLEST_NORMAL ? LIFT : 0
  const lifted = x * powerOfTwo(lift)
  const exponent = ((highWord(lifted) + (ONE_WORD - SQRT_HALF_WORD)) >> 20) - 1023
  const k = exponent - lift
  const m = lifted * powerOfTwo(-exponent)
  return m === 1 && k === 0 ? 0 : logOf(m, k)
}

const logOf = (m: number, k: number): number => {
  const near = logNearly(m)
  const steps = Math.floor(-near * STEPS_PER_UNIT + 0.5)
  expPair(-near, steps)
  const scaled = m * powerOfTwo(steps >> 6)
  const quotient = scaled * pair[0]!
  const excess = quotient - 1 + (productError(scaled, pair[0]!, quotient) + scaled * pair[1]!)
  const head = k * LN2_HIGH + near
  const high = head + k * LN2_MIDDLE
  const headLow = sumError(k * LN2_HIGH, near, head) + sumError(head, k * LN2_MIDDLE, high)
  const low = headLow + (k * LN2_LOW + (excess - 0.5 * excess * excess))
  const rounded = roundPair(high, low, SLACK * (1 + Math.abs(high)))
  return Number.isNaN(rounded) ? bigLog(m, k) : rounded
}

// -------------------------------------------------------------------------------------
// sin and cos
// -------------------------------------------------------------------------------------

/** pi / 128 in parts of 26 bits, whose products with integers below 2^27 are exact, and the remainder. */
const ANGLE_1 = 0.024543692357838154
const ANGLE_2 = 2.4833210487962276e-10
const ANGLE_3 = 9.567553018833741e-19
const ANGLE_4 = 9.950495567985859e-27
const ANGLES_PER_UNIT = 40.74366543152521

/** sin(j pi / 128) for the whole circle. */
const sines: () => Pairs = /* @__PURE__ */ lazily(() =>
  pairsOf(
    Array.from({ length: 256 }, (_, j) => sinOf((PI * BigInt(j)) / 128n, 0n)),
    BITS
  )
)

/** 1/5!, -1/3!, 1 and 1/4!, -1/2!, 1: powers of s^2 in sin(s) / s and cos(s). */
const SIN_SERIES: Pairs = /* @__PURE__ */ pairsOf([ONE / 120n, -ONE / 6n, ONE], BITS)
const COS_SERIES: Pairs = /* @__PURE__ */ pairsOf([ONE / 24n, -ONE / 2n, ONE], BITS)

/**
 * sin(x + quarters pi / 2), |x| <= 2^20, or NaN if the slack does not determine the rounding. With a the nearest multiple of
 * pi / 128, sin(a + s) = sin a cos s + cos a sin s.
 */
const sinNear = (x: number, quarters: number): number => {
  const k = Math.floor(x * ANGLES_PER_UNIT + 0.5)
  const a = x - k * ANGLE_1
  const b = a - k * ANGLE_2
  const s = b - k * ANGLE_3
  const sLow = sumError(a, -k * ANGLE_2, b) + sumError(b, -k * ANGLE_3, s) - k * ANGLE_4
  const z = s * s
  const zLow = productError(s, s, z) + 2 * s * sLow

  const j = (k + 64 * quarters) & 255
  const i = (j + 64) & 255
  const table = sines()
  polynomialPair(COS_SERIES, -1 / 720 + z * (1 / 40320 - z * (1 / 3628800 - z / 479001600)), z, zLow)
  productPair(pair[0]!, pair[1]!, table.high[j]!, table.low[j]!)
  const first = pair[0]!
  const firstLow = pair[1]!

  polynomialPair(SIN_SERIES, -1 / 5040 + z * (1 / 362880 - z * (1 / 39916800 - z / 6227020800)), z, zLow)
  productPair(pair[0]!, pair[1]!, s, sLow)
  productPair(pair[0]!, pair[1]!, table.high[i]!, table.low[i]!)
  const second = pair[0]!
  const high = first + second
  const low = sumError(first, second, high) + (firstLow + pair[1]!)
  return roundPair(high, low, k === 0 ? SLACK * Math.abs(high) : SLACK)
}

/** sin(x) for |x| <= 2^20. */
export const sin = (x: number): number => {
  const near = sinNear(x, 0)
  return Number.isNaN(near) ? bigSin(x) : near
}

/** cos(x) for |x| <= 2^20. */
export const cos = (x: number): number => {
  const near = sinNear(x, 1)
  return Number.isNaN(near) ? bigCos(x) : near
}
