/**
 * The model of a draw, and the pieces that initializers make draws of: checks, which may fail, and draws of what has been
 * checked, which cannot.
 */
import * as E from 'fp-ts/Either'
import * as Content from '../Content.js'
import type { Distribution } from '../Distribution.js'
import { type DType, traits } from '../DType.js'
import * as Cursor from '../engine/cursor.js'
import * as Kernel from '../engine/kernel/draw.js'
import { transform } from '../engine/transform.js'
import { reader, type WordReader } from '../engine/words.js'
import type { Fans } from '../Fans.js'
import { andThen, error, fail, fromErrors, type InitializerError, type Validated } from '../InitializerError.js'
import { isConforming } from '../numeric/float/conformance.js'
import type { Rng } from '../Rng.js'
import { skipWords } from '../Rng/generators.js'
import { type Shape, size } from '../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * What is drawn: elements of a dtype in a valid shape.
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
  /** the fans that the content was scaled by, if any */
  readonly fans: Fans | null
  /** whether each element depends on its own words only; if not, the whole tensor is computed for any part of it */
  readonly elementwise: boolean
  /** for this library only: reads the elements from the first one on */
  readonly open: (rng: Rng) => Cursor.Cursor
}

// -------------------------------------------------------------------------------------
// checks
// -------------------------------------------------------------------------------------

/** The content, if the dtype can hold it and the arithmetic of this engine is exact. */
export const checked = <C extends Content.Content>(dtype: DType, content: C): Validated<C> =>
  andThen((): Validated<C> => (isConforming() ? E.right(content) : unsupported))(Content.fits(dtype)(content))

const unsupported = fail('UnsupportedArithmetic', 'IEEE 754 arithmetic', 'an engine that rounds twice')

/** The maximum size of a tensor in memory, in bytes: the largest buffer that current engines allocate. */
export const maxBytes = 0x100000000

/** `ShapeTooLarge` if a tensor of this shape does not fit into memory, else nothing. */
export const tooLarge = (shape: Shape, dtype: DType): ReadonlyArray<InitializerError> => {
  const bytes = size(shape) * traits(dtype).bytesPerElement
  return bytes <= maxBytes
    ? []
    : [
        error('ShapeTooLarge', `at most ${maxBytes} bytes in one piece (draw it in slices)`, `${bytes} bytes`, [
          'shape'
        ])
      ]
}

/** The shape, if an array of that shape can be held in float64 during the computation; else `ShapeTooLarge`. */
export const held = (shape: Shape): Validated<Shape> => fromErrors(notHeld(shape), shape)

/** The error if an array of this shape cannot be held in float64. */
export const notHeld = (shape: Shape): ReadonlyArray<InitializerError> => {
  const needed = 8 * size(shape)
  const expected = `at most ${maxBytes} bytes to compute the whole tensor in float64`
  return needed <= maxBytes ? [] : [error('ShapeTooLarge', expected, `${needed} bytes`, ['shape'])]
}

// -------------------------------------------------------------------------------------
// draws of what has been checked
// -------------------------------------------------------------------------------------

/** Elements that follow from their index; no word is drawn. */
export const filled = <D extends DType>(
  { shape, dtype }: Target<D>,
  content: Content.Content,
  fill: Cursor.Fill
): Draw<D> => ({
  shape,
  dtype,
  words: 0,
  content,
  fans: null,
  elementwise: true,
  open: (rng) =>
    within(
      dtype,
      content,
      Cursor.fromFill(fill, () => rng)
    )
})

/**
 * Random words and numbers, read in order: each call continues where the last one ended.
 *
 * @since 0.1.0
 */
export interface Source {
  /** the next `n` random words */
  readonly words: (n: number) => Int32Array
  /** the next `n` numbers of a distribution, before rounding; each takes as many words as an element of the dtype */
  readonly numbers: (distribution: Distribution, n: number) => Float64Array
}

export const source = (reader: WordReader, dtype: DType): Source => ({
  words: (n) => {
    const out = new Int32Array(n)
    reader.read(n, out)
    return out
  },
  numbers: (distribution, n) => {
    const out = new Float64Array(n)
    Kernel.write(reader, transform(dtype)(distribution), 'float64', n, out, 0)
    return out
  }
})

/** How a materialized structure is computed. */
export interface Recipe {
  /** that `compute` reads */
  readonly words: number
  readonly compute: (source: Source) => Float64Array
}

/** Elements that follow from all words together. An empty tensor takes no words. */
export const whole = <D extends DType>(
  { shape, dtype }: Target<D>,
  content: Content.Content,
  { words, compute }: Recipe
): Draw<D> => {
  const isEmpty = size(shape) === 0
  const taken = isEmpty ? 0 : words
  return {
    shape,
    dtype,
    words: taken,
    content,
    fans: null,
    elementwise: false,
    open: (rng) => {
      const computed = () => (isEmpty ? new Float64Array(0) : compute(source(reader(rng), dtype)))
      return within(
        dtype,
        content,
        Cursor.fromWhole(computed, () => skipWords(taken)(rng))
      )
    }
  }
}

/** Keeps the numbers of a cursor within `Content.clampBounds`. */
export const within = (dtype: DType, content: Content.Content, cursor: Cursor.Cursor): Cursor.Cursor =>
  Cursor.clamped(...Content.clampBounds(dtype)(content), cursor)
