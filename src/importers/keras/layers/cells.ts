/**
 * Cells: the weights of one step of a recurrent layer.
 *
 * The input of a cell is that of its layer without the time axis; its outputs are the output and then the states. Gates are
 * concatenated on the last axis, in the order i, f, c, o (LSTM) and z, r, h (GRU). With `unit_forget_bias`, the bias of an
 * LSTM is drawn by its initializer for i, is one for f, and is drawn for c and o together (Jozefowicz et al., ICML 2015).
 *
 * @see keras/src/layers/rnn, tf_keras/layers/rnn, keras/layers/recurrent.py of Keras 2.3, and of TF.js 4.22
 * tfjs-layers/src/layers/recurrent.ts and convolutional_recurrent.ts
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import { boolean, count, oneOf } from '../../../codec/leaf.js'
import { wrongType } from '../../../codec/problems.js'
import type { Initializer } from '../../../Initializer.js'
import { all, type Validated } from '../../../InitializerError.js'
import { mapInitializer, type WeightInitializer } from '../../weightInitializer.js'
import { dataFormat, everyAxis, flag, tuple } from '../kit/keys.js'
import { type Layer, layerAt, noInputs } from '../kit/layer.js'
import type { OpenShape, Size } from '../kit/openShape.js'
import {
  type ConfigReader,
  firstInput,
  initializer,
  type LayerReader,
  layerReader,
  optional,
  required
} from '../kit/reader.js'
import { inOrder, result, under, type Weight, weight, weightsIf } from '../kit/weights.js'
import { channelsOf, convolved, type Padding } from '../kit/windows.js'

// -------------------------------------------------------------------------------------
// weights
// -------------------------------------------------------------------------------------

/** The keys of all cells. */
const fields = {
  use_bias: optional(boolean, true),
  kernel_initializer: initializer('glorot_uniform'),
  recurrent_initializer: initializer('orthogonal'),
  bias_initializer: initializer('zeros')
}

interface CellConfig {
  readonly use_bias: boolean
  readonly kernel_initializer: WeightInitializer
  readonly recurrent_initializer: WeightInitializer
  readonly bias_initializer: WeightInitializer
}

const weightsOf = (
  config: CellConfig,
  kernel: OpenShape,
  recurrentKernel: OpenShape,
  bias: Weight
): ReadonlyArray<Weight> => [
  weight('kernel', kernel, config.kernel_initializer),
  weight('recurrent_kernel', recurrentKernel, config.recurrent_initializer),
  ...weightsIf(config.use_bias, bias)
]

// -------------------------------------------------------------------------------------
// dense products
// -------------------------------------------------------------------------------------

/** A cell of dense products, by the numbers of its gates and states, and its bias. */
const cell = <C extends CellConfig & { readonly units: number }>(
  reads: { readonly [K in keyof C]: ConfigReader<C[K]> },
  { gates, states }: { readonly gates: number; readonly states: number },
  bias: (config: C) => Weight
): LayerReader =>
  layerReader<C>(reads, (config, call) =>
    pipe(
      firstInput(call, [2, 2]),
      E.map(([batch = null, features = null]) => {
        const { units } = config
        const columns = gates * units
        return {
          weights: weightsOf(config, [features, columns], [units, columns], bias(config)),
          outputs: RA.replicate(1 + states, [batch, units])
        }
      })
    )
  )

const dense = { units: required(count), ...fields }

export const simpleRNNCell = cell(dense, { gates: 1, states: 1 }, ({ units, bias_initializer }) =>
  weight('bias', [units], bias_initializer)
)

/** TF.js does not write the key if it is unset, which it treats as false. */
const unitForgetBias = flag(({ dialect }) => dialect !== 'tfjs')

interface ForgetBiasConfig {
  readonly unit_forget_bias: boolean
  readonly bias_initializer: WeightInitializer
}

/** A bias of `before` gates, the forget gate and `after` gates, each of `units` elements. The forget gate may be ones. */
const lstmBias = (config: ForgetBiasConfig, units: number, before: number, after: number): Weight => {
  const { unit_forget_bias, bias_initializer } = config
  const block = (gates: number, initializer: Initializer) => ({ size: gates * units, initializer })
  const inBlocks = mapInitializer((initial) => ({
    _tag: 'Blocks',
    axis: 0,
    blocks: [block(before, initial), block(1, one), block(after, initial)],
    seed: null,
    dtype: null
  }))
  const start = unit_forget_bias ? inBlocks(bias_initializer) : bias_initializer
  return weight('bias', [(before + 1 + after) * units], start)
}

