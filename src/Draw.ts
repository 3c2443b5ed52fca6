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
import { type DataOf, type DType, largest, round, roundDown, roundUp, traits } from './DType.js'
import * as Distribution from './Distribution.js'
import type { Fans } from './Fans.js'
import { error, fail, fromErrors, show, type Validated } from './InitializerError.js'
import { isConforming } from './numeric/arithmetic.js'
import { type Reader, reader, type Rng, type Sampler, skipWords } from './Rng.js'
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
  /** whether an element depends on its own words alone; if not, a part is cut from the whole */
  readonly local: boolean
  /** starts at the first element */
  readonly open: (rng: Rng) => Cursor
}

/**
 * What the elements follow.
 *
 * @since 0.1.0
 */
export type Law = Distribution.Distribution | Constant | Structured

/** @since 0.1.0 */
export interface Constant {
  readonly _tag: 'Constant'
  readonly value: number
}

/**
 * Elements that differ by place or depend on each other. The moments are those over all of them.
 *
 * @since 0.2.0
 */
export interface Structured {
  readonly _tag: 'Structured'
  readonly name: string
  readonly mean: number
  readonly stddev: number
  /** the bounds that no element leaves */
  readonly low: number
  readonly high: number
}

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
          local: true,
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
          local: true,
          open: (rng) => cursor(rng, words, transform)
        })
      })
    )

/**
 * A law of elements that are not alike.
 *
 * @since 0.2.0
 */
export const structured = (name: string, mean: number, stddev: number, low: number, high: number): Structured => ({
  _tag: 'Structured',
  name,
  mean,
  stddev,
  low,
  high
})

/**
 * The law of a value on a share of the places, with 0 on the others.
 *
 * @since 0.2.0
 */
export const sprinkled = (name: string, value: number, share: number): Structured =>
  structured(
    name,
    share * value,
    Math.abs(value) * Math.sqrt(share * (1 - share)),
    Math.min(0, value),
    Math.max(0, value)
  )

/**
 * Puts the elements from `start` on into the first `n` places of `out`.
 *
 * @since 0.2.0
 */
export type Fill = (start: number, n: number, out: Float64Array) => void

/**
 * A fill that takes element by element.
 *
 * @since 0.2.0
 */
export const byIndex =
  (valueAt: (index: number) => number): Fill =>
  (start, n, out) => {
    for (let i = 0; i < n; i++) out[i] = valueAt(start + i)
  }

/**
 * Elements that follow from their place alone; no word is drawn. The law's bounds must be finite and fit the dtype.
 *
 * @since 0.2.0
 */
export const placed =
  (law: Structured, fill: Fill) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    ofStructure(law, target, { words: 0, local: true, open: () => walk(fill) })

/** A cursor over what can be made at any place. */
const walk = (fill: Fill): Cursor => {
  let place = 0
  return {
    next: (out, n) => {
      fill(place, n, out)
      place += n
    },
    skip: (n) => {
      place += n
    }
  }
}

/**
 * Elements that follow from all words together: whatever part is asked for, the whole is computed, once for each cursor.
 *
 * @since 0.2.0
 */
export const whole =
  (law: Structured, words: number, compute: (reader: Reader) => Float64Array) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    ofStructure(law, target, {
      words,
      local: false,
      open: (rng) => {
        let reals: Float64Array | undefined
        return walk((start, n, out) => {
          reals ??= compute(reader(rng))
          out.set(reals.subarray(start, start + n))
        })
      }
    })

/** Kept within the numbers of the dtype that lie within the law's bounds. */
const ofStructure = <D extends DType>(
  law: Structured,
  { shape, dtype }: Target<D>,
  { words, local, open }: Pick<Draw, 'words' | 'local' | 'open'>
): Validated<Draw<D>> => {
  const farthest = Math.max(Math.abs(law.low), Math.abs(law.high))
  return farthest <= largest(dtype)
    ? checked({ shape, dtype, words, law, fans: null, local, open: (rng) => within(law, dtype, open(rng)) })
    : fail('BoundOverflow', `numbers up to ${largest(dtype)}, the largest ${dtype}`, `numbers up to ${farthest}`)
}

const within = ({ low, high }: Structured, dtype: DType, { next, skip }: Cursor): Cursor => {
  const [least, greatest] = [roundUp(dtype)(low), roundDown(dtype)(high)]
  return {
    next: (out, n) => {
      next(out, n)
      for (let i = 0; i < n; i++) out[i] = Math.min(greatest, Math.max(least, out[i] as number))
    },
    skip
  }
}

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

/**
 * The draw, unless its counts or this engine's arithmetic would not be exact.
 *
 * @since 0.2.0
 */
export const checked = <D extends DType>(draw: Draw<D>): Validated<Draw<D>> =>
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
export const mean = ({ law }: Draw): number => {
  switch (law._tag) {
    case 'Constant':
      return law.value
    case 'Structured':
      return law.mean
    case 'Uniform':
    case 'Normal':
    case 'TruncatedNormal':
      return Distribution.mean(law)
  }
}

/** @since 0.1.0 */
export const stddev = ({ law }: Draw): number => {
  switch (law._tag) {
    case 'Constant':
      return 0
    case 'Structured':
      return law.stddev
    case 'Uniform':
    case 'Normal':
    case 'TruncatedNormal':
      return Distribution.stddev(law)
  }
}

/** @since 0.1.0 */
export const support = ({ law }: Draw): readonly [low: number, high: number] => {
  switch (law._tag) {
    case 'Constant':
      return [law.value, law.value]
    case 'Structured':
      return [law.low, law.high]
    case 'Uniform':
    case 'Normal':
    case 'TruncatedNormal':
      return Distribution.support(law)
  }
}

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
