/**
 * The kernel of a convolution before a pixel shuffle, initialized to convolution and nearest-neighbour resizing (Aitken et
 * al., 2017): neighbouring pixels are equal at first, so there is no checkerboard pattern.
 *
 * Another initializer draws one output channel for each group of `copies` (r² for a shuffle by r in two dimensions), and each
 * is repeated. The copies are adjacent (PyTorch's `PixelShuffle`) or, with `interleaved`, as far apart as there are drawn
 * channels (TensorFlow's `depth_to_space`).
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { boolean, count, integer } from '../codec/leaf.js'
import { optional, required } from '../codec/record.js'
import * as Content from '../Content.js'
import type { Cursor } from '../engine/cursor.js'
import { chunk } from '../engine/limits.js'
import * as Rows from '../engine/rows.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { at, fail, type Validated } from '../InitializerError.js'
import type { Rng } from '../Rng.js'
import { resolveAxis, type Shape, size } from '../Shape.js'
import { unseeded } from './kit/inner.js'
import { type AnyInitializer, define, type Definition, type DrawOf, dtype, type Inner, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface ICNR<I> {
  readonly _tag: 'ICNR'
  readonly copies: number
  /** of the output channels; negative ones count from the end */
  readonly axis: number
  readonly interleaved: boolean
  readonly initializer: I
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadAxis` for an axis that the shape does not have, `BadCount` for copies that do not divide it.
 *
 * @since 0.1.0
 */
export const draw =
  <I>(inner: DrawOf<I>) =>
  ({ copies, axis: signedAxis, interleaved, initializer }: ICNR<I>) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      at('config', 'axis')(resolveAxis(target.shape)(signedAxis)),
      E.chain((axis) => divided(target.shape, axis, copies)),
      E.chain(({ axis, channels }) => {
        const row = size(target.shape.slice(axis + 1))
        return pipe(
          inner(initializer)({ ...target, shape: target.shape.with(axis, channels) }),
          at('config', 'initializer'),
          E.map((it) => repeated(it, interleaved ? channels * row : row, copies, target.shape))
        )
      })
    )

/** The axis and the number of channels that are drawn along it. */
const divided = (
  shape: Shape,
  axis: number,
  copies: number
): Validated<{ readonly axis: number; readonly channels: number }> => {
  const dim = shape[axis] ?? 0
  return dim % copies === 0
    ? E.right({ axis, channels: dim / copies })
    : fail('BadCount', `a divisor of ${dim}`, `${copies}`, ['config', 'copies'])
}

/** A draw that is not elementwise computes all elements to return any, so all of them are held. */
const repeated = <D extends DType>(it: Draw.Draw<D>, unit: number, copies: number, shape: Shape): Draw.Draw<D> => {
  const length = size(it.shape)
  const open = (rng: Rng): Cursor =>
    Rows.repeated(unit, copies, { length, limit: it.elementwise ? chunk : length, open: () => it.open(rng) })
  const content = Content.isDistribution(it.content)
    ? Content.mixture(it.dtype, `${copies} copies of each`, [{ fraction: 1, content: it.content }])
    : it.content
  return { ...it, shape, content, open }
}

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'ICNR', config: { copies: 4, axis: -1, interleaved: false, initializer: 'he_normal' } }`.
 *
 * @since 0.1.0
 */
export const definition = <I extends AnyInitializer>(inner: Inner<I>): Definition<ICNR<I>> =>
  define<ICNR<I>>({
    name: 'ICNR',
    fields: {
      copies: required(count),
      axis: optional(integer, -1),
      interleaved: optional(boolean, false),
      initializer: required(unseeded(inner.codec)),
      seed,
      dtype
    },
    draw: draw(inner.draw)
  })
