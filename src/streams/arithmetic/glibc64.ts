/**
 * log, sin and cos of doubles, bit for bit those of glibc (2.28 on; checked with 2.36) on a CPU with a fused multiply-add.
 * They are within 0.55 ulp of the value: 1 in 2000 logarithms and 1 in 500 sines are not the nearest double. PyTorch,
 * TensorFlow and NumPy call them in float64.
 *
 * log is that of the Arm Optimized Routines (Szabolcs Nagy, math/log.c, MIT), sin and cos are those of IBM's Accurate
 * Mathematical Library (sysdeps/ieee754/dbl-64/s_sin.c), without the reduction of arguments beyond 10^8. The fused operations
 * were read from the machine code of Debian's libm.so.6 (__ieee754_log_fma, __sin_fma, __cos_fma).
 */
import { highWord, powerOfTwo } from '../../numeric/float/bits.js'
import { lazily } from '../../numeric/memo.js'
import { BITS, ONE, sinOf } from './bigLibm.js'
import { doubles } from './bits.js'
import { type Pairs, pairsOf } from './doubleDouble.js'
import { fma64, horner64 } from './fma.js'
import * as libm from './libm.js'

// -------------------------------------------------------------------------------------
// log
// -------------------------------------------------------------------------------------

/** 1 / c for a point c in each of 128 parts of the octave from 0.6875 on; x / c = 1 + r is close to 1. */
const INVERSES = /* @__PURE__ */ doubles(
  [
    '3ff734f0c3e0de9f 3ff713786a2ce91f 3ff6f26008fab5a0 3ff6d1a61f138c7d 3ff6b1490bc5b4d1 3ff69147332f0cba ' +
      '3ff6719f18224223 3ff6524f99a51ed9 3ff63356aa8f24c4 3ff614b36b9ddc14 3ff5f66452c65c4c 3ff5d867b5912c4f ' +
      '3ff5babccb5b90de 3ff59d61f2d91a78 3ff5805612465687 3ff56397cee76bd3 3ff54725e2a77f93 3ff52aff42064583 ' +
      '3ff50f22dbb2bddf 3ff4f38f4734ded7 3ff4d843cfde2840 3ff4bd3ec078a3c8 3ff4a27fc3e0258a 3ff4880524d48434 ' +
      '3ff46dce1b192d0b 3ff453d9d3391854 3ff43a2744b4845a 3ff420b54115f8fb 3ff40782da3ef4b1 3ff3ee8f5d57fe8f ' +
      '3ff3d5d9a00b4ce9 3ff3bd60c010c12b 3ff3a5242b75dab8 3ff38d22cd9fd002 3ff3755bc5847a1c 3ff35dce49ad36e2 ' +
      '3ff34679984dd440 3ff32f5cceffcb24 3ff3187775a10d49 3ff301c8373e3990 3ff2eb4ebb95f841 3ff2d50a0219a9d1 ' +
      '3ff2bef9a8b7fd2a 3ff2a91c7a0c1bab 3ff293726014b530 3ff27dfa5757a1f5 3ff268b39b1d3bbf 3ff2539d838ff5bd ' +
      '3ff23eb7aac9083b 3ff22a012ba940b6 3ff2157996cc4132 3ff201201dd2fc9b 3ff1ecf4494d480b 3ff1d8f5528f6569 ' +
      '3ff1c52311577e7c 3ff1b17c74cb26e9 3ff19e010c2c1ab6 3ff18ab07bb670bd 3ff1778a25efbcb6 3ff1648d354c31da ' +
      '3ff151b990275fdd 3ff13f0ea432d24c 3ff12c8b7210f9da 3ff11a3028ecb531 3ff107fbda8434af 3ff0f5ee0f4e6bb3 ' +
      '3ff0e4065d2a9fce 3ff0d244632ca521 3ff0c0a77ce2981a 3ff0af2f83c636d1 3ff09ddb98a01339 3ff08cabaf52e7df ' +
      '3ff07b9f2f4e28fb 3ff06ab58c358f19 3ff059eea5ecf92c 3ff04949cdd12c90 3ff038c6c6f0ada9 3ff02865137932a9 ' +
      '3ff0182427ea7348 3ff008040614b195 3fefe01ff726fa1a 3fefa11cc261ea74 3fef6310b081992e 3fef25f63ceeadcd ' +
      '3feee9c8039113e7 3feeae8078cbb1ab 3fee741aa29d0c9b 3fee3a91830a99b5 3fee01e009609a56 3fedca01e577bb98 ' +
      '3fed92f20b7c9103 3fed5cac66fb5cce 3fed272caa5ede9d 3fecf26e3e6b2ccd 3fecbe6da2a77902 3fec8b266d37086d ' +
      '3fec5894bd5d5804 3fec26b533bb9f8c 3febf583eeece73f 3febc4fd75db96c1 3feb951e0c864a28 3feb65e2c5ef3e2c ' +
      '3feb374867c9888b 3feb094b211d304a 3feadbe885f2ef7e 3feaaf1d31603da2 3fea82e63fd358a7 3fea5740ef09738b ' +
      '3fea2c2a90ab4b27 3fea01a01393f2d1 3fe9d79f24db3c1b 3fe9ae2505c7b190 3fe9852ef297ce2f 3fe95cbaeea44b75 ' +
      '3fe934c69de74838 3fe90d4f2f6752e6 3fe8e6528effd79d 3fe8bfce9fcc007c 3fe899c0dabec30e 3fe87427aa2317fb ' +
      '3fe84f00acb39a08 3fe82a49e8653e55 3fe8060195f40260 3fe7e22563e0a329 3fe7beb377dcb5ad 3fe79baa679725c2 ' +
      '3fe77907f2170657 3fe756cadbd6130c'
  ].join('')
)

