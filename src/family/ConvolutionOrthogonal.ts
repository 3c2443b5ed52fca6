/**
 * A convolution kernel that is orthogonal as a whole, with random weight on all taps (Xiao et al., ICML 2018, alg. 1).
 *
 * As a circular convolution it keeps the norm of its input, times the gain. It is made of convolutions of k − 1 blocks
 * of 2 taps along each axis, `P` and `I − P` with P a random projection, for which orthogonality is plain; then all taps
 * are multiplied by the first `in` rows of an orthogonal matrix. Shape `[k, in, out]`, `[k, k, in, out]` or `[k, k, k, in,
 * out]` with in ≤ out, as TensorFlow's ConvolutionOrthogonal1D to 3D have it.
 *
 * @since 0.1.0
 */
import { finite, optional } from '../codec/record.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { fail, type Validated } from '../InitializerError.js'
import { addTo, complement, multiply } from '../numeric/matrix.js'
import { transpose } from '../numeric/qr.js'
import type { Reader } from '../Rng.js'
import { orthonormal, wordsOf } from './gaussian.js'
import { orthogonalKernel } from './kernel.js'
import { dtype, type Family, family, seed } from './paper.js'

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

/**
 * On paper `{ class_name: 'ConvolutionOrthogonal', config: { gain: 1 } }`.
 *
 * @since 0.1.0
 */
export const { codec, fromConfig, getConfig }: Family<ConvolutionOrthogonal> = family<ConvolutionOrthogonal>(
  'ConvolutionOrthogonal',
  { gain: optional(finite, 1), seed, dtype }
)

// -------------------------------------------------------------------------------------
// meaning
// -------------------------------------------------------------------------------------

/**
 * `BadRank`, `ShapeMismatch` for more inputs than outputs or a field that is no cube.
 *
 * @since 0.1.0
 */
export const draw =
  ({ gain }: ConvolutionOrthogonal) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> => {
    const { shape, dtype } = target
    const [taps = 0, ...others] = shape.slice(0, -2)
    return others.every((k) => k === taps)
      ? orthogonalKernel('convolution orthogonal', gain, target, ({ field, inputs, outputs }) => ({
          words:
            wordsOf(dtype, outputs * outputs) + Math.max(0, taps - 1) * field.length * projectionWords(dtype, outputs),
          held: [...field, outputs, outputs],
          compute: (reader) => kernel(reader, dtype, taps, field.length, inputs, outputs, gain)
        }))
      : fail('ShapeMismatch', 'a receptive field as long along each axis', `[${taps}, ${others.join(', ')}]`, ['shape'])
  }

// -------------------------------------------------------------------------------------
// the algorithm
// -------------------------------------------------------------------------------------

/** The words of a projection: an orthogonal matrix, and a coin for each of its columns. */
const projectionWords = (dtype: DType, n: number): number => wordsOf(dtype, n * n) + n

/** QDQᵀ with Q orthogonal and D a random diagonal of zeros and ones. */
const projection = (reader: Reader, dtype: DType, n: number): Float64Array => {
  const q = orthonormal(reader, dtype, n, n)
  const coins = new Int32Array(n)
  reader.read(coins, n)
  const kept = q.map((x, i) => ((coins[i % n] as number) < 0 ? x : 0))
  return multiply(kept, transpose(kept, n, n), n, n, n)
}

/** Taps along each of `axes` axes, row-major, each an n × n matrix. */
interface Taps {
  readonly length: number
  readonly axes: number
  readonly matrices: ReadonlyArray<Float64Array>
}

/** Two taps an axis: at each corner the product of P or I − P of every axis. */
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

/** The convolution of two kernels whose taps are matrices. */
const convolve = (a: Taps, b: Taps, n: number): Taps => {
  const length = a.length + b.length - 1
  const matrices = Array.from({ length: power(length, a.axes) }, () => new Float64Array(n * n))
  a.matrices.forEach((x, i) => {
    b.matrices.forEach((y, j) => {
      const place = placeOf(i, a.length, a.axes, length) + placeOf(j, b.length, b.axes, length)
      addTo(matrices[place] as Float64Array, multiply(x, y, n, n, n))
    })
  })
  return { length, axes: a.axes, matrices }
}

/** A row-major position in a cube of taps, as one in a cube with more of them; positions then add as taps do. */
const placeOf = (position: number, from: number, axes: number, to: number): number =>
  axes === 0 ? 0 : placeOf(Math.floor(position / from), from, axes - 1, to) * to + (position % from)

const power = (base: number, exponent: number): number => (exponent === 0 ? 1 : base * power(base, exponent - 1))

const kernel = (
  reader: Reader,
  dtype: DType,
  taps: number,
  axes: number,
  inputs: number,
  outputs: number,
  gain: number
): Float64Array => {
  const n = outputs
  const first = orthonormal(reader, dtype, n, n).slice(0, inputs * n)
  const nextBlock = (): Taps =>
    block(
      Array.from({ length: axes }, () => projection(reader, dtype, n)),
      n
    )
  const steps = Array.from({ length: Math.max(0, taps - 1) }, nextBlock)
  const [start, ...rest] = steps
  const one: Taps = { length: 1, axes, matrices: [complement(new Float64Array(n * n), n)] }
  const whole = rest.reduce((sum, step) => convolve(sum, step, n), start ?? one)
  const out = new Float64Array(whole.matrices.length * inputs * n)
  whole.matrices.forEach((matrix, i) => out.set(multiply(first, matrix, inputs, n, n), i * inputs * n))
  return out.map((x) => gain * x)
}
