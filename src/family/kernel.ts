/**
 * What the orthogonal convolution kernels share: `[…, in, out]` with in ≤ out, and W as a map that keeps norms.
 */
import { pipe } from 'fp-ts/function'
import * as E from 'fp-ts/Either'
import * as Content from '../Content.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { fail, fromErrors, type Validated } from '../InitializerError.js'
import type { Reader } from '../Rng.js'
import { type Shape, size } from '../Shape.js'
import { tooLarge } from '../Tensor.js'

export interface Kernel {
  /** the spatial axes */
  readonly field: Shape
  readonly inputs: number
  readonly outputs: number
}

/** How the values of a kernel are made. */
interface Recipe {
  readonly words: number
  /** the matrices that are held on the way, in float64 */
  readonly held: Shape
  readonly compute: (reader: Reader) => Float64Array
}

/** `BadRank` for other than 3 to 5 axes, `ShapeMismatch` for more inputs than outputs. */
const kernelOf = (shape: Shape): Validated<Kernel> => {
  const [inputs = 0, outputs = 0] = shape.slice(-2)
  if (shape.length < 3 || shape.length > 5) {
    return fail('BadRank', 'a shape of three to five axes', `rank ${shape.length}`, ['shape'])
  }
  return inputs <= outputs
    ? E.right({ field: shape.slice(0, -2), inputs, outputs })
    : fail('ShapeMismatch', `at most ${outputs} inputs, as many as outputs`, `${inputs}`, ['shape', shape.length - 2])
}

/**
 * Each of the `in` rows of all taps together has the norm `gain`, which gives the stddev. An empty kernel takes no words.
 * `ShapeTooLarge` where what is held on the way cannot be.
 */
export const orthogonalKernel = <D extends DType>(
  name: string,
  gain: number,
  target: Draw.Target<D>,
  recipe: (kernel: Kernel) => Recipe
): Validated<Draw.Draw<D>> =>
  pipe(
    kernelOf(target.shape),
    E.chain((kernel) => {
      const { words, held, compute } = recipe(kernel)
      const elements = size(target.shape)
      const most = Math.abs(gain)
      const stddev = most * Math.sqrt(kernel.inputs / Math.max(1, elements))
      const content = Content.structured(name, 0, stddev, -most, most)
      return elements === 0
        ? Draw.whole(content, 0, () => new Float64Array(0))(target)
        : pipe(fromErrors(tooLarge(held, 'float64'), target), E.chain(Draw.whole(content, words, compute)))
    })
  )
