/**
 * Random matrices that initializers of a whole are made of.
 *
 * Their words are those that as many elements of a normal initializer would take, so `words` stays a simple sum.
 */
import * as Cursor from '../../engine/cursor.js'
import { normal } from '../../Distribution.js'
import { type DType, traits } from '../../DType.js'
import * as kernel from '../../engine/kernel/qr.js'
import { orthonormalColumns, transpose } from '../../numeric/matrix/qr.js'
import type { WordReader } from '../../Rng.js'
import { transform } from '../../engine/transform.js'

/** The words of n standard normal numbers. */
export const wordsOf = (dtype: DType, n: number): number => traits(dtype).words * n

/** The next n standard normal numbers of a stream. */
export const normals = (reader: WordReader, dtype: DType, n: number): Float64Array => {
  const out = new Float64Array(n)
  Cursor.fromWords(reader, transform(dtype)(normal(0, 1))).next(out, n)
  return out
}

/**
 * A matrix with orthonormal rows or columns, whichever are fewer, uniformly distributed over all such (Haar): the Q of a
 * Gaussian matrix of at least as many rows as columns, transposed where the matrix is wide.
 */
export const orthonormal = (reader: WordReader, dtype: DType, rows: number, cols: number): Float64Array =>
  rows >= cols ? tall(reader, dtype, rows, cols) : transpose(tall(reader, dtype, cols, rows), cols, rows)

/**
 * Products, about: those of 32 x 32, which take 30 µs without the kernel and 10 with it. Who draws smaller ones only is
 * not to wait half a millisecond for its compilation.
 */
const WORTH = 32768

const tall = (reader: WordReader, dtype: DType, rows: number, cols: number): Float64Array => {
  const a = normals(reader, dtype, rows * cols)
  const fast = rows * cols * cols < WORTH ? undefined : kernel.orthonormalColumns(a, rows, cols)
  return fast ?? orthonormalColumns(a, rows, cols)
}
