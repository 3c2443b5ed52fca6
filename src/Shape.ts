/**
 * The shape of a tensor, row-major, and boxes within it.
 *
 * A shape is an array of integers ≥ 0; rank 0 is a scalar, with one element. The product of the non-zero sizes is below
 * 2^53, so that fans are exact for empty tensors too.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fromUnknown, isForeign, type Limits, type Plain, showPlain } from './codec/plain.js'
import { all, andThen, at, fail, type Validated } from './InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Shape = ReadonlyArray<number>

/**
 * A box within a tensor: a half-open range of indices `[start, stop]` for each axis.
 *
 * @since 0.1.0
 */
export type Box = ReadonlyArray<readonly [start: number, stop: number]>

/** The maximum rank in NumPy 1 and in the usual TensorFlow and ONNX runtimes. */
export const maxRank = 32

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * A frozen copy of the shape; or `BadShape`, `RankTooLarge`, `BadDim`, `ShapeTooLarge`.
 *
 * @since 0.1.0
 * @example
 * import { Shape } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * E.isRight(Shape.check([3, 3, 64, 64])) // => true
 * E.isRight(Shape.check([2.5])) // => false
 */
export const check = (shape: Shape): Validated<Shape> =>
  pipe(items(shape, 'BadShape', 'an array of sizes'), andThen(checkDims), andThen(checkProduct))

/** −0 becomes 0. */
const checkDims = (dims: ReadonlyArray<Plain>): Validated<Shape> =>
  dims.every(isIndex) ? E.right(Object.freeze(dims.map((dim) => dim + 0))) : all(dims.map(checkDim))

const checkDim = (dim: Plain, axis: number): Validated<number> =>
  isIndex(dim) ? E.right(dim) : fail('BadDim', 'an integer from 0 to 2^53 - 1', showPlain(dim), [axis])

const checkProduct = (dims: Shape): Validated<Shape> =>
  Number.isSafeInteger(product(dims.filter((dim) => dim > 0)))
    ? E.right(dims)
    : fail('ShapeTooLarge', 'sizes whose product is below 2^53', `sizes ${dims.join(', ')}`)

const itemLimits: Limits = { depth: 3, keys: 4 * maxRank, arrays: 4 * maxRank, items: 4 * maxRank }

/** The items of an array, at most `maxRank` of them. */
const items = (u: unknown, code: 'BadShape' | 'BadSlice', expected: string): Validated<ReadonlyArray<Plain>> => {
  const copy = fromUnknown(itemLimits)(u)
  const unread = isForeign(copy) ? copy.code : undefined
  if (unread === 'TooLarge') return fail('RankTooLarge', `at most ${maxRank} axes`, showPlain(copy))
  if (!Array.isArray(copy)) return fail(unread === 'Unreadable' ? unread : code, expected, showPlain(copy))
  return copy.length > maxRank
    ? fail('RankTooLarge', `at most ${maxRank} axes`, `${copy.length} axes`)
    : E.right(copy as ReadonlyArray<Plain>)
}

/**
 * A copy of a box that lies within the shape, or `BadSlice`.
 *
 * @since 0.1.0
 */
export const checkBox =
  (shape: Shape) =>
  (box: Box): Validated<Box> =>
    pipe(
      items(box, 'BadSlice', 'an array of ranges'),
      E.chain((ranges) =>
        ranges.length === shape.length
          ? all(ranges.map((range, axis) => at(axis)(checkRange(range, shape[axis]!))))
          : fail('BadSlice', `one range for each of ${shape.length} axes`, `${ranges.length} ranges`)
      )
    )

const checkRange = (range: Plain, dim: number): Validated<readonly [number, number]> => {
  const [start, stop, ...rest] = Array.isArray(range) ? (range as ReadonlyArray<Plain>) : []
  return isIndex(start) && isIndex(stop) && rest.length === 0 && start <= stop && stop <= dim
    ? E.right([start + 0, stop + 0])
    : fail(
        'BadSlice',
        `integers [start, stop] with 0 <= start <= stop <= ${dim}`,
        Array.isArray(range) ? `[${range.map(showPlain).join(', ')}]` : showPlain(range)
      )
}

const isIndex = (p: Plain | undefined): p is number => Number.isSafeInteger(p) && (p as number) >= 0

/**
 * The box that contains the whole tensor.
 *
 * @since 0.1.0
 */
export const whole = (shape: Shape): Box => shape.map((dim) => [0, dim])

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The number of elements; 1 for a scalar.
 *
 * @since 0.1.0
 */
export const size = (shape: Shape): number => (shape.includes(0) ? 0 : product(shape))

/** Exact below 2^53, else Infinity or an integer that is not safe. */
const product = (dims: Shape): number => dims.reduce((n, dim) => (n > Number.MAX_SAFE_INTEGER ? Infinity : n * dim), 1)

/**
 * The index of an axis, counted from 0. A negative axis counts from the end; `BadAxis` if there is no such axis.
 *
 * @since 0.1.0
 */
export const resolveAxis =
  (shape: Shape) =>
  (axis: number): Validated<number> => {
    const resolved = axis < 0 ? axis + shape.length : axis
    return Number.isInteger(resolved) && resolved >= 0 && resolved < shape.length
      ? E.right(resolved)
      : fail('BadAxis', `an axis of a shape of rank ${shape.length}`, `${axis}`)
  }

/**
 * The shape of a box.
 *
 * @since 0.1.0
 */
export const boxShape = (box: Box): Shape => box.map(([start, stop]) => stop - start)

/**
 * A range of elements that are adjacent in row-major order.
 *
 * @since 0.1.0
 */
export interface Run {
  readonly start: number
  readonly length: number
}

/**
 * The box as runs of adjacent elements of the tensor, first to last. Trailing axes that the box covers are joined.
 *
 * @since 0.1.0
 */
export const runs =
  (shape: Shape) =>
  (box: Box): Iterable<Run> => ({
    *[Symbol.iterator]() {
      if (boxShape(box).includes(0)) return // an empty box of a huge tensor has many empty runs
      const inner = box.findLastIndex(([start, stop], axis) => start > 0 || stop < shape[axis]!)
      const axis = Math.max(inner, 0)
      const [start, stop] = box[axis] ?? [0, 1]
      const stride = size(shape.slice(axis + 1))
      const length = (stop - start) * stride
      for (const outer of offsets(shape.slice(0, axis), box.slice(0, axis))) {
        yield { start: (outer * (shape[axis] ?? 1) + start) * stride, length }
      }
    }
  })

/** The row-major indices of a box's elements. */
function* offsets(shape: Shape, box: Box): Generator<number, void, undefined> {
  const dim = shape.at(-1)
  const range = box.at(-1)
  if (dim === undefined || range === undefined) {
    yield 0
    return
  }
  for (const outer of offsets(shape.slice(0, -1), box.slice(0, -1))) {
    for (let i = range[0]; i < range[1]; i++) yield outer * dim + i
  }
}
