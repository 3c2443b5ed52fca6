/**
 * Random matrices that materialized initializers are computed from.
 *
 * They take the random words that as many elements of a normal initializer take, so the words of a draw are a simple sum.
 */
import { normal } from '../../Distribution.js'
import { type DType, traits } from '../../DType.js'
import type { Source } from '../../Draw.js'
import { orthonormalColumns } from '../../engine/kernel/qr.js'
import { transpose } from '../../numeric/matrix/qr.js'

/** The words of n standard normal numbers. */
export const wordsOf = (dtype: DType, n: number): number => traits(dtype).wordsPerElement * n

/** The next n standard normal numbers. */
export const normals = ({ numbers }: Source, n: number): Float64Array => numbers(normal(0, 1), n)

/**
 * A matrix with orthonormal rows or columns, whichever are fewer, uniformly distributed over all such matrices (Haar): the
 * Q of a Gaussian matrix with at least as many rows as columns, transposed for a wide matrix.
 */
export const orthonormal = (source: Source, rows: number, cols: number): Float64Array =>
  rows >= cols ? tall(source, rows, cols) : transpose(tall(source, cols, rows), cols, rows)

const tall = (source: Source, rows: number, cols: number): Float64Array =>
  orthonormalColumns(normals(source, rows * cols), rows, cols)
