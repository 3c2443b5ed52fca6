/**
 * The normal quantile for 32-bit words, the fast form: no division, no square root, no branch.
 *
 * A word w (int32) is the centred uniform u = (w + 1/2) / 2^32. Its distance to the nearer end is
 * q = 1/2 - |u| = T / 2^33 with T an odd uint32. The leading one of T and the 4 bits after it choose one of 512 segments;
 * the bits below them are x in [0, 1), the place in the segment from its lower end. There a polynomial of degree 4 gives
 * the *ratio* z / u, and one product gives z:
 *
 *   z = u P(x),  P(x) = (c0 + x c1) + x^2 ((c2 + x c3) + x^2 c4)
 *
 * - Why the ratio: it is even, so z is odd bit for bit and the sign needs no operation; it tends to sqrt(2 pi) at u = 0,
 *   so z keeps its relative accuracy there. (Interpolating z itself reaches 2^-27 near 0 with as many segments.)
 * - Why from the lower end: below T = 32 a segment holds at most one word, at x = 0, where P is c0, rounded nowhere.
 * - Why in pairs (Estrin): shorter chains; 3.4 ns an element in V8, 3.8 by Horner. Powers of 2 folded into the
 *   coefficients save nothing more.
 * - Why 8 places for 5 coefficients: the place is a shift away, and a segment is one cache line.
 * - T, the segment and x are exact, and are the exponent and the fraction of double(T): a SIMD kernel, which has neither
 *   clz nor shifts by lane, takes them from there (1 + x is the fraction of T moved up by 4 bits under exponent 0).
 */
import { type Affine, apply } from './affine.js'

/** 32 octaves of T with 16 segments each; 5 coefficients each, lowest power first, in 8 places. */
const SEGMENTS = 512
const TERMS = 5
const STRIDE = 8

/**
 * Where a segment is interpolated: both ends, so that neighbours join, and the sixteenths nearest to the nodes of a
 * Chebyshev polynomial stretched until its outer zeros lie on the ends. All q at nodes are exact.
 */
const NODES = [0, 0.1875, 0.5, 0.8125, 1] as const

/** 2^-40: here z / u has the same double as its limit at u = 0. */
const NEARLY_ZERO = 9.094947017729282e-13
const TWO_TO_MINUS_27 = 7.450580596923828e-9
const TWO_TO_MINUS_32 = 2.3283064365386963e-10

/** Newton's divided differences of `y` over the nodes, in place. */
const divide = (y: Float64Array): void => {
  for (let k = 1; k < TERMS; k++)
    for (let i = TERMS - 1; i >= k; i--)
      y[i] = ((y[i] as number) - (y[i - 1] as number)) / ((NODES[i] as number) - (NODES[i - k] as number))
}

/** From Newton's form to powers of x, in place: P <- P (x - node) + y, from the last node to the first. */
const expand = (y: Float64Array): void => {
  for (let k = TERMS - 2; k >= 0; k--)
    for (let i = k; i < TERMS - 1; i++) y[i] = (y[i] as number) - (NODES[k] as number) * (y[i + 1] as number)
}

/**
 * The table of an odd quantile function, from its upper half: `zAt(q)` is the z >= 0 at u = 1/2 - q, 0 < q < 1/2.
 * `upperQuantile` gives the normal, `truncatedUpperQuantile` the normal under a symmetric cut.
 */
export const quantileTable = (zAt: (q: number) => number): Float64Array => {
  const table = new Float64Array(SEGMENTS * STRIDE)
  const y = new Float64Array(TERMS)
  let octave = 0.25
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const step = segment & 15
    if (segment > 0 && step === 0) octave *= 0.5
    for (let i = 0; i < TERMS; i++) {
      const q = octave + octave * 0.0625 * (step + (NODES[i] as number))
      const u = Math.max(0.5 - q, NEARLY_ZERO)
      y[i] = zAt(0.5 - q < u ? 0.5 - u : q) / u
    }
    divide(y)
    expand(y)
    table.set(y, segment * STRIDE)
  }
  return table
}

/** `out[i]` from the quantile of word i, for i < n. */
export const fillFromTable = (
  table: Float64Array,
  words: Int32Array,
  n: number,
  affine: Affine,
  out: Float64Array
): void => {
  for (let i = 0; i < n; i++) {
    const w = words[i] as number
    const t = ~((w ^ (w >> 31)) << 1)
    const zeros = Math.clz32(t)
    const bits = t << zeros
    const k = (zeros << 7) + ((bits >>> 24) & 0x78)
    const x = (bits & 0x7ffffff) * TWO_TO_MINUS_27
    const low = (table[k] as number) + x * (table[k + 1] as number)
    const middle = (table[k + 2] as number) + x * (table[k + 3] as number)
    const ratio = low + x * x * (middle + x * x * (table[k + 4] as number))
    out[i] = apply(affine, (w + 0.5) * TWO_TO_MINUS_32 * ratio)
  }
}
