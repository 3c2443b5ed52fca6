/**
 * Recurrent layers: a cell that runs along the time axis.
 *
 * In Keras 3 and in Keras 2 of TensorFlow 2 the name of the cell is part of weight names (`lstm/lstm_cell/kernel`; before
 * 2.13 cells had numbers that no file contains). In older Keras and TF.js it is not (`lstm/kernel`), nor for `ConvLSTM` in any
 * Keras 2.
 *
 * @see keras/src/layers/rnn, tf_keras/layers/rnn, keras/layers/recurrent.py of Keras 2.3, and of TF.js 4.22
 * tfjs-layers/src/layers/recurrent.ts and convolutional_recurrent.ts
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { boolean } from '../../../codec/leaf.js'
import type { Validated } from '../../../InitializerError.js'
import { innerLayer, isKeras3, oneInput } from '../kit/layer.js'
import { firstInput, type LayerCall, type LayerReader, layerReader, type LayerTable, optional } from '../kit/reader.js'
import { type LayerResult, under } from '../kit/weights.js'
import {
  convLSTMCell,
  cuDNNGRUCell,
  cuDNNLSTMCell,
  gruCell,
  isModern,
  lstmCell,
  simpleRNNCell,
  stackedRNNCells
} from './cells.js'

// -------------------------------------------------------------------------------------
// layers
// -------------------------------------------------------------------------------------

/** Runs a cell along the time axis of an input of these ranks. */
const alongTime = (
  ranks: readonly [least: number, most: number],
  step: (call: LayerCall) => Validated<LayerResult>
): LayerReader =>
  layerReader(
    { return_sequences: optional(boolean, false), return_state: optional(boolean, false) },
    ({ return_sequences, return_state }, call) =>
      pipe(
        firstInput(call, ranks),
        E.chain(([batch = null, time = null, ...rest]) =>
          pipe(
            step({ ...call, inputs: oneInput([batch, ...rest]) }),
            E.map(({ outputs: [output = [], ...states], ...built }) => ({
              ...built,
              outputs: [return_sequences ? [batch, time, ...output.slice(1)] : output, ...(return_state ? states : [])]
            }))
          )
        )
      )
  )

/** A layer whose config is that of its cell, under the name that Keras gives the cell. */
const layerOf = (step: LayerReader, name: string): LayerReader =>
  alongTime([3, 3], (call) => pipe(step(call), E.map(below(isModern(call.layer) ? name : null))))

const below =
  (name: string | null) =>
  (built: LayerResult): LayerResult =>
    name === null ? built : { ...built, weights: under(name)(built.weights) }

const convLSTM = (rank: 1 | 2 | 3): LayerReader => {
  const step = convLSTMCell(rank)
  return alongTime([rank + 3, rank + 3], (call) =>
    pipe(step(call), E.map(below(isKeras3(call.layer) ? 'conv_lstm_cell' : null)))
  )
}

/** A layer of any cell, which may be a `StackedRNNCells`. */
const rnn: LayerReader = alongTime([3, Infinity], (call) =>
  pipe(
    innerLayer(call.layer, 'cell'),
    E.chain((cell) => pipe(call.build(cell, call.inputs), E.map(below(isModern(call.layer) ? cell.name : null))))
  )
)

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const recurrent: LayerTable = {
  SimpleRNNCell: simpleRNNCell,
  LSTMCell: lstmCell,
  GRUCell: gruCell,
  StackedRNNCells: stackedRNNCells,
  SimpleRNN: layerOf(simpleRNNCell, 'simple_rnn_cell'),
  LSTM: layerOf(lstmCell, 'lstm_cell'),
  GRU: layerOf(gruCell, 'gru_cell'),
  CuDNNLSTM: alongTime([3, 3], cuDNNLSTMCell),
  CuDNNGRU: alongTime([3, 3], cuDNNGRUCell),
  ConvLSTM1D: convLSTM(1),
  ConvLSTM2D: convLSTM(2),
  ConvLSTM3D: convLSTM(3),
  ConvLSTM2DCell: convLSTMCell(2),
  RNN: rnn
}
