/**
 * The normal quantile by its table, as in `numeric/normal/quantileTable.ts`: z = u P(x).
 *
 * The distance q = 1/2 - |u| is a double: the last bits of its exponent and the first of its fraction are the segment,
 * and the rest is x. There are two passes because moving a vector element to an address has a long latency, which one
 * combined loop does not hide.
 */
import { NUMBERS, OUT, ADDRESSES, REALS, TABLE, WORDS } from '../draw/memory'
import { quantile } from './precise'
import { middle32, upper } from '../words/uniform'

/** Sign, exponent and 6 bits of the fraction. */
const SEGMENT: i64 = 0xffffc00000000000

const OCTAVES: usize = 32
const SEGMENTS: usize = 64
const ROW: usize = 32
/** Between the ends, 0 and 1. */
const NODE1: f64 = 0.296875
const NODE2: f64 = 0.703125
const NEARLY_ZERO: f64 = 9.094947017729282e-13

/** Makes the table of the truncation, which is symmetric. The nodes of an octave go through the quantile together. */
export function tabulate(): void {
  let octave: f64 = 0.25
  for (let zeros: usize = 0; zeros < OCTAVES; zeros++) {
    const width = octave / <f64>SEGMENTS
    for (let i: usize = 0; i < SEGMENTS; i++) {
      const p = i * ROW
      const segment = <f64>i
      storeNode(p, octave + width * segment)
      storeNode(p + 8, octave + width * (segment + NODE1))
      storeNode(p + 16, octave + width * (segment + NODE2))
      storeNode(p + 24, octave + width * (segment + 1))
    }
    quantile(4 * SEGMENTS)
    const row = TABLE + ((1021 - zeros) & (OCTAVES - 1)) * SEGMENTS * ROW
    for (let p: usize = 0; p < SEGMENTS * ROW; p += ROW) coefficients(p, row + p, width)
    octave *= 0.5
  }
}

/** Stores u at the distance q twice, as the quantile replaces one of them by z. */
function storeNode(p: usize, q: f64): void {
  const u = max<f64>(0.5 - q, NEARLY_ZERO)
  store<f64>(REALS + p, u)
  store<f64>(OUT + p, u)
}

/** z / u at a node. */
function ratio(p: usize): f64 {
  return load<f64>(REALS + p) / load<f64>(OUT + p)
}

/** From the values at the nodes of a segment to its coefficients: divided differences, then powers of x. */
function coefficients(p: usize, row: usize, width: f64): void {
  const y0 = ratio(p)
  let y1 = ratio(p + 8)
  let y2 = ratio(p + 16)
  let y3 = ratio(p + 24)
  y3 = (y3 - y2) / (1 - NODE2)
  y2 = (y2 - y1) / (NODE2 - NODE1)
  y1 = (y1 - y0) / NODE1
  y3 = (y3 - y2) / (1 - NODE1)
  y2 = (y2 - y1) / NODE2
  y3 = y3 - y2
  y2 = y2 - NODE2 * y3
  y1 = y1 - NODE1 * y2
  y2 = y2 - NODE1 * y3
  store<f64>(row, y0)
  store<f64>(row, y1 / width, 8)
  store<f64>(row, y2 / width / width, 16)
  store<f64>(row, y3 / width / width / width, 24)
}

/** The distances from the lower ends of their segments. */
function rest(q: v128): v128 {
  return f64x2.sub(q, v128.and(q, i64x2.splat(SEGMENT)))
}

/** `n` numbers u, distances x and addresses of segments, from as many words. */
export function locate(from: usize, n: usize): void {
  let out: usize = 0
  for (let p: usize = WORDS + 4 * from, end = p + 4 * n; p < end; p += 16) {
    const words = v128.load(p)
    const u = middle32(words)
    const v = middle32(upper(words))
    const q = f64x2.sub(f64x2.splat(0.5), f64x2.abs(u))
    const r = f64x2.sub(f64x2.splat(0.5), f64x2.abs(v))
    v128.store(REALS + out, u)
    v128.store(REALS + out, v, 16)
    v128.store(NUMBERS + out, rest(q))
    v128.store(NUMBERS + out, rest(r), 16)
    const segments = i32x4.shr_u(i32x4.shuffle(q, r, 1, 3, 5, 7), 9)
    v128.store(ADDRESSES + (out >> 1), v128.and(segments, i32x4.splat(0xffe0)))
    out += 32
  }
}

/** Replaces u by u P(x), for `n` numbers that have been located. */
export function interpolate(n: usize): void {
  for (let i: usize = 0; i < 8 * n; i += 16) {
    const j = TABLE + <usize>load<u32>(ADDRESSES + (i >> 1))
    const k = TABLE + <usize>load<u32>(ADDRESSES + (i >> 1), 4)
    const x = v128.load(NUMBERS + i)
    const a = v128.load(j)
    const b = v128.load(k)
    const c = v128.load(j, 16)
    const d = v128.load(k, 16)
    const inner = f64x2.add(i64x2.shuffle(c, d, 0, 2), f64x2.mul(x, i64x2.shuffle(c, d, 1, 3)))
    const outer = f64x2.add(i64x2.shuffle(a, b, 1, 3), f64x2.mul(x, inner))
    const ratio = f64x2.add(i64x2.shuffle(a, b, 0, 2), f64x2.mul(x, outer))
    v128.store(REALS + i, f64x2.mul(v128.load(REALS + i), ratio))
  }
}
