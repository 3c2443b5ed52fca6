/**
 * The orthonormal factor of `src/numeric/matrix/qr.ts`, by the kernel of `assembly/qr.ts` where it is available and worth its
 * cost, else in TypeScript: the same bits.
 */
import { orthonormalColumns as inTypeScript } from '../../numeric/matrix/qr.js'
import { lazily } from '../../numeric/memo.js'
import { qrKernel, qrMemory } from '../limits.js'
import { base64 } from './generated/qr.js'
import { type Exports, instances } from './instance.js'

interface Instance extends Exports {
  /** replaces A, in strips from the first byte of the memory on, by Q */
  readonly orthonormalColumns: (rows: number, cols: number) => void
}

/** The columns of a strip; a strip is row by row. */
const LANES = 8

const fresh = instances(base64) as (bytes: number) => Instance | undefined
const kept = lazily(() => fresh(qrMemory))

/** Q, `rows` x `cols`, for an A of that shape, rows >= cols, both row by row. */
export const orthonormalColumns = (a: Float64Array, rows: number, cols: number): Float64Array =>
  (rows * cols * cols < qrKernel ? undefined : byKernel(a, rows, cols)) ?? inTypeScript(a, rows, cols)

/** The same by the kernel, or `undefined` where there is no kernel or no memory for it. */
export const byKernel = (a: Float64Array, rows: number, cols: number): Float64Array | undefined => {
  const bytes = bytesOf(rows, cols)
  const kernel = bytes <= qrMemory ? kept() : fresh(bytes)
  if (kernel === undefined) return undefined
  const strips = new Float64Array(kernel.memory.buffer)
  load(a, rows, cols, strips)
  kernel.orthonormalColumns(rows, cols)
  return store(strips, rows, cols)
}

/** In bytes: the matrix, one more strip, a row of zeros, the signs and the sums. */
const bytesOf = (rows: number, cols: number): number => 8 * (rows * (padded(cols) + LANES + 1) + cols + LANES)

const padded = (cols: number): number => Math.ceil(cols / LANES) * LANES

const load = (a: Float64Array, rows: number, cols: number, strips: Float64Array): void => {
  for (let first = 0; first < cols; first += LANES) {
    const width = Math.min(LANES, cols - first)
    for (let i = 0, p = first * rows; i < rows; i++, p += LANES)
      for (let lane = 0; lane < width; lane++) strips[p + lane] = a[i * cols + first + lane]!
  }
}

const store = (strips: Float64Array, rows: number, cols: number): Float64Array => {
  const q = new Float64Array(rows * cols)
  for (let first = 0; first < cols; first += LANES) {
    const width = Math.min(LANES, cols - first)
    for (let i = 0, p = first * rows; i < rows; i++, p += LANES)
      for (let lane = 0; lane < width; lane++) q[i * cols + first + lane] = strips[p + lane]!
  }
  return q
}
