/**
 * Draws: any part of a tensor is that part of the whole, whatever the way to it.
 *
 * @since 0.1.0
 */
import * as Content from '../Content.js'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { all as dtypes, round, roundDown, roundUp, traits } from '../DType.js'
import * as Draw from '../Draw.js'
import * as Initializer from '../Initializer.js'
import type { Rng } from '../Rng.js'
import { skipWords } from '../Rng.js'
import { type Box, boxShape, type Shape, size, whole } from '../Shape.js'
import * as Tensor from '../Tensor.js'
import { equal, type Laws } from './law.js'

/**
 * A draw, the state it starts from, a box of its tensor, and how many elements are made at a time.
 *
 * @since 0.1.0
 */
export interface Part {
  readonly draw: Draw.Draw
  readonly rng: Rng
  readonly box: Box
  readonly chunk: number
}

/**
 * For any draw whose tensor fits in memory.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets, Rng } from 'initializers-ts'
 * import { broken, partLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const answer = pipe(
 *   E.Do,
 *   E.apS('draw', pipe(presets.heNormal, Initializer.draw({ shape: [5, 7] }))),
 *   E.apS('rng', Rng.fromSeed(42)),
 *   E.map((at) => broken(partLaws)({ ...at, box: [[1, 4], [2, 7]], chunk: 3 }))
 * )
 * answer // => E.right([])
 */
export const partLaws: Laws<Part> = {
  'a slice is that part of the whole': ({ draw, rng, box }) =>
    pipe(
      Draw.slice(box)(draw),
      E.exists((run) =>
        equal(
          values(run(rng)[0]),
          Float64Array.from(indices(draw.shape, box), (i) => full(draw, rng)[i] ?? NaN)
        )
      )
    ),
  'a slice has the shape of its box': ({ draw, rng, box }) =>
    pipe(
      Draw.slice(box)(draw),
      E.exists((run) => equal(run(rng)[0].shape, boxShape(box)))
    ),
  'a slice hands on the state of the whole': ({ draw, rng, box }) =>
    pipe(
      Draw.slice(box)(draw),
      E.exists((run) => equal(run(rng)[1], skipWords(draw.words)(rng)))
    ),
  'the slice of everything is the whole': ({ draw, rng }) =>
    pipe(
      Draw.slice(whole(draw.shape))(draw),
      E.exists((run) => equal(values(run(rng)[0]), full(draw, rng)))
    ),
  'boxes that part the first axis join to the whole': ({ draw, rng, box }) => {
    const [rows, ...rest] = whole(draw.shape)
    if (rows === undefined) return true
    const cut = box[0]?.[0] ?? 0
    const boxes: ReadonlyArray<Box> = [
      [[0, cut], ...rest],
      [[cut, rows[1]], ...rest]
    ]
    const parts = boxes.map((part) =>
      pipe(
        Draw.slice(part)(draw),
        E.map((run) => [...values(run(rng)[0])])
      )
    )
    return equal(
      parts.flatMap((part) => (E.isRight(part) ? part.right : [NaN])),
      [...full(draw, rng)]
    )
  },
  'chunks of any size join to the whole': ({ draw, rng, chunk }) => {
    const elements = size(draw.shape)
    const parts = Array.from({ length: Math.ceil(elements / chunk) }, (_, i) =>
      Draw.range(draw)(i * chunk, Math.min(elements, (i + 1) * chunk))(rng)
    )
    return equal(
      parts.flatMap((part) => [...part]),
      [...Draw.range(draw)(0, elements)(rng)]
    )
  },
  'an empty range is empty': ({ draw, rng, box }) => {
    const at = Math.min(size(draw.shape), box[0]?.[0] ?? 0)
    return Draw.range(draw)(at, at)(rng).length === 0
  },
  'every stored element lies within the bounds, inclusive': ({ draw, rng }) => {
    const [least, most] = storedBounds(draw)
    return full(draw, rng).every((x) => x >= least && x <= most)
  },
  'the shape and the dtype are those that were asked for': ({ draw, rng }) =>
    pipe(
      Draw.sampler(draw),
      E.exists((run) => {
        const [{ shape, dtype, data }] = run(rng)
        return equal(shape, draw.shape) && dtype === draw.dtype && data.length === size(shape)
      })
    )
}

