/**
 * Count, mean, standard deviation and extremes of a tensor's elements, in float64.
 *
 * Summaries of parts combine (Chan, Golub & LeVeque, 1979), so those of a model's chunks give that of the model. `m2`
 * overflows for float64 elements above about 10^150; the standard deviation is then infinite or NaN.
 *
 * @since 0.1.0
 */
import type * as M from 'fp-ts/Monoid'
import type { DType } from './DType.js'
import { chunk, forEachChunk, type Tensor } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Summary {
  readonly count: number
  readonly mean: number
  /** the sum of squared deviations from the mean */
  readonly m2: number
  readonly min: number
  readonly max: number
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * The summary of a tensor's elements as they are stored.
 *
 * @since 0.1.0
 * @example
 * import { Summary } from 'initializers-ts'
 *
 * const summary = Summary.fromTensor({ shape: [4], dtype: 'float32', data: Float32Array.of(1, 2, 3, 6) })
 * summary // => { count: 4, mean: 3, m2: 14, min: 1, max: 6 }
 * Summary.stddev(summary) // => Math.sqrt(3.5)
 */
export const fromTensor = <D extends DType>(tensor: Tensor<D>): Summary => append(tensor)(Monoid.empty)

/** Loops by index, because iterating over the values takes six times as long. */
const fromValues = (values: Float64Array): Summary => {
  const count = values.length
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < count; i++) {
    const x = values[i]!
    sum += x
    if (x < min) min = x
    if (x > max) max = x
  }
  const mean = sum / count
  let m2 = 0
  for (let i = 0; i < count; i++) {
    const deviation = values[i]! - mean
    m2 += deviation * deviation
  }
  return { count, mean, m2, min, max }
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The summary of earlier elements followed by those of a tensor. A tensor that is appended in pieces, each of a multiple of
 * 2048 elements, has the same summary, bit for bit, as the whole.
 *
 * @since 0.1.0
 */
export const append = <D extends DType>(tensor: Tensor<D>): ((before: Summary) => Summary) => appendParts(parts(tensor))

/**
 * The summaries of a tensor's parts of 2048 elements, packed into one array, which a thread returns for what it has drawn.
 *
 * @since 0.1.0
 */
export const parts = <D extends DType>(tensor: Tensor<D>): Float64Array => {
  const packed = new Float64Array(fields * Math.ceil(tensor.data.length / chunk))
  let offset = 0
  forEachChunk((values) => {
    const { count, mean, m2, min, max } = fromValues(values)
    packed[offset] = count
    packed[offset + 1] = mean
    packed[offset + 2] = m2
    packed[offset + 3] = min
    packed[offset + 4] = max
    offset += fields
  })(tensor)
  return packed
}

const fields = 5

/**
 * The summary of earlier elements followed by packed parts. Law: `append(t) = appendParts(parts(t))`.
 *
 * @since 0.1.0
 */
export const appendParts =
  (packed: Float64Array) =>
  (before: Summary): Summary => {
    let summary = before
    for (let i = 0; i < packed.length; i += fields) {
      summary = Monoid.concat(summary, {
        count: packed[i]!,
        mean: packed[i + 1]!,
        m2: packed[i + 2]!,
        min: packed[i + 3]!,
        max: packed[i + 4]!
      })
    }
    return summary
  }

/**
 * The population standard deviation.
 *
 * @since 0.1.0
 */
export const stddev = ({ m2, count }: Summary): number => Math.sqrt(m2 / count)

// -------------------------------------------------------------------------------------
// instances
// -------------------------------------------------------------------------------------

/**
 * Combines the summaries of two parts.
 *
 * @since 0.1.0
 */
export const Monoid: M.Monoid<Summary> = {
  empty: { count: 0, mean: 0, m2: 0, min: Infinity, max: -Infinity },
  concat: (a, b) => {
    if (a.count === 0) return b
    if (b.count === 0) return a
    const count = a.count + b.count
    const difference = b.mean - a.mean
    return {
      count,
      mean: a.mean + (difference * b.count) / count,
      m2: a.m2 + b.m2 + (difference * difference * a.count * b.count) / count,
      min: Math.min(a.min, b.min),
      max: Math.max(a.max, b.max)
    }
  }
}
