/**
 * The orthogonal matrices that frameworks draw: the factor Q of a matrix of normal numbers, with the signs of R's diagonal.
 *
 * Frameworks leave Q to LAPACK or Eigen in the dtype itself; here it is computed in float64 and rounded. As Q is unique,
 * the two differ by rounding only, up to 1e-5 in float32 for matrices of up to 1000 columns.
 */
import { type DType, round } from '../DType.js'
import { orthonormalColumns, transpose } from '../numeric/matrix/qr.js'

/** Rows and columns of a matrix. */
export type Dimensions = readonly [rows: number, cols: number]

/** The dimensions of a matrix or of its transpose, whichever has at least as many rows as columns. */
export const tall = ([rows, cols]: Dimensions): Dimensions => [Math.max(rows, cols), Math.min(rows, cols)]

/**
 * `gain` times a matrix with orthonormal columns, or rows if they are fewer, from normal numbers in the `tall` dimensions.
 * Both factors are rounded to the dtype, their product is not.
 */
export const orthogonalMatrix = (
  normals: Float64Array,
  [rows, cols]: Dimensions,
  dtype: DType,
  gain: number
): Float64Array => {
  const q = orthonormalColumns(normals, ...tall([rows, cols]))
  const r = round(dtype)
  const factor = r(gain)
  return (rows < cols ? transpose(q, cols, rows) : q).map((x) => r(x) * factor)
}
