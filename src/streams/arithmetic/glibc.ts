/**
 * logf, sinf and cosf of glibc (2.27 and 2.28 on), bit for bit, in doubles rounded once.
 *
 * They are those of the Arm Optimized Routines (Szabolcs Nagy, math/logf.c and math/sincosf.c, MIT), within 0.82 ulp of
 * the value: 1 in 100 results is not the nearest float32. TensorFlow calls them, and PyTorch on CPUs without AVX2. Whether
 * glibc uses a fused multiply-add changes no result that a framework needs.
 */
import { powerOfTwo } from '../../numeric/float/bits.js'
import { bitsOf } from './bits.js'
import { cos, log, sin } from './libm.js'

// -------------------------------------------------------------------------------------
// log
// -------------------------------------------------------------------------------------

/** 1 / c and log c for a point c in each of 16 parts of the octave from 0.7 on; x / c = 1 + r is close to 1. */
const INVERSES = /* @__PURE__ */ Float64Array.of(
  1.398907162146528,
  1.3403141896637998,
  1.286432210124115,
  1.2367150214269895,
  1.1906977166711752,
  1.1479821020556429,
  1.1082251448272158,
  1.0711297413057381,
  1.036437278977283,
  1.0,
  0.9492859795739057,
  0.8951049428609004,
  0.8476821620351103,
  0.8050314851692001,
  0.7664671008843108,
  0.731428603316328
)
const LOGS = /* @__PURE__ */ Float64Array.of(
  -0.33569133332882284,
  -0.2929040563774074,
  -0.2518726580937369,
  -0.21245868807117255,
  -0.17453945183745634,
  -0.1380057072319758,
  -0.10275976698545139,
  -0.06871392447020525,
  -0.0357891387398228,
  0,
  0.05204517742929496,
  0.11081431298787942,
  0.1652495223695143,
  0.21687389031699977,
  0.2659635028121397,
  0.3127556664073557
)
const LN2 = 0.6931471805599453

/** log(1 + r) = r + A2 r^2 + A1 r^3 + A0 r^4 */
const A0 = -0.25089342214237154
const A1 = 0.333456765744066
const A2 = -0.4999997485802103

/** The bits of the first part's lower end. */
const OFFSET = 0x3f330000

/** log(x) of a normal positive float32 number. */
export const logf = (x: number): number => {
  const bits = bitsOf(x)
  if (bits === 0x3f800000) return 0
  const i = ((bits - OFFSET) >>> 19) & 15
  const k = (bits - OFFSET) >> 23
  const r = x * powerOfTwo(-k) * INVERSES[i]! - 1
  const head = LOGS[i]! + k * LN2
  const r2 = r * r
  return Math.fround((A0 * r2 + (A1 * r + A2)) * r2 + (head + r))
}

// -------------------------------------------------------------------------------------
// sin and cos
// -------------------------------------------------------------------------------------

const S1 = -0.16666654943701084
const S2 = 0.008332178146138854
const S3 = -0.00019517298981385725

const C1 = -0.49999999725108224
const C2 = 0.041666623324344516
const C3 = -0.001388676379437604
const C4 = 2.4390450703564542e-5

const HALF_PI = 1.5707963267948966
/** 2^24 / HALF_PI, and half of 2^24: the quotient is rounded in integers. */
const QUADRANTS = 10680707.430881744
const HALF = 0x800000

/** The upper 11 bits below the sign of 2^-12 and pi / 4, as the source compares them. */
const TINY = 0x398
const FIRST_OCTANT = 0x3f4

/** The quadrant x is nearest to, for |x| < 120. */
const quadrantOf = (top: number, x: number): number =>
  top < FIRST_OCTANT ? 0 : (Math.trunc(x * QUADRANTS) + HALF) >> 24

/** sin(x), with the sign of the quadrant. */
const sinPart = (quadrant: number, x: number): number => {
  const x2 = x * x
  const signed = quadrant === 1 || quadrant === 2 ? -x : x
  const x3 = x2 * signed
  return Math.fround(signed + x3 * S1 + x3 * x2 * (S2 + x2 * S3))
}

const cosPart = (quadrant: number, x: number): number => {
  const x2 = x * x
  const x4 = x2 * x2
  const size = 1 + x2 * C1 + x4 * C2 + x4 * x2 * (C3 + x2 * C4)
  return Math.fround(quadrant < 2 ? size : -size)
}

/** sin(y) of a float32 number, |y| < 120. */
export const sinf = (y: number): number => {
  const top = (bitsOf(y) >>> 20) & 0x7ff
  if (top < TINY) return y
  const n = quadrantOf(top, y)
  const x = y - n * HALF_PI
  return (n & 1) === 0 ? sinPart(n & 3, x) : cosPart(n & 3, x)
}

/** cos(y) of a float32 number, |y| < 120. */
export const cosf = (y: number): number => {
  const top = (bitsOf(y) >>> 20) & 0x7ff
  if (top < TINY) return 1
  const n = quadrantOf(top, y)
  const x = y - n * HALF_PI
  return (n & 1) === 0 ? cosPart(n & 3, x) : sinPart(n & 3, x)
}

// -------------------------------------------------------------------------------------
// profiles
// -------------------------------------------------------------------------------------

/**
 * `glibc`: its logf, sinf and cosf. `rounded`: the nearest double, rounded to float32. It differs from a C library that rounds
 * correctly (CORE-MATH) only if that double is a tie, once in 2^29.
 */
export type LibmProfile = 'glibc' | 'rounded'

export interface FloatLibm {
  readonly log: (x: number) => number
  readonly sin: (x: number) => number
  readonly cos: (x: number) => number
}

const roundedLibm: FloatLibm = {
  log: (x) => Math.fround(log(x)),
  sin: (x) => Math.fround(sin(x)),
  cos: (x) => Math.fround(cos(x))
}

export const floatLibm = (profile: LibmProfile): FloatLibm =>
  profile === 'glibc' ? { log: logf, sin: sinf, cos: cosf } : roundedLibm
