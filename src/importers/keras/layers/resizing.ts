/**
 * Padding, cropping, upsampling and resizing.
 *
 * @see keras/src/layers/reshaping, keras/src/layers/preprocessing/image_preprocessing
 */
import * as E from 'fp-ts/Either'
import * as t from 'io-ts'
import { refuse } from '../../../codec/problems.js'
import { count, leaf } from '../../../codec/leaf.js'
import { list } from '../../../codec/record.js'
import { dataFormat, type DataFormat, everyAxis, tuple } from '../kit/keys.js'
import type { OpenShape } from '../kit/openShape.js'
import { type ConfigReader, type LayerReader, type LayerTable, optional, required, single } from '../kit/reader.js'
import { axiswise } from '../kit/windows.js'

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

const isMargin = (u: unknown): u is number => Number.isSafeInteger(u) && (u as number) >= 0

const margin: t.Type<number, number> = leaf('margin', isMargin, (u, c) =>
  isMargin(u) ? t.success(u) : refuse(u, c, 'BadDim', 'a non-negative integer')
)

/** The total margin of an axis, from `[before, after]` or from one number for both ends. */
const both: t.Type<number, unknown> = new t.Type<number, unknown>(
  'margins',
  isMargin,
  (u, c) => {
    const pair = (Array.isArray(u) ? list(margin) : tuple(2, margin)).validate(u, c)
    return E.Functor.map(pair, (ends) => ends.reduce((sum, end) => sum + end, 0))
  },
  (total) => total
)

/** For one axis `n` or `[before, after]`; for several `n`, or a number or a pair for each. */
const margins = (rank: number): ConfigReader<ReadonlyArray<number>> => {
  const each = optional(tuple(rank, both), everyAxis(rank, 2))
  const one = optional(both, 2)
  return rank === 1 ? (call, key) => E.Functor.map(one(call, key), (total) => [total]) : each
}

/** The factor of each axis. */
const factors = (rank: number): ConfigReader<ReadonlyArray<number>> => optional(tuple(rank, count), everyAxis(rank, 2))

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/** A layer that changes the size of each spatial axis by an amount in its config. */
const resizing =
  (
    key: string,
    amount: (rank: number) => ConfigReader<ReadonlyArray<number>>,
    f: (size: number, amount: number) => number
  ) =>
  (rank: number): LayerReader =>
    single<{ readonly amounts: ReadonlyArray<number>; readonly data_format: DataFormat }>(
      { amounts: (call) => amount(rank)(call, key), data_format: dataFormat },
      {
        ranks: [rank + 2, rank + 2],
        output: (c, input) => axiswise(c.data_format, input, (size, axis) => f(size, c.amounts[axis] ?? 0))
      }
    )

const padding = resizing('padding', margins, (size, margin) => size + margin)
const cropping = resizing('cropping', margins, (size, margin) => Math.max(0, size - margin))
const upSampling = resizing('size', factors, (size, factor) => size * factor)

/** Images of a fixed size, with or without a batch axis. */
const resized: LayerReader = single(
  { height: required(count), width: required(count), data_format: dataFormat },
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

/** The axis, counted from the end, gets a random size. */
const stretched = (axis: 2 | 3): LayerReader =>
  single({}, { ranks: [3, 4], output: (_, input) => input.with(-axis, null) })

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const resizings: LayerTable = {
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
  RandomCrop: resized,
  RandomHeight: stretched(3),
  RandomWidth: stretched(2)
}
