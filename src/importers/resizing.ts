/**
 * Padding, cropping and upsampling.
 *
 * @see keras/src/layers/reshaping, keras/src/layers/preprocessing/image_preprocessing
 */
import * as E from 'fp-ts/Either'
import * as t from 'io-ts'
import { count } from '../codec/fields.js'
import { leaf, list, refuse } from '../codec/record.js'
import { type Entry, given, needed, type OpenShape, type Read, single, type Size, sized, type Table } from './layer.js'
import { all, dataFormat, spatialOf, tuple, withSpatial } from './spatial.js'

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

const isMargin = (u: unknown): u is number => Number.isSafeInteger(u) && (u as number) >= 0

const margin: t.Type<number, number> = leaf('margin', isMargin, (u, c) =>
  isMargin(u) ? t.success(u) : refuse(u, c, 'BadDim', 'a whole number from 0')
)

/** How much both ends of an axis have together: of `[before, after]`, or of a number for both. */
const both: t.Type<number, unknown> = new t.Type<number, unknown>(
  'margins',
  isMargin,
  (u, c) => {
    const pair = (Array.isArray(u) ? list(margin) : tuple(2, margin)).validate(u, c)
    return E.Functor.map(pair, (ends) => ends.reduce((sum, end) => sum + end, 0))
  },
  (total) => total
)

/** `n`, `[before, after]` for one axis, and for several `[n, m]` or a pair each. */
const margins = (rank: number): Read<ReadonlyArray<number>> => {
  const each = given(tuple(rank, both), all(rank, 2))
  const one = given(both, 2)
  return rank === 1 ? (layer, key) => E.Functor.map(one(layer, key), (total) => [total]) : each
}

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/** Each spatial axis by itself. */
const axiswise = <C>(
  rank: number,
  read: { readonly [K in keyof C]: Read<C[K]> },
  f: (config: C, axis: number, size: number) => number
): Entry =>
  single(
    { ...read, data_format: dataFormat },
    {
      ranks: [rank + 2, rank + 2],
      output: (c, input) => {
        const format = c.data_format
        const change = (size: Size, i: number): Size => sized((known) => f(c as C, i, known))(size)
        return withSpatial(format, input, spatialOf(format, input).map(change))
      }
    }
  )

const padding = (rank: number): Entry =>
  axiswise(rank, { padding: margins(rank) }, (c, i, size) => size + (c.padding[i] ?? 0))

const cropping = (rank: number): Entry =>
  axiswise(rank, { cropping: margins(rank) }, (c, i, size) => Math.max(0, size - (c.cropping[i] ?? 0)))

const upSampling = (rank: number): Entry =>
  axiswise(rank, { size: given(tuple(rank, count), all(rank, 2)) }, (c, i, size) => size * (c.size[i] ?? 1))

/** Images of a fixed size; one image may come without a batch. */
const resized: Entry = single(
  { height: needed(count), width: needed(count), data_format: dataFormat },
  {
    ranks: [3, 4],
    output: (c, input): OpenShape => {
      const [batch, image] = [input.slice(0, -3), input.slice(-3)]
      const [first = null, , last = null] = image
      return c.data_format === 'channels_last'
        ? [...batch, c.height, c.width, last]
        : [...batch, first, c.height, c.width]
    }
  }
)

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const resizings: Table = {
  ZeroPadding1D: padding(1),
  ZeroPadding2D: padding(2),
  ZeroPadding3D: padding(3),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
  Cropping3D: cropping(3),
  UpSampling1D: upSampling(1),
  UpSampling2D: upSampling(2),
  UpSampling3D: upSampling(3),
  Resizing: resized,
  CenterCrop: resized,
  RandomCrop: resized
}
