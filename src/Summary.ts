/**
 * Count, mean, standard deviation and extremes of a tensor's elements, in float64.
 *
 * Summaries of parts combine (Chan, Golub & LeVeque, 1979), so those of a model's chunks give that of the model. `m2`
 * overflows for float64 elements above about 10^150; the standard deviation is then infinite or NaN.
 *
 * @since 0.1.0
 */
import type { DType } from './DType.js'
import { appendParts, Monoid, parts, type Summary } from './Summary/parts.js'
import type { Tensor } from './Tensor.js'

export { Monoid, type Summary } from './Summary/parts.js'

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
 * The population standard deviation.
 *
 * @since 0.1.0
 */
export const stddev = ({ m2, count }: Summary): number => Math.sqrt(m2 / count)
