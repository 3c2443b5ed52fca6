/**
 * NumPy's standard normal numbers from 256 layers (Marsaglia and Tsang, "The ziggurat method for generating random
 * variables", J. Stat. Software 5(8), 2000). A word gives a layer, a sign and a position in the layer; 99 of 100 positions
 * are certainly under the density, the others are tested.
 *
 *   f(x) = exp(-x^2 / 2),  layer i has the width x_i and the area V,  x_255 = R,  x_0 = V / f(R)
 *
 * Source: numpy/random/src/distributions/distributions.c and ziggurat_constants.h; its tables are computed here from their
 * definition.
 */
import { lazily } from '../../numeric/memo.js'
import { multiplyAdd64 } from '../arithmetic/fma.js'
import { exp, log } from '../arithmetic/libm.js'
import { log1p, log1pf } from '../arithmetic/log1p.js'

// -------------------------------------------------------------------------------------
// tables
// -------------------------------------------------------------------------------------

export interface Tables {
  /** a position below this one is under the density */
  readonly sure: Float64Array
  /** the width of one position */
  readonly widths: Float64Array
  /** the density at the end of the layer */
  readonly densities: Float64Array
}

const LAYERS = 256
const LAST = LAYERS - 1

const V = 0.004928673233974652
const R = 3.654152885361009
const INVERSE_R = 0.2736612373297583

/** The only number of NumPy's table that is not the nearest double. */
const ODD_LAYER = 38
const ODD_DENSITY = 0.6773880362187735

const P52 = 4503599627370496
const P23 = 8388608

const ends = (): { readonly x: Float64Array; readonly f: Float64Array } => {
  const x = new Float64Array(LAYERS)
  const f = new Float64Array(LAYERS)
  x[LAST] = R
  f[LAST] = exp(-0.5 * R * R)
  for (let i = LAST - 1; i > 0; i--) {
    const end = Math.sqrt(-2 * log(V / x[i + 1]! + f[i + 1]!))
    x[i] = end
    f[i] = i === ODD_LAYER ? ODD_DENSITY : exp(-0.5 * end * end)
  }
  x[0] = V / f[LAST]
  f[0] = 1
  return { x, f }
}

/** Ties to even, for 0 <= x <= 2^52. */
const nearest = (x: number): number => x + P52 - P52

const make = (positions: number, round: (x: number) => number): Tables => {
  const { x, f } = ends()
  const below = (i: number): number => (i === 0 ? R : i === 1 ? 0 : x[i - 1]!)
  return {
    sure: x.map((end, i) => nearest((below(i) / end) * positions)),
    widths: x.map((end) => round(end / positions)),
    densities: f.map(round)
  }
}

/** NumPy's `ki_double`, `wi_double` and `fi_double`. */
const tables64: () => Tables = /* @__PURE__ */ lazily(() => make(P52, (x) => x))

/** NumPy's `ki_float`, `wi_float` and `fi_float`. */
const tables32: () => Tables = /* @__PURE__ */ lazily(() => make(P23, Math.fround))

// -------------------------------------------------------------------------------------
// float64
// -------------------------------------------------------------------------------------

/** A source of words and uniform numbers. */
export interface Uniforms {
  /** writes the next 64-bit word to `out`, the lower half first */
  readonly next64: (out: Uint32Array) => void
  /** from [0, 1), with 53 bits */
  readonly double: () => number
}

/** Returns a standard normal number at each call. The test for the density may be `fused`. */
export const normals64 = ({ next64, double }: Uniforms, fused: boolean): (() => number) => {
  const words = new Uint32Array(2)
  const attempt = (): number => {
    const { sure, widths, densities } = tables64()
    next64(words)
    const low = words[0]!
    const layer = low & 0xff
    const position = (low >>> 9) + (words[1]! & 0x1fffffff) * P23
    const size = position * widths[layer]!
    const x = (low & 0x100) === 0 ? size : -size
    if (position < sure[layer]!) return x
    if (layer === 0) return (low & 0x20000) === 0 ? tail64(double) : -tail64(double)
    const density = densities[layer]!
    const height = multiplyAdd64(fused, densities[layer - 1]! - density, double(), density)
    return height < exp(-0.5 * x * x) ? x : NaN
  }
  return () => {
    let x = attempt()
    while (Number.isNaN(x)) x = attempt()
    return x
  }
}

/** Beyond R (Marsaglia 1964); log1p is glibc's. */
const tail64 = (double: () => number): number => {
  for (;;) {
    const x = -INVERSE_R * log1p(true, -double())
    const y = -log1p(true, -double())
    if (y + y > x * x) return R + x
  }
}

// -------------------------------------------------------------------------------------
// float32
// -------------------------------------------------------------------------------------

/** The same for float32. */
export interface Uniforms32 {
  readonly next: () => number
  /** from [0, 1), with 24 bits */
  readonly float: () => number
}

const R_32 = /* @__PURE__ */ Math.fround(R)
const INVERSE_R_32 = /* @__PURE__ */ Math.fround(INVERSE_R)

/** Returns a standard normal float32 number at each call. */
export const normals32 = ({ next, float }: Uniforms32): (() => number) => {
  const attempt = (): number => {
    const { sure, widths, densities } = tables32()
    const word = next()
    const layer = word & 0xff
    const position = word >>> 9
    const size = Math.fround(position * widths[layer]!)
    const x = (word & 0x100) === 0 ? size : -size
    if (position < sure[layer]!) return x
    if (layer === 0) return (word & 0x20000) === 0 ? tail32(float) : -tail32(float)
    const density = densities[layer]!
    const step = Math.fround(densities[layer - 1]! - density)
    const height = Math.fround(Math.fround(step * float()) + density)
    return height < exp(-0.5 * x * x) ? x : NaN
  }
  return () => {
    let x = attempt()
    while (Number.isNaN(x)) x = attempt()
    return x
  }
}

const tail32 = (float: () => number): number => {
  for (;;) {
    const x = Math.fround(-INVERSE_R_32 * log1pf(-float()))
    const y = -log1pf(-float())
    if (Math.fround(y + y) > Math.fround(x * x)) return Math.fround(R_32 + x)
  }
}
