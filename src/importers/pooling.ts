/**
 * Pooling.
 *
 * @see keras/src/layers/pooling
 */
import { count } from '../codec/fields.js'
import { boolean, word } from '../codec/record.js'
import { type Entry, given, needed, single, type Size, type Table } from './layer.js'
import { all, channelsOf, dataFormat, type Padding, places, spatialOf, tuple, withSpatial } from './spatial.js'

/** Without strides a window goes on by its own size. */
const pooling = (rank: number): Entry =>
  single(
    {
      pool_size: given(tuple(rank, count), all(rank, 2)),
      strides: given(tuple(rank, count), null),
      padding: given(word<Padding>('UnknownValue', ['valid', 'same']), 'valid'),
      data_format: dataFormat
    },
    {
      ranks: [rank + 2, rank + 2],
      output: (c, input) => {
        const window = (axis: Size, i: number): Size => {
          const size = c.pool_size[i] ?? 1
          return places({ size, stride: c.strides?.[i] ?? size, dilation: 1, padding: c.padding })(axis)
        }
        return withSpatial(c.data_format, input, spatialOf(c.data_format, input).map(window))
      }
    }
  )

const global = (rank: number): Entry =>
  single(
    { keepdims: given(boolean, false), data_format: dataFormat },
    {
      ranks: [rank + 2, rank + 2],
      output: (c, input) =>
        c.keepdims
          ? withSpatial(c.data_format, input, all(rank, 1))
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
