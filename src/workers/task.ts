/**
 * What a worker is asked and what it answers: plain data, and memory that is shared or handed over.
 *
 * A task says all that its elements depend on: the initializer, shape and dtype, the random state. So it has one answer,
 * whichever worker gives it, and no worker remembers anything that matters.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { own } from '../codec/plain.js'
import { type DType, traits } from '../DType.js'
import * as Draw from '../Draw.js'
import * as Initializer from '../Initializer.js'
import { all, type Validated } from '../InitializerError.js'
import type { Rng } from '../Rng.js'
import type { Shape } from '../Shape.js'
import * as Summary from '../Summary.js'
import * as Tensor from '../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** The elements of a tensor from `start` up to `stop`, and where their bytes go in the buffer. */
export interface Range {
  readonly rng: Rng
  readonly start: number
  readonly stop: number
  readonly byteOffset: number
}

/** A range of a tensor that has yet to be checked. */
export interface UncheckedRange extends Range {
  readonly initializer: Initializer.Initializer
  readonly shape: Shape
  readonly dtype: DType
}

/** In memory elements are as the machine has them; in a file they are little-endian, and summed up. */
export type Destination = 'memory' | 'file'

export interface Task {
  readonly _tag: typeof tag
  /** that the answer has too */
  readonly id: number
  readonly ranges: ReadonlyArray<UncheckedRange>
  readonly destination: Destination
  readonly buffer: ArrayBufferLike
}

export interface FilledBuffer {
  /** filled; the very memory of the task, be it shared or handed over and back */
  readonly buffer: ArrayBufferLike
  /** `Summary.parts` of each part that goes into a file */
  readonly sums: ReadonlyArray<Float64Array>
}

export interface Answer {
  readonly _tag: typeof tag
  readonly id: number
  readonly result: Validated<FilledBuffer>
}

/** By which messages are told from those of others. */
export const tag = 'initializers-ts/draw'

export const isTask = (u: unknown): u is Task => own(u, '_tag') === tag && own(u, 'ranges') !== undefined

export const isAnswer = (u: unknown): u is Answer => own(u, '_tag') === tag && own(u, 'result') !== undefined

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Draws what a task asks for. */
export const perform = ({ id, ranges, destination, buffer }: Task): Answer => ({
  _tag: tag,
  id,
  result: pipe(
    all(ranges.map(drawOf)),
    E.map((draws) => fill(draws, ranges, destination, buffer))
  )
})

/** Fills a buffer with ranges of draws. */
export const fill = (
  draws: ReadonlyArray<Draw.Draw>,
  ranges: ReadonlyArray<Range>,
  place: Destination,
  buffer: ArrayBufferLike
): FilledBuffer => {
  const tensors = draws.map((draw, i) => fillRange(draw, ranges[i]!, buffer))
  if (place === 'memory') return { buffer, sums: [] }
  const sums = tensors.map(Summary.parts)
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

/** In place; nothing to do on a machine that is little-endian itself. */
const toLittleEndian = (tensor: Tensor.Tensor): void => {
  const { buffer, byteOffset, byteLength } = tensor.data
  const bytes = Tensor.bytes(tensor)
  if (bytes.buffer !== buffer) new Uint8Array(buffer, byteOffset, byteLength).set(bytes)
}

const drawOf = ({ initializer, shape, dtype }: UncheckedRange): Validated<Draw.Draw> =>
  pipe(initializer, Initializer.draw({ shape, dtype }))
