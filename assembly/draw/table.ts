/**
 * The normal quantile by its table, as in `numeric/quantileTable.ts`: z = u P(x).
 *
 * The distance q = 1/2 - |u| is a double: the last bits of its exponent and the first of its fraction are the segment,
 * and the rest is x. Two passes, as the way from a vector to an address is long, and a processor sees only so far ahead.
 */
import { NUMBERS, PLACES, REALS, TABLE, WORDS } from './memory'
import { quantile } from './precise'
import { middle32, upper } from './uniform'

/** Sign, exponent and 6 bits of the fraction. */
const SEGMENT: i64 = 0xffffc00000000000

const OCTAVES: usize = 32
const SEGMENTS: usize = 64
const TERMS: usize = 4
const ROW: usize = 8 * TERMS
const NODES = memory.data<f64>([0, 0.296875, 0.703125, 1])
const NEARLY_ZERO: f64 = 9.094947017729282e-13

/** Makes the table of the cut, which is symmetric. */
export function tabulate(): void {
  let octave: f64 = 0.25
  for (let zeros: usize = 0; zeros < OCTAVES; zeros++) {
    for (let i: usize = 0; i < SEGMENTS * TERMS; i++) store<f64>(REALS + 8 * i, middle(octave, i))
    quantile(SEGMENTS * TERMS)
    const row = TABLE + ((1021 - zeros) & (OCTAVES - 1)) * SEGMENTS * ROW
    for (let i: usize = 0; i < SEGMENTS * TERMS; i++) {
      store<f64>(row + 8 * i, load<f64>(REALS + 8 * i) / middle(octave, i))
    }
    for (let y = row; y < row + SEGMENTS * ROW; y += ROW) expand(y, octave / <f64>SEGMENTS)
    octave *= 0.5
  }
}

/** The number u at a node of the octave. */
function middle(octave: f64, i: usize): f64 {
  const place = <f64>(i / TERMS) + load<f64>(NODES + 8 * (i % TERMS))
  return max<f64>(0.5 - (octave + (octave / <f64>SEGMENTS) * place), NEARLY_ZERO)
}

/** From the values at the nodes of a segment to the coefficients, by divided differences, in place. */
function expand(y: usize, width: f64): void {
  for (let k: usize = 1; k < TERMS; k++)
    for (let i = TERMS - 1; i >= k; i--) {
      const step = load<f64>(NODES + 8 * i) - load<f64>(NODES + 8 * (i - k))
      store<f64>(y + 8 * i, (load<f64>(y + 8 * i) - load<f64>(y + 8 * i - 8)) / step)
    }
  for (let k = TERMS - 1; k-- > 0;)
    for (let i = k; i < TERMS - 1; i++) {
      const at = y + 8 * i
      store<f64>(at, load<f64>(at) - load<f64>(NODES + 8 * k) * load<f64>(at, 8))
    }
  let unit: f64 = 1
  for (let i: usize = 0; i < TERMS; i++) {
    store<f64>(y + 8 * i, load<f64>(y + 8 * i) * unit)
    unit /= width
  }
}

/** The distances from the lower ends of their segments. */
function rest(q: v128): v128 {
  return f64x2.sub(q, v128.and(q, i64x2.splat(SEGMENT)))
}

/** `n` numbers u, places x and segments, from as many words. */
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
    v128.store(PLACES + (out >> 1), v128.and(segments, i32x4.splat(0xffe0)))
    out += 32
  }
}

/** u P(x) in the place of u, for `n` numbers that have been located. */
export function interpolate(n: usize): void {
  for (let i: usize = 0; i < 8 * n; i += 16) {
    const j = TABLE + <usize>load<u32>(PLACES + (i >> 1))
    const k = TABLE + <usize>load<u32>(PLACES + (i >> 1), 4)
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
