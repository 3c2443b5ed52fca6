/**
 * Arrays of numbers in configs, and how they fill a tensor.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { finite } from '../../codec/leaf.js'
import { list } from '../../codec/record.js'
import { fail, type Validated } from '../../InitializerError.js'
import { broadcastIndex } from '../../numeric/matrix/broadcast.js'
import { type Shape, size } from '../../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A number, or an array whose rows have one shape.
 *
 * @since 0.1.0
 */
export type Value = number | ReadonlyArray<Value>

const isValue = (u: unknown): u is Value => finite.is(u) || (Array.isArray(u) && u.every(isValue))

export const value: t.Type<Value, Value> = new t.Type<Value, Value>(
  'value',
  isValue,
  (u, c) => {
    if (!Array.isArray(u)) return finite.validate(u, c)
    // a context for each of millions of numbers would be slow; −0 becomes 0
    return u.every(finite.is) ? t.success(u.map((x: number) => x + 0)) : list(value).validate(u, c)
  },
  t.identity
)

/** The values of an array, and the value of each element of a tensor. */
export interface Filling {
  readonly values: ReadonlyArray<number>
  /** index of an element → index of its value */
  readonly valueIndex: (index: number) => number
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Broadcasts an array to a shape: axes are aligned at the last one. */
export const broadcast = (value: Value, shape: Shape): Validated<Filling> =>
  pipe(
    regular(value),
    E.chain(({ values, own }) => {
      const lead = shape.length - own.length
      return own.every((dim, axis) => lead >= 0 && (dim === 1 || dim === shape[lead + axis]))
        ? E.right({ values, valueIndex: broadcastIndex(own, shape) })
        : fail(
            'ShapeMismatch',
            `an array that broadcasts to [${shape.join(', ')}]`,
            `an array of shape [${own.join(', ')}]`
          )
    })
  )

/** Fills a shape with the values of an array in row-major order, or with a single value. */
export const reshaped = (value: Value, shape: Shape): Validated<Filling> =>
  pipe(
    regular(value),
    E.chain(({ values }) => {
      if (values.length === 1) return E.right({ values, valueIndex: () => 0 })
      return values.length === size(shape)
        ? E.right({ values, valueIndex: (index) => index })
        : fail('ShapeMismatch', `an array of ${size(shape)} values, or of one`, `${values.length} values`)
    })
  )

interface Regular {
  readonly values: ReadonlyArray<number>
  readonly own: Shape
}

/** The values in row-major order, and the shape of the array itself. */
const regular = (value: Value): Validated<Regular> => {
  const own = shapeOf(value)
  return isRegular(value, own)
    ? E.right({ values: flatten(value), own })
    : fail('ShapeMismatch', 'rows of one shape', 'a ragged array')
}

/** The shape that the first rows have. */
export const shapeOf = (value: Value): Shape => {
  if (typeof value === 'number') return []
  const [first] = value
  return [value.length, ...(first === undefined ? [] : shapeOf(first))]
}

const isRegular = (value: Value, [dim, ...dims]: Shape): boolean =>
  typeof value === 'number' ? dim === undefined : value.length === dim && value.every((row) => isRegular(row, dims))

const flatten = (value: Value): ReadonlyArray<number> => (typeof value === 'number' ? [value] : value.flatMap(flatten))
