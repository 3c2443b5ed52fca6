/**
 * Convolutions: plain, grouped, depthwise, separable and transposed.
 *
 * A kernel has its input channels before its output channels whatever the `data_format`; a transposed one is that of the
 * convolution it transposes, so its last axis is the input of the layer. Keras takes the fans of all of them by the
 * default rule; the rules here are those of each kind.
 *
 * @see keras/src/layers/convolutional
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { count, integer } from '../codec/fields.js'
import { boolean, word } from '../codec/record.js'
import type { FanRule, LayoutName } from '../Fans.js'
import { error, type Errors } from '../InitializerError.js'
import { entry, type Entry, firstInput, given, initializer, needed, single, type Table } from './entry.js'
import { dataFormat, everyAxis, noLora, tuple } from './keys.js'
import { isKeras3, placeOf } from './layer.js'
import { type Size, sized } from './sizes.js'
import { channelsOf, convolved, deconvolved, type Padding } from './spatial.js'
import { built, weight, when } from './weights.js'

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

type Rank = 1 | 2 | 3

const window = (rank: Rank) => ({
  kernel_size: needed(tuple(rank, count)),
  strides: given(tuple(rank, count), everyAxis(rank, 1)),
  padding: given(word<Padding>('UnknownValue', ['valid', 'same', 'causal']), 'valid'),
  dilation_rate: given(tuple(rank, count), everyAxis(rank, 1)),
  data_format: dataFormat,
  use_bias: given(boolean, true),
  bias_initializer: initializer('zeros')
})

const ranks = (rank: Rank): readonly [number, number] => [rank + 2, rank + 2]

// -------------------------------------------------------------------------------------
// fans
// -------------------------------------------------------------------------------------

const layouts: Readonly<Record<Rank, LayoutName>> = { 1: 'WIO', 2: 'HWIO', 3: 'DHWIO' }

const fansOf = (
  rank: Rank,
  kind: Partial<Extract<FanRule, { readonly rule: 'layout' }>>
): { readonly fans: FanRule } => ({
  fans: { rule: 'layout', layout: layouts[rank], groups: 1, transposed: false, depthwise: false, ...kind }
})

const times = (factor: number): ((size: Size) => Size) => sized((size) => factor * size)

// -------------------------------------------------------------------------------------
// kinds
// -------------------------------------------------------------------------------------

const convolution = (rank: Rank): Entry =>
  entry(
    {
      ...window(rank),
      filters: needed(count),
      groups: given(count, 1),
      kernel_initializer: initializer('glorot_uniform'),
      lora_rank: noLora
    },
    (c, call) =>
      pipe(
        firstInput(call, ranks(rank)),
        E.filterOrElse(
          (input) => (channelsOf(c.data_format, input) ?? 0) % c.groups === 0 && c.filters % c.groups === 0,
          (input): Errors => [
            error(
              'BadGroups',
              `a divisor of the channels ${channelsOf(c.data_format, input)} and the filters ${c.filters}`,
              `${c.groups}`,
              placeOf(call.layer, 'groups')
            )
          ]
        ),
        E.chain((input) =>
          built(
            [
              weight(
                'kernel',
                [...c.kernel_size, sized((n) => n / c.groups)(channelsOf(c.data_format, input)), c.filters],
                c.kernel_initializer,
                c.groups > 1 ? fansOf(rank, { groups: c.groups }) : {}
              ),
              ...when(c.use_bias, weight('bias', [c.filters], c.bias_initializer))
            ],
            convolved(c, input, c.filters)
          )
        )
      )
  )

const transposedConvolution = (rank: Rank): Entry =>
  single(
    {
      ...window(rank),
      filters: needed(count),
      output_padding: given(tuple(rank, integer), null),
      kernel_initializer: initializer('glorot_uniform')
    },
    {
      ranks: ranks(rank),
      weights: (c, input) => [
        weight(
          'kernel',
          [...c.kernel_size, c.filters, channelsOf(c.data_format, input)],
          c.kernel_initializer,
          fansOf(rank, { transposed: true })
        ),
        ...when(c.use_bias, weight('bias', [c.filters], c.bias_initializer))
      ],
      output: (c, input) => deconvolved(c, input, c.filters)
    }
  )

/** Its kernel is a `depthwise_kernel` in Keras 2 and TF.js. */
const depthwise = (rank: 1 | 2): Entry =>
  entry(
    {
      ...window(rank),
      depth_multiplier: given(count, 1),
      depthwise_initializer: initializer('glorot_uniform')
    },
    (c, call) =>
      pipe(
        firstInput(call, ranks(rank)),
        E.chain((input) => {
          const channels = channelsOf(c.data_format, input)
          const filters = times(c.depth_multiplier)(channels)
          return built(
            [
              weight(
                isKeras3(call.layer) ? 'kernel' : 'depthwise_kernel',
                [...c.kernel_size, channels, c.depth_multiplier],
                c.depthwise_initializer,
                fansOf(rank, { depthwise: true })
              ),
              ...when(c.use_bias, weight('bias', [filters], c.bias_initializer))
            ],
            convolved(c, input, filters)
          )
        })
      )
  )

const separable = (rank: 1 | 2): Entry =>
  single(
    {
      ...window(rank),
      filters: needed(count),
      depth_multiplier: given(count, 1),
      depthwise_initializer: initializer('glorot_uniform'),
      pointwise_initializer: initializer('glorot_uniform')
    },
    {
      ranks: ranks(rank),
      weights: (c, input) => {
        const channels = channelsOf(c.data_format, input)
        return [
          weight(
            'depthwise_kernel',
            [...c.kernel_size, channels, c.depth_multiplier],
            c.depthwise_initializer,
            fansOf(rank, { depthwise: true })
          ),
          weight(
            'pointwise_kernel',
            [...everyAxis(rank, 1), times(c.depth_multiplier)(channels), c.filters],
            c.pointwise_initializer
          ),
          ...when(c.use_bias, weight('bias', [c.filters], c.bias_initializer))
        ]
      },
      output: (c, input) => convolved(c, input, c.filters)
    }
  )

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const convolutions: Table = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  Conv1DTranspose: transposedConvolution(1),
  Conv2DTranspose: transposedConvolution(2),
  Conv3DTranspose: transposedConvolution(3),
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2)
}
