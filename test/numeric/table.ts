import { computeSegment, type Table } from '../../src/numeric/normal/quantileTable.js'

/** All coefficients of a table, computed. */
export const complete = (table: Table): Float64Array => {
  for (let k = 0; k < table.coefficients.length; k += 4) computeSegment(table, k)
  return table.coefficients
}