/** Those of a distribution as they are, of anything else rounded to the dtype. */
const storedBounds = ({ content, dtype }: Draw.Draw): readonly [low: number, high: number] => {
  const [low, high] = Content.support(content)
  return isDistribution(content) ? [low, high] : [round(dtype)(low), round(dtype)(high)]
}

const isDistribution = ({ _tag }: Content.Content): boolean => _tag !== 'Constant' && _tag !== 'Structured'

const values = (tensor: Tensor.Tensor): Float64Array => Tensor.values(tensor)

const full = (draw: Draw.Draw, rng: Rng): Float64Array =>
  Tensor.values({ shape: draw.shape, dtype: draw.dtype, data: Draw.range(draw)(0, size(draw.shape))(rng) })

/** The places of a box's elements, one by one, as a textbook has them. */
const indices = (shape: Shape, box: Box): ReadonlyArray<number> =>
  box.reduce<ReadonlyArray<number>>(
    (outer, [start, stop], axis) =>
      outer.flatMap((place) => Array.from({ length: stop - start }, (_, i) => place * (shape[axis] ?? 0) + start + i)),
    [0]
  )

// -------------------------------------------------------------------------------------
// dtypes and scales
// -------------------------------------------------------------------------------------

/**
 * An initializer that all dtypes can hold, a shape and a state.
 *
 * @since 0.1.0
 */
export interface Drawn {
  readonly initializer: Initializer.Initializer
  readonly shape: Shape
  readonly rng: Rng
}

/**
 * What the tensors of one state have to do with each other.
 *
 * @since 0.1.0
 */
export const dtypeLaws: Laws<Drawn> = {
  'float16, bfloat16 and float32 are roundings of the same numbers, within the bounds': ({ initializer, shape, rng }) =>
    (['float16', 'bfloat16', 'float32'] as const).every((dtype) =>
      pipe(
        E.Do,
        E.apS('wide', Initializer.draw({ shape, dtype: 'float32' })(initializer)),
        E.apS('narrow', Initializer.draw({ shape, dtype })(initializer)),
        E.exists(({ wide, narrow }) => equal(full(narrow, rng), unrounded(wide, rng).map(rounded(narrow))))
      )
    ),
  'four times the scale draws exactly twice the numbers': ({ initializer, shape, rng }) =>
    initializer._tag !== 'VarianceScaling' ||
    (['float64', 'float32', 'bfloat16'] as const).every((dtype) =>
      pipe(
        E.Do,
        E.apS('once', Initializer.draw({ shape, dtype })(initializer)),
        E.apS('twice', Initializer.draw({ shape, dtype })({ ...initializer, scale: 4 * initializer.scale })),
        E.exists(({ once, twice }) =>
          equal(
            full(twice, rng),
            full(once, rng).map((x) => 2 * x)
          )
        )
      )
    ),
  'a description tells the words, the bytes and the state to come': ({ initializer, shape, rng }) =>
    pipe(
      E.Do,
      E.apS('told', Initializer.describe({ shape })(initializer)),
      E.apS('run', Initializer.sampler({ shape })(initializer)),
      E.exists(({ told, run }) => {
        const [tensor, next] = run(rng)
        return told.bytes === Tensor.bytes(tensor).length && equal(next, skipWords(told.words)(rng))
      })
    )
}

/**
 * About initializers whose elements are drawn one by one.
 *
 * @since 0.1.0
 */
export const independentLaws: Laws<Drawn> = {
  'an element costs as many words as its dtype says, or none': ({ initializer, shape }) =>
    dtypes.every((dtype) =>
      pipe(
        initializer,
        Initializer.draw({ shape, dtype }),
        E.exists(({ content, words }) => words === (isDistribution(content) ? size(shape) * traits(dtype).words : 0))
      )
    ),
  'no element needs another one': ({ initializer, shape }) =>
    pipe(
      initializer,
      Initializer.draw({ shape }),
      E.exists(({ elementwise }) => elementwise)
    )
}

const unrounded = (draw: Draw.Draw, rng: Rng): Float64Array => {
  const out = new Float64Array(size(draw.shape))
  draw.open(rng).next(out, out.length)
  return out
}

/** The nearest of the dtype's numbers; of a distribution, the nearest within its bounds. */
const rounded = ({ content, dtype }: Draw.Draw): ((x: number) => number) => {
  const [low, high] = Content.support(content)
  const [least, most] = isDistribution(content) ? [roundUp(dtype)(low), roundDown(dtype)(high)] : [low, high]
  return (x) => round(dtype)(Math.min(most, Math.max(least, x)))
}
