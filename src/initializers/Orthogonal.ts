/**
 * A random orthogonal matrix (Saxe et al., ICLR 2014), times a gain.
 *
 * All axes except `column_axis` are flattened into the rows of a matrix W whose columns run along that axis: WᵀW = gain²·I
 * or, with more columns than rows, WWᵀ = gain²·I. The columns are the last axis in TensorFlow, Keras and JAX, and the first
 * in PyTorch. W is uniform over all such matrices: the Q of a Gaussian matrix with the signs of R's diagonal (Mezzadri 2007),
 * computed in float64 for every dtype and rounded once.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { finite, integer } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import * as Content from '../Content.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { checked, held, whole } from '../Draw/make.js'
import { at, fail, type Validated } from '../InitializerError.js'
import { times } from '../numeric/matrix/product.js'
import { transpose } from '../numeric/matrix/qr.js'
import { resolveAxis, type Shape, size } from '../Shape.js'
import { orthonormal, wordsOf } from './kit/gaussian.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Orthogonal {
  readonly _tag: 'Orthogonal'
  readonly gain: number
  /** negative ones count from the end */
  readonly column_axis: number
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadRank` for a shape of fewer than two axes, `BadAxis` for an axis that the shape does not have, `BoundOverflow` for a
 * gain beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  ({ gain, column_axis }: Orthogonal) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      columnsOf(column_axis, target.shape),
      E.chain((axis) => {
        const [rows, cols] = matrixOf(target.shape, axis)
        const most = Math.abs(gain)
        const stddev = most / Math.sqrt(Math.max(1, rows, cols))
        const content = Content.structured({ name: 'orthogonal', mean: 0, stddev, low: -most, high: most })
        return pipe(
          at('config', 'gain')(checked(target.dtype, content)),
          E.chain(() => held(target.shape)),
          E.map((shape) =>
            whole(target, content, {
              words: wordsOf(target.dtype, rows * cols),
              compute: (source) => times(gain, arrange(orthonormal(source, rows, cols), shape, axis))
            })
          )
        )
      })
    )

const columnsOf = (axis: number, shape: Shape): Validated<number> =>
  shape.length < 2
    ? fail('BadRank', 'a shape of two axes or more', `rank ${shape.length}`, ['shape'])
    : at('config', 'column_axis')(resolveAxis(shape)(axis))

const matrixOf = (shape: Shape, axis: number): readonly [rows: number, cols: number] => [
  size(shape.filter((_, i) => i !== axis)),
  shape[axis] ?? 1
]

/** The matrix's columns along the axis: row r = (outer, inner) and column c are at (outer, c, inner). */
const arrange = (matrix: Float64Array, shape: Shape, axis: number): Float64Array =>
  axis === shape.length - 1 ? matrix : transpose(matrix, size(shape.slice(axis + 1)), shape[axis] ?? 1)

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Orthogonal', config: { gain: 1, column_axis: -1 } }`.
 *
 * @since 0.1.0
 */
export const definition: Definition<Orthogonal> = define<Orthogonal>({
  name: 'Orthogonal',
  fields: {
    gain: optional(finite, 1),
    column_axis: optional(integer, -1),
    seed,
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