const P43 = 8796093022208

/** log c to 43 fraction bits, so that sums with exponents are exact. */
const logs: () => Float64Array = /* @__PURE__ */ lazily(() =>
  INVERSES.map((inverse) => Math.floor(-libm.log(inverse) * P43 + 0.5) / P43)
)

const LN2_HIGH = 0.6931471805598903
const LN2_LOW = 5.497923018708371e-14

/** (log(1 + r) - r) / r^2, lowest degree first, for |r| < 2^-8 */
const A0 = -0.5000000000000001
const A1 = 0.33333333331825593
const A2 = -0.2499999999622955
const A3 = 0.20000304511814496
const A4 = -0.16667054827627667

/** The same for x from 0.9375 to 1.0647, where log c + ... would cancel. */
const B0 = -0.5
const B1 = 0.3333333333333352
const B2 = -0.24999999999998432
const B3 = 0.19999999999320328
const B4 = -0.16666666669929706
const B5 = 0.14285715076560868
const B6 = -0.12499997863982555
const B7 = 0.11110712032936046
const B8 = -0.10000486757818193
const B9 = 0.09181994006195467
const B10 = -0.08328363062289341

const NEAR_BELOW = 0.9375
const NEAR_ABOVE = 1.064697265625

/** High word of the first part's lower end. */
const OFFSET = 0x3fe60000
const P27 = 134217728

/** log(x) of a positive normal double. */
export const log = (x: number): number => {
  if (x >= NEAR_BELOW && x < NEAR_ABOVE) return x === 1 ? 0 : logNearOne(x - 1)
  const offset = highWord(x) - OFFSET
  const i = (offset >>> 13) & 127
  const k = offset >> 20
  const r = fma64(x * powerOfTwo(-k), INVERSES[i]!, -1)
  const w = fma64(k, LN2_HIGH, logs()[i]!)
  const high = w + r
  const r2 = r * r
  const low = fma64(r2, A0, fma64(k, LN2_LOW, w - high + r))
  return fma64(r * r2, fma64(fma64(r, A4, A3), r2, fma64(r, A2, A1)), low) + high
}

/** log(1 + r), where r + B0 r^2 is summed in two doubles. */
const logNearOne = (r: number): number => {
  const r2 = r * r
  const r3 = r * r2
  const upper = fma64(r3, B10, fma64(r2, B9, fma64(r, B8, B7)))
  const middle = fma64(r2, B6, fma64(r, B5, B4))
  const lower = fma64(r2, B3, fma64(r, B2, B1))
  const rHigh = fma64(-P27, r, fma64(r, P27, r))
  const square = rHigh * rHigh
  const high = fma64(square, B0, r)
  const low = fma64(B0 * (r - rHigh), r + rHigh, fma64(square, B0, r - high))
  return high + fma64(fma64(fma64(upper, r3, middle), r3, lower), r3, low)
}

// -------------------------------------------------------------------------------------
// sin and cos
// -------------------------------------------------------------------------------------

/** sin and cos of k / 128, for k / 128 up to slightly more than pi / 4. */
const POINTS = 110
const pointsOf = (quarters: bigint): Pairs =>
  pairsOf(
    Array.from({ length: POINTS }, (_, k) => sinOf((ONE * BigInt(k)) / 128n, quarters)),
    BITS
  )
const points = /* @__PURE__ */ lazily(() => ({ sines: pointsOf(0n), cosines: pointsOf(1n) }))

/** 1.5 2^45: a sum with it is rounded to a multiple of 1 / 128. */
const BIG = 52776558133248

