/**
 * What the constructors of `MultiheadAttention`, `TransformerEncoderLayer`, `TransformerDecoderLayer` and `Transformer` draw.
 *
 * Source: torch/nn/modules/activation.py and transformer.py of 2.13.
 */
import type { DType } from '../../DType.js'
import { error, type InitializerError } from '../../InitializerError.js'
import type { Shape } from '../../Shape.js'
import { call } from './init.js'
import {
  type Copy,
  type Draws,
  type Fill,
  type Fills,
  layerNorm,
  linear,
  moduleOf,
  notCounts,
  step,
  type Step,
  under,
  xavier,
  zeros
} from './modules.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Attention<D extends DType = DType> {
  readonly embedDim: number
  readonly numHeads: number
  readonly bias?: boolean
  readonly addBiasKv?: boolean
  readonly kdim?: number
  readonly vdim?: number
  readonly dtype?: D | undefined
}

/** @since 0.1.0 */
export interface TransformerLayer<D extends DType = DType> {
  readonly dModel: number
  readonly nhead: number
  readonly dimFeedforward?: number
  readonly bias?: boolean
  readonly dtype?: D | undefined
}

/** @since 0.1.0 */
export interface Transformer<D extends DType = DType> extends TransformerLayer<D> {
  readonly numEncoderLayers?: number
  readonly numDecoderLayers?: number
}

// -------------------------------------------------------------------------------------
// attention
// -------------------------------------------------------------------------------------

/** The first steps draw nothing: they give the parameters their order. */
const attentionSteps = ({ embedDim, bias = true, addBiasKv = false, ...it }: Attention): Fills => {
  const { kdim = embedDim, vdim = embedDim } = it
  const projections: ReadonlyArray<readonly [string, Shape]> =
    kdim === embedDim && vdim === embedDim
      ? [['in_proj_weight', [3 * embedDim, embedDim]]]
      : [
          ['q_proj_weight', [embedDim, embedDim]],
          ['k_proj_weight', [embedDim, kdim]],
          ['v_proj_weight', [embedDim, vdim]]
        ]
  const keys = addBiasKv ? ['bias_k', 'bias_v'].map((name) => step(name, [1, 1, embedDim])) : []
  return [
    ...projections.map(([name, shape]) => step(name, shape)(zeros)),
    ...(bias ? [step('in_proj_bias', [3 * embedDim])(zeros)] : []),
    ...keys.map((key) => key(zeros)),
    ...linear('out_proj', embedDim, embedDim, bias),
    ...projections.map(([name, shape]) => step(name, shape)(xavier)),
    ...(bias ? [step('out_proj.bias', [embedDim])(zeros)] : []),
    ...keys.map((key) => key(call('xavier_normal_')))
  ]
}

const checkAttention = ({ embedDim, numHeads, kdim = 1, vdim = 1 }: Attention): ReadonlyArray<InitializerError> => [
  ...notCounts({ embedDim, numHeads, kdim, vdim }),
  ...(embedDim % numHeads === 0
    ? []
    : [error('BadCount', `a divisor of embedDim, ${embedDim}`, `${numHeads}`, ['numHeads'])])
]

/**
 * `nn.MultiheadAttention(embed_dim, num_heads)`; `BadCount` where the heads do not divide the dimension.
 *
 * @since 0.1.0
 */
export const multiheadAttention: Draws<Attention> = /* @__PURE__ */ moduleOf(checkAttention, attentionSteps)

// -------------------------------------------------------------------------------------
// transformers
// -------------------------------------------------------------------------------------

const FEEDFORWARD = 2048

