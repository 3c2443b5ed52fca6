/**
 * The messages of workers: tasks and answers, which are plain data and memory that is shared or transferred.
 *
 * A task holds everything that its elements depend on: the initializer, shape and dtype, and the random state. So every
 * worker gives the same answer, and none has a state of its own.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { own } from '../codec/plain.js'
import { type DType, traits } from '../DType.js'
import * as Draw from '../Draw.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import { all, type Validated } from '../InitializerError.js'
import type { Rng } from '../Rng.js'
import type { Shape } from '../Shape.js'
import { parts } from '../Summary/parts.js'
import * as Tensor from '../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** The elements of a tensor from `start` up to `stop`, and the offset of their bytes in the buffer. */
export interface Range {
  readonly rng: Rng
  readonly start: number
  readonly stop: number
  readonly byteOffset: number
}

/** A range of a tensor whose draw is checked by the worker. */
export interface UncheckedRange extends Range {
  readonly initializer: AnyInitializer
  readonly shape: Shape
  readonly dtype: DType
}

/** In memory, elements have the byte order of the machine. In a file they are little-endian, and they are summarized. */
export type Destination = 'memory' | 'file'

export interface Task {
  readonly _tag: typeof tag
  /** repeated in the answer */
  readonly id: number
  readonly ranges: ReadonlyArray<UncheckedRange>
  readonly destination: Destination
  readonly buffer: ArrayBufferLike
}

export interface FilledBuffer {
  /** the buffer of the task, filled */
  readonly buffer: ArrayBufferLike
  /** the packed parts of each range (`Summary/parts`) for a file */
  readonly sums: ReadonlyArray<Float64Array>
}

export interface Answer {
  readonly _tag: typeof tag
  readonly id: number
  readonly result: Validated<FilledBuffer>
}

/** Distinguishes these messages from others. */
export const tag = 'initializers-ts/draw'

export const isTask = (u: unknown): u is Task => own(u, '_tag') === tag && own(u, 'ranges') !== undefined

export const isAnswer = (u: unknown): u is Answer => own(u, '_tag') === tag && own(u, 'result') !== undefined

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Draws the ranges of a task. */
export const perform =
  (registry: Registry<AnyInitializer>) =>
  ({ id, ranges, destination, buffer }: Task): Answer => ({
    _tag: tag,
    id,
    result: pipe(
      all(ranges.map(checkDraw(registry))),
      E.map((draws) => fill(draws, ranges, destination, buffer))
    )
  })

const checkDraw =
  (registry: Registry<AnyInitializer>) =>
  ({ initializer, shape, dtype }: UncheckedRange): Validated<Draw.Draw> =>
    pipe(initializer, Initializer.draw({ shape, dtype }, registry))

/** Fills a buffer with ranges of draws. */
export const fill = (
  draws: ReadonlyArray<Draw.Draw>,
  ranges: ReadonlyArray<Range>,
  destination: Destination,
  buffer: ArrayBufferLike
): FilledBuffer => {
  const tensors = draws.map((draw, i) => fillRange(draw, ranges[i]!, buffer))
  if (destination === 'memory') return { buffer, sums: [] }
  const sums = tensors.map(parts)
  tensors.forEach(toLittleEndian)
  return { buffer, sums }
}

const fillRange = (
  draw: Draw.Draw,
  { rng, start, stop, byteOffset }: Range,
  buffer: ArrayBufferLike
): Tensor.Tensor => {
  const data = traits(draw.dtype).view(buffer, byteOffset, stop - start)
  Draw.rangeInto(draw)(start, stop, data, 0)(rng)
  return { shape: [stop - start], dtype: draw.dtype, data }
}

/** Reverses bytes in place on a big-endian machine. */
const toLittleEndian = (tensor: Tensor.Tensor): void => {
  const { buffer, byteOffset, byteLength } = tensor.data
  const bytes = Tensor.bytes(tensor)
  if (bytes.buffer !== buffer) new Uint8Array(buffer, byteOffset, byteLength).set(bytes)
}
