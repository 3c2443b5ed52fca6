/**
 * Several initializers side by side along an axis: a fused query, key and value projection, or the gates of an LSTM. Each
 * block has its own part of the tensor, its own fans and its own random words.
 *
 * Blocks take their words in order: block b starts after the words of all blocks before it.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { count, integer } from '../codec/leaf.js'
import { closed, list, optional, required } from '../codec/record.js'
import * as Content from '../Content.js'
import { deferred } from '../engine/cursor.js'
import * as Rows from '../engine/rows.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { checked } from '../Draw/make.js'
import { all, at, fail, type Validated } from '../InitializerError.js'
import { type Rng, skipWords } from '../Rng.js'
import { resolveAxis, size } from '../Shape.js'
import { unseeded } from './kit/inner.js'
import { type AnyInitializer, define, type Definition, type DrawOf, dtype, type Inner, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Blocks<I> {
  readonly _tag: 'Blocks'
  /** negative ones count from the end */
  readonly axis: number
  readonly blocks: ReadonlyArray<Block<I>>
  readonly seed: number | null
  readonly dtype: DType | null
}

/** @since 0.1.0 */
export interface Block<I> {
  /** along the axis */
  readonly size: number
  readonly initializer: I
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadAxis` for an axis that the shape does not have, `ShapeMismatch` for blocks that do not fill it.
 *
 * @since 0.1.0
 */
export const draw =
  <I>(inner: DrawOf<I>) =>
  ({ axis: signedAxis, blocks }: Blocks<I>) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      at('config', 'axis')(resolveAxis(target.shape)(signedAxis)),
      E.chain((axis) => filled(blocks, target.shape[axis] ?? 0, axis)),
      E.chain((axis) => {
        const part = ({ size, initializer }: Block<I>, b: number): Validated<Draw.Draw<D>> =>
          pipe(
            inner(initializer)({ ...target, shape: target.shape.with(axis, size) }),
            at('config', 'blocks', b, 'initializer')
          )
        return pipe(
          all(blocks.map(part)),
          E.chain((parts) => joined(target, axis, parts))
        )
      })
    )

/** The axis, if the blocks fill it. */
const filled = <I>(blocks: ReadonlyArray<Block<I>>, dim: number, axis: number): Validated<number> => {
  const sizes = blocks.map((block) => block.size)
  return sizes.length > 0 && sizes.reduce((sum, n) => sum + n, 0) === dim
    ? E.right(axis)
    : fail('ShapeMismatch', `blocks whose sizes add up to ${dim}`, sizes.join(' + ') || 'no blocks', [
        'config',
        'blocks'
      ])
}

const joined = <D extends DType>(
  target: Draw.Target<D>,
  axis: number,
  parts: ReadonlyArray<Draw.Draw<D>>
): Validated<Draw.Draw<D>> => {
  const elements = Math.max(1, size(target.shape))
  const fractions = parts.map((part) => ({ fraction: size(part.shape) / elements, content: part.content }))
  const starts = RA.scanLeft(0, (sum: number, part: Draw.Draw<D>) => sum + part.words)(parts)
  return pipe(
    checked(target.dtype, Content.mixture(target.dtype, `${parts.length} blocks along axis ${axis}`, fractions)),
    E.map((content) => ({
      shape: target.shape,
      dtype: target.dtype,
      words: starts[parts.length] ?? 0,
      content,
      fans: null,
      elementwise: parts.every((part) => part.elementwise),
      open: (rng: Rng) =>
        Rows.interleaved(
          parts.map((part) => size(part.shape.slice(axis))),
          parts.map((part, b) => deferred(() => part.open(skipWords(starts[b] ?? 0)(rng))))
        )
    }))
  )
}

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Blocks', config: { axis: -1, blocks: [{ size: 768, initializer: 'glorot_uniform' }, …] } }`.
 *
 * @since 0.1.0
 */
export const definition = <I extends AnyInitializer>(inner: Inner<I>): Definition<Blocks<I>> =>
  define<Blocks<I>>({
    name: 'Blocks',
    fields: {
      axis: optional(integer, -1),
      blocks: required(
        list(closed<Block<I>>('block', { size: required(count), initializer: required(unseeded(inner.codec)) }))
      ),
      seed,
      dtype
    },
    draw: draw(inner.draw)
  })
