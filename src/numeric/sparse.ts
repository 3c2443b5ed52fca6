/**
 * Zeros at random places, the same number in each column of a matrix.
 */

/** A copy of a row-major matrix in which each column is 0 in the `zeros` rows with the least keys, upper rows first. */
export const zeroLeast = (
  matrix: Float64Array,
  keys: Int32Array,
  rows: number,
  cols: number,
  zeros: number
): Float64Array => {
  const out = matrix.slice()
  for (let col = 0; col < cols; col++) {
    const key = (row: number): number => keys[row * cols + col] as number
    const byKey = Array.from({ length: rows }, (_, row) => row).sort((a, b) => key(a) - key(b) || a - b)
    for (let i = 0; i < zeros; i++) out[(byKey[i] as number) * cols + col] = 0
  }
  return out
}
