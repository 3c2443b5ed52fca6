/** Combinators around initializers of the parts of a shape. */
import * as fc from 'fast-check'
import type { AnyInitializer } from '../../Initializer.js'
import type { Block, Blocks } from '../../initializers/Blocks.js'
import type { ICNR } from '../../initializers/ICNR.js'
import type { Masked } from '../../initializers/Masked.js'
import type { Scaled } from '../../initializers/Scaled.js'
import type { Shape } from '../../Shape.js'
import { between } from './distributions.js'
import { unset } from './fields.js'
import { divisors } from './structured.js'

/** An initializer inside a combinator, of the shape of its part. */
type Inner<I> = (part: Shape) => fc.Arbitrary<I>

type Combinator<I extends AnyInitializer> = Scaled<I> | Masked<I> | Blocks<I> | ICNR<I>

/** The combinators that are valid for the shape. */
export const bareCombinators = <I extends AnyInitializer>(
  shape: Shape,
  inner: Inner<I>
): ReadonlyArray<fc.Arbitrary<Combinator<I>>> => {
  const axes = shape.flatMap((dim, axis) => (dim > 0 ? [axis, axis - shape.length] : []))
  return [
    scaled(inner(shape)),
    ...(shape.length > 0 ? [masked(shape, inner(shape))] : []),
    ...(axes.length > 0 ? [fc.constantFrom(...axes).chain((axis) => blocks(shape, axis, inner))] : []),
    ...(axes.length > 0 ? [fc.constantFrom(...axes).chain((axis) => icnr(shape, axis, inner))] : [])
  ]
}

/** Scaled by a factor that keeps numbers within the range of every dtype. */
const scaled = <I extends AnyInitializer>(inner: fc.Arbitrary<I>): fc.Arbitrary<Scaled<I>> =>
  fc.tuple(between(0.25, 1), fc.boolean(), inner).map(([factor, isNegative, initializer]) => ({
    _tag: 'Scaled',
    factor: isNegative ? -factor : factor,
    initializer,
    ...unset
  }))

const bit = (): fc.Arbitrary<0 | 1> => fc.constantFrom(0 as const, 1 as const)

/** Masked by a triangle, or by a row for the last axis. */
const masked = <I extends AnyInitializer>(shape: Shape, inner: fc.Arbitrary<I>): fc.Arbitrary<Masked<I>> => {
  const row = fc.array(bit(), { minLength: shape.at(-1) ?? 0, maxLength: shape.at(-1) ?? 0 })
  const triangle = fc.constantFrom('lower' as const, 'upper' as const)
  return fc
    .tuple(shape.length < 2 ? row : fc.oneof(row, triangle), between(-100, 100), inner)
    .map(([mask, value, initializer]) => ({ _tag: 'Masked', mask, value, initializer, ...unset }))
}

/** One to three blocks along an axis that is not empty. */
const blocks = <I extends AnyInitializer>(shape: Shape, axis: number, inner: Inner<I>): fc.Arbitrary<Blocks<I>> => {
  const index = axis < 0 ? axis + shape.length : axis
  const dim = shape[index] ?? 1
  const block = (size: number): fc.Arbitrary<Block<I>> =>
    inner(shape.with(index, size)).map((initializer) => ({ size, initializer }))
  return fc
    .uniqueArray(fc.integer({ min: 1, max: dim }), { maxLength: 2 })
    .chain((splits) => {
      const ends = [...new Set([...splits, dim])].toSorted((a, b) => a - b)
      return fc.tuple(...ends.map((end, i) => block(end - (ends[i - 1] ?? 0))))
    })
    .map((parts) => ({ _tag: 'Blocks', axis, blocks: parts, ...unset }))
}

const icnr = <I extends AnyInitializer>(shape: Shape, axis: number, inner: Inner<I>): fc.Arbitrary<ICNR<I>> => {
  const index = axis < 0 ? axis + shape.length : axis
  const dim = shape[index] ?? 1
  return fc
    .constantFrom(...divisors(dim))
    .chain((copies) => fc.tuple(fc.constant(copies), fc.boolean(), inner(shape.with(index, dim / copies))))
    .map(([copies, interleaved, initializer]) => ({ _tag: 'ICNR', copies, axis, interleaved, initializer, ...unset }))
}
