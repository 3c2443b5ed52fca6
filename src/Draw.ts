/**
 * A validated plan for drawing one tensor: from here on nothing can fail.
 *
 * A draw says how many random words it takes and how any range of its elements follows from them. Samplers, slices,
 * chunks of a model and descriptions all read from it. Element i of independent elements depends on word i alone
 * (float64: words 2i and 2i + 1). So a slice drawn by itself equals the slice of the whole tensor, and the next state is
 * the given one after `skip(words)`.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Content from './Content.js'
import { type DataOf, type DType, traits } from './DType.js'
import { type Distribution, drawableRange, uniform } from './Distribution.js'
import { checked, type Draw, filled, held, type Source, type Target, tooLarge, whole, within } from './Draw/make.js'
import * as Cursor from './engine/cursor.js'
import { transform } from './engine/transform.js'
import { reader } from './engine/words.js'
import type { Fans } from './Fans.js'
import { andThen, fromErrors, type Validated } from './InitializerError.js'
import type { Rng, Sampler } from './Rng.js'
import { skipWords } from './Rng/generators.js'
import { type Box, boxShape, type Run, runs, size } from './Shape.js'
import type { Tensor } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type { Draw, Target } from './Draw/make.js'
export type { Constant, Content, Structure, Structured } from './Content.js'
export type { Source } from './Draw/make.js'

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
  <D extends DType>({ shape, dtype }: Target<D>): Validated<Draw<D>> =>
    pipe(
      checked(dtype, Content.constant(value)),
      E.map((content) => ({
        shape,
        dtype,
        words: 0,
        content,
        fans: null,
        elementwise: true,
        open: (rng: Rng) => Cursor.constant(value, rng)
      }))
    )

/**
 * Independent elements of one distribution, if the dtype can hold it (`Distribution.fits`).
 *
 * @since 0.1.0
 * @example
 * import { Distribution, Draw } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const draw = Draw.independent(Distribution.normal(0, 0.02))({ shape: [2, 3], dtype: 'float64' })
 * E.map(({ words }: Draw.Draw) => words)(draw) // => E.right(12)
 */
export const independent =
  (distribution: Distribution, fans: Fans | null = null) =>
  <D extends DType>({ shape, dtype }: Target<D>): Validated<Draw<D>> =>
    pipe(
      checked(dtype, distribution),
      andThen((content) => {
        const fromWords = transform(dtype)(content)
        return E.right({
          shape,
          dtype,
          words: fromWords.wordsPerElement * size(shape),
          content,
          fans,
          elementwise: true,
          open: (rng) => Cursor.fromWords(reader(rng), fromWords)
        })
      })
    )

/**
 * Independent elements of a distribution of your own, by its quantile function. Element i is `quantile(u)` for the centred
 * uniform number u in (-½, ½) of word i (float64: of words 2i and 2i + 1), kept within the bounds and rounded once. u is
 * exact and never 0 or ±½; `quantile(u)` is the number x with P(X ≤ x) = u + ½. A bound may be ±Infinity: the content then
 * has the outermost number that is drawn.
 *
 * `quantile` must be pure and never return NaN. ECMAScript fixes every bit of `+ - * /` and `Math.sqrt`, so
 * with these the bytes are the same everywhere. Engines differ in the last bits of `Math.log`, `Math.exp` and other
 * functions: with these the bytes are the same for every slice, chunk and thread of one engine, but not across engines.
 *
 * `BoundOverflow` for numbers beyond the dtype's largest, `BadBounds` for bounds that are out of order.
 *
 * @since 0.1.0
 * @example
 * import { Draw } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * // triangular on [-1, 1]
 * const triangular = Draw.byQuantile(
 *   { name: 'triangular', mean: 0, stddev: Math.sqrt(1 / 6), low: -1, high: 1 },
 *   (u) => Math.sign(u) * (1 - Math.sqrt(1 - 2 * Math.abs(u)))
 * )
 * E.map(({ words }: Draw.Draw) => words)(triangular({ shape: [2, 3], dtype: 'float32' })) // => E.right(6)
 */
export const byQuantile =
  (structure: Content.Structure, quantile: (u: number) => number) =>
  <D extends DType>({ shape, dtype }: Target<D>): Validated<Draw<D>> => {
    const centred = uniform(-0.5, 0.5)
    const [least, greatest] = drawableRange(dtype)(centred)
    const low = structure.low === -Infinity ? quantile(least) : structure.low
    const high = structure.high === Infinity ? quantile(greatest) : structure.high
    return pipe(
      checked(dtype, Content.structured({ ...structure, low, high })),
      E.map((content) => {
        const fromWords = transform(dtype)(centred)
        return {
          shape,
          dtype,
          words: traits(dtype).wordsPerElement * size(shape),
          content,
          fans: null,
          elementwise: true,
          open: (rng: Rng) => within(dtype, content, Cursor.mapped(quantile, Cursor.fromWords(reader(rng), fromWords)))
        }
      })
    )
  }

