/**
 * What the orthogonal convolution kernels share: `[…, in, out]` with in ≤ out, and W as a map that keeps norms.
 */
import { pipe } from 'fp-ts/function'
import * as E from 'fp-ts/Either'
import * as Content from '../../Content.js'
import type { DType } from '../../DType.js'
import * as Draw from '../../Draw.js'
import { at, fail, fromErrors, type Validated } from '../../InitializerError.js'
import type { WordReader } from '../../Rng.js'
import { type Shape, size } from '../../Shape.js'

export interface Kernel {
  /** the spatial axes */
  readonly field: Shape
  readonly inputs: number
  readonly outputs: number
}

/** How the values of a kernel are made. */
interface Recipe {
  readonly words: number
  /** the largest matrix that is held on the way, in float64 */
  readonly held: Shape
  readonly compute: (reader: WordReader) => Float64Array
}

/** `BadRank` for other than 3 to 5 axes, `ShapeMismatch` for more inputs than outputs. */
export const kernelOf = (shape: Shape): Validated<Kernel> => {
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
 * beyond the dtype's largest, `ShapeTooLarge` where what is held on the way cannot be.
 */
export const orthogonalKernel = <D extends DType>(
  name: string,
  gain: number,
  target: Draw.Target<D>,
  { inputs }: Kernel,
  { words, held, compute }: Recipe
): Validated<Draw.Draw<D>> => {
  const elements = size(target.shape)
  const most = Math.abs(gain)
  const stddev = most * Math.sqrt(inputs / Math.max(1, elements))
  const content = Content.structured(name, 0, stddev, -most, most)
  return pipe(
    at('config', 'gain')(Content.fits(target.dtype)(content)),
    E.chain(() => fromErrors(elements === 0 ? [] : Draw.notHeld(held), target)),
    E.chain(Draw.materialized(content, words, compute))
  )
}
