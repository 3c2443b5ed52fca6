/**
 * erf of doubles and of float32 numbers as glibc computes them: the rational forms of Sun Microsystems (s_erf.c, 1993). XLA
 * calls the double always, the float32 where it folds constants.
 *
 * Of 400,000 numbers, all doubles equal those of glibc 2.36, and all but 3 float32 results, as expf is the nearest number here.
 *
 *   |x| < 0.84375     x + x P/Q        in x^2
 *   |x| < 1.25        erx + P/Q        in |x| - 1
 *   |x| < 1/0.35      1 - e/|x|        e = exp(-z^2 - 0.5625) exp((z - x) (z + x) + P/Q), P and Q in 1/x^2, and z the upper
 *   |x| < 6           1 - e/|x|        bits of |x|
 *
 * The double sums pairs of terms, the float32 follows Horner's rule. Neither is fused.
 */
import { highWord, powerOfTwo } from '../../numeric/float/bits.js'
import { bitsOf, fromBits } from './bits.js'
import { exp } from './libm.js'

// -------------------------------------------------------------------------------------
// coefficients, lowest degree first
// -------------------------------------------------------------------------------------

/** A rational form. */
interface Quotient {
  readonly numerator: ReadonlyArray<number>
  readonly denominator: ReadonlyArray<number>
}

const CENTRE: Quotient = {
  numerator: [
    1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3,
    -2.37630166566501626084e-5
  ],
  denominator: [
    1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4,
    -3.9602282787753681232e-6
  ]
}

const MIDDLE: Quotient = {
  numerator: [
    -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1,
    -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.166375594868790843e-3
  ],
  denominator: [
    1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2, 1.26171219808761642112e-1,
    1.36370839120290507362e-2, 1.1984499846799107417e-2
  ]
}

const OUTER: Quotient = {
  numerator: [
    -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1,
    -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592
  ],
  denominator: [
    1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2,
    4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2
  ]
}

const TAIL: Quotient = {
  numerator: [
    -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2,
    -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2
  ],
  denominator: [
    1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3,
    2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1
  ]
}

/** erf(1), a float32. */
const ERF_OF_ONE = 8.45062911510467529297e-1

/** erf(x) / x - 1 at 0. */
const SLOPE = 1.28379167095512586316e-1

const LINEAR = /* @__PURE__ */ powerOfTwo(-28)

// -------------------------------------------------------------------------------------
// float64
// -------------------------------------------------------------------------------------

/** The polynomial, as sums of two terms times powers of x^2. */
const pairwise = (c: ReadonlyArray<number>, x: number): number => {
  const x2 = x * x
  const x4 = x2 * x2
  const powers = [1, x2, x4, x4 * x2, x4 * x4]
  let sum = c[0]! + x * c[1]!
  for (let i = 2; i < c.length; i += 2) sum += powers[i / 2]! * (i + 1 < c.length ? c[i]! + x * c[i + 1]! : c[i]!)
  return sum
}

const quotient64 = ({ numerator, denominator }: Quotient, x: number): number =>
  pairwise(numerator, x) / pairwise(denominator, x)

/** erf(x) of glibc. */
export const erf = (x: number): number => {
  const size = Math.abs(x)
  if (size < LINEAR) return x + SLOPE * x
  if (size < 0.84375) return x + x * quotient64(CENTRE, x * x)
  return x < 0 ? -erfOfLarge(size) : erfOfLarge(size)
}

/** |x| < 1/0.35, by the high word. */
const isOuter64 = (x: number): boolean => highWord(x) < 0x4006db6e

const erfOfLarge = (x: number): number => {
  if (x < 1.25) return ERF_OF_ONE + quotient64(MIDDLE, x - 1)
  if (x >= 6) return 1
  const rest = quotient64(isOuter64(x) ? OUTER : TAIL, 1 / (x * x))
  const z = withoutLowWord(x)
  return 1 - (exp(-z * z - 0.5625) * exp((z - x) * (z + x) + rest)) / x
}

/** x with its lower 32 bits 0, for x from 1 to 8. */
const withoutLowWord = (x: number): number => {
  const unit = powerOfTwo((highWord(x) >>> 20) - 1023 - 20)
  return Math.floor(x / unit) * unit
}

// -------------------------------------------------------------------------------------
// float32
// -------------------------------------------------------------------------------------

const horner = (c: ReadonlyArray<number>, x: number): number =>
  c.reduceRight((sum, each) => Math.fround(Math.fround(each) + Math.fround(x * sum)), 0)

const quotient32 = ({ numerator, denominator }: Quotient, x: number): number =>
  Math.fround(horner(numerator, x) / horner(denominator, x))

const expf = (x: number): number => Math.fround(exp(x))

/** erff(x) of glibc, for a float32. */
export const erff = (x: number): number => {
  const size = Math.abs(x)
  if (size < LINEAR) return Math.fround(x + Math.fround(Math.fround(SLOPE) * x))
  if (size < 0.84375) return Math.fround(x + Math.fround(x * quotient32(CENTRE, Math.fround(x * x))))
  return x < 0 ? -erffOfLarge(size) : erffOfLarge(size)
}

const isOuter32 = (x: number): boolean => bitsOf(x) < 0x4036db6e

const erffOfLarge = (x: number): number => {
  if (x < 1.25) return Math.fround(ERF_OF_ONE + quotient32(MIDDLE, Math.fround(x - 1)))
  if (x >= 6) return 1
  const rest = quotient32(isOuter32(x) ? OUTER : TAIL, Math.fround(1 / Math.fround(x * x)))
  const z = fromBits(bitsOf(x) & ~0xfff)
  const factor = expf(Math.fround(-Math.fround(z * z) - 0.5625))
  const e = Math.fround(factor * expf(Math.fround(Math.fround(Math.fround(z - x) * Math.fround(z + x)) + rest)))
  return Math.fround(1 - Math.fround(e / x))
}
