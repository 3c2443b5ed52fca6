/**
 * The core layers of Keras and those that rearrange elements.
 *
 * @see keras/src/layers/core, keras/src/layers/reshaping
 */
import { count, integer } from '../codec/fields.js'
import { boolean, list, nullable } from '../codec/record.js'
import { fail, type Validated } from '../InitializerError.js'
import { einsumDense } from './einsum.js'
import { type Call, entry, given, initializer, needed, single, type Table } from './entry.js'
import { listed, noLora } from './keys.js'
import { placeOf } from './layer.js'
import { openShape, type OpenShape, product, size, type Size, sizeAt, withLast } from './sizes.js'
import type { Start } from './start.js'
import { type Built, built, weight, when } from './weights.js'

// -------------------------------------------------------------------------------------
// inputs
// -------------------------------------------------------------------------------------

/** The shape of the call where it is one for this input, else the file's. */
const inputLayer = entry(
  {
    batch_shape: given(openShape, null),
    batch_input_shape: given(openShape, null),
    shape: given(openShape, null)
  },
  (config, { layer, inputs }) => {
    const own =
      config.batch_shape ?? config.batch_input_shape ?? (config.shape === null ? null : [null, ...config.shape])
    const [given] = inputs.positional
    if (given !== undefined && (own === null || given.length === own.length)) return built([], given)
    return own === null
      ? fail('MissingKey', 'the key batch_shape of an InputLayer', 'undefined', placeOf(layer, 'batch_shape'))
      : built([], own)
  }
)

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/** One size may be −1, null in TF.js: what the others leave of the elements. */
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

/** Somebody's own code, or a model of another framework: nobody here knows what comes out of it, nor of its weights. */
const refused = ({ layer }: Call): Validated<Built> =>
  fail('Unsupported', 'a layer without code of its own', `a ${layer.className}`, [...layer.path, 'class_name'])

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

const embedding = {
  input_dim: needed(count),
  output_dim: needed(count),
  embeddings_initializer: initializer('uniform'),
  lora_rank: noLora
}

const table = (c: {
  readonly input_dim: number
  readonly output_dim: number
  readonly embeddings_initializer: Start
}) => weight('embeddings', [c.input_dim, c.output_dim], c.embeddings_initializer)

const dense = single(
  {
    units: needed(count),
    use_bias: given(boolean, true),
    kernel_initializer: initializer('glorot_uniform'),
    bias_initializer: initializer('zeros'),
    lora_rank: noLora
  },
  {
    ranks: [1, Infinity],
    weights: (c, input) => [
      weight('kernel', [sizeAt(input, -1), c.units], c.kernel_initializer),
      ...when(c.use_bias, weight('bias', [c.units], c.bias_initializer))
    ],
    output: (c, input) => withLast(input, c.units)
  }
)

export const core: Table = {
  InputLayer: inputLayer,
  Dense: dense,
  TernaryDense: dense,
  EinsumDense: einsumDense,
  Embedding: single(
    { ...embedding, input_length: given(listed(size), null) },
    {
      weights: (c) => [table(c)],
      output: (c, input) => [...input, c.output_dim]
    }
  ),
  ReversibleEmbedding: single(
    { ...embedding, tie_weights: given(boolean, true) },
    {
      weights: (c) => [
        table(c),
        ...when(!c.tie_weights, weight('reverse_embeddings', [c.output_dim, c.input_dim], c.embeddings_initializer))
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

/** What rearranges elements. */
export const reshapings: Table = {
  Flatten: single({}, { output: (_, [batch = null, ...rest]) => [batch, product(rest)] }),
  Reshape: single(
    { target_shape: needed(list(nullable(integer))) },
    { output: (c, input) => reshaped(c.target_shape, input) }
  ),
  Permute: single({ dims: needed(list(count)) }, { output: (c, input) => permuted(c.dims, input) }),
  RepeatVector: single(
    { n: needed(count) },
    {
      ranks: [2, 2],
      output: (c, [batch = null, features = null]) => [batch, c.n, features]
    }
  )
}
