/**
 * Slices and chunks: every part of a tensor equals that part of the whole tensor.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Content from '../Content.js'
import { round } from '../DType.js'
import * as Draw from '../Draw.js'
import { type Rng, skipWords } from '../Rng.js'
import { type Box, boxShape, type Shape, size, whole } from '../Shape.js'
import * as Tensor from '../Tensor.js'
import { equal } from './equal.js'
import { law, type Laws } from './law.js'

/**
 * A draw, the state it starts from, a box of its tensor, and a chunk size in elements.
 *
 * @since 0.1.0
 */
export interface SliceCase {
  readonly draw: Draw.Draw
  readonly rng: Rng
  readonly box: Box
  readonly chunk: number
}

/**
 * Laws of any draw whose tensor fits in memory.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets, Rng } from 'initializers-ts'
 * import { broken, sliceLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const found = pipe(
 *   E.Do,
 *   E.apS('draw', pipe(presets.heNormal, Initializer.draw({ shape: [5, 7] }))),
 *   E.apS('rng', Rng.fromSeed(42)),
 *   E.map(({ draw, rng }) => broken(sliceLaws)({ draw, rng, box: [[1, 4], [2, 7]], chunk: 3 }))
 * )
 * found // => E.right([])
 */
export const sliceLaws = {
  partOfWhole: law('a slice equals that part of the whole tensor', ({ draw, rng, box }) => {
    const all = elements(draw, rng)
    const expected = Float64Array.from(indicesIn(draw.shape, box), (i) => all[i] ?? NaN)
    return equal(sliced(draw, rng, box), E.right(expected))
  }),
  shape: law('a slice has the shape of its box', ({ draw, rng, box }) =>
    pipe(
      Draw.slice(box)(draw),
      E.exists((run) => equal(run(rng)[0].shape, boxShape(box)))
    )
  ),
  nextState: law('a slice returns the next state of the whole tensor', ({ draw, rng, box }) =>
    pipe(
      Draw.slice(box)(draw),
      E.exists((run) => equal(run(rng)[1], skipWords(draw.words)(rng)))
    )
  ),
  fullSlice: law('the slice of the whole shape is the whole tensor', ({ draw, rng }) =>
    equal(sliced(draw, rng, whole(draw.shape)), E.right(elements(draw, rng)))
  ),
  rows: law('two boxes that split the first axis join to the whole tensor', ({ draw, rng, box }) => {
    const [rows, ...rest] = whole(draw.shape)
    if (rows === undefined) return true
    const split = box[0]?.[0] ?? 0
    const parts = [sliced(draw, rng, [[0, split], ...rest]), sliced(draw, rng, [[split, rows[1]], ...rest])]
    return equal(parts.flatMap(E.match(() => [NaN], (part) => [...part])), [...elements(draw, rng)]) // prettier-ignore
  }),
  chunks: law('chunks of any size join to the whole tensor', ({ draw, rng, chunk }) => {
    const n = size(draw.shape)
    const parts = Array.from({ length: Math.ceil(n / chunk) }, (_, i) =>
      Draw.range(draw)(i * chunk, Math.min(n, (i + 1) * chunk))(rng)
    )
    return equal(
      parts.flatMap((part) => [...part]),
      [...Draw.range(draw)(0, n)(rng)]
    )
  }),
  emptyRange: law('an empty range has no elements', ({ draw, rng, box }) => {
    const start = Math.min(size(draw.shape), box[0]?.[0] ?? 0)
    return Draw.range(draw)(start, start)(rng).length === 0
  }),
  bounds: law('every stored element lies within the bounds, inclusive', ({ draw, rng }) => {
    const [low, high] = storedBounds(draw)
    return elements(draw, rng).every((x) => x >= low && x <= high)
  }),
  target: law('the tensor has the requested shape and dtype', ({ draw, rng }) =>
    pipe(
      Draw.sampler(draw),
      E.exists((run) => {
        const [{ shape, dtype, data }] = run(rng)
        return equal(shape, draw.shape) && dtype === draw.dtype && data.length === size(shape)
      })
    )
  )
} satisfies Laws<SliceCase>

/** The bounds of a distribution as they are; those of anything else rounded to the dtype. */
const storedBounds = ({ content, dtype }: Draw.Draw): readonly [low: number, high: number] => {
  const [low, high] = Content.support(content)
  return Content.isDistribution(content) ? [low, high] : [round(dtype)(low), round(dtype)(high)]
}

/** All elements of a draw, as numbers. */
export const elements = (draw: Draw.Draw, rng: Rng): Float64Array =>
  Tensor.values({ shape: draw.shape, dtype: draw.dtype, data: Draw.range(draw)(0, size(draw.shape))(rng) })

const sliced = (draw: Draw.Draw, rng: Rng, box: Box): E.Either<unknown, Float64Array> =>
  pipe(
    Draw.slice(box)(draw),
    E.map((run) => Tensor.values(run(rng)[0]))
  )

/** The row-major indices of a box's elements in the whole, in order. */
const indicesIn = (shape: Shape, box: Box): ReadonlyArray<number> =>
  box.reduce<ReadonlyArray<number>>(
    (outer, [start, stop], axis) =>
      outer.flatMap((index) => Array.from({ length: stop - start }, (_, i) => index * (shape[axis] ?? 0) + start + i)),
    [0]
  )
