/**
 * The orthonormal factor of A = Q R with a diagonal of R >= 0, by Householder reflections. From a Gaussian A such a Q
 * is uniformly (Haar) distributed (Mezzadri, Notices of the AMS 54(5), 2007): what Orthogonal draws (Saxe et al. 2014).
 *
 * A column x is reflected by H_k = I - u u', with |u|^2 = 2 and u = 0 above row k, as
 *
 *   t = 0;  t = t + u_i x_i  for i = k, k + 1, ... m - 1;  then x_i = x_i - u_i t  for the same i
 *
 * H_k comes from rows k ... m - 1 of column k of A after H_0, H_1, ... H_(k-1). If x is 0 below row k, then u = 0, so
 * that H_k = I, and R_kk = x_k. Else, with s = -1 if x_k < 0 and +1 if not, so that nothing cancels in the first row:
 *
 *   y_i = x_i / max|x|,  n = sqrt(y_k y_k + y_(k+1) y_(k+1) + ...),  h = |y_k| + n,  r = sqrt(n h),
 *   u_k = s h / r,  u_i = y_i / r below it,  and R_kk has the sign of -s
 *
 * Column j of Q is H_0 (H_1 (... (H_j e))), where e_j has the sign of R_jj, sign(0) = +1, and the rest of e is 0: H_k
 * with k > j would change nothing, and a sign applied first has the same effect as one applied last.
 *
 * These lines alone determine the bits; all sums run from the top down. The schedule is free. The reasons for them:
 *
 * - No step adds numbers of two columns, so a lane is a column: any width of SIMD (`assembly/qr.ts` has one), any
 *   blocks and any threads give the same bits, and there is no sum over lanes. (n is a sum down one column, a small part
 *   of the work: it stays scalar.) The blocks of a compact WY form would freeze their size and the order of their
 *   products instead.
 * - A strip of 4 columns receives all its reflections before the next one is touched: 1024 rows of it fill 32 KB, and the
 *   14 numbers of the inner loop fit 16 registers. The update by one reflection and the sum for the next share a pass,
 *   a load and a store for 4 operations, so blocks could save little. R is not stored. Row by row, one reflection at a
 *   time over the whole matrix, the same bits take 4 times as long (at 1024 x 1024 in V8; see `bench/qr.mjs`).
 * - 1 / r inside u saves a second number per reflection, and u = 0 a branch: zero or dependent columns need no special
 *   case. A zero column becomes a unit vector under the reflections before it, which completes the basis.
 * - max|x| keeps the squares from overflow and underflow: Q is orthonormal to rounding for every finite A with columns
 *   shorter than 2^1021. It has no -0: it starts from +0, and x - y is -0 only where x is.
 */

/** The number of columns of a strip. Strips are row-major. */
const LANES = 4

/** The side of the squares that `transpose` moves: one cache line of 64 bytes each way. */
const TILE = 8

/** Q, `rows` x `cols`, for an A of that shape, rows >= cols. Both are row-major. */
export const orthonormalColumns = (a: Float64Array, rows: number, cols: number): Float64Array => {
  const u = new Float64Array(cols * rows)
  const signs = new Float64Array(cols)
  const strip = new Float64Array(rows * LANES)
  for (let first = 0; first < cols; first += LANES) {
    const end = Math.min(first + LANES, cols)
    load(a, rows, cols, first, strip)
    if (first > 0) reflect(strip, u, rows, 0, first - 1)
    for (let k = first; k < end; k++) {
      signs[k] = reflection(strip, k - first, rows, k, u)
      reflect(strip, u, rows, k, k)
    }
  }
  const q = new Float64Array(rows * cols)
  for (let first = 0; first < cols; first += LANES) {
    const end = Math.min(first + LANES, cols)
    strip.fill(0)
    for (let k = first; k < end; k++) strip[k * LANES + k - first] = signs[k]!
    reflect(strip, u, rows, end - 1, 0)
    store(strip, rows, cols, first, q)
  }
  return q
}

/** The transpose, `cols` x `rows`, of a matrix `rows` x `cols`, or of each one of a stack. All are row-major. */
export const transpose = (a: Float64Array, rows: number, cols: number): Float64Array => {
  const out = new Float64Array(a.length)
  const size = rows * cols
  for (let start = 0; start < a.length; start += size) {
    transposeOne(a.subarray(start, start + size), rows, cols, out.subarray(start, start + size))
  }
  return out
}

const transposeOne = (a: Float64Array, rows: number, cols: number, out: Float64Array): void => {
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < cols; left += TILE) {
      const bottom = Math.min(top + TILE, rows)
      const right = Math.min(left + TILE, cols)
      for (let j = left; j < right; j++) for (let i = top; i < bottom; i++) out[j * rows + i] = a[i * cols + j]!
    }
}

