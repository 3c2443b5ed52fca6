import { log } from './log.js'

/**
 * The quantile function of the standard normal distribution, the precise form: at most 3 ulp, odd by construction.
 *
 *   centre: z = c (3 + A(r) / B(r)),  r = (1/2 - c)(1/2 + c),  |c| <= 0.478        (|z| <= 2.014)
 *   tail:   z = t + D(t) / E(t),      t = sqrt(-log p),        0 < p <= 0.022
 *
 * The split is Wichura's (AS 241, Applied Statistics 37, 1988), moved from 0.425 to 0.478 so that a normal truncated at
 * two standard deviations never leaves the centre; the rationals are our own fits (scripts/fit-quantile.py). Both add a
 * small rational to an exactly known main part, so that the rounding errors of the rational reach the result scaled
 * down (by 0.3 at most). The centre works in r and not in c^2 because z / c depends on r so mildly
 * (|d log / d log r| <= 0.3) that the rounding of r does not matter; in c^2 it is amplified 1.8 times at the border.
 *
 * `+ - * /` and sqrt only, no branch inside either part: a vector kernel computes both and selects.
 */

/** Where the centre ends: |u| up to here, p = 1/2 - |u| from there. */
const BORDER = 0.478

/** The main part of z / c, inside its range 2.5066 .. 4.22. */
const ANCHOR = 3

/** A and B (whose constant is 1), error 2^-56.5 of z. */
const A0 = 4.157476462469436
const A1 = 4386.045499281228
const A2 = 974116.4240115713
const A3 = 71282938.34215659
const A4 = 1918782115.9821227
const A5 = 15307752161.46936
const A6 = -74529584782.45688
const A7 = -1311591498547.227
const A8 = -4400992518706.36
const A9 = -4378848424974.6343
const A10 = -923300071890.3942

const B1 = 1507.6728794994217
const B2 = 459863.60828506196
const B3 = 48260868.56258117
const B4 = 2128052190.0893998
const B5 = 43036606041.726204
const B6 = 410363371069.8489
const B7 = 1808832102697.8354
const B8 = 3415641238401.432
const B9 = 2317795361809.4907
const B10 = 360426669117.345

/** D and E (whose constant is 1), error 2^-57.1 of z for every normal double p up to 0.0221. */
const D0 = -3.480738329157084
const D1 = -32.41691578014115
const D2 = -60.222355286037555
const D3 = -31.262597973869365
const D4 = 3.3732502999534826
const D5 = 9.67221839012431
const D6 = 3.8903067379257847
const D7 = 0.6444747115204515
const D8 = 0.04563981498115939
const D9 = 0.0012605324998837325
const D10 = 1.0168958410671382e-5

const E1 = 15.060869903970229
const E2 = 47.92950845427468
const E3 = 56.88784740915359
const E4 = 32.87109152662387
const E5 = 10.215565916225616
const E6 = 1.583914303413034
const E7 = 0.11047505424827649
const E8 = 0.0030433858512018764
const E9 = 2.454958730913946e-5
const E10 = 8.381471601170571e-13

/** The z with Phi(z) = 1/2 + c, for |c| <= 0.478. */
export const centre = (c: number): number => {
  const r = (0.5 - c) * (0.5 + c)
  const numeratorHigh = A5 + r * (A6 + r * (A7 + r * (A8 + r * (A9 + r * A10))))
  const numerator = A0 + r * (A1 + r * (A2 + r * (A3 + r * (A4 + r * numeratorHigh))))
  const denominatorHigh = B5 + r * (B6 + r * (B7 + r * (B8 + r * (B9 + r * B10))))
  const denominator = 1 + r * (B1 + r * (B2 + r * (B3 + r * (B4 + r * denominatorHigh))))
  return c * (ANCHOR + numerator / denominator)
}

/** The z > 0 with 1 - Phi(z) = p, for a normal double p in (0, 0.022]. */
export const tail = (p: number): number => {
  const t = Math.sqrt(-log(p))
  const numeratorHigh = D5 + t * (D6 + t * (D7 + t * (D8 + t * (D9 + t * D10))))
  const numerator = D0 + t * (D1 + t * (D2 + t * (D3 + t * (D4 + t * numeratorHigh))))
  const denominatorHigh = E5 + t * (E6 + t * (E7 + t * (E8 + t * (E9 + t * E10))))
  const denominator = 1 + t * (E1 + t * (E2 + t * (E3 + t * (E4 + t * denominatorHigh))))
  return t + numerator / denominator
}

/** The z with Phi(z) = 1/2 + u, for a centred uniform u in (-1/2, 1/2). Where 1/2 - |u| is exact, so is the tail. */
export const quantile = (u: number): number =>
  Math.abs(u) <= BORDER ? centre(u) : u > 0 ? tail(0.5 - u) : -tail(0.5 + u)

/** The same from the distance q = 1/2 - |u| to the nearer end, z >= 0: nothing is lost where u has no bits left. */
export const upperQuantile = (q: number): number => (q >= 0.5 - BORDER ? centre(0.5 - q) : tail(q))
