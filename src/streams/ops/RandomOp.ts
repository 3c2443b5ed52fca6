/**
 * The random operations of TensorFlow and Keras: independent numbers, with arguments in Python's doubles.
 */
import type { State } from 'fp-ts/State'
import type { DType } from '../../DType.js'
import type { Target } from '../../Draw.js'
import type { Validated } from '../../InitializerError.js'
import type { Tensor } from '../../Tensor.js'

/**
 * An operation and its arguments; `truncated_normal` is truncated at two stddev from the mean.
 *
 * @since 0.1.0
 */
export type RandomOp =
  | { readonly kind: 'uniform'; readonly minval: number; readonly maxval: number }
  | { readonly kind: 'normal' | 'truncated_normal'; readonly mean: number; readonly stddev: number }

/** Draws the tensor of an operation from a state. */
export type RunOp<S> = <D extends DType>(op: RandomOp, target: Target<D>) => Validated<State<S, Tensor<D>>>
