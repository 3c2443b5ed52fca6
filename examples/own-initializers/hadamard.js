// @ts-check
/**
 * The Hadamard matrix of n = 2^k rows in Sylvester's order, times gain / √n: an orthogonal matrix for gain 1.
 *
 * Element (i, j) is positive where i and j have an even number of common binary digits 1. No random word is drawn.
 */
import { Draw, Initializer, InitializerError } from 'initializers-ts'

/**
 * @typedef {{
 *   readonly _tag: 'Hadamard'
 *   readonly gain: number
 *   readonly dtype: import('initializers-ts').DType.DType | null
 * }} Hadamard
 */

const { dtype, optional, positive } = Initializer.fields

/** @type {Initializer.Definition<Hadamard>} */
export const hadamard = Initializer.define({
  name: 'Hadamard',
  fields: { gain: optional(positive, 1), dtype },
  draw:
    ({ gain }) =>
    (target) => {
      const { shape } = target
      const [n = 0, columns] = shape
      if (shape.length !== 2 || n !== columns || n > 0x40000000 || !isPowerOf2(n)) {
        return InitializerError.fail('ShapeMismatch', '[n, n] with n = 2^k', `[${shape.join(', ')}]`, ['shape'])
      }
      const most = gain / Math.sqrt(n)
      const mean = most / n // of n² elements, n(n + 1) / 2 are positive
      const structure = { name: 'Hadamard', mean, stddev: Math.sqrt(most * most - mean * mean), low: -most, high: most }
      return Draw.byIndex(structure, (index) => most * sign(Math.floor(index / n), index % n))(target)
    }
})

/** @param {number} n */
const isPowerOf2 = (n) => n > 0 && (n & (n - 1)) === 0

/** @param {number} i @param {number} j */
const sign = (i, j) => {
  let parity = 0
  for (let common = i & j; common > 0; common &= common - 1) parity ^= 1
  return 1 - 2 * parity
}
