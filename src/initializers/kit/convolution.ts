/**
 * Orthogonal convolution kernels: `[…, in, out]` with in ≤ out, and W as a map that keeps norms.
 */
import { pipe } from 'fp-ts/function'
import * as E from 'fp-ts/Either'
import * as Content from '../../Content.js'
import type { DType } from '../../DType.js'
import type * as Draw from '../../Draw.js'
import { checked, held, type Recipe, whole } from '../../Draw/make.js'
import { at, fail, type Validated } from '../../InitializerError.js'
import { type Shape, size } from '../../Shape.js'

/** The filter of a convolution, `[…, inputs, outputs]`. */
export interface Filter {
  /** the spatial axes */
  readonly field: Shape
  readonly inputs: number
  readonly outputs: number
}

/** How the values of a filter are computed. */
interface FilterRecipe extends Recipe {
  /** the shape of the largest intermediate matrix, in float64 */
  readonly largest: Shape
}

/** `BadRank` unless there are 3 to 5 axes, `ShapeMismatch` for more inputs than outputs. */
export const filterOf = (shape: Shape): Validated<Filter> => {
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  if (shape.length < 3 || shape.length > 5) {
    return fail('BadRank', 'a shape of three to five axes', `rank ${shape.length}`, ['shape'])
  }
  return inputs <= outputs
    ? E.right({ field: shape.slice(0, -2), inputs, outputs })
    : fail('ShapeMismatch', `at most ${outputs} inputs, as many as outputs`, `${inputs}`, ['shape', shape.length - 2])
}

/**
 * Each of the `in` rows of all taps together has the norm `gain`, which gives the stddev. `BoundOverflow` for a gain
 * beyond the dtype's largest, `ShapeTooLarge` where an intermediate matrix cannot be held.
 */
export const orthogonalFilter = <D extends DType>(
  name: string,
  gain: number,
  target: Draw.Target<D>,
  { inputs }: Filter,
  { largest, ...recipe }: FilterRecipe
): Validated<Draw.Draw<D>> => {
  const elements = size(target.shape)
  const most = Math.abs(gain)
  const stddev = most * Math.sqrt(inputs / Math.max(1, elements))
  const content = Content.structured({ name, mean: 0, stddev, low: -most, high: most })
  return pipe(
    at('config', 'gain')(checked(target.dtype, content)),
    E.chain(() => (elements === 0 ? E.right(target.shape) : held(largest))),
    E.chain(() => held(target.shape)),
    E.map(() => whole(target, content, recipe))
  )
}
