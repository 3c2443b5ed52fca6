/**
 * The core layers of Keras and those that rearrange elements.
 *
 * @see keras/src/layers/core, keras/src/layers/reshaping
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { count, integer } from '../codec/fields.js'
import { isRecord } from '../codec/plain.js'
import { boolean, leaf, list, refuse } from '../codec/record.js'
import type { FanRule } from '../FanRule.js'
import type { Initializer } from '../Initializer.js'
import { fail, show, type Validated } from '../InitializerError.js'
import {
  built,
  type Built,
  type Call,
  entry,
  firstInput,
  given,
  initializer,
  type Layer,
  needed,
  openShape,
  type OpenShape,
  product,
  type Read,
  showShape,
  single,
  size,
  type Size,
  sizeAt,
  type Table,
  weight,
  when,
  withLast
} from './layer.js'

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

/** Weights that Keras adds beside the kernel are not known here. */
export const noLora: Read<null> = (layer, key) => {
  const rank = layer.config[key] ?? null
  return rank === null ? E.right(null) : fail('Unsupported', 'null', show(rank), [...layer.path, 'config', key])
}

/** No equation has as many as 100 axes. */
const isText = (u: unknown): u is string => typeof u === 'string' && u.length <= 100

export const text: t.Type<string, string> = leaf('text', isText, (u, c) =>
  isText(u) ? t.success(u) : refuse(u, c, 'WrongType', 'a short text')
)

/** One or several numbers, as a list. */
export const listed = <A, O>(codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> => {
  const several = list(codec)
  return new t.Type<ReadonlyArray<A>, ReadonlyArray<O>>(
    several.name,
    several.is,
    (u, c) =>
      Array.isArray(u)
        ? several.validate(u, c)
        : pipe(
            codec.validate(u, c),
            E.map((a) => [a])
          ),
    several.encode
  )
}

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
      ? fail('MissingKey', 'the key batch_shape of an InputLayer', 'undefined', [
          ...layer.path,
          'config',
          'batch_shape'
        ])
      : built([], own)
  }
)

// -------------------------------------------------------------------------------------
// EinsumDense
// -------------------------------------------------------------------------------------

interface EinsumConfig {
  readonly equation: string
  readonly output_shape: ReadonlyArray<Size>
  readonly bias_axes: string | null
  readonly kernel_initializer: Initializer
  readonly bias_initializer: Initializer
  readonly lora_rank: null
}

/**
 * Sizes of the labels: those of the input from its shape, the others from the config. An ellipsis stands for as many axes
 * as the equation leaves unnamed, and the sizes of the config go with the last labels of the output.
 */
const einsumDense = (config: EinsumConfig, call: Call): Validated<Built> =>
  pipe(
    firstInput(call),
    E.chain((input) => {
      const place = [...call.layer.path, 'config', 'equation']
      const [, left, kernel, right] = /^([^,]*),(\w+)->([^,>]*)$/.exec(config.equation.replaceAll(' ', '')) ?? []
      if (left === undefined || kernel === undefined || right === undefined) {
        return fail('UnknownValue', 'an equation such as ab,bc->ac', show(config.equation), place)
      }
      const sizes = sizesOf(config, labelled(left, input), right)
      return sizes === null
        ? fail('ShapeMismatch', `an input of ${left.replace('...', '… ')}`, showShape(input), place)
        : outcome(config, call.layer, { input, left, kernel, right, sizes })
    })
  )

/** Each label with its size, counted from the end after an ellipsis; null if there are more or fewer labels than axes. */
const labelled = (labels: string, shape: OpenShape): ReadonlyArray<readonly [string, Size]> | null => {
  const [before = '', after = null] = labels.split('...')
  const named = before.length + (after?.length ?? 0)
  if (after === null ? named !== shape.length : named > shape.length) return null
  return [
    ...Array.from(before, (label, i) => [label, shape[i] ?? null] as const),
    ...Array.from(after ?? '', (label, i) => [label, sizeAt(shape, i - (after ?? '').length)] as const)
  ]
}

const sizesOf = (
  { output_shape: output }: EinsumConfig,
  inputs: ReadonlyArray<readonly [string, Size]> | null,
  right: string
): ReadonlyMap<string, Size> | null => {
  if (inputs === null) return null
  const labels = Array.from(right.replace('...', ''))
  const own = output.map((size, i) => [labels.at(i - output.length) ?? '', size] as const)
  const isFromInput = new Set(inputs.map(([label]) => label))
  return new Map([...inputs, ...own.filter(([label]) => !isFromInput.has(label))])
}

