/**
 * Attention layers: projections to the heads and back, or one weight of the scores, or none.
 *
 * A projection is an `EinsumDense`. Its kernel has the axes it sums over, then the axes of its output: `query/kernel` is
 * (features, heads, head size), `attention_output/kernel` is (heads, head size, features).
 *
 * Sources: `keras/src/layers/attention/*.py` and `…/core/einsum_dense.py` of Keras 3.16, the same files of tf_keras.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { boolean, count, integer, oneOf } from '../../../codec/leaf.js'
import type { FanRule } from '../../../Fans.js'
import { fail, type Validated } from '../../../InitializerError.js'
import { glorotUniform } from '../../../initializers/presets.js'
import { fixed, ones, type WeightInitializer } from '../../weightInitializer.js'
import { listed } from '../kit/keys.js'
import type { Layer } from '../kit/layer.js'
import { type OpenShape, sizeAt, withLast } from '../kit/openShape.js'
import {
  initializer,
  type LayerCall,
  type LayerReader,
  layerReader,
  type LayerTable,
  optional,
  required
} from '../kit/reader.js'
import { result, under, type Weight, weight, weightsIf } from '../kit/weights.js'
import { withAxes } from './einsum.js'

// -------------------------------------------------------------------------------------
// inputs
// -------------------------------------------------------------------------------------

interface Sequences {
  readonly query: OpenShape
  readonly value: OpenShape
  readonly key: OpenShape
}

/** By name or in this order. The key defaults to the value. */
const sequencesIn = ({ layer, inputs: { positional, named } }: LayerCall): Validated<Sequences> => {
  const [query, value, key] = ['query', 'value', 'key'].map((name, i) => named[name] ?? positional[i])
  if (query === undefined || value === undefined) {
    return fail('BadCount', `a query and a value for ${layer.className}`, query ? 'a query' : 'no query', layer.path)
  }
  return E.right({ query, value, key: key ?? value })
}

// -------------------------------------------------------------------------------------
// projections
// -------------------------------------------------------------------------------------

const fields = {
  use_bias: optional(boolean, true),
  use_gate: optional(boolean, false),
  kernel_initializer: initializer('glorot_uniform'),
  bias_initializer: initializer('zeros')
}

interface ProjectionConfig {
  readonly use_bias: boolean
  readonly kernel_initializer: WeightInitializer
  readonly bias_initializer: WeightInitializer
}

/** The weights of a projection from the sizes it sums over to the sizes of its output. */
const projection =
  (layer: Layer, { use_bias, kernel_initializer, bias_initializer }: ProjectionConfig) =>
  (name: string, inputs: OpenShape, outputs: OpenShape): ReadonlyArray<Weight> => {
    const fans: FanRule = {
      rule: 'listed',
      input_axes: inputs.map((_, axis) => axis),
      output_axes: outputs.map((_, axis) => inputs.length + axis)
    }
    const kernel = weight('kernel', [...inputs, ...outputs], withAxes(layer, fans)(kernel_initializer), { fans })
    return under(name)([kernel, ...weightsIf(use_bias, weight('bias', outputs, bias_initializer))])
  }

const multiHeadAttention: LayerReader = layerReader(
  {
    ...fields,
    num_heads: required(count),
    key_dim: required(count),
    value_dim: optional(count, null),
    output_shape: optional(listed(count), null),
    attention_axes: optional(listed(integer), null)
  },
  (config, call) =>
    pipe(
      sequencesIn(call),
      E.chain(({ query, value, key }) => {
        const { num_heads, key_dim, use_gate, attention_axes } = config
        const value_dim = config.value_dim ?? key_dim
        const output = config.output_shape ?? [sizeAt(query, -1)]
        const axes = attention_axes ?? value.slice(1, -1).map((_, i) => 1 + i)
        const project = projection(call.layer, config)
        return result(
          [
            ...project('query', [sizeAt(query, -1)], [num_heads, key_dim]),
            ...project('key', [sizeAt(key, -1)], [num_heads, key_dim]),
            ...(use_gate ? project('gate', [sizeAt(query, -1)], [num_heads, value_dim]) : []),
            ...project('value', [sizeAt(value, -1)], [num_heads, value_dim]),
            ...project('attention_output', [num_heads, value_dim], output)
          ],
          [...query.slice(0, -1), ...output],
          scores(query, key, axes, num_heads)
        )
      })
    )
)

/** The second output, with `return_attention_scores`: batch, heads, positions of the query, positions of the key. */
const scores = (query: OpenShape, key: OpenShape, axes: ReadonlyArray<number>, heads: number): OpenShape => [
  ...query.slice(0, -1).filter((_, axis) => !axes.includes(axis)),
  heads,
  ...axes.map((axis) => sizeAt(query, axis)),
  ...axes.map((axis) => sizeAt(key, axis))
]

const groupedQueryAttention: LayerReader = layerReader(
  {
    ...fields,
    head_dim: required(count),
    num_query_heads: required(count),
    num_key_value_heads: required(count)
  },
  (config, call) =>
    pipe(
      sequencesIn(call),
      E.chain(({ query, value, key }) => {
        const ofQuery = [config.num_query_heads, config.head_dim]
        const ofOthers = [config.num_key_value_heads, config.head_dim]
        const project = projection(call.layer, config)
        return result(
          [
            ...project('query', [sizeAt(query, -1)], ofQuery),
            ...project('key', [sizeAt(key, -1)], ofOthers),
            ...(config.use_gate ? project('gate', [sizeAt(query, -1)], ofQuery) : []),
            ...project('value', [sizeAt(value, -1)], ofOthers),
            ...project('attention_output', ofQuery, [sizeAt(query, -1)])
          ],
          query,
          scores(query, key, [1], config.num_query_heads)
        )
      })
    )
)

// -------------------------------------------------------------------------------------
// one weight or none
// -------------------------------------------------------------------------------------

/** Attention without projections, with these weights. */
const plain = (weights: (query: OpenShape) => ReadonlyArray<Weight>) => (call: LayerCall) =>
  pipe(
    sequencesIn(call),
    E.chain(({ query, value, key }) =>
      result(weights(query), withLast(query, sizeAt(value, -1)), withLast(query, sizeAt(key, -2)))
    )
  )

const attention: LayerReader = layerReader(
  {
    use_scale: optional(boolean, false),
    score_mode: optional(oneOf('UnknownValue', ['dot', 'concat'] as const), 'dot')
  },
  ({ use_scale, score_mode }, call) =>
    plain(() => [
      ...weightsIf(use_scale, weight('scale', [], ones)),
      ...weightsIf(score_mode === 'concat', weight('concat_score_weight', [], ones))
    ])(call)
)

const additiveAttention: LayerReader = layerReader({ use_scale: optional(boolean, true) }, ({ use_scale }, call) =>
  plain((query) => weightsIf(use_scale, weight('scale', [sizeAt(query, -1)], fixed(glorotUniform))))(call)
)

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const attentions: LayerTable = {
  MultiHeadAttention: multiHeadAttention,
  GroupQueryAttention: groupedQueryAttention,
  GroupedQueryAttention: groupedQueryAttention,
  Attention: attention,
  AdditiveAttention: additiveAttention
}
