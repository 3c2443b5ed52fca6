/**
 * A convolution kernel that is a random orthogonal matrix at the centre tap and 0 elsewhere (Xiao et al., ICML 2018).
 *
 * As a circular convolution it keeps the norm of its input, times the gain: the `in` rows of the matrix are orthonormal,
 * so in ≤ out is required. (TensorFlow and JAX take them from an orthogonal matrix of `out` rows: the same distribution, with
 * more work.) The axes are `[…, in, out]`, the centre of k taps is (k − 1) // 2, as in TensorFlow and JAX.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { finite } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import type { Validated } from '../InitializerError.js'
import { size } from '../Shape.js'
import { centreOf } from './Dirac.js'
import { times } from '../numeric/matrix/product.js'
import { orthonormal, wordsOf } from './kit/gaussian.js'
import { filterOf, orthogonalFilter } from './kit/convolution.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface DeltaOrthogonal {
  readonly _tag: 'DeltaOrthogonal'
  readonly gain: number
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadRank` for a shape that is not a convolution kernel in one to three dimensions, `ShapeMismatch` for more inputs than
 * outputs, `BoundOverflow` for a gain beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  ({ gain }: DeltaOrthogonal) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      filterOf(target.shape),
      E.chain((filter) => {
        const { field, inputs, outputs } = filter
        return orthogonalFilter('delta orthogonal', gain, target, filter, {
          words: wordsOf(target.dtype, inputs * outputs),
          largest: [inputs, outputs],
          compute: (source) => {
            const out = new Float64Array(size(target.shape))
            const matrix = orthonormal(source, inputs, outputs)
            out.set(times(gain, matrix), centreOf(field, 'lower') * inputs * outputs)
            return out
          }
        })
      })
    )

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'DeltaOrthogonal', config: { gain: 1 } }`.
 *
 * @since 0.1.0
 */
export const definition: Definition<DeltaOrthogonal> = define<DeltaOrthogonal>({
  name: 'DeltaOrthogonal',
  fields: {
    gain: optional(finite, 1),
    seed,
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
