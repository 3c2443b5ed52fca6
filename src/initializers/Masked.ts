/**
 * The elements of another initializer where a mask is 1, and one value elsewhere.
 *
 * The mask is `lower` or `upper`, a triangle of the last two axes that includes the diagonal, or an array of 0 and 1, of at
 * most 20,000,000 numbers (160 MB), that broadcasts to the shape. Masked elements keep their random words, so the mask changes
 * no other element.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { refuse } from '../codec/problems.js'
import { finite, oneOf } from '../codec/leaf.js'
import { list, optional, required } from '../codec/record.js'
import * as Content from '../Content.js'
import * as Cursor from '../engine/cursor.js'
import * as Ranges from '../engine/ranges.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { checked } from '../Draw/make.js'
import { Applicative, at, fail, type Validated } from '../InitializerError.js'
import type { Rng } from '../Rng.js'
import type { Shape } from '../Shape.js'
import { unseeded } from './kit/inner.js'
import { type AnyInitializer, define, type Definition, type DrawOf, dtype, type Inner, seed } from './kit/definition.js'
import { broadcast } from './kit/values.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Masked<I> {
  readonly _tag: 'Masked'
  readonly mask: Mask
  /** where the mask is 0 */
  readonly value: number
  readonly initializer: I
  readonly seed: number | null
  readonly dtype: DType | null
}

/** @since 0.1.0 */
export type Mask = Triangle | ReadonlyArray<Bits>

type Triangle = 'lower' | 'upper'

/** @since 0.1.0 */
export type Bits = 0 | 1 | ReadonlyArray<Bits>

const isBits = (u: unknown): u is Bits => u === 0 || u === 1 || (Array.isArray(u) && u.every(isBits))

const bits: t.Type<Bits, Bits> = new t.Type<Bits, Bits>(
  'bits',
  isBits,
  (u, c) => {
    if (Array.isArray(u)) return list(bits).validate(u, c)
    return u === 0 || u === 1 ? t.success((u + 0) as Bits) : refuse(u, c, 'UnknownValue', '0 or 1')
  },
  t.identity
)

const triangle = oneOf<Triangle>('UnknownValue', ['lower', 'upper'])

const mask: t.Type<Mask, Mask> = new t.Type<Mask, Mask>(
  'mask',
  (u): u is Mask => triangle.is(u) || (Array.isArray(u) && isBits(u)),
  (u, c) => {
    if (Array.isArray(u)) return list(bits).validate(u, c)
    return typeof u === 'string'
      ? triangle.validate(u, c)
      : refuse(u, c, 'WrongType', 'lower, upper, or an array of 0 and 1')
  },
  t.identity
)

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadRank` for a triangle of fewer than two axes, `ShapeMismatch` for a mask that does not broadcast,
 * `NotRepresentable` for a value beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  <I>(inner: DrawOf<I>) =>
  ({ mask, value, initializer }: Masked<I>) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      sequenceS(Applicative)({
        it: at('config', 'initializer')(inner(initializer)(target)),
        filled: at('config', 'value')(checked(target.dtype, Content.constant(value))),
        pattern: at('config', 'mask')(patternOf(mask, target.shape))
      }),
      E.chain(({ it, filled, pattern: { fraction, hidden } }) => {
        const parts = [
          { fraction, content: it.content },
          { fraction: 1 - fraction, content: filled }
        ]
        const content = Content.mixture(target.dtype, 'masked', parts)
        return pipe(
          checked(target.dtype, content),
          E.map(() => ({ ...it, content, open: (rng: Rng) => Cursor.masked(hidden, value, it.open(rng)) }))
        )
      })
    )

// -------------------------------------------------------------------------------------
// masks
// -------------------------------------------------------------------------------------

interface Pattern {
  /** of the elements that the mask allows */
  readonly fraction: number
  /** the indices that it does not allow */
  readonly hidden: Ranges.Ranges
}

const patternOf = (mask: Mask, shape: Shape): Validated<Pattern> => {
  if (typeof mask === 'string') return triangleOf(mask, shape)
  return pipe(
    broadcast(mask, shape),
    E.map(({ values, valueIndex }) => ({
      fraction: values.reduce((sum, bit) => sum + bit, 0) / Math.max(1, values.length),
      hidden: Ranges.where((index) => values[valueIndex(index)] === 0)
    }))
  )
}

const triangleOf = (mask: Triangle, shape: Shape): Validated<Pattern> => {
  const [rows, cols] = shape.slice(-2)
  if (rows === undefined || cols === undefined) {
    return fail('BadRank', 'a shape of two axes or more, for a triangle', `rank ${shape.length}`)
  }
  const square = Math.min(rows, cols)
  const lower = (square * (square + 1)) / 2 + Math.max(0, rows - cols) * cols
  const upper = (square * (square + 1)) / 2 + Math.max(0, cols - rows) * rows
  const elements = Math.max(1, rows * cols)
  switch (mask) {
    case 'lower':
      return E.right({ fraction: lower / elements, hidden: Ranges.inRows(rows, cols, (row) => [row + 1, cols]) })
    case 'upper':
      return E.right({ fraction: upper / elements, hidden: Ranges.inRows(rows, cols, (row) => [0, row]) })
  }
}

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Masked', config: { mask: 'lower', value: 0, initializer: 'orthogonal' } }`.
 *
 * @since 0.1.0
 */
export const definition = <I extends AnyInitializer>(inner: Inner<I>): Definition<Masked<I>> =>
  define<Masked<I>>({
    name: 'Masked',
    fields: {
      mask: required(mask),
      value: optional(finite, 0),
      initializer: required(unseeded(inner.codec)),
      seed,
      dtype
    },
    draw: draw(inner.draw)
  })
