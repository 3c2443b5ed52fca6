/**
 * The normal quantile for 32-bit words, the fast form: no division, no square root, no branch.
 *
 * A word w (int32) is the centred uniform u = (w + 1/2) / 2^32. Its distance to the nearer end is
 * q = 1/2 - |u| = T / 2^33 with T an odd uint32. The leading one of T and the 6 bits after it choose one of 2048 segments;
 * the bits below them are x, the distance of q from the segment's lower end. A cubic in x gives the *ratio* z / u, and one
 * product gives z:
 *
 *   z = u P(x),  P(x) = c0 + x (c1 + x (c2 + x c3))
 *
 * - The ratio is even, so z is odd bit for bit and the sign takes no operation. It tends to sqrt(2 pi) at u = 0, so z
 *   keeps its relative accuracy there. (Interpolating z itself reaches 2^-27 near 0 with as many segments.)
 * - x counts from the lower end: below T = 128 a segment holds at most one word, at x = 0, where P is c0 without rounding.
 * - A quartic on 16 segments to the octave is less exact (2^-33.0 instead of 2^-34.4) and takes 9 operations instead of 6.
 *   Nearly all words fall into the first octaves, which stay in the first-level cache: half of the words need 2 KB.
 * - T, the segment and x are exact, and are the exponent and the fraction of double(q). The kernel, which has no clz by
 *   lane, reads them from there. So octaves are stored in the order of the last 5 bits of q's exponent.
 */
import { type Affine, apply } from '../float/affine.js'
import { powerOfTwo } from '../float/bits.js'

/** 32 octaves of q with 64 segments each, of 4 coefficients, lowest power first. */
const OCTAVES = 32
const SEGMENTS = 64
const TERMS = 4

/**
 * The nodes of a segment, as fractions of its width: both ends, so that neighbours join, and the 64ths nearest to the nodes
 * of a Chebyshev polynomial stretched until its outer zeros lie on the ends. All q at nodes are exact.
 */
const NODES = [0, 0.296875, 0.703125, 1] as const

/** 2^-40: here z / u has the same double as its limit at u = 0. */
const NEARLY_ZERO = 9.094947017729282e-13
const TWO_TO_MINUS_32 = 2.3283064365386963e-10
const TWO_TO_MINUS_33 = 1.1641532182693481e-10

/** Newton's divided differences of `y` over the nodes, in place. */
const divide = (y: Float64Array): void => {
  for (let k = 1; k < TERMS; k++)
    for (let i = TERMS - 1; i >= k; i--) y[i] = (y[i]! - y[i - 1]!) / (NODES[i]! - NODES[i - k]!)
}

/** From Newton's form to powers of the fraction of a segment, in place: P <- P (x - node) + y, last node to first. */
const expand = (y: Float64Array): void => {
  for (let k = TERMS - 2; k >= 0; k--) for (let i = k; i < TERMS - 1; i++) y[i] = y[i]! - NODES[k]! * y[i + 1]!
}

/**
 * The table of an odd quantile function, from its upper half: `zAt(q)` is the z >= 0 at u = 1/2 - q, 0 < q < 1/2. A segment
 * is computed when the first word falls into it, as computing all of them takes longer than drawing a small tensor. Until
 * then its c0 is 0. (A computed c0 is 0 only for truncations to about 1e-300; it is then computed again.) Only speed depends
 * on this.
 */
export interface Table {
  readonly zAt: (q: number) => number
  /** octave by octave, those in the order of the last 5 bits of the exponent of q */
  readonly coefficients: Float64Array
}

/** An empty table. `truncatedUpperQuantile` gives a normal that is symmetrically truncated or not truncated at all. */
export const quantileTable = (zAt: (q: number) => number): Table => ({
  zAt,
  coefficients: new Float64Array(OCTAVES * SEGMENTS * TERMS)
})

/** Computes the segment whose coefficients start at index k. */
export const computeSegment = ({ zAt, coefficients }: Table, k: number): void => {
  const octave = powerOfTwo((((k >> 8) + 2) & 31) - 33) // 2^-33 to 2^-2
  const width = octave / SEGMENTS
  const segment = (k >> 2) & (SEGMENTS - 1)
  const y = Float64Array.from(NODES, (node) => {
    const q = octave + width * (segment + node)
    const u = Math.max(0.5 - q, NEARLY_ZERO)
    return zAt(0.5 - q < u ? 0.5 - u : q) / u
  })
  divide(y)
  expand(y)
  for (let i = 0, unit = 1; i < TERMS; i++, unit /= width) coefficients[k + i] = y[i]! * unit
}

/** `out[i]` from the quantile of word i, for i < n. */
export const fillFromTable = (table: Table, affine: Affine, words: Int32Array, n: number, out: Float64Array): void => {
  const c = table.coefficients
  for (let i = 0; i < n; i++) {
    const w = words[i]!
    const t = ~((w ^ (w >> 31)) << 1)
    const zeros = Math.clz32(t)
    const k = (((29 - zeros) & 31) << 8) | (((t << zeros) >>> 23) & 0xfc)
    const x = (t & (0x1ffffff >>> zeros)) * TWO_TO_MINUS_33
    if (c[k] === 0) computeSegment(table, k)
    const inner = c[k + 1]! + x * (c[k + 2]! + x * c[k + 3]!)
    out[i] = apply(affine, (w + 0.5) * TWO_TO_MINUS_32 * (c[k]! + x * inner))
  }
}
