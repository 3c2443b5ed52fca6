/**
 * How TensorFlow rounds the arguments of a random operation, which are Python's doubles, to numbers of a dtype.
 */
import * as E from 'fp-ts/Either'
import { type DType, round } from '../../DType.js'
import { fail, show, type Validated } from '../../InitializerError.js'
import type { RandomOp } from '../ops/RandomOp.js'
import type { Terms } from './random.js'

/** Rounds a double to a number of the dtype. */
export type Cast = (dtype: DType) => (x: number) => number

/** In eager mode: doubles are rounded to float32 before they are rounded to 16 bits (python/lib/core/py_seq_tensor.cc). */
export const eagerCast: Cast = (dtype) =>
  dtype === 'float16' || dtype === 'bfloat16' ? (x) => round(dtype)(Math.fround(x)) : round(dtype)

/** In graphs: float16 is rounded by NumPy, in one step (python/framework/tensor_util.py). */
export const graphCast: Cast = (dtype) => (dtype === 'float16' ? round(dtype) : eagerCast(dtype))

/** The largest absolute value of a standard normal number: sqrt(-2 log 1e-7) = 5.678. */
const FARTHEST = 5.7

/** `BadBounds` or `NotRepresentable` if a number could exceed the range of the dtype. */
export const termsOf = (op: RandomOp, dtype: DType, cast: Cast): Validated<Terms> => {
  const [r, c] = [round(dtype), cast(dtype)]
  if (op.kind === 'uniform') {
    const [low, high] = [c(op.minval), c(op.maxval)]
    const width = r(high - low)
    return low <= high && Number.isFinite(width)
      ? E.right({ kind: op.kind, factor: width, shift: low })
      : fail('BadBounds', 'two numbers of the dtype in order', `${show(op.minval)} and ${show(op.maxval)}`)
  }
  const [shift, factor] = [c(op.mean), c(op.stddev)]
  return Number.isFinite(r(Math.abs(shift) + FARTHEST * Math.abs(factor)))
    ? E.right({ kind: op.kind, factor, shift })
    : fail('NotRepresentable', `numbers in the range of ${dtype}`, `mean ${show(op.mean)}, stddev ${show(op.stddev)}`)
}
