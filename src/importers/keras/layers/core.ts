/**
 * The core layers of Keras, and the layers that rearrange elements.
 *
 * @see keras/src/layers/core, keras/src/layers/reshaping
 */
import { boolean, count, integer } from '../../../codec/leaf.js'
import { list, nullable } from '../../../codec/record.js'
import { fail, type Validated } from '../../../InitializerError.js'
import type { WeightInitializer } from '../../weightInitializer.js'
import { listed, noLora } from '../kit/keys.js'
import { pathOf } from '../kit/layer.js'
import { openShape, type OpenShape, product, size, type Size, sizeAt, withLast } from '../kit/openShape.js'
import { initializer, type LayerCall, layerReader, type LayerTable, optional, required, single } from '../kit/reader.js'
import { type LayerResult, result, weight, weightsIf } from '../kit/weights.js'
import { einsumDense } from './einsum.js'

// -------------------------------------------------------------------------------------
// inputs
// -------------------------------------------------------------------------------------

/** The shape of the call if its rank fits, else the shape in the file. */
const inputLayer = layerReader(
  {
    batch_shape: optional(openShape, null),
    batch_input_shape: optional(openShape, null),
    shape: optional(openShape, null)
  },
  (config, { layer, inputs }) => {
    const own =
      config.batch_shape ?? config.batch_input_shape ?? (config.shape === null ? null : [null, ...config.shape])
    const [input] = inputs.positional
    if (input !== undefined && (own === null || input.length === own.length)) return result([], input)
    return own === null
      ? fail('MissingKey', 'the key batch_shape of an InputLayer', 'undefined', pathOf(layer, 'batch_shape'))
      : result([], own)
  }
)

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/** One size may be −1 (null in TF.js); it is inferred from the number of elements. */
const reshaped = (target: ReadonlyArray<number | null>, [batch = null, ...rest]: OpenShape): OpenShape => {
  const isFree = (size: Size): boolean => size === null || size < 0
  const [known, all] = [product(target.filter((size) => !isFree(size))), product(rest)]
  const free = known === null || all === null || known === 0 ? null : Math.floor(all / known)
  return [batch, ...target.map((size) => (isFree(size) ? free : size))]
}

const permuted = (dims: ReadonlyArray<number>, input: OpenShape): OpenShape => [
  sizeAt(input, 0),
  ...dims.map((dim) => input[dim] ?? null)
]

/** Custom code, or a model of another framework: its weights and outputs are not in the file. */
const refused = ({ layer }: LayerCall): Validated<LayerResult> =>
  fail('Unsupported', 'a layer whose weights follow from its config', `a ${layer.className}`, [
    ...layer.path,
    'class_name'
  ])

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

const embedding = {
  input_dim: required(count),
  output_dim: required(count),
  embeddings_initializer: initializer('uniform'),
  lora_rank: noLora
}

const embeddingTable = (c: {
  readonly input_dim: number
  readonly output_dim: number
  readonly embeddings_initializer: WeightInitializer
}) => weight('embeddings', [c.input_dim, c.output_dim], c.embeddings_initializer)

const dense = single(
  {
    units: required(count),
    use_bias: optional(boolean, true),
    kernel_initializer: initializer('glorot_uniform'),
    bias_initializer: initializer('zeros'),
    lora_rank: noLora
  },
  {
    ranks: [1, Infinity],
    weights: (c, input) => [
      weight('kernel', [sizeAt(input, -1), c.units], c.kernel_initializer),
      ...weightsIf(c.use_bias, weight('bias', [c.units], c.bias_initializer))
    ],
    output: (c, input) => withLast(input, c.units)
  }
)

export const core: LayerTable = {
  InputLayer: inputLayer,
  Dense: dense,
  TernaryDense: dense,
  EinsumDense: einsumDense,
  Embedding: single(
    { ...embedding, input_length: optional(listed(size), null) },
    {
      weights: (c) => [embeddingTable(c)],
      output: (c, input) => [...input, c.output_dim]
    }
  ),
  ReversibleEmbedding: single(
    { ...embedding, tie_weights: optional(boolean, true) },
    {
      weights: (c) => [
        embeddingTable(c),
        ...weightsIf(
          !c.tie_weights,
          weight('reverse_embeddings', [c.output_dim, c.input_dim], c.embeddings_initializer)
        )
      ],
      output: (c, input) => [...input, c.output_dim]
    }
  ),
  Lambda: refused,
  TFSMLayer: refused,
  JaxLayer: refused,
  FlaxLayer: refused,
  TorchModuleWrapper: refused
}

export const reshapings: LayerTable = {
  Flatten: single({}, { output: (_, [batch = null, ...rest]) => [batch, product(rest)] }),
  Reshape: single(
    { target_shape: required(list(nullable(integer))) },
    { output: (c, input) => reshaped(c.target_shape, input) }
  ),
  Permute: single({ dims: required(list(count)) }, { output: (c, input) => permuted(c.dims, input) }),
  RepeatVector: single(
    { n: required(count) },
    {
      ranks: [2, 2],
      output: (c, [batch = null, features = null]) => [batch, c.n, features]
    }
  )
}
