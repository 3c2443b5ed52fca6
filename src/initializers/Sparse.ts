/**
 * A normal matrix with the same number of zeros in each column (Martens, ICML 2010).
 *
 * Of the r rows of a column, n are zero: the least n with n / r ≥ sparsity in float64, so that 0.07 of 100 is 7
 * (⌈0.07 · 100⌉ is 8). After the words of the normal numbers, each element has one more word: the n rows with the least words
 * are zero, and of equal words the upper row. The axes are `[rows, columns]`, inputs first.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fraction, positive } from '../codec/leaf.js'
import { optional, required } from '../codec/record.js'
import * as Content from '../Content.js'
import { normal } from '../Distribution.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { checked, held, whole } from '../Draw/make.js'
import { at, fail, type Validated } from '../InitializerError.js'
import { zeroLeast } from '../numeric/matrix/sparse.js'
import { normals, wordsOf } from './kit/gaussian.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Sparse {
  readonly _tag: 'Sparse'
  /** the fraction of zeros in a column, from 0 to 1 */
  readonly sparsity: number
  /** of the elements that are not zero */
  readonly stddev: number
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** The least n with n / rows ≥ sparsity. */
const zerosIn = (rows: number, sparsity: number): number => {
  const guess = Math.max(0, Math.floor(sparsity * rows) - 1)
  return [guess, guess + 1, guess + 2].find((n) => n / rows >= sparsity) ?? rows
}

/**
 * `BadRank` for a shape that is not a matrix; the errors of a normal distribution for the stddev.
 *
 * @since 0.1.0
 */
export const draw =
  ({ sparsity, stddev }: Sparse) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> => {
    const [rows, cols, ...rest] = target.shape
    if (rows === undefined || cols === undefined || rest.length > 0) {
      return fail('BadRank', 'a shape of two axes', `rank ${target.shape.length}`, ['shape'])
    }
    const zeros = zerosIn(rows, sparsity)
    const kept = rows === 0 ? 0 : 1 - zeros / rows
    const dense = normal(0, stddev)
    const content = Content.mixture(target.dtype, 'sparse', [
      { fraction: kept, content: dense },
      { fraction: 1 - kept, content: Content.constant(0) }
    ])
    return pipe(
      at('config', 'stddev')(checked(target.dtype, dense)),
      E.chain(() => held(target.shape)),
      E.map(() =>
        whole(target, content, {
          words: wordsOf(target.dtype, rows * cols) + rows * cols,
          compute: (source) => {
            const reals = normals(source, rows * cols).map((z) => stddev * z)
            return zeroLeast(reals, source.words(rows * cols), rows, cols, zeros)
          }
        })
      )
    )
  }

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Sparse', config: { sparsity: 0.9, stddev: 0.01 } }`; the sparsity must be given.
 *
 * @since 0.1.0
 */
export const definition: Definition<Sparse> = define<Sparse>({
  name: 'Sparse',
  fields: {
    sparsity: required(fraction),
    stddev: optional(positive, 0.01),
    seed,
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
