/**
 * `src/numeric/matrix/qr.ts` with two columns in a register: the same formulas and order of sums, so the same bits.
 *
 * The matrix is stored from address 0 on in strips of 8 columns, each strip row by row; the last one is padded with columns
 * that are never read. A strip is copied elsewhere to be worked on. Its own memory takes as many bytes as 8 rows of u: when
 * its columns have become reflections, u of H_k is row k of a matrix `cols` x `rows` that starts where A did. The strips of
 * Q are written over it from the last one on, as column j of Q needs no H_k with k > j.
 */

/** The columns of a strip. */
const LANES: usize = 8

/** The bytes of a number, and of a row of a strip. */
const NUMBER: usize = 8
const ROW: usize = LANES * NUMBER

/** The bytes of a row of u, and of a strip. */
let line: usize = 0
let size: usize = 0

/** After the matrix, one after the other: the strip, a row of zeros, the sum t of each lane, the signs of the diagonal of R. */
let strip: usize = 0
let zeros: usize = 0
let t: usize = 0
let signs: usize = 0

/** Q over A. */
export function orthonormalColumns(rows: usize, cols: usize): void {
  const strips = (cols + LANES - 1) / LANES
  line = rows * NUMBER
  size = rows * ROW
  strip = strips * size
  zeros = strip + size
  t = zeros + line
  signs = t + ROW
  for (let first: usize = 0; first < cols; first += LANES) reduce(first, min(first + LANES, cols))
  for (let left = strips; left > 0; left--) form((left - 1) * LANES, min(left * LANES, cols))
}

/** Replaces columns `first` to `end` by their reflections. A strip starts without sums of the one before. */
function reduce(first: usize, end: usize): void {
  const home = first * line
  memory.copy(strip, home, size)
  memory.fill(home, 0, size)
  memory.fill(zeros, 0, signs - zeros)
  let v = zeros
  for (let k: usize = 0; k < first; k++) v = pass(v, k * line, k)
  pass(v, zeros, first)
  for (let k = first; k < end; k++) {
    store<f64>(signs + k * NUMBER, reflection(strip + (k - first) * NUMBER, k))
    pass(zeros, k * line, k)
    pass(k * line, zeros, k)
  }
}

/** Replaces the reflections of columns `first` to `end` by those columns of Q. */
function form(first: usize, end: usize): void {
  memory.fill(strip, 0, signs - strip)
  for (let k = first; k < end; k++) store<f64>(strip + k * ROW + (k - first) * NUMBER, load<f64>(signs + k * NUMBER))
  let v = zeros
  for (let k = end; k > 0; k--) v = pass(v, (k - 1) * line, k - 1)
  pass(v, zeros, 0)
  memory.copy(first * line, strip, size)
}

/**
 * x = x - v t, then t = w' x, from row `top` of the strip on: the change by one reflection and the sum for the next, w,
 * which is returned. Zeros stand for the reflection before the first one and after the last.
 */
function pass(v: usize, w: usize, top: usize): usize {
  const t0 = v128.load(t)
  const t1 = v128.load(t, 16)
  const t2 = v128.load(t, 32)
  const t3 = v128.load(t, 48)
  let s0 = f64x2.splat(0)
  let s1 = f64x2.splat(0)
  let s2 = f64x2.splat(0)
  let s3 = f64x2.splat(0)
  let i = top * NUMBER
  for (let x = strip + top * ROW; x < zeros; x += ROW) {
    const a = v128.load64_splat(v + i)
    const b = v128.load64_splat(w + i)
    const x0 = f64x2.sub(v128.load(x), f64x2.mul(a, t0))
    v128.store(x, x0)
    s0 = f64x2.add(s0, f64x2.mul(b, x0))
    const x1 = f64x2.sub(v128.load(x, 16), f64x2.mul(a, t1))
    v128.store(x, x1, 16)
    s1 = f64x2.add(s1, f64x2.mul(b, x1))
    const x2 = f64x2.sub(v128.load(x, 32), f64x2.mul(a, t2))
    v128.store(x, x2, 32)
    s2 = f64x2.add(s2, f64x2.mul(b, x2))
    const x3 = f64x2.sub(v128.load(x, 48), f64x2.mul(a, t3))
    v128.store(x, x3, 48)
    s3 = f64x2.add(s3, f64x2.mul(b, x3))
    i += NUMBER
  }
  v128.store(t, s0)
  v128.store(t, s1, 16)
  v128.store(t, s2, 32)
  v128.store(t, s3, 48)
  return w
}

/** Writes u of H_k into its row, from the lane x of the strip, and returns the sign of R_kk. */
function reflection(x: usize, k: usize): f64 {
  const u = k * line
  const end = strip + size
  const top = load<f64>(x + k * ROW)
  let below: f64 = 0
  for (let p = x + (k + 1) * ROW; p < end; p += ROW) below = max<f64>(below, abs<f64>(load<f64>(p)))
  if (below === 0) return top < 0 ? -1 : 1
  const largest = max<f64>(below, abs<f64>(top))
  let square: f64 = 0
  for (let i = k * NUMBER; i < line; i += NUMBER) {
    const y = load<f64>(x + i * LANES) / largest
    store<f64>(u + i, y)
    square = square + y * y
  }
  const n = sqrt<f64>(square)
  const h = abs<f64>(top / largest) + n
  const r = sqrt<f64>(n * h)
  for (let i = (k + 1) * NUMBER; i < line; i += NUMBER) store<f64>(u + i, load<f64>(u + i) / r)
  store<f64>(u + k * NUMBER, (top < 0 ? -h : h) / r)
  return top < 0 ? 1 : -1
}
