/**
 * `orthogonal` and `delta_orthogonal` of `jax.nn.initializers`. The largest difference from jax 0.10.2 that was measured is
 * 4.3e-6 in float32.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { type DType, traits } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { notHeld } from '../../Draw/make.js'
import type { DeltaOrthogonal } from '../../initializers/DeltaOrthogonal.js'
import { centreOf } from '../../initializers/Dirac.js'
import { filterOf } from '../../initializers/kit/convolution.js'
import type { Orthogonal } from '../../initializers/Orthogonal.js'
import { at, error, fail, fromErrors, show, type Validated } from '../../InitializerError.js'
import { transpose } from '../../numeric/matrix/qr.js'
import { resolveAxis, type Shape, size } from '../../Shape.js'
import { type Tensor, values } from '../../Tensor.js'
import { type Dimensions, orthogonalMatrix, tall } from '../orthogonal.js'
import type { Key } from './keys.js'
import { arithmeticOf, draw, type How, normalSteps } from './random.js'

type Weights<D extends DType> = Validated<(key: Key) => Tensor<D>>

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/** The columns run along one axis, the rows along all others. */
export const orthogonal =
  ({ gain, column_axis }: Orthogonal) =>
  <D extends DType>(target: Target<D>, how: How): Weights<D> =>
    pipe(
      columnsOf(column_axis, target.shape),
      E.chain((axis) => {
        const cols = target.shape[axis] ?? 1
        const rows = size(target.shape.filter((_, i) => i !== axis))
        return orthogonalTensor(target, how, gain, [rows, cols], (matrix) => arrange(matrix, target.shape, axis))
      })
    )

const columnsOf = (axis: number, shape: Shape): Validated<number> =>
  shape.length < 2
    ? fail('BadRank', 'a shape of two axes or more', `rank ${shape.length}`, ['shape'])
    : at('config', 'column_axis')(resolveAxis(shape)(axis))

/** The matrix with its columns along an axis, and its rows along the axes before and after it. */
const arrange = (matrix: Float64Array, shape: Shape, axis: number): Float64Array => {
  const cols = shape[axis] ?? 1
  const inner = size(shape.slice(axis + 1))
  if (inner === 1) return matrix
  const out = new Float64Array(matrix.length)
  for (let start = 0; start < matrix.length; start += inner * cols) {
    out.set(transpose(matrix.subarray(start, start + inner * cols), inner, cols), start)
  }
  return out
}

/** The matrix at the centre tap of a kernel that is 0 elsewhere. */
export const deltaOrthogonal =
  ({ gain }: DeltaOrthogonal) =>
  <D extends DType>(target: Target<D>, how: How): Weights<D> =>
    pipe(
      filterOf(target.shape),
      E.chain(({ field, inputs, outputs }) =>
        orthogonalTensor(target, how, gain, [inputs, outputs], (matrix) => {
          const out = new Float64Array(size(target.shape))
          out.set(matrix, centreOf(field, 'lower') * inputs * outputs)
          return out
        })
      )
    )

// -------------------------------------------------------------------------------------
// the matrix
// -------------------------------------------------------------------------------------

/** `arrange` returns the elements of the tensor from a matrix with orthonormal columns, or rows if they are fewer. */
const orthogonalTensor = <D extends DType>(
  target: Target<D>,
  how: How,
  gain: number,
  dimensions: Dimensions,
  arrange: (matrix: Float64Array) => Float64Array
): Weights<D> =>
  fromErrors(problems(target, gain, arithmeticOf(target, how).round(gain)), (from) => {
    const { shape, dtype } = target
    const { make, store } = traits(dtype)
    const data = make(size(shape))
    if (data.length > 0) store(arrange(matrixOf(target, how, gain, dimensions)(from)), data.length, data, 0)
    return { shape, dtype, data }
  })

const problems = ({ shape, dtype }: Target, gain: number, rounded: number) => [
  ...(dtype === 'float32' || dtype === 'float64' || size(shape) === 0
    ? []
    : [error('Unsupported', 'float32 or float64, as in JAX', dtype, ['dtype'])]),
  ...(Number.isFinite(rounded)
    ? []
    : [error('BoundOverflow', `a number in the range of ${dtype}`, show(gain), ['config', 'gain'])]),
  ...notHeld(shape)
]

/** Of a wide matrix the transpose is drawn. */
const matrixOf =
  ({ dtype }: Target, how: How, gain: number, dimensions: Dimensions) =>
  (from: Key): Float64Array => {
    const steps = normalSteps(arithmeticOf({ dtype }, how))
    const normals = draw({ shape: tall(dimensions), dtype }, how, steps)(from)
    return orthogonalMatrix(values(normals), dimensions, dtype, gain)
  }
