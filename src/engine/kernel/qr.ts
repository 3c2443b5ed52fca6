/**
 * The orthonormal factor of `src/numeric/matrix/qr.ts`, with its bits, on the kernel of `assembly/qr.ts`.
 */
import { lazily } from '../../numeric/memo.js'
import { base64 } from './generated/qr.js'
import { type Exports, instances } from './instance.js'

interface Kernel extends Exports {
  /** Puts Q over A, which lies in strips from the first byte of the memory on. */
  readonly orthonormalColumns: (rows: number, cols: number) => void
}

/** The columns of a strip; a strip is row by row. */
const LANES = 8

/**
 * The room that is kept for the next matrix, in bytes: 1024 x 1024 takes 9 MB, and its pages, new each time, as much as a
 * tenth of the time. A larger matrix gets an instance of its own, which is let go with all its memory.
 */
const KEPT = 16777216

const fresh = instances(base64) as (bytes: number) => Kernel | undefined
const kept = lazily(() => fresh(KEPT))

/**
 * Q, `rows` x `cols`, for an A of that shape, rows >= cols, both row by row; `undefined` where there is no kernel, or no
 * memory for it.
 */
export const orthonormalColumns = (a: Float64Array, rows: number, cols: number): Float64Array | undefined => {
  const bytes = room(rows, cols)
  const kernel = bytes <= KEPT ? kept() : fresh(bytes)
  if (kernel === undefined) return undefined
  const strips = new Float64Array(kernel.memory.buffer)
  load(a, rows, cols, strips)
  kernel.orthonormalColumns(rows, cols)
  return store(strips, rows, cols)
}

/** In bytes: the matrix, one more strip, a row of zeros, the signs and the sums. */
const room = (rows: number, cols: number): number => 8 * (rows * (padded(cols) + LANES + 1) + cols + LANES)

const padded = (cols: number): number => Math.ceil(cols / LANES) * LANES

const load = (a: Float64Array, rows: number, cols: number, strips: Float64Array): void => {
  for (let first = 0; first < cols; first += LANES) {
    const width = Math.min(LANES, cols - first)
    for (let i = 0, p = first * rows; i < rows; i++, p += LANES)
      for (let lane = 0; lane < width; lane++) strips[p + lane] = a[i * cols + first + lane] as number
  }
}

const store = (strips: Float64Array, rows: number, cols: number): Float64Array => {
  const q = new Float64Array(rows * cols)
  for (let first = 0; first < cols; first += LANES) {
    const width = Math.min(LANES, cols - first)
    for (let i = 0, p = first * rows; i < rows; i++, p += LANES)
      for (let lane = 0; lane < width; lane++) q[i * cols + first + lane] = strips[p + lane] as number
  }
  return q
}