/** Attentions, two linear layers, and a norm after each of these parts. */
const layerSteps =
  (attentions: ReadonlyArray<string>) =>
  ({ dModel, nhead, dimFeedforward = FEEDFORWARD, bias = true }: TransformerLayer): Fills => [
    ...attentions.flatMap((name) => under(name, attentionSteps({ embedDim: dModel, numHeads: nhead, bias }))),
    ...linear('linear1', dModel, dimFeedforward, bias),
    ...linear('linear2', dimFeedforward, dModel, bias),
    ...[...attentions, 'linear'].flatMap((_, i) => layerNorm(`norm${i + 1}`, dModel, bias))
  ]

const encoderLayer = /* @__PURE__ */ layerSteps(['self_attn'])
const decoderLayer = /* @__PURE__ */ layerSteps(['self_attn', 'multihead_attn'])

const checkLayer = (it: TransformerLayer): ReadonlyArray<InitializerError> => {
  const { dModel, nhead, dimFeedforward = FEEDFORWARD } = it
  return [
    ...notCounts({ dModel, nhead, dimFeedforward }),
    ...(dModel % nhead === 0 ? [] : [error('BadCount', `a divisor of dModel, ${dModel}`, `${nhead}`, ['nhead'])])
  ]
}

/**
 * `nn.TransformerEncoderLayer(d_model, nhead)`. `nn.TransformerEncoder` copies its layer.
 *
 * @since 0.1.0
 */
export const transformerEncoderLayer: Draws<TransformerLayer> = /* @__PURE__ */ moduleOf(checkLayer, encoderLayer)

/**
 * `nn.TransformerDecoderLayer(d_model, nhead)`. `nn.TransformerDecoder` copies its layer.
 *
 * @since 0.1.0
 */
export const transformerDecoderLayer: Draws<TransformerLayer> = /* @__PURE__ */ moduleOf(checkLayer, decoderLayer)

/** The first layer is drawn, the others are copies; every matrix is filled once more at the end. */
const transformerSteps = (it: Transformer): ReadonlyArray<Step> => {
  const { numEncoderLayers = LAYERS, numDecoderLayers = LAYERS, bias = true, dModel } = it
  const stack = (name: string, layer: Fills, count: number): ReadonlyArray<Step> => [
    ...under(`${name}.layers.0`, layer),
    ...copies(`${name}.layers`, layer, count),
    ...layerNorm(`${name}.norm`, dModel, bias)
  ]
  const matrices = (name: string, layer: Fills, count: number): Fills =>
    Array.from({ length: count }, (_, i) => under(`${name}.layers.${i}`, layer.filter(isMatrix).filter(isFirst))).flat()
  const stacks = [
    ['encoder', encoderLayer(it), numEncoderLayers],
    ['decoder', decoderLayer(it), numDecoderLayers]
  ] as const
  return [
    ...stacks.flatMap(([name, layer, count]) => stack(name, layer, count)),
    ...stacks
      .flatMap(([name, layer, count]) => matrices(name, layer, count))
      .map((matrix) => ({ ...matrix, call: xavier }))
  ]
}

const LAYERS = 6

const copies = (prefix: string, layer: Fills, count: number): ReadonlyArray<Copy> =>
  Array.from({ length: count - 1 }, (_, i) =>
    layer.filter(isFirst).map(({ name }) => ({ name: `${prefix}.${i + 1}.${name}`, from: `${prefix}.0.${name}` }))
  ).flat()

const isMatrix = ({ shape }: Fill): boolean => shape.length > 1

/** Of several steps for a parameter, the first. */
const isFirst = ({ name }: Fill, i: number, steps: Fills): boolean => steps.findIndex((it) => it.name === name) === i

const checkTransformer = (it: Transformer): ReadonlyArray<InitializerError> => {
  const { numEncoderLayers = LAYERS, numDecoderLayers = LAYERS } = it
  return [...checkLayer(it), ...notCounts({ numEncoderLayers, numDecoderLayers })]
}

/**
 * `nn.Transformer(d_model, nhead)`.
 *
 * @since 0.1.0
 */
export const transformer: Draws<Transformer> = /* @__PURE__ */ moduleOf(checkTransformer, transformerSteps)