/** Columns `first`, `first + 1`, ... of A side by side; lanes beyond A's last column get 0. */
const load = (a: Float64Array, rows: number, cols: number, first: number, strip: Float64Array): void => {
  for (let i = 0; i < rows; i++)
    for (let lane = 0; lane < LANES; lane++)
      strip[i * LANES + lane] = first + lane < cols ? a[i * cols + first + lane]! : 0
}

const store = (strip: Float64Array, rows: number, cols: number, first: number, q: Float64Array): void => {
  const width = Math.min(LANES, cols - first)
  for (let i = 0; i < rows; i++)
    for (let lane = 0; lane < width; lane++) q[i * cols + first + lane] = strip[i * LANES + lane]!
}

/** Writes u of H_k, from column k of A in its lane, into row k of `u`, and returns the sign of R_kk. */
const reflection = (strip: Float64Array, lane: number, rows: number, k: number, u: Float64Array): number => {
  const x = (i: number): number => strip[i * LANES + lane]!
  const top = x(k)
  let below = 0
  for (let i = k + 1; i < rows; i++) below = Math.max(below, Math.abs(x(i)))
  if (below === 0) return top < 0 ? -1 : 1
  const largest = Math.max(below, Math.abs(top))
  let square = 0
  for (let i = k; i < rows; i++) {
    const y = x(i) / largest
    u[k * rows + i] = y
    square = square + y * y
  }
  const n = Math.sqrt(square)
  const h = Math.abs(top / largest) + n
  const r = Math.sqrt(n * h)
  for (let i = k + 1; i < rows; i++) u[k * rows + i] = u[k * rows + i]! / r
  u[k * rows + k] = (top < 0 ? -h : h) / r
  return top < 0 ? 1 : -1
}

/** Applies H_from to H_to, one after the other, to all lanes of the strip x. */
const reflect = (x: Float64Array, u: Float64Array, rows: number, from: number, to: number): void => {
  const t = new Float64Array(LANES)
  const step = from < to ? 1 : -1
  sum(x, u, rows, from, t)
  for (let k = from; k !== to; k += step) advance(x, u, rows, k, k + step, t)
  update(x, u, rows, to, t)
}

/** t = u' x, of H_k. */
const sum = (x: Float64Array, u: Float64Array, rows: number, k: number, t: Float64Array): void => {
  let t0 = 0
  let t1 = 0
  let t2 = 0
  let t3 = 0
  for (let i = k, p = k * LANES; i < rows; i++, p += LANES) {
    const v = u[k * rows + i]!
    t0 = t0 + v * x[p]!
    t1 = t1 + v * x[p + 1]!
    t2 = t2 + v * x[p + 2]!
    t3 = t3 + v * x[p + 3]!
  }
  t[0] = t0
  t[1] = t1
  t[2] = t2
  t[3] = t3
}

/** x = x - u t, of H_k. */
const update = (x: Float64Array, u: Float64Array, rows: number, k: number, t: Float64Array): void => {
  const t0 = t[0]!
  const t1 = t[1]!
  const t2 = t[2]!
  const t3 = t[3]!
  for (let i = k, p = k * LANES; i < rows; i++, p += LANES) {
    const v = u[k * rows + i]!
    x[p] = x[p]! - v * t0
    x[p + 1] = x[p + 1]! - v * t1
    x[p + 2] = x[p + 2]! - v * t2
    x[p + 3] = x[p + 3]! - v * t3
  }
}

/**
 * `update` by H_k and `sum` for `next`, k + 1 or k - 1, in one pass from row `next` on. If `next` is below row k, row k
 * belongs to R and is not needed; if it is above, u of H_k is 0 there.
 */
const advance = (x: Float64Array, u: Float64Array, rows: number, k: number, next: number, t: Float64Array): void => {
  const t0 = t[0]!
  const t1 = t[1]!
  const t2 = t[2]!
  const t3 = t[3]!
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let i = next, p = next * LANES; i < rows; i++, p += LANES) {
    const v = u[k * rows + i]!
    const w = u[next * rows + i]!
    const x0 = x[p]! - v * t0
    const x1 = x[p + 1]! - v * t1
    const x2 = x[p + 2]! - v * t2
    const x3 = x[p + 3]! - v * t3
    x[p] = x0
    x[p + 1] = x1
    x[p + 2] = x2
    x[p + 3] = x3
    s0 = s0 + w * x0
    s1 = s1 + w * x1
    s2 = s2 + w * x2
    s3 = s3 + w * x3
  }
  t[0] = s0
  t[1] = s1
  t[2] = s2
  t[3] = s3
}