/**
 * Elements that follow from their index in row-major order; no word is drawn. Elements are kept within the bounds of the
 * structure and rounded once. `valueAt` must be pure and never return NaN.
 *
 * `BoundOverflow` for bounds beyond the dtype's largest, `BadBounds` for bounds that are out of order.
 *
 * @since 0.1.0
 * @example
 * import { Draw, Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const ramp = Draw.byIndex({ name: 'ramp', mean: 1, stddev: Math.sqrt(2 / 3), low: 0, high: 2 }, (index) => index % 3)
 * pipe(
 *   E.Do,
 *   E.apS('draw', ramp({ shape: [2, 3], dtype: 'float32' })),
 *   E.apS('rng', Rng.fromSeed(42)),
 *   E.map(({ draw, rng }) => Draw.range(draw)(1, 5)(rng))
 * ) // => E.right(Float32Array.of(1, 2, 0, 1))
 */
export const byIndex =
  (structure: Content.Structure, valueAt: (index: number) => number) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    pipe(
      checked(target.dtype, Content.structured(structure)),
      E.map((content) => filled(target, content, Cursor.byIndex(valueAt)))
    )

/**
 * Elements that follow from all random words together. The whole tensor is computed for any range of it, in row-major
 * order. Elements are kept within the bounds of the structure and rounded once.
 *
 * `compute` must be pure except for reading at most `words` random words from its source, and must return one number, not
 * NaN, for each element; missing ones are 0. An empty tensor takes no words, and nothing is computed.
 *
 * `ShapeTooLarge` for a shape that cannot be held in float64, `BoundOverflow` for bounds beyond the dtype's largest,
 * `BadBounds` for bounds that are out of order.
 *
 * @since 0.1.0
 * @example
 * import { Distribution, Draw, Rng, Tensor } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * // a random direction: uniform numbers divided by the largest magnitude
 * const direction = Draw.materialized(
 *   { name: 'direction', mean: 0, stddev: 0.6, low: -1, high: 1 },
 *   3,
 *   ({ numbers }) => {
 *     const xs = numbers(Distribution.uniform(-1, 1), 3)
 *     const largest = Math.max(...xs.map(Math.abs))
 *     return xs.map((x) => x / largest)
 *   }
 * )
 * pipe(
 *   E.Do,
 *   E.apS('sampler', pipe(direction({ shape: [3], dtype: 'float32' }), E.chain(Draw.sampler<'float32'>))),
 *   E.apS('rng', Rng.fromSeed(42)),
 *   E.map(({ sampler, rng }) => Math.max(...Tensor.values(sampler(rng)[0]).map(Math.abs)))
 * ) // => E.right(1)
 */
export const materialized =
  (structure: Content.Structure, words: number, compute: (source: Source) => Float64Array) =>
  <D extends DType>(target: Target<D>): Validated<Draw<D>> =>
    pipe(
      held(target.shape),
      E.chain(() => checked(target.dtype, Content.structured(structure))),
      E.map((content) => whole(target, content, { words, compute }))
    )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The bytes that the whole tensor takes.
 *
 * @since 0.1.0
 */
export const bytes = ({ shape, dtype }: Target): number => size(shape) * traits(dtype).bytesPerElement

/**
 * The whole tensor and the state after its words, or `ShapeTooLarge` if it cannot be held in one piece.
 *
 * @since 0.1.0
 */
export const sampler = <D extends DType>(draw: Draw<D>): Validated<Sampler<Tensor<D>>> =>
  fromErrors(tooLarge(draw.shape, draw.dtype), (rng) => {
    const { shape, dtype, words } = draw
    const cursor = draw.open(rng)
    const data = traits(dtype).make(size(shape))
    cursor.write(dtype, size(shape), data, 0)
    return [{ shape, dtype, data }, words === 0 ? rng : cursor.rng()]
  })

/**
 * A box of the tensor, equal to that box of the whole tensor, and the state after the words of the whole tensor. It takes
 * the memory of the box only. The box must have been checked against the shape.
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
 * Writes the elements from `start` up to `stop` into a given array from `offset` on, so that several threads can fill one
 * tensor. The array must be long enough.
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

/** Writes the elements of some runs side by side into `out`, from `offset` on. */
const put = <D extends DType>(
  { dtype, open }: Draw<D>,
  rows: Iterable<Run>,
  rng: Rng,
  out: DataOf<D>,
  offset: number
): void => {
  const cursor = open(rng)
  let [passed, filled] = [0, offset]
  for (const { start, length } of rows) {
    cursor.skip(start - passed)
    cursor.write(dtype, length, out, filled)
    passed = start + length
    filled += length
  }
}
