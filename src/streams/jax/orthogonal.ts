/**
 * `orthogonal` and `delta_orthogonal` of `jax.nn.initializers`: Q of normal numbers with the signs of R's diagonal, times
 * the gain.
 *
 * JAX leaves Q to LAPACK in the dtype itself, this takes float64 and rounds it: as Q is unique, they differ by rounding
 * only, up to 1e-5 in float32 for matrices of up to 1000 columns (measured against jax 0.10.2: 4.3e-6).
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
import { orthonormalColumns, transpose } from '../../numeric/matrix/qr.js'
import { resolveAxis, type Shape, size } from '../../Shape.js'
import { type Tensor, values } from '../../Tensor.js'
import type { Key } from './keys.js'
import { arithmeticOf, draw, type How, normalLaw } from './random.js'

type Weights<D extends DType> = Validated<(key: Key) => Tensor<D>>

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/** The columns run along an axis, the rows along all others. */
export const orthogonal =
  ({ gain, column_axis }: Orthogonal) =>
  <D extends DType>(target: Target<D>, how: How): Weights<D> =>
    pipe(
      columnsOf(column_axis, target.shape),
      E.chain((axis) => {
        const cols = target.shape[axis] ?? 1
        const rows = size(target.shape.filter((_, i) => i !== axis))
        const place = (matrix: Float64Array): Float64Array => arrange(matrix, target.shape, axis)
        return orthonormal(target, how, gain, [rows, cols], place)
      })
    )

const columnsOf = (axis: number, shape: Shape): Validated<number> =>
  shape.length < 2
    ? fail('BadRank', 'a shape of two axes or more', `rank ${shape.length}`, ['shape'])
    : at('config', 'column_axis')(resolveAxis(shape)(axis))

/** The matrix's columns along the axis, its rows along those before and behind it. */
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
        orthonormal(target, how, gain, [inputs, outputs], (matrix) => {
          const out = new Float64Array(size(target.shape))
          out.set(matrix, centreOf(field, 'lower') * inputs * outputs)
          return out
        })
      )
    )

// -------------------------------------------------------------------------------------
// the matrix
// -------------------------------------------------------------------------------------

/** A matrix with orthonormal rows or columns, whichever are fewer, times the gain, put into its place in the tensor. */
const orthonormal = <D extends DType>(
  target: Target<D>,
  how: How,
  gain: number,
  [rows, cols]: readonly [number, number],
  place: (matrix: Float64Array) => Float64Array
): Weights<D> =>
  fromErrors(problems(target, gain, arithmeticOf(target, how).round(gain)), (from) => {
    const { shape, dtype } = target
    const { make, store } = traits(dtype)
    const data = make(size(shape))
    if (data.length > 0) store(place(matrixOf(target, how, gain, rows, cols)(from)), data.length, data, 0)
    return { shape, dtype, data }
  })

const problems = ({ shape, dtype }: Target, gain: number, rounded: number) => [
  ...(dtype === 'float32' || dtype === 'float64'
    ? []
    : [error('Unsupported', 'float32 or float64, as in JAX', dtype, ['dtype'])]),
  ...(Number.isFinite(rounded)
    ? []
    : [error('BoundOverflow', `a number that ${dtype} holds`, show(gain), ['config', 'gain'])]),
  ...notHeld(shape)
]

/** Of a wide one the transpose is drawn. */
const matrixOf =
  ({ dtype }: Target, how: How, gain: number, rows: number, cols: number) =>
  (from: Key): Float64Array => {
    const [most, least] = [Math.max(rows, cols), Math.min(rows, cols)]
    const arithmetic = arithmeticOf({ dtype }, how)
    const normals = draw({ shape: [most, least], dtype }, how, normalLaw(arithmetic))(from)
    const q = orthonormalColumns(values(normals), most, least)
    const matrix = (rows < cols ? transpose(q, cols, rows) : q).map(arithmetic.round)
    arithmetic.multiply(arithmetic.round(gain))(matrix)
    return matrix
  }
