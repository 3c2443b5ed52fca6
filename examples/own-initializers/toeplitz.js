// @ts-check
/**
 * A random Toeplitz matrix: each diagonal from the upper left to the lower right has one value, and the values are
 * independent normal numbers. It is the matrix of a one-dimensional convolution with a random kernel.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { Distribution, Draw, DType, Initializer, InitializerError } from 'initializers-ts'

/**
 * @typedef {{
 *   readonly _tag: 'Toeplitz'
 *   readonly stddev: number
 *   readonly seed: number | null
 *   readonly dtype: DType.DType | null
 * }} Toeplitz
 */

const { dtype, optional, positive, seed } = Initializer.fields

/** @type {Initializer.Definition<Toeplitz>} */
export const toeplitz = Initializer.define({
  name: 'Toeplitz',
  fields: { stddev: optional(positive, 0.05), seed, dtype },
  draw:
    ({ stddev }) =>
    (target) => {
      const [rows, columns, ...rest] = target.shape
      if (rows === undefined || columns === undefined || rest.length > 0) {
        return InitializerError.fail('BadRank', 'a shape of two axes', `rank ${target.shape.length}`, ['shape'])
      }
      const values = Distribution.normal(0, stddev)
      const [low, high] = Distribution.drawableRange(target.dtype)(values)
      const diagonals = rows + columns - 1
      const words = diagonals * DType.traits(target.dtype).wordsPerElement
      return pipe(
        Distribution.fits(target.dtype)(values),
        InitializerError.at('config', 'stddev'),
        E.chain(() =>
          Draw.materialized({ name: 'Toeplitz', mean: 0, stddev, low, high }, words, ({ numbers }) => {
            const diagonal = numbers(values, diagonals)
            return Float64Array.from({ length: rows * columns }, (_, index) => {
              const row = Math.floor(index / columns)
              return diagonal[row - (index % columns) + columns - 1] ?? 0
            })
          })(target)
        )
      )
    }
})
