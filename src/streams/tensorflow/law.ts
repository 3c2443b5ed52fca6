/**
 * What independent numbers are drawn from, in Python's doubles, and how TensorFlow makes numbers of a dtype of those.
 */
import * as E from 'fp-ts/Either'
import type { State } from 'fp-ts/State'
import { type DType, round } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { fail, show, type Validated } from '../../InitializerError.js'
import type { Tensor } from '../../Tensor.js'
import type { Terms } from './random.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The arguments of a random op; `truncated_normal` is cut at two stddev from the mean.
 *
 * @since 0.1.0
 */
export type Law =
  | { readonly kind: 'uniform'; readonly minval: number; readonly maxval: number }
  | { readonly kind: 'normal' | 'truncated_normal'; readonly mean: number; readonly stddev: number }

/** Tensors of independent numbers as functions of a state, if its source has such. */
export type Drawer<S> = <D extends DType>(law: Law, target: Target<D>) => Validated<State<S, Tensor<D>>>

/** How a double becomes a number of the dtype. */
export type Cast = (dtype: DType) => (x: number) => number

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** As eager mode has it: 16-bit numbers by way of float32 (python/lib/core/py_seq_tensor.cc). */
export const eagerCast: Cast = (dtype) =>
  dtype === 'float16' || dtype === 'bfloat16' ? (x) => round(dtype)(Math.fround(x)) : round(dtype)

/** As graphs have it: float16 as NumPy rounds it, in one step (python/framework/tensor_util.py). */
export const graphCast: Cast = (dtype) => (dtype === 'float16' ? round(dtype) : eagerCast(dtype))

/** No normal number is further from 0: sqrt(-2 log 1e-7) = 5.678. */
const REACH = 5.7

/** `BadBounds` and `NotRepresentable` for what would leave the dtype. */
export const termsOf = (law: Law, dtype: DType, cast: Cast): Validated<Terms> => {
  const [r, c] = [round(dtype), cast(dtype)]
  if (law.kind === 'uniform') {
    const [low, high] = [c(law.minval), c(law.maxval)]
    const width = r(high - low)
    return low <= high && Number.isFinite(width)
      ? E.right({ kind: law.kind, factor: width, shift: low })
      : fail('BadBounds', 'two numbers of the dtype in order', `${show(law.minval)} and ${show(law.maxval)}`)
  }
  const [shift, factor] = [c(law.mean), c(law.stddev)]
  return Number.isFinite(r(Math.abs(shift) + REACH * Math.abs(factor)))
    ? E.right({ kind: law.kind, factor, shift })
    : fail('NotRepresentable', `numbers that ${dtype} holds`, `mean ${show(law.mean)}, stddev ${show(law.stddev)}`)
}
