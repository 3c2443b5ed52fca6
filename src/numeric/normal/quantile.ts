/**
 * The quantile function of the standard normal distribution, the precise form: at most 3 ulp, odd by construction.
 *
 *   centre: z = c (3 + A(r) / B(r)),  r = (1/2 - c)(1/2 + c),  |c| <= 0.478        (|z| <= 2.014)
 *   tail:   z = t + D(t) / E(t),      t = sqrt(-log p),        0 < p <= 0.022
 *
 * The split is Wichura's (AS 241, Applied Statistics 37, 1988), moved from 0.425 to 0.478 so that a normal truncated at
 * two standard deviations never leaves the centre; the rationals are our own fits (scripts/fit-quantile.py).
 *
 * - Both add a small rational to an exactly known main part, so that its rounding errors reach the result scaled down,
 *   by a factor of at most 0.3.
 * - The centre uses r and not c^2: z / c depends on r so weakly (|d log / d log r| <= 0.3) that the rounding of r does
 *   not matter, while that of c^2 would be amplified 1.8 times at the border.
 * - Even and odd powers are summed separately: shorter chains, 8.7 ns instead of 10.1, with the same accuracy.
 * - Only `+ - * /` and sqrt, no branch inside either part: a vector kernel computes both and selects.
 */
import { log } from '../float/log.js'

/** The centre is used up to this |u|, the tail beyond. */
export const BORDER = 0.478

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

/** D and E (whose constant is 1), error 2^-56.8 of z for every double p up to 0.0221. */
const D0 = -3.475347669726423
const D1 = -31.996817068019855
const D2 = -58.96966664851667
const D3 = -30.611356811852843
const D4 = 3.3377756319544845
const D5 = 9.517843029017381
const D6 = 3.80400911512274
const D7 = 0.6240058934869781
const D8 = 0.04367562458090277
const D9 = 0.0011909517391161832
const D10 = 9.478004057520643e-6

const E1 = 14.909992271593147
const E2 = 47.09682042828754
const E3 = 55.75557512155728
const E4 = 32.21920387585219
const E5 = 9.973925593341598
const E6 = 1.5330165215506293
const E7 = 0.10571386545697725
const E8 = 0.002875387514772347
const E9 = 2.288151860719528e-5
const E10 = 7.469185281636824e-13

/** The z with Phi(z) = 1/2 + c, for |c| <= 0.478. */
export const centre = (c: number): number => {
  const r = (0.5 - c) * (0.5 + c)
  const square = r * r
  const numeratorEven = A0 + square * (A2 + square * (A4 + square * (A6 + square * (A8 + square * A10))))
  const numeratorOdd = A1 + square * (A3 + square * (A5 + square * (A7 + square * A9)))
  const denominatorEven = 1 + square * (B2 + square * (B4 + square * (B6 + square * (B8 + square * B10))))
  const denominatorOdd = B1 + square * (B3 + square * (B5 + square * (B7 + square * B9)))
  return c * (ANCHOR + (numeratorEven + r * numeratorOdd) / (denominatorEven + r * denominatorOdd))
}

/** The z > 0 with 1 - Phi(z) = p, for a double p in (0, 0.022]. */
export const tail = (p: number): number => {
  const t = Math.sqrt(-log(p))
  const square = t * t
  const numeratorEven = D0 + square * (D2 + square * (D4 + square * (D6 + square * (D8 + square * D10))))
  const numeratorOdd = D1 + square * (D3 + square * (D5 + square * (D7 + square * D9)))
  const denominatorEven = 1 + square * (E2 + square * (E4 + square * (E6 + square * (E8 + square * E10))))
  const denominatorOdd = E1 + square * (E3 + square * (E5 + square * (E7 + square * E9)))
  return t + (numeratorEven + t * numeratorOdd) / (denominatorEven + t * denominatorOdd)
}

/** The z with Phi(z) = 1/2 + u, for a centred uniform u in (-1/2, 1/2). Where 1/2 - |u| is exact, so is the tail probability. */
export const quantile = (u: number): number =>
  Math.abs(u) <= BORDER ? centre(u) : u > 0 ? tail(0.5 - u) : -tail(0.5 + u)