interface Einsum {
  readonly input: OpenShape
  readonly left: string
  readonly kernel: string
  readonly right: string
  readonly sizes: ReadonlyMap<string, Size>
}

const outcome = (
  config: EinsumConfig,
  layer: Layer,
  { input, left, kernel, right, sizes }: Einsum
): Validated<Built> => {
  const shapeOf = (labels: string): OpenShape => Array.from(labels, (label) => sizes.get(label) ?? null)
  const rule: FanRule = { rule: 'einsum', equation: config.equation }
  const [before = '', after = null] = right.split('...')
  const unnamed = input.slice(left.indexOf('...'), input.length - (left.length - 3 - left.indexOf('...')))
  const output = after === null ? shapeOf(right) : [...shapeOf(before), ...unnamed, ...shapeOf(after)]
  const axes = config.bias_axes
  return built(
    [
      weight(
        'kernel',
        shapeOf(kernel),
        withEinsumFans(config.kernel_initializer, layer.config['kernel_initializer'], config.equation),
        { fans: rule }
      ),
      ...when(axes !== null, weight('bias', biasShape(axes ?? '', right, sizes), config.bias_initializer))
    ],
    output
  )
}

/** The sizes of the bias's labels, and 1 for those after the first of them that it does not have. */
const biasShape = (axes: string, right: string, sizes: ReadonlyMap<string, Size>): OpenShape => {
  const labels = Array.from(right.replace('...', ''))
  const first = Math.min(...Array.from(axes, (label) => labels.indexOf(label)))
  return labels.slice(first).map((label) => (axes.includes(label) ? (sizes.get(label) ?? null) : 1))
}

/**
 * From 3.15 on, whose initializers have `input_axes`, Keras takes the fans of such a kernel from its equation where the file
 * leaves the axes null: labels of the output are outputs, the others inputs. `paper` is the initializer as the file has it.
 */
export const withEinsumFans = (initial: Initializer, paper: unknown, equation: string): Initializer => {
  const inner = isRecord(paper) ? paper['config'] : null
  const knowsAxes = isRecord(inner) && Object.hasOwn(inner, 'input_axes')
  if (!knowsAxes || initial._tag !== 'VarianceScaling' || initial.fans.rule !== 'default') return initial
  const [, kernel = '', output = ''] = equation.replaceAll(' ', '').split(/,|->/)
  const axes = (isOutput: boolean): ReadonlyArray<number> =>
    Array.from(kernel).flatMap((label, i) => (output.includes(label) === isOutput ? [i] : []))
  return { ...initial, fans: { rule: 'listed', input_axes: axes(false), output_axes: axes(true) } }
}

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

const reshaped = (target: ReadonlyArray<number>, input: OpenShape): OpenShape => {
  const [batch = null, ...rest] = input
  const [known, all] = [product(target.filter((size) => size !== -1)), product(rest)]
  const free = known === null || all === null || known === 0 ? null : Math.floor(all / known)
  return [batch, ...target.map((size) => (size === -1 ? free : size))]
}

const permuted = (dims: ReadonlyArray<number>, input: OpenShape): OpenShape => [
  sizeAt(input, 0),
  ...dims.map((dim) => input[dim] ?? null)
]

/** Code in a file is not run, so nobody knows what comes out of it, nor whether it has weights. */
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
  readonly embeddings_initializer: Initializer
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
  EinsumDense: entry(
    {
      equation: needed(text),
      output_shape: needed(listed(size)),
      bias_axes: given(text, null),
      kernel_initializer: initializer('glorot_uniform'),
      bias_initializer: initializer('zeros'),
      lora_rank: noLora
    },
    einsumDense
  ),
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
  Flatten: single({}, { output: (_, [batch = null, ...rest]) => [batch, product(rest)] }),
  Reshape: single(
    { target_shape: needed(list(integer)) },
    {
      output: (c, input) => reshaped(c.target_shape, input)
    }
  ),
  Permute: single({ dims: needed(list(count)) }, { output: (c, input) => permuted(c.dims, input) }),
  RepeatVector: single(
    { n: needed(count) },
    {
      ranks: [2, 2],
      output: (c, [batch = null, features = null]) => [batch, c.n, features]
    }
  ),
  Lambda: refused
}
