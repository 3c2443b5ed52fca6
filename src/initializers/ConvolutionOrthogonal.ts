/**
 * An orthogonal convolution kernel with random weights on all taps (Xiao et al., ICML 2018, algorithm 1).
 *
 * As a circular convolution it keeps the norm of its input, times the gain. It is the convolution of `in` random
 * orthonormal rows with k − 1 blocks, each of 2 taps along every axis: products of `P` or `I − P` for one random
 * projection P per axis. The shape is `[k, in, out]`, `[k, k, in, out]` or `[k, k, k, in, out]` with in ≤ out, as in
 * TensorFlow's ConvolutionOrthogonal1D to 3D.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { finite } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { fail, type Validated } from '../InitializerError.js'
import { addTo, complement, multiply, times } from '../numeric/matrix/product.js'
import { transpose } from '../numeric/matrix/qr.js'
import { orthonormal, wordsOf } from './kit/gaussian.js'
import { type Filter, filterOf, orthogonalFilter } from './kit/convolution.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface ConvolutionOrthogonal {
  readonly _tag: 'ConvolutionOrthogonal'
  readonly gain: number
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadRank` for a shape that is not a convolution kernel in one to three dimensions, `ShapeMismatch` for more inputs than
 * outputs or a receptive field that is not a cube, `ShapeTooLarge` for outputs whose square matrix cannot be held,
 * `BoundOverflow` for a gain beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  ({ gain }: ConvolutionOrthogonal) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      filterOf(target.shape),
      E.chain(cubic),
      E.chain((filter) => {
        const { field, inputs, outputs } = filter
        const projections = ((field[0] ?? 1) - 1) * field.length
        return orthogonalFilter('convolution orthogonal', gain, target, filter, {
          words: wordsOf(target.dtype, inputs * outputs) + projections * projectionWords(target.dtype, outputs),
          largest: [outputs, outputs],
          compute: (source) => times(gain, values(source, filter))
        })
      })
    )

const cubic = (filter: Filter): Validated<Filter> =>
  filter.field.every((k) => k === filter.field[0])
    ? E.right(filter)
    : fail('ShapeMismatch', 'a receptive field of the same size along each axis', `[${filter.field.join(', ')}]`, [
        'shape'
      ])

// -------------------------------------------------------------------------------------
// the algorithm
// -------------------------------------------------------------------------------------

/** The words of a projection: an orthogonal matrix, and a coin for each of its columns. */
const projectionWords = (dtype: DType, n: number): number => wordsOf(dtype, n * n) + n

/** QDQᵀ with Q orthogonal and D a random diagonal of zeros and ones. */
const projection = (source: Draw.Source, n: number): Float64Array => {
  const q = orthonormal(source, n, n)
  const coins = source.words(n)
  const kept = q.map((x, i) => (coins[i % n]! < 0 ? x : 0))
  return multiply(kept, transpose(kept, n, n), n, n, n)
}

/** Taps along each of `axes` axes, row-major, each a matrix. */
interface Taps {
  readonly length: number
  readonly axes: number
  readonly matrices: ReadonlyArray<Float64Array>
}

/** Two taps per axis: at each corner the product of P or I − P of every axis. */
const block = (projections: ReadonlyArray<Float64Array>, n: number): Taps => ({
  length: 2,
  axes: projections.length,
  matrices: projections.reduce<ReadonlyArray<Float64Array>>((corners, p) => {
    const either = [p, complement(p, n)]
    return corners.length === 0
      ? either
      : corners.flatMap((corner) => either.map((factor) => multiply(corner, factor, n, n, n)))
  }, [])
})

/** The convolution of two kernels, one of rows × n taps and one of n × n. */
const convolve = (a: Taps, b: Taps, rows: number, n: number): Taps => {
  const length = a.length + b.length - 1
  const matrices = Array.from({ length: power(length, a.axes) }, () => new Float64Array(rows * n))
  a.matrices.forEach((x, i) => {
    b.matrices.forEach((y, j) => {
      const tap = tapIn(i, a.length, a.axes, length) + tapIn(j, b.length, b.axes, length)
      addTo(matrices[tap]!, multiply(x, y, rows, n, n))
    })
  })
  return { length, axes: a.axes, matrices }
}

/** Maps a row-major position in a cube of taps to that in a larger cube, in which positions add up as taps do. */
const tapIn = (position: number, from: number, axes: number, to: number): number =>
  axes === 0 ? 0 : tapIn(Math.floor(position / from), from, axes - 1, to) * to + (position % from)

const power = (base: number, exponent: number): number => (exponent === 0 ? 1 : base * power(base, exponent - 1))

const values = (source: Draw.Source, { field, inputs, outputs }: Filter): Float64Array => {
  const axes = field.length
  const first: Taps = { length: 1, axes, matrices: [orthonormal(source, inputs, outputs)] }
  const projections = (): ReadonlyArray<Float64Array> => Array.from({ length: axes }, () => projection(source, outputs))
  const { matrices } = Array.from({ length: (field[0] ?? 1) - 1 }).reduce<Taps>(
    (sum) => convolve(sum, block(projections(), outputs), inputs, outputs),
    first
  )
  const out = new Float64Array(matrices.length * inputs * outputs)
  matrices.forEach((matrix, i) => out.set(matrix, i * inputs * outputs))
  return out
}

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'ConvolutionOrthogonal', config: { gain: 1 } }`.
 *
 * @since 0.1.0
 */
export const definition: Definition<ConvolutionOrthogonal> = define<ConvolutionOrthogonal>({
  name: 'ConvolutionOrthogonal',
  fields: { gain: optional(finite, 1), seed, dtype },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
