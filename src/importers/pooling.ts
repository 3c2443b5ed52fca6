/**
 * Pooling.
 *
 * @see keras/src/layers/pooling
 */
import { count } from '../codec/fields.js'
import { boolean, word } from '../codec/record.js'
import { type Entry, given, needed, single, type Table } from './entry.js'
import { dataFormat, everyAxis, tuple } from './keys.js'
import { channelsOf, convolved, type Padding, withSpatial } from './spatial.js'

/** Without strides a window goes on by its own size. */
const pooling = (rank: number): Entry =>
  single(
    {
      pool_size: given(tuple(rank, count), everyAxis(rank, 2)),
      strides: given(tuple(rank, count), null),
      padding: given(word<Padding>('UnknownValue', ['valid', 'same']), 'valid'),
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

const global = (rank: number): Entry =>
  single(
    { keepdims: given(boolean, false), data_format: dataFormat },
    {
      ranks: [rank + 2, rank + 2],
      output: (c, input) =>
        c.keepdims
          ? withSpatial(c.data_format, input, everyAxis(rank, 1))
          : [input[0] ?? null, channelsOf(c.data_format, input)]
    }
  )

const adaptive = (rank: number): Entry =>
  single(
    { output_size: needed(tuple(rank, count)), data_format: dataFormat },
    { ranks: [rank + 2, rank + 2], output: (c, input) => withSpatial(c.data_format, input, c.output_size) }
  )

export const poolings: Table = Object.fromEntries(
  [1, 2, 3].flatMap((rank) => [
    ...['MaxPooling', 'AveragePooling'].map((name) => [`${name}${rank}D`, pooling(rank)]),
    ...['GlobalMaxPooling', 'GlobalAveragePooling'].map((name) => [`${name}${rank}D`, global(rank)]),
    ...['AdaptiveMaxPooling', 'AdaptiveAveragePooling'].map((name) => [`${name}${rank}D`, adaptive(rank)])
  ])
) as Table
