/**
 * The float32 functions of XLA's CPU backend that JAX's normal distributions go through, bit for bit (jaxlib 0.10.2).
 *
 * LLVM fuses multiplications and additions if the CPU can (x86 from AVX2 on): `fused`. Vector width and position in the
 * array do not matter. Every operation is rounded to float32.
 */
import { powerOfTwo } from '../../numeric/float/bits.js'
import { bitsOf, floats } from './bits.js'
import { horner32, multiplyAdd32 } from './fma.js'

// -------------------------------------------------------------------------------------
// log and log1p
// -------------------------------------------------------------------------------------

/** Cephes logf (Moshier): log(1 + r) = r - r^2/2 + r^3 P(r), with P of degree 8 in three quadratics of r, by r^3. */
const LOG_HIGH = /* @__PURE__ */ floats('3D9021BB BDEBD1B8 3DEF251A')
const LOG_MIDDLE = /* @__PURE__ */ floats('BDFE5D4F 3E11E9BF BE2AAE50')
const LOG_LOW = /* @__PURE__ */ floats('3E4CCEAC BE7FFFFC 3EAAAAAA')

/** log(2) in two parts; the first has few bits. */
const LN2_HIGH = 0.693359375
const LN2_LOW = -0.00021219444170128554

const SQRT_HALF = 0.7071067690849304
const SMALLEST_NORMAL = 1.1754943508222875e-38

/** log(x) for 0 <= x < 2^128; -Infinity at 0; a subnormal x is taken as 2^-126. */
export const log32 = (fused: boolean, x: number): number => {
  if (x === 0) return -Infinity
  const normal = Math.max(x, SMALLEST_NORMAL)
  const exponent = (bitsOf(normal) >>> 23) - 126
  const m = normal * powerOfTwo(-exponent)
  const below = m < SQRT_HALF
  const e = below ? exponent - 1 : exponent
  const r = below ? Math.fround(Math.fround(m - 1) + m) : Math.fround(m - 1)
  const r2 = Math.fround(r * r)
  const r3 = Math.fround(r2 * r)
  const upper = multiplyAdd32(fused, horner32(fused, LOG_HIGH, r), r3, horner32(fused, LOG_MIDDLE, r))
  const p = multiplyAdd32(fused, upper, r3, horner32(fused, LOG_LOW, r))
  const rest = multiplyAdd32(fused, p, r3, Math.fround(e * LN2_LOW))
  return multiplyAdd32(fused, e, LN2_HIGH, Math.fround(multiplyAdd32(fused, r2, -0.5, r) + rest))
}

/** Cephes log1p (Moshier): log(1 + t) = t - t^2/2 + t^3 N(t) / D(t). */
const LOG1P_NUMERATOR = /* @__PURE__ */ floats('383DE04E 3EFF40C5 40D284FA 41EF4B9C 4273CC76 426473AD 41A05101')
const LOG1P_DENOMINATOR = /* @__PURE__ */ floats('3F800000 417101AD 42A6185B 435DC32D 439A8CA3 43586D8A 42707982')

/** The rational form is used below this size, sqrt(2) - 1. */
const LOG1P_CENTRE = 0.4142135679721832

/** log(1 + t) for -1 <= t < 2^128. */
export const log1p32 = (fused: boolean, t: number): number => {
  if (Math.abs(t) >= LOG1P_CENTRE) return log32(fused, Math.fround(t + 1))
  const quotient = Math.fround(horner32(fused, LOG1P_NUMERATOR, t) / horner32(fused, LOG1P_DENOMINATOR, t))
  const t2 = Math.fround(t * t)
  return Math.fround(t + multiplyAdd32(fused, t2, -0.5, Math.fround(Math.fround(t * t2) * quotient)))
}

// -------------------------------------------------------------------------------------
// erf and its inverse
// -------------------------------------------------------------------------------------

/** Giles, "Approximating the erfinv function" (GPU Computing Gems, 2011), single precision. */
const ERF_INV_CENTRE = /* @__PURE__ */ floats(
  '32F16588 34B84B36 B66C7357 B6935AC1 396532DB BAA45408 BB88E4EF 3E7C8F63 3FC02E2F'
)
const ERF_INV_TAIL = /* @__PURE__ */ floats(
  'B951F09B 38D3B56B 3AB0DC72 BB70BDE7 3BBC127B BBF9C5D7 3C1AA57E 3F8036DB 40354F7E'
)

/** The inverse error function for -1 <= u <= 1; ±Infinity at ±1. */
export const erfInv32 = (fused: boolean, u: number): number => {
  if (Math.abs(u) === 1) return u * Infinity
  const w = -log1p32(fused, Math.fround(u * -u))
  const factor =
    w < 5
      ? horner32(fused, ERF_INV_CENTRE, Math.fround(w - 2.5))
      : horner32(fused, ERF_INV_TAIL, Math.fround(Math.fround(Math.sqrt(w)) - 3))
  return Math.fround(factor * u)
}

const ERF_NUMERATOR = /* @__PURE__ */ floats('39702D51 3B5F5DA2 3D50B6EB 3E3DA740 3F906EBA')
const ERF_DENOMINATOR = /* @__PURE__ */ floats('B3FD3906 37C588DF 3A856D28 3C6687D4 3DE34C21 3EFEB44A 3F800000')
/** From this size on, erf is ±1. */
const ERF_ONE = 3.7439212799072266

/** erf(x) = x P(x^2) / Q(x^2): fused on every CPU. */
export const erf32 = (x: number): number => {
  if (Math.abs(x) >= ERF_ONE) return Math.sign(x)
  const z = Math.fround(x * x)
  return Math.fround(Math.fround(x * horner32(true, ERF_NUMERATOR, z)) / horner32(true, ERF_DENOMINATOR, z))
}