/** sin(s) - s = s^3 (SN3 + SN5 s^2) and 1 - cos(s), for |s| <= 1 / 256 */
const SN3 = -0.16666666666666488
const SN5 = 0.008333332142857223
const CS2 = 0.5
const CS4 = -0.04166666666666644
const CS6 = 0.001388888740079376

/** (sin(x) - x) / x^3, highest degree first, for |x| < TAYLOR */
const TAYLOR = 0.126
const S = /* @__PURE__ */ Float64Array.of(
  -2.5022014848318398e-8,
  2.755729806860771e-6,
  -0.00019841269834414642,
  0.008333333333332329,
  -0.16666666666666666
)

/** sin(x + rest) for |x| < 0.86 */
const sinPart = (x: number, rest: number): number => {
  if (Math.abs(x) < TAYLOR) {
    const square = x * x
    return x + fma64(square, fma64(horner64(true, S, square), x, -0.5 * rest), rest)
  }
  const dx = x > 0 ? rest : -rest
  const k = Math.abs(x) + BIG - BIG
  const d = Math.abs(x) - k
  const i = k * 128
  const square = d * d
  const s = d + fma64(d * square, fma64(SN5, square, SN3), dx)
  const c = fma64(d, dx, square * fma64(fma64(CS6, square, CS4), square, CS2))
  const { sines, cosines } = points()
  const sine = sines.high[i]!
  const low = fma64(-c, sine, fma64(s, cosines.low[i]!, sines.low[i]!))
  const size = sine + fma64(s, cosines.high[i]!, low)
  return x < 0 ? -size : size
}

/** cos(x + rest) for |x| < 0.86 */
const cosPart = (x: number, rest: number): number => {
  const k = Math.abs(x) + BIG - BIG
  const d = Math.abs(x) - k + (x < 0 ? -rest : rest)
  const i = k * 128
  const square = d * d
  const s = fma64(d * square, fma64(SN5, square, SN3), d)
  const c = square * fma64(fma64(CS6, square, CS4), square, CS2)
  const { sines, cosines } = points()
  const cosine = cosines.high[i]!
  const low = fma64(-c, cosine, fma64(-s, sines.low[i]!, cosines.low[i]!))
  return cosine + fma64(-s, sines.high[i]!, low)
}

/** pi / 2 in two doubles, and in four parts for multiples of it. */
const HALF_PI = 1.5707963267948966
const HALF_PI_LOW = 6.123233995736766e-17
const HALF_PI_1 = 1.5707963407039642
const HALF_PI_2 = -1.3909067564377153e-8
const HALF_PI_3 = -4.97899623147991e-17
const HALF_PI_4 = -1.9034889620193266e-25
const QUADRANTS_PER_UNIT = 0.6366197723675814
/** 1.5 2^52: a sum with it is rounded to an integer. */
const TO_INTEGER = 6755399441055744

/** Upper ends of the first regions, as the source compares them, by high words. */
const TINY_SIN = 0x3e500000
const TINY_COS = 0x3e400000
const FIRST = 0x3feb6000
const SECOND = 0x400368fd

/** sin(x + quarters pi / 2) for |x| from 2.4 to 10^8, by subtraction of the nearest multiple of pi / 2. */
const reduced = (x: number, quarters: number): number => {
  const n = fma64(x, QUADRANTS_PER_UNIT, TO_INTEGER) - TO_INTEGER
  const y = fma64(-n, HALF_PI_2, fma64(-n, HALF_PI_1, x))
  const z = fma64(-n, HALF_PI_3, y)
  const a = fma64(-n, HALF_PI_4, z)
  const rest = fma64(-n, HALF_PI_3, y - z) + fma64(-n, HALF_PI_4, z - a)
  const quadrant = (n + quarters) & 3
  const size = (quadrant & 1) === 0 ? sinPart(a, rest) : cosPart(a, rest)
  return quadrant < 2 ? size : -size
}

/** sin(x) for |x| < 10^8. */
export const sin = (x: number): number => {
  const word = highWord(x) & 0x7fffffff
  if (word < TINY_SIN) return x
  if (word < FIRST) return sinPart(x, 0)
  if (word >= SECOND) return reduced(x, 0)
  const size = cosPart(HALF_PI - Math.abs(x), HALF_PI_LOW)
  return x < 0 ? -size : size
}

/** cos(x) for |x| < 10^8. */
export const cos = (x: number): number => {
  const word = highWord(x) & 0x7fffffff
  if (word < TINY_COS) return 1
  if (word < FIRST) return cosPart(x, 0)
  if (word >= SECOND) return reduced(x, 1)
  const y = HALF_PI - Math.abs(x)
  const a = y + HALF_PI_LOW
  return sinPart(a, y - a + HALF_PI_LOW)
}
