/**
 * Convolutions: plain, grouped, depthwise, separable and transposed.
 *
 * A kernel has its input channels before its output channels for any `data_format`. The kernel of a transposed convolution
 * is that of the convolution it transposes, so its last axis is the input of the layer. Keras computes the fans of all
 * kernels by the default rule; the rules here are those of each kind.
 *
 * @see keras/src/layers/convolutional
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { boolean, count, integer, oneOf } from '../../../codec/leaf.js'
import type { FanRule, LayoutName } from '../../../Fans.js'
import { error, type Errors } from '../../../InitializerError.js'
import { dataFormat, everyAxis, noLora, tuple } from '../kit/keys.js'
import { isKeras3, pathOf } from '../kit/layer.js'
import { mapSizes, type Size } from '../kit/openShape.js'
import {
  firstInput,
  initializer,
  layerReader,
  type LayerReader,
  type LayerTable,
  optional,
  required,
  single
} from '../kit/reader.js'
import { result, weight, weightsIf } from '../kit/weights.js'
import { channelsOf, convolved, type Padding, transposeConvolved } from '../kit/windows.js'

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

type Rank = 1 | 2 | 3

const window = (rank: Rank) => ({
  kernel_size: required(tuple(rank, count)),
  strides: optional(tuple(rank, count), everyAxis(rank, 1)),
  padding: optional(oneOf<Padding>('UnknownValue', ['valid', 'same', 'causal']), 'valid'),
  dilation_rate: optional(tuple(rank, count), everyAxis(rank, 1)),
  data_format: dataFormat,
  use_bias: optional(boolean, true),
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

const times = (factor: number): ((size: Size) => Size) => mapSizes((size) => factor * size)

// -------------------------------------------------------------------------------------
// kinds
// -------------------------------------------------------------------------------------

const convolution = (rank: Rank): LayerReader =>
  layerReader(
    {
      ...window(rank),
      filters: required(count),
      groups: optional(count, 1),
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
              pathOf(call.layer, 'groups')
            )
          ]
        ),
        E.chain((input) =>
          result(
            [
              weight(
                'kernel',
                [...c.kernel_size, mapSizes((n) => n / c.groups)(channelsOf(c.data_format, input)), c.filters],
                c.kernel_initializer,
                c.groups > 1 ? fansOf(rank, { groups: c.groups }) : {}
              ),
              ...weightsIf(c.use_bias, weight('bias', [c.filters], c.bias_initializer))
            ],
            convolved(c, input, c.filters)
          )
        )
      )
  )

const transposedConvolution = (rank: Rank): LayerReader =>
  single(
    {
      ...window(rank),
      filters: required(count),
      output_padding: optional(tuple(rank, integer), null),
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
        ...weightsIf(c.use_bias, weight('bias', [c.filters], c.bias_initializer))
      ],
      output: (c, input) => transposeConvolved(c, input, c.filters)
    }
  )

/** Keras 2 and TF.js call the kernel `depthwise_kernel`. */
const depthwise = (rank: 1 | 2): LayerReader =>
  layerReader(
    {
      ...window(rank),
      depth_multiplier: optional(count, 1),
      depthwise_initializer: initializer('glorot_uniform')
    },
    (c, call) =>
      pipe(
        firstInput(call, ranks(rank)),
        E.chain((input) => {
          const channels = channelsOf(c.data_format, input)
          const filters = times(c.depth_multiplier)(channels)
          return result(
            [
              weight(
                isKeras3(call.layer) ? 'kernel' : 'depthwise_kernel',
                [...c.kernel_size, channels, c.depth_multiplier],
                c.depthwise_initializer,
                fansOf(rank, { depthwise: true })
              ),
              ...weightsIf(c.use_bias, weight('bias', [filters], c.bias_initializer))
            ],
            convolved(c, input, filters)
          )
        })
      )
  )

const separable = (rank: 1 | 2): LayerReader =>
  single(
    {
      ...window(rank),
      filters: required(count),
      depth_multiplier: optional(count, 1),
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
          ...weightsIf(c.use_bias, weight('bias', [c.filters], c.bias_initializer))
        ]
      },
      output: (c, input) => convolved(c, input, c.filters)
    }
  )

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const convolutions: LayerTable = {
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
