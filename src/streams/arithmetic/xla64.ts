/**
 * The float64 functions of JAX's normal distributions in x64 mode on XLA's CPU backend (jaxlib 0.10.2), bit for bit: those of
 * `xla.ts` with longer polynomials, and the log of the C library, which is glibc on Linux.
 */
import { doubles } from './bits.js'
import { horner64, multiplyAdd64 } from './fma.js'
import { log } from './glibc64.js'

/** Cephes log1p (Moshier): log(1 + t) = t - t^2/2 + t^3 N(t) / D(t). */
const LOG1P_NUMERATOR = /* @__PURE__ */ doubles(
  '3F07BC0962B395CA 3FDFE818A0FE1A83 401A509F46F4FA53 403DE9738B8CB9C9 404E798EB86C3351 404C8E7597479A10 40340A202D99830A'
)
const LOG1P_DENOMINATOR = /* @__PURE__ */ doubles(
  '3FF0000000000000 402E20359E903E37 4054C30B52213498 406BB86590FCFB56 407351945DC908A5 406B0DB13E48E066 404E0F304466448E'
)

/** The rational form is used below this size, sqrt(2) - 1. */
const LOG1P_CENTRE = 0.41421356237309503

/** log(1 + t) for t >= -1; -Infinity at -1. */
export const log1p64 = (fused: boolean, t: number): number => {
  if (t === -1) return -Infinity
  if (Math.abs(t) >= LOG1P_CENTRE) return log(1 + t)
  const quotient = horner64(fused, LOG1P_NUMERATOR, t) / horner64(fused, LOG1P_DENOMINATOR, t)
  const t2 = t * t
  return t + multiplyAdd64(fused, t2, -0.5, t * t2 * quotient)
}

/** Giles, "Approximating the erfinv function" (GPU Computing Gems, 2011), double precision. */
const ERF_INV_CENTRE = /* @__PURE__ */ doubles(
  'BBB135D2E746E627 BC08DDF93324D327 3C37B83EEF0B7C9F 3C69BA72CD589B91 BCA33689090A6B96 3C782E11898132E0 ' +
    '3CFDE4ACFD9E26BA BD26D33EED66C487 BD36F2167040D8E2 3D872A22C2D77E20 BDAC8859C4E5C0AF BDCDC583D118A561 ' +
    '3E120F47CCF46B3C BE31A9E38DC84D60 BE5F36CD6D3D46A9 3E9C6B4F5D03B787 BEB6E8A5434AE8A2 BEED1D1F7B8736F6 ' +
    '3F2879C2A212F024 BF4845769484FCA8 BF78B6C33114F909 3FCEBD80D9B13E28 3FFA755E7C99AE86'
)
const ERF_INV_MIDDLE = /* @__PURE__ */ doubles(
  '3E23040F87DBD932 3E785CBE52878635 BE92777453DD3955 3E5395ABCD554C6C 3EB936388A3790AD BED0D5DB812B5083 ' +
    '3EC8860CD5D652F6 3EEA29A0CACDFB23 BF08CEF1F80281F2 3F11E684D0B9188A 3EF932CD54C8A222 BF37448A89EF8AA3 ' +
    '3F4F3CC55AD40C25 BF5BA924132F38B1 3F6468EECA533CF8 BF6EBADABB891BBD 3F75FFCFE5B76AFC 3FF0158A6D641D39 ' +
    '4008ABCC380D5A48'
)
const ERF_INV_TAIL = /* @__PURE__ */ doubles(
  'BDBDCEC3A7785389 BDF18FEEC0E38727 3E19E6BF2DDA45E3 BE30468FB24E2F5F 3E405AC6A8FBA182 BE50102E495FB9C0 ' +
    '3E5F4C20E1334AF8 BE722D220FDF9C3E 3E8EBC8BB824CB54 BEB0A8D40EA372CC 3ED2FBD29D093D2B BEF4A3497E1E0FAC ' +
    '3F13EBF4EB00938F BF2C2F36A8FC5D53 BF222EA5DF04047C 3FF02A30D1FBA0DC 4013664DDD1AD7FB'
)

/** The inverse error function for -1 <= u <= 1; ±Infinity at ±1. */
export const erfInv64 = (fused: boolean, u: number): number => {
  if (Math.abs(u) === 1) return u * Infinity
  return erfInvFactor(fused, -log1p64(fused, u * -u)) * u
}

/** erfInv(u) / u as a function of w = -log(1 - u^2). */
const erfInvFactor = (fused: boolean, w: number): number => {
  if (w < 6.25) return horner64(fused, ERF_INV_CENTRE, w - 3.125)
  const root = Math.sqrt(w)
  return w < 16 ? horner64(fused, ERF_INV_MIDDLE, root - 3.25) : horner64(fused, ERF_INV_TAIL, root - 5)
}