const one: Initializer = { _tag: 'Ones', dtype: null }

export const lstmCell = cell({ ...dense, unit_forget_bias: unitForgetBias }, { gates: 4, states: 2 }, (config) =>
  lstmBias(config, config.units, 1, 2)
)

/** With `reset_after`, the default since TensorFlow 2, a GRU has one bias for its inputs and one for its state. */
const resetAfter = flag((layer) => isModern(layer))

export const gruCell = cell({ ...dense, reset_after: resetAfter }, { gates: 3, states: 1 }, (config) =>
  weight('bias', config.reset_after ? [2, 3 * config.units] : [3 * config.units], config.bias_initializer)
)

/** CuDNN has a bias for the inputs and one for the state, concatenated, regardless of `use_bias`. */
const cuDNN = { ...dense, use_bias: (): Validated<boolean> => E.right(true) }

export const cuDNNLSTMCell = cell({ ...cuDNN, unit_forget_bias: unitForgetBias }, { gates: 4, states: 2 }, (config) =>
  lstmBias(config, config.units, 5, 2)
)

export const cuDNNGRUCell = cell(cuDNN, { gates: 3, states: 1 }, ({ units, bias_initializer }) =>
  weight('bias', [6 * units], bias_initializer)
)

// -------------------------------------------------------------------------------------
// convolutions
// -------------------------------------------------------------------------------------

/** An LSTM with convolutions for products. The convolution of the state keeps its size. */
export const convLSTMCell = (rank: 1 | 2 | 3): LayerReader => {
  const sizes = tuple(rank, count)
  return layerReader(
    {
      ...fields,
      filters: required(count),
      kernel_size: required(sizes),
      strides: optional(sizes, everyAxis(rank, 1)),
      padding: optional(oneOf<Padding>('UnknownValue', ['valid', 'same']), 'valid'),
      dilation_rate: optional(sizes, everyAxis(rank, 1)),
      data_format: dataFormat,
      unit_forget_bias: unitForgetBias
    },
    (config, call) =>
      pipe(
        firstInput(call, [rank + 2, rank + 2]),
        E.map((input) => {
          const { filters, kernel_size, data_format } = config
          const kernel = (channels: Size): OpenShape => [...kernel_size, channels, 4 * filters]
          const bias = lstmBias(config, filters, 1, 2)
          return {
            weights: weightsOf(config, kernel(channelsOf(data_format, input)), kernel(filters), bias),
            outputs: RA.replicate(3, convolved(config, input, filters))
          }
        })
      )
  )
}

// -------------------------------------------------------------------------------------
// stacks
// -------------------------------------------------------------------------------------

/** A stack of cells: the output of each is the input of the next. */
export const stackedRNNCells: LayerReader = (call) =>
  pipe(
    cellsOf(call.layer),
    E.bindTo('cells'),
    E.bind('input', () => firstInput(call)),
    E.chain(({ cells, input }) =>
      pipe(
        cells,
        RA.scanLeft(result([], input), (before, cell) =>
          pipe(
            before,
            E.chain(({ outputs }) => call.build(cell, { ...noInputs, positional: outputs.slice(0, 1) })),
            E.map((built) => ({ ...built, weights: under(cell.name)(built.weights) }))
          )
        ),
        E.sequenceArray,
        E.map(([, ...levels]) => ({
          ...inOrder(levels),
          outputs: [levels.at(-1)?.outputs[0] ?? input, ...levels.flatMap(({ outputs }) => outputs.slice(1))]
        }))
      )
    )
  )

/** Cells have their own names; TF.js numbers them. */
const cellsOf = ({ config, dialect, path }: Layer): Validated<ReadonlyArray<Layer>> => {
  const { cells } = config
  const cellsPath = [...path, 'config', 'cells']
  if (!Array.isArray(cells)) return wrongType(cells, 'a list of cells', cellsPath)
  const numbered = (cell: Layer, i: number): Layer => (dialect === 'tfjs' ? { ...cell, name: `RNNCell_${i}` } : cell)
  return pipe(
    all(cells.map((cell, i) => layerAt(cell, [...cellsPath, i], dialect, `cell_${i}`))),
    E.map(RA.mapWithIndex((i, cell) => numbered(cell, i)))
  )
}

// -------------------------------------------------------------------------------------
// names
// -------------------------------------------------------------------------------------

/** Keras 3, and Keras 2 in TensorFlow 2. */
export const isModern = ({ dialect }: Layer): boolean => dialect === 'keras3' || dialect === 'keras2'
