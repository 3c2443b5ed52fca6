/**
 * log, sin and cos as PyTorch's AVX2 Box-Muller kernel computes them (aten/src/ATen/native/cpu/avx_mathfun.h, after
 * Julien Pommier's SSE functions, after Cephes), bit for bit in float32. GCC fuses products with the sums they go into.
 */
import { powerOfTwo } from '../../numeric/float/bits.js'
import { bitsOf, floats } from './bits.js'
import { fma32, horner32 } from './fma.js'

// -------------------------------------------------------------------------------------
// log
// -------------------------------------------------------------------------------------

const LOG = /* @__PURE__ */ floats('3D9021BB BDEBD1B8 3DEF251A BDFE5D4F 3E11E9BF BE2AAE50 3E4CCEAC BE7FFFFC 3EAAAAAA')

/** log(2) in two parts; the first has few bits. */
const LN2_HIGH = 0.693359375
const LN2_LOW = -0.00021219444170128554

const SQRT_HALF = 0.7071067690849304
const SMALLEST_NORMAL = 1.1754943508222875e-38

/** log(x) for 0 < x < 2^128; a subnormal x is taken as 2^-126. */
export const logAvx2 = (x: number): number => {
  const normal = Math.max(x, SMALLEST_NORMAL)
  const exponent = (bitsOf(normal) >>> 23) - 126
  const m = normal * powerOfTwo(-exponent)
  const below = m < SQRT_HALF
  const e = below ? exponent - 1 : exponent
  const r = below ? Math.fround(Math.fround(m - 1) + m) : Math.fround(m - 1)
  const z = Math.fround(r * r)
  const p = Math.fround(horner32(true, LOG, r) * r)
  const rest = fma32(z, -0.5, fma32(p, z, Math.fround(e * LN2_LOW)))
  return fma32(e, LN2_HIGH, Math.fround(r + rest))
}

// -------------------------------------------------------------------------------------
// sin and cos
// -------------------------------------------------------------------------------------

const FOUR_OVER_PI = 1.2732394933700562

/** -pi / 4 in three parts. */
const ANGLE_1 = -0.78515625
const ANGLE_2 = -0.00024187564849853516
const ANGLE_3 = -3.774895063202166e-8

const SIN = /* @__PURE__ */ floats('B94CA1F9 3C08839E BE2AAAA3')
const COS = /* @__PURE__ */ floats('37CCF5CE BAB6061A 3D2AAAA5')

/** The even number of eighths of a turn that is nearest to x. */
const octantOf = (x: number): number => (Math.trunc(Math.fround(x * FOUR_OVER_PI)) + 1) & ~1

const reduced = (x: number, octant: number): number =>
  fma32(octant, ANGLE_3, fma32(octant, ANGLE_2, fma32(octant, ANGLE_1, x)))

const sinPart = (x: number): number => {
  const z = Math.fround(x * x)
  return fma32(Math.fround(horner32(true, SIN, z) * z), x, x)
}

const cosPart = (x: number): number => {
  const z = Math.fround(x * x)
  return Math.fround(fma32(Math.fround(horner32(true, COS, z) * z), z, -Math.fround(z * 0.5)) + 1)
}

/** sin(x) and cos(x) for 0 <= x < 8192, as the first two numbers of `out`. */
export const sinCosAvx2 = (x: number, out: Float64Array): void => {
  const octant = octantOf(x)
  const rest = reduced(x, octant)
  const s = sinPart(rest)
  const c = cosPart(rest)
  const isSwapped = (octant & 2) !== 0
  const sine = isSwapped ? c : s
  const cosine = isSwapped ? s : c
  out[0] = (octant & 4) === 0 ? sine : -sine
  out[1] = ((octant - 2) & 4) === 0 ? -cosine : cosine
}
