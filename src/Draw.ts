/**
 * What it takes to draw a tensor, checked: all that can go wrong has been looked at.
 *
 * A draw says how many words it takes and how any range of its elements follows from them; samplers, slices, chunks of
 * a model and descriptions all read from it. Element i of an independent draw depends on word i alone (float64: words
 * 2i and 2i + 1). So a slice is the slice of the whole, and the next state is `skip(words)` of the first one.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { type DataOf, type DType, largest, round, traits } from './DType.js'
import * as Distribution from './Distribution.js'
import type { Fans } from './Fans.js'
import { error, fail, fromErrors, show, type Validated } from './InitializerError.js'
import { isConforming } from './numeric/arithmetic.js'
import { reader, type Rng, type Sampler, skipWords } from './Rng.js'
import { type Box, boxShape, type Run, runs, type Shape, size } from './Shape.js'
import { type Tensor, tooLarge } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * What is drawn: a shape, known to be right, of elements of a dtype.
 *
 * @since 0.1.0
 */
export interface Target<D extends DType = DType> {
  readonly shape: Shape
  readonly dtype: D
}

/** @since 0.1.0 */
export interface Draw<D extends DType = DType> extends Target<D> {
  /** the random words that the whole tensor takes */
  readonly words: number
  readonly law: Law
  /** that the law was scaled by, if any */
  readonly fans: Fans | null
  /** starts at the first element */
  readonly open: (rng: Rng) => Cursor
}

/**
 * What the elements follow, one by one.
 *
 * @since 0.1.0
 */
export type Law = Distribution.Distribution | { readonly _tag: 'Constant'; readonly value: number }

/**
 * A place in a tensor, which moves as its elements are made.
 *
 * @since 0.1.0
 */
export interface Cursor {
  /** puts the next `n` elements, not rounded yet, into the first places of `out` */
  readonly next: (out: Float64Array, n: number) => void
  readonly skip: (n: number) => void
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * Every element is the value, rounded to the dtype; no word is drawn. `NotRepresentable` for a value that is not finite
 * or beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const constant =
  (value: number) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    Number.isFinite(round(target.dtype)(value))
      ? checked({
          shape: target.shape,
          dtype: target.dtype,
          words: 0,
          law: { _tag: 'Constant', value },
          fans: null,
          open: () => ({ next: (out, n) => void out.fill(value, 0, n), skip: () => undefined })
        })
      : fail('NotRepresentable', `a number within ±${largest(target.dtype)}, the largest ${target.dtype}`, show(value))

/**
 * Independent elements of one distribution, if the dtype can hold it.
 *
 * @since 0.1.0
 */
export const independent =
  (distribution: Distribution.Distribution, fans: Fans | null = null) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    pipe(
      distribution,
      Distribution.fits(target.dtype),
      E.chain((law) => {
        const { words } = traits(target.dtype)
        const transform = Distribution.transform(target.dtype)(law)
        return checked({
          shape: target.shape,
          dtype: target.dtype,
          words: words * size(target.shape),
          law,
          fans,
          open: (rng) => cursor(rng, words, transform)
        })
      })
    )

const cursor = (rng: Rng, wordsEach: number, transform: Distribution.Transform): Cursor => {
  const { read, skip } = reader(rng)
  let words = new Int32Array(0)
  return {
    next: (out, n) => {
      if (words.length < wordsEach * n) words = new Int32Array(wordsEach * n)
      read(words, wordsEach * n)
      transform(words, n, out)
    },
    skip: (n) => skip(wordsEach * n)
  }
}

/** No draw where counts or arithmetic would not be exact. */
const checked = <D extends DType>(draw: Draw<D>): Validated<Draw<D>> =>
  fromErrors(
    [
      ...(Number.isSafeInteger(bytes(draw)) ? [] : [error('ShapeTooLarge', 'fewer than 2^53 bytes', `${bytes(draw)}`)]),
      ...(isConforming() ? [] : [error('UnsupportedArithmetic', 'IEEE 754 arithmetic', 'an engine that rounds twice')])
    ],
    draw
  )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The bytes that the whole tensor takes.
 *
 * @since 0.1.0
 */
export const bytes = ({ shape, dtype }: Target): number => size(shape) * traits(dtype).bytes

/** @since 0.1.0 */
export const mean = ({ law }: Draw): number => (law._tag === 'Constant' ? law.value : Distribution.mean(law))

/** @since 0.1.0 */
export const stddev = ({ law }: Draw): number => (law._tag === 'Constant' ? 0 : Distribution.stddev(law))

/** @since 0.1.0 */
export const support = ({ law }: Draw): readonly [low: number, high: number] =>
  law._tag === 'Constant' ? [law.value, law.value] : Distribution.support(law)

/**
 * The whole tensor and the state after its words, or `ShapeTooLarge` if it cannot be held in one piece.
 *
 * @since 0.1.0
 */
export const sampler = <D extends DType>(draw: Draw<D>): Validated<Sampler<Tensor<D>>> =>
  fromErrors(tooLarge(draw.shape, draw.dtype), (rng) => [
    { shape: draw.shape, dtype: draw.dtype, data: range(draw)(0, size(draw.shape))(rng) },
    skipWords(draw.words)(rng)
  ])

/**
 * A box of the tensor, equal to that box of the whole, and the state after the words of the whole. Takes the memory of
 * the box alone. The box must have been checked against the shape.
 *
 * @since 0.1.0
 */
export const slice =
  (box: Box) =>
  <D extends DType>(draw: Draw<D>): Validated<Sampler<Tensor<D>>> => {
    const shape = boxShape(box)
    return fromErrors(tooLarge(shape, draw.dtype), (rng) => [
      { shape, dtype: draw.dtype, data: elements(draw, runs(draw.shape)(box), size(shape), rng) },
      skipWords(draw.words)(rng)
    ])
  }

/**
 * The elements from `start` up to `stop` in row-major order, for `0 ≤ start ≤ stop ≤ size`.
 *
 * @since 0.1.0
 */
export const range =
  <D extends DType>(draw: Draw<D>) =>
  (start: number, stop: number) =>
  (rng: Rng): DataOf<D> =>
    elements(draw, [{ start, length: stop - start }], stop - start, rng)

/** Elements that are made in one go, so that their words and reals stay in the processor's first cache. */
const chunk = 2048

/** The elements of some runs, side by side. */
const elements = <D extends DType>({ dtype, open }: Draw<D>, rows: Iterable<Run>, n: number, rng: Rng): DataOf<D> => {
  const { make, store } = traits(dtype)
  const data = make(n)
  const reals = new Float64Array(Math.min(chunk, n))
  const elementsFrom = open(rng)
  let place = 0
  let filled = 0
  for (const { start, length } of rows) {
    elementsFrom.skip(start - place)
    place = start + length
    for (const end = filled + length; filled < end;) {
      const count = Math.min(chunk, end - filled)
      elementsFrom.next(reals, count)
      store(reals, count, data, filled)
      filled += count
    }
  }
  return data
}
