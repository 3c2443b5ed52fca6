/**
 * Count, mean, standard deviation and extremes of a tensor's elements, in float64.
 *
 * The squares of float64 elements beyond 10^150 or so overflow, and their standard deviation is not told right.
 *
 * Summaries of parts combine (Chan, Golub & LeVeque, 1979), so those of a model's chunks give that of the whole.
 *
 * @since 0.1.0
 */
import type * as M from 'fp-ts/Monoid'
import type { DType } from './DType.js'
import { forEachChunk, type Tensor } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Summary {
  readonly count: number
  readonly mean: number
  /** the sum of squared distances to the mean */
  readonly squares: number
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
 * summary // => { count: 4, mean: 3, squares: 14, min: 1, max: 6 }
 * Summary.stddev(summary) // => Math.sqrt(3.5)
 */
export const fromTensor = <D extends DType>(tensor: Tensor<D>): Summary => append(tensor)(Monoid.empty)

const fromValues = (values: Float64Array): Summary => {
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (const x of values) {
    sum += x
    if (x < min) min = x
    if (x > max) max = x
  }
  const mean = sum / values.length
  let squares = 0
  for (const x of values) squares += (x - mean) * (x - mean)
  return { count: values.length, mean, squares, min, max }
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The summary of what has been summed up and a tensor behind it. A tensor that is appended in pieces of a multiple of
 * 2048 elements has the same summary, to the last bit, as the whole.
 *
 * @since 0.1.0
 */
export const append =
  <D extends DType>(tensor: Tensor<D>) =>
  (before: Summary): Summary => {
    let summary = before
    forEachChunk((values) => {
      summary = Monoid.concat(summary, fromValues(values))
    })(tensor)
    return summary
  }

/**
 * The standard deviation of the population.
 *
 * @since 0.1.0
 */
export const stddev = ({ squares, count }: Summary): number => Math.sqrt(squares / count)

// -------------------------------------------------------------------------------------
// instances
// -------------------------------------------------------------------------------------

/**
 * The summary of two parts side by side.
 *
 * @since 0.1.0
 */
export const Monoid: M.Monoid<Summary> = {
  empty: { count: 0, mean: 0, squares: 0, min: Infinity, max: -Infinity },
  concat: (a, b) => {
    if (a.count === 0) return b
    if (b.count === 0) return a
    const count = a.count + b.count
    const distance = b.mean - a.mean
    return {
      count,
      mean: a.mean + (distance * b.count) / count,
      squares: a.squares + b.squares + (distance * distance * a.count * b.count) / count,
      min: Math.min(a.min, b.min),
      max: Math.max(a.max, b.max)
    }
  }
}
