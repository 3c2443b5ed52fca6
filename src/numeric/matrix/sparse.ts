/**
 * Zeros at random positions, the same number in each column of a matrix.
 */

/** A copy of a row-major matrix in which each column is 0 in the `zeros` rows with the least keys; ties go to upper rows. */
export const zeroLeast = (
  matrix: Float64Array,
  keys: Int32Array,
  rows: number,
  cols: number,
  zeros: number
): Float64Array => {
  const out = matrix.slice()
  if (zeros === 0) return out
  const sorted = new Int32Array(rows)
  for (let col = 0; col < cols; col++) {
    for (let row = 0; row < rows; row++) sorted[row] = keys[row * cols + col]!
    sorted.sort()
    const last = sorted[zeros - 1]! // the greatest key of a row that becomes 0
    let ties = zeros - sorted.indexOf(last) // the number of rows with that key that become 0
    for (let i = col; i < keys.length; i += cols) {
      const key = keys[i]!
      if (key < last || (key === last && ties-- > 0)) out[i] = 0
    }
  }
  return out
}
