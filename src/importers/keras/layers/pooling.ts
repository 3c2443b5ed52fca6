/**
 * Pooling: local, global and adaptive.
 *
 * @see keras/src/layers/pooling
 */
import { boolean, count, oneOf } from '../../../codec/leaf.js'
import { dataFormat, everyAxis, tuple } from '../kit/keys.js'
import { type LayerReader, type LayerTable, optional, required, single } from '../kit/reader.js'
import { channelsOf, convolved, type Padding, withSpatial } from '../kit/windows.js'

/** The default stride is the size of the window. */
const pooling = (rank: number): LayerReader =>
  single(
    {
      pool_size: optional(tuple(rank, count), everyAxis(rank, 2)),
      strides: optional(tuple(rank, count), null),
      padding: optional(oneOf<Padding>('UnknownValue', ['valid', 'same']), 'valid'),
      data_format: dataFormat
    },
    {
      ranks: [rank + 2, rank + 2],
      output: ({ pool_size, strides, padding, data_format }, input) =>
        convolved(
          { kernel_size: pool_size, strides: strides ?? pool_size, padding, dilation_rate: [], data_format },
          input
        )
    }
  )

const global = (rank: number): LayerReader =>
  single(
    { keepdims: optional(boolean, false), data_format: dataFormat },
    {
      ranks: [rank + 2, rank + 2],
      output: (c, input) =>
        c.keepdims
          ? withSpatial(c.data_format, input, everyAxis(rank, 1))
          : [input[0] ?? null, channelsOf(c.data_format, input)]
    }
  )

const adaptive = (rank: number): LayerReader =>
  single(
    { output_size: required(tuple(rank, count)), data_format: dataFormat },
    { ranks: [rank + 2, rank + 2], output: (c, input) => withSpatial(c.data_format, input, c.output_size) }
  )

export const poolings: LayerTable = Object.fromEntries(
  [1, 2, 3].flatMap((rank) => [
    ...['MaxPooling', 'AveragePooling'].map((name) => [`${name}${rank}D`, pooling(rank)]),
    ...['GlobalMaxPooling', 'GlobalAveragePooling'].map((name) => [`${name}${rank}D`, global(rank)]),
    ...['AdaptiveMaxPooling', 'AdaptiveAveragePooling'].map((name) => [`${name}${rank}D`, adaptive(rank)])
  ])
) as LayerTable
