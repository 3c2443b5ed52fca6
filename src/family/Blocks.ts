/**
 * Several initializers side by side along an axis, each with its own part of the tensor, fans and words: a fused query,
 * key and value projection, or the gates of an LSTM.
 *
 * The first block takes the first words, the next one those that follow: block b starts at the sum of the words before it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as t from 'io-ts'
import { closed, list, optional, required } from '../codec/record.js'
import * as Content from '../Content.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { all, at, fail, type Validated } from '../InitializerError.js'
import { skipWords } from '../Rng.js'
import { resolveAxis, type Shape, size } from '../Shape.js'
import { count, integer } from './fields.js'
import { type Inner, type Meaning, plain } from './inner.js'
import { dtype, type Family, family, type Paper, seed } from './paper.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.2.0 */
export interface Blocks<I> {
  readonly _tag: 'Blocks'
  /** negative ones count from the end */
  readonly axis: number
  readonly blocks: ReadonlyArray<Block<I>>
  readonly seed: number | null
  readonly dtype: DType | null
}

/** @since 0.2.0 */
export interface Block<I> {
  /** along the axis */
  readonly size: number
  readonly initializer: I
}

/**
 * On paper `{ class_name: 'Blocks', config: { axis: -1, blocks: [{ size: 768, initializer: 'glorot_uniform' }, …] } }`.
 *
 * @since 0.2.0
 */
export const of = <I extends Inner>(inner: t.Type<I, Paper>): Family<Blocks<I>> =>
  family<Blocks<I>>('Blocks', {
    axis: optional(integer, -1),
    blocks: required(
      list(closed<Block<I>>('block', { size: required(count), initializer: required(plain(inner)) }))
    ),
    seed,
    dtype
  })

// -------------------------------------------------------------------------------------
// meaning
// -------------------------------------------------------------------------------------

/**
 * `BadAxis` for an axis that the shape does not have, `ShapeMismatch` for blocks that do not fill it.
 *
 * @since 0.2.0
 */
export const draw =
  <I>(inner: Meaning<I>) =>
  ({ axis, blocks }: Blocks<I>) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      at('config', 'axis')(resolveAxis(target.shape)(axis)),
      E.filterOrElse(
        (place) => blocks.reduce((sum, block) => sum + block.size, 0) === target.shape[place],
        (place) => mismatch(blocks, target.shape[place] ?? 0)
      ),
      E.chain((place) =>
        pipe(
          all(
            blocks.map((block, b) =>
              at('config', 'blocks', b, 'initializer')(
                inner(block.initializer)({ ...target, shape: target.shape.with(place, block.size) })
              )
            )
          ),
          E.chain((parts) => Draw.checked(joined(target, place, parts)))
        )
      )
    )

const mismatch = <I>(blocks: ReadonlyArray<Block<I>>, dim: number) =>
  fail('ShapeMismatch', `blocks whose sizes add up to ${dim}`, blocks.map((block) => block.size).join(' + '), [
    'config',
    'blocks'
  ]).left

const joined = <D extends DType>(
  { shape, dtype }: Draw.Target<D>,
  axis: number,
  parts: ReadonlyArray<Draw.Draw<D>>
): Draw.Draw<D> => {
  const elements = Math.max(1, size(shape))
  return {
    shape,
    dtype,
    words: parts.reduce((sum, part) => sum + part.words, 0),
    content: Content.mixed(
      `${parts.length} blocks along axis ${axis}`,
      parts.map((part) => ({ share: size(part.shape) / elements, content: part.content }))
    ),
    fans: null,
    local: parts.every((part) => part.local),
    open: (rng) => {
      const starts = parts.map((_, b) => parts.slice(0, b).reduce((sum, part) => sum + part.words, 0))
      const cursors = parts.map((part, b) => part.open(skipWords(starts[b] as number)(rng)))
      return interleaved(parts.map((part) => rowOf(part.shape, axis)), cursors)
    }
  }
}

/** How many elements of a block lie side by side. */
const rowOf = (shape: Shape, axis: number): number => size(shape.slice(axis))

/** Rows of the blocks in turn. */
const interleaved = (rows: ReadonlyArray<number>, cursors: ReadonlyArray<Draw.Cursor>): Draw.Cursor => {
  const cycle = rows.reduce((sum, row) => sum + row, 0)
  const starts = rows.map((_, b) => rows.slice(0, b).reduce((sum, row) => sum + row, 0))
  const places = rows.map(() => 0)
  let place = 0
  /** Reads what is left of the row at `place`, or a part of it, into `out` from `filled` on. */
  const readRow = (out: Float64Array, filled: number, n: number): number => {
    const turn = Math.floor(place / cycle)
    const inCycle = place - turn * cycle
    const b = starts.findLastIndex((start, i) => start <= inCycle && (rows[i] as number) > 0)
    const inRow = inCycle - (starts[b] as number)
    const count = Math.min(n - filled, (rows[b] as number) - inRow)
    const own = turn * (rows[b] as number) + inRow
    const cursor = cursors[b] as Draw.Cursor
    cursor.skip(own - (places[b] as number))
    cursor.next(out.subarray(filled, filled + count), count)
    places[b] = own + count
    place += count
    return count
  }
  return {
    next: (out, n) => {
      for (let filled = 0; filled < n; ) filled += readRow(out, filled, n)
    },
    skip: (n) => {
      place += n
    }
  }
}
