/**
 * How TensorFlow rounds the arguments of a random operation, which are Python's doubles, to numbers of a dtype.
 */
import * as E from 'fp-ts/Either'
import { type DType, round } from '../../DType.js'
import { fail, show, type Validated } from '../../InitializerError.js'
import type { RandomOp } from '../ops/RandomOp.js'
import { isFlushed, type Terms } from './random.js'

/** How a framework executes an operation. */
export interface Execution {
  /** rounds a double to a number of the dtype */
  readonly cast: (dtype: DType) => (x: number) => number
  /** whether the addition of 0, or of a subnormal number, is removed */
  readonly dropsZero: boolean
}

/** In eager mode: doubles are rounded to float32 before they are rounded to 16 bits (python/lib/core/py_seq_tensor.cc). */
export const eagerExecution: Execution = {
  cast: (dtype) => (dtype === 'float16' || dtype === 'bfloat16' ? (x) => round(dtype)(Math.fround(x)) : round(dtype)),
  dropsZero: false
}

/**
 * In graphs: float16 is rounded by NumPy, in one step (python/framework/tensor_util.py). The optimizer removes the addition of
 * 0, so that -0 stays; adding -0 does the same.
 */
export const graphExecution: Execution = {
  cast: (dtype) => (dtype === 'float16' ? round(dtype) : eagerExecution.cast(dtype)),
  dropsZero: true
}

/** The largest absolute value of a standard normal number: sqrt(-2 log 1e-7) = 5.678. */
const FARTHEST = 5.7

/** `BadBounds` or `NotRepresentable` if a number could exceed the range of the dtype. */
export const termsOf = (op: RandomOp, dtype: DType, { cast, dropsZero }: Execution): Validated<Terms> => {
  const [r, c] = [round(dtype), cast(dtype)]
  const addend = (x: number): number => (dropsZero && isFlushed(dtype, c(x)) ? -0 : c(x))
  if (op.kind === 'uniform') {
    const [low, high] = [c(op.minval), c(op.maxval)]
    const width = r(high - low)
    return low <= high && Number.isFinite(width)
      ? E.right({ kind: op.kind, factor: width, shift: addend(op.minval) })
      : fail('BadBounds', 'two numbers of the dtype in order', `${show(op.minval)} and ${show(op.maxval)}`)
  }
  const [shift, factor] = [addend(op.mean), c(op.stddev)]
  return Number.isFinite(r(Math.abs(shift) + FARTHEST * Math.abs(factor)))
    ? E.right({ kind: op.kind, factor, shift })
    : fail('NotRepresentable', `numbers in the range of ${dtype}`, `mean ${show(op.mean)}, stddev ${show(op.stddev)}`)
}
