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
import * as Content from './Content.js'
import * as Cursor from './engine/cursor.js'
import { type DataOf, type DType, traits } from './DType.js'
import type { Distribution } from './Distribution.js'
import type { Fans } from './Fans.js'
import { andThen, error, fail, fromErrors, type InitializerError, type Validated } from './InitializerError.js'
import { isConforming } from './numeric/float/conformance.js'
import { scratch } from './engine/scratch.js'
import { type WordReader, reader, type Rng, type Sampler, skipWords } from './Rng.js'
import { type Box, boxShape, type Run, runs, type Shape, size } from './Shape.js'
import { chunk, maxBytes, type Tensor, tooLarge } from './Tensor.js'
import { transform } from './engine/transform.js'

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
  readonly content: Content.Content
  /** that the content was scaled by, if any */
  readonly fans: Fans | null
  /** whether an element depends on its own words alone; if not, a part is cut from the whole */
  readonly elementwise: boolean
  /** starts at the first element */
  readonly open: (rng: Rng) => Cursor.Cursor
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
    make(target, Content.constant(value), () => ({
      words: 0,
      fans: null,
      elementwise: true,
      open: () => Cursor.constant(value)
    }))

/**
 * Independent elements of one distribution, if the dtype can hold it.
 *
 * @since 0.1.0
 */
export const independent =
  (distribution: Distribution, fans: Fans | null = null) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    make(target, distribution, () => {
      const fromWords = transform(target.dtype)(distribution)
      return {
        words: fromWords.words * size(target.shape),
        fans,
        elementwise: true,
        open: (rng) => Cursor.fromWords(reader(rng), fromWords)
      }
    })

/**
 * Elements that follow from their place alone; no word is drawn.
 *
 * @since 0.1.0
 */
export const byIndex =
  (content: Content.Content, fill: Cursor.Fill) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    make(target, content, () => ({
      words: 0,
      fans: null,
      elementwise: true,
      open: () => within(target.dtype, content, Cursor.fromFill(fill))
    }))

/**
 * Elements that follow from all words together: whatever part is asked for, the whole is computed, once for each cursor.
 * `ShapeTooLarge` if it cannot be held in float64. An empty tensor takes no words.
 *
 * @since 0.1.0
 */
export const materialized =
  (content: Content.Content, words: number, compute: (reader: WordReader) => Float64Array) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    pipe(
      fromErrors(notHeld(target.shape), target),
      E.chain(() =>
        make(target, content, () => ({
          words: size(target.shape) === 0 ? 0 : words,
          fans: null,
          elementwise: false,
          open: (rng) =>
            within(
              target.dtype,
              content,
              Cursor.fromWhole(() => (size(target.shape) === 0 ? new Float64Array(0) : compute(reader(rng))))
            )
        }))
      )
    )

/**
 * What is wrong with computing an array of this shape in float64 on the way, if anything.
 *
 * @since 0.1.0
 */
export const notHeld = (shape: Shape): ReadonlyArray<InitializerError> => {
  const needed = 8 * size(shape)
  return needed <= maxBytes
    ? []
    : [
        error('ShapeTooLarge', `at most ${maxBytes} bytes to compute the whole in float64`, `${needed} bytes`, [
          'shape'
        ])
      ]
}

/** What a draw is beside its target and content. */
type Making = Pick<Draw, 'words' | 'fans' | 'elementwise' | 'open'>

/**
 * A draw of a content, made if the dtype can hold it and this engine's arithmetic is exact. Its cursors keep to the
 * content's `roundedSupport`.
 *
 * @since 0.1.0
 */
export const make = <D extends DType>(
  { shape, dtype }: Target<D>,
  content: Content.Content,
  making: () => Making
): Validated<Draw<D>> =>
  pipe(
    content,
    Content.fits(dtype),
    andThen(() => {
      if (!isConforming()) return unsupported
      const { words, fans, elementwise, open } = making()
      return E.right({ shape, dtype, words, content, fans, elementwise, open })
    })
  )

const unsupported = fail('UnsupportedArithmetic', 'IEEE 754 arithmetic', 'an engine that rounds twice')

/**
 * Keeps a cursor's numbers within the content's `roundedSupport`.
 *
 * @since 0.1.0
 */
export const within = (dtype: DType, content: Content.Content, cursor: Cursor.Cursor): Cursor.Cursor =>
  Cursor.clamped(...Content.clampBounds(dtype)(content), cursor)

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The bytes that the whole tensor takes.
 *
 * @since 0.1.0
 */
export const bytes = ({ shape, dtype }: Target): number => size(shape) * traits(dtype).bytes

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

/**
 * Puts the elements from `start` up to `stop` into a given array, which must have room for them from `offset` on: several
 * threads fill one tensor so.
 *
 * @since 0.1.0
 * @example
 * import { Draw, Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const out = new Float32Array(3)
 * pipe(
 *   E.Do,
 *   E.apS('draw', Draw.constant(0.5)({ shape: [100], dtype: 'float32' })),
 *   E.apS('rng', Rng.fromSeed(42)),
 *   E.map(({ draw, rng }) => Draw.rangeInto(draw)(7, 9, out, 1)(rng))
 * )
 * out // => Float32Array.of(0, 0.5, 0.5)
 */
export const rangeInto =
  <D extends DType>(draw: Draw<D>) =>
  (start: number, stop: number, out: DataOf<D>, offset: number) =>
  (rng: Rng): void =>
    put(draw, [{ start, length: stop - start }], rng, out, offset)

/** The elements of some runs, side by side. */
const elements = <D extends DType>(draw: Draw<D>, rows: Iterable<Run>, n: number, rng: Rng): DataOf<D> => {
  const data = traits(draw.dtype).make(n)
  put(draw, rows, rng, data, 0)
  return data
}

/** For the elements that are made in one go. */
const room = scratch(chunk, (n) => new Float64Array(n))

/** Puts the elements of some runs side by side into `out`, from `offset` on. */
const put = <D extends DType>(
  { dtype, open }: Draw<D>,
  rows: Iterable<Run>,
  rng: Rng,
  out: DataOf<D>,
  offset: number
): void => {
  const { store } = traits(dtype)
  const cursor = open(rng)
  const reals = room.take(chunk)
  let place = 0
  let filled = offset
  for (const { start, length } of rows) {
    cursor.skip(start - place)
    place = start + length
    const end = filled + length
    if (cursor.store?.(dtype, out, filled, length) === true) filled = end
    while (filled < end) {
      const count = Math.min(chunk, end - filled)
      cursor.next(reals, count)
      store(reals, count, out, filled)
      filled += count
    }
  }
  room.giveBack(reals)
}
