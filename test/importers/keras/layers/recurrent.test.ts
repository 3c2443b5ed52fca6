/**
 * Names and shapes by hand from the `build` methods of `keras/src/layers/rnn/*.py` (Keras 3.16). Inputs have 5 steps of 3
 * features unless stated otherwise. Names of other writers are from the file at each test.
 */
import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../../../src/dialects/index.js'
import * as Initializer from '../../../../src/Initializer.js'
import { build, initializerOf, inner, shapesOf } from '../support.js'
import { right } from '../../../support/either.js'

const keras3 = build('keras3')
const sequence = [[null, 5, 3]]

describe('layers of one cell', () => {
  test('SimpleRNN has one gate', () => {
    expect(shapesOf(keras3('SimpleRNN', { units: 4 }, sequence))).toEqual({
      weights: [
        ['simple_rnn_cell/kernel', [3, 4]],
        ['simple_rnn_cell/recurrent_kernel', [4, 4]],
        ['simple_rnn_cell/bias', [4]]
      ],
      outputs: [[null, 4]]
    })
  })

  test('LSTM has four, concatenated', () => {
    expect(shapesOf(keras3('LSTM', { units: 4, return_sequences: true }, sequence))).toEqual({
      weights: [
        ['lstm_cell/kernel', [3, 16]],
        ['lstm_cell/recurrent_kernel', [4, 16]],
        ['lstm_cell/bias', [16]]
      ],
      outputs: [[null, 5, 4]]
    })
  })

  test('GRU has three, and two biases if it resets after the product', () => {
    const biasOf = (config: object) => shapesOf(keras3('GRU', { units: 4, ...config }, sequence)).weights[2]
    expect(shapesOf(keras3('GRU', { units: 4 }, sequence)).weights).toEqual([
      ['gru_cell/kernel', [3, 12]],
      ['gru_cell/recurrent_kernel', [4, 12]],
      ['gru_cell/bias', [2, 12]]
    ])
    expect(biasOf({ reset_after: true })).toEqual(['gru_cell/bias', [2, 12]])
    expect(biasOf({ reset_after: false })).toEqual(['gru_cell/bias', [12]])
    expect(biasOf({ use_bias: false })).toBeUndefined()
  })

  test('states follow the output: two of an LSTM, one of the others', () => {
    const outputs = (name: string, config: object) => shapesOf(keras3(name, { units: 4, ...config }, sequence)).outputs
    const config = { return_state: true, return_sequences: true }
    const state = [null, 4]
    expect(outputs('LSTM', config)).toEqual([[null, 5, 4], state, state])
    expect(outputs('GRU', config)).toEqual([[null, 5, 4], state])
    expect(outputs('SimpleRNN', { return_state: true })).toEqual([state, state])
  })

  test('the number of steps may be unknown', () => {
    expect(shapesOf(keras3('LSTM', { units: 4, return_sequences: true }, [[32, null, 3]])).outputs).toEqual([
      [32, null, 4]
    ])
  })
})

describe('names in older files', () => {
  const names = (dialect: Dialect, name: string, config: object = {}) =>
    shapesOf(build(dialect)(name, { units: 4, ...config }, sequence)).weights.map(([each]) => each)

  test('Keras 2 of TensorFlow 2 includes the cell (tf_keras/layers/rnn/base_rnn.py)', () => {
    expect(names('keras2', 'LSTM')).toEqual(['lstm_cell/kernel', 'lstm_cell/recurrent_kernel', 'lstm_cell/bias'])
  })

  test.each(['keras2.2', 'keras2.0', 'tf1', 'tfjs'] as const)(
    '%s does not (keras/layers/recurrent.py of 2.3.1)',
    (dialect) => {
      expect(names(dialect, 'LSTM')).toEqual(['kernel', 'recurrent_kernel', 'bias'])
    }
  )

  test('a GRU has one bias by default', () => {
    const bias = (dialect: Dialect, config: object) =>
      shapesOf(build(dialect)('GRU', { units: 4, ...config }, sequence)).weights[2]?.[1]
    expect(bias('keras2.2', {})).toEqual([12])
    expect(bias('keras2.2', { reset_after: true })).toEqual([2, 12])
    expect(bias('keras2', {})).toEqual([2, 12])
  })

  test('CuDNN layers concatenate both biases (tf_keras/layers/rnn/cudnn_lstm.py, cudnn_gru.py)', () => {
    expect(shapesOf(build('tf1')('CuDNNLSTM', { units: 4 }, sequence)).weights).toEqual([
      ['kernel', [3, 16]],
      ['recurrent_kernel', [4, 16]],
      ['bias', [32]]
    ])
    expect(shapesOf(build('tf1')('CuDNNGRU', { units: 4 }, sequence)).weights[2]).toEqual(['bias', [24]])
  })
})

describe('initializers', () => {
  const initializers = (name: string, config: object, dialect: Dialect = 'keras3') =>
    right(build(dialect)(name, { units: 2, ...config }, sequence)).weights.map(initializerOf)

  /** The bias as numbers; nothing in it is random here. */
  const bias = (name: string, size: number, config: object = {}, dialect?: Dialect) => {
    const [, , initializer] = initializers(name, config, dialect)
    const encoded = initializer && Initializer.encode(initializer)
    return [...right(Initializer.init({ shape: [size], seed: 0 })(encoded)).data]
  }

  test('are those of the config for kernel, recurrent kernel and bias', () => {
    const config = { kernel_initializer: 'he_normal', recurrent_initializer: 'random_normal', bias_initializer: 'ones' }
    expect(initializers('SimpleRNN', config)).toMatchObject([
      { _tag: 'VarianceScaling', scale: 2, mode: 'fan_in' },
      { _tag: 'RandomNormal', stddev: 0.05 },
      { _tag: 'Ones' }
    ])
  })

  test('default to glorot_uniform, orthogonal and zeros', () => {
    expect(initializers('SimpleRNN', {})).toMatchObject([
      { _tag: 'VarianceScaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' },
      { _tag: 'Orthogonal', gain: 1 },
      { _tag: 'Zeros' }
    ])
  })

  test('are ones for the forget gate of an LSTM, the second of i, f, c, o', () => {
    expect(bias('LSTM', 8)).toEqual([0, 0, 1, 1, 0, 0, 0, 0])
    const half = { class_name: 'Constant', config: { value: 0.5 } }
    expect(bias('LSTM', 8, { bias_initializer: half })).toEqual([0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5])
    expect(bias('LSTM', 8, { bias_initializer: half, unit_forget_bias: false })).toEqual(Array(8).fill(0.5))
    expect(bias('CuDNNLSTM', 16)).toEqual([...Array<number>(10).fill(0), 1, 1, 0, 0, 0, 0])
  })

  test('draw c and o together, so a random bias has the fans of two gates', () => {
    const [, , initializer] = initializers('LSTM', { bias_initializer: 'lecun_uniform' })
    expect(initializer).toMatchObject({ _tag: 'Blocks', axis: 0, blocks: [{ size: 2 }, { size: 2 }, { size: 4 }] })
  })

  test('in TF.js a missing unit_forget_bias is false', () => {
    expect(bias('LSTM', 8, {}, 'tfjs')).toEqual(Array(8).fill(0))
    expect(bias('LSTM', 8, { unit_forget_bias: true }, 'tfjs')).toEqual([0, 0, 1, 1, 0, 0, 0, 0])
  })
})

describe('RNN', () => {
  const cell = (name: string, units: number, class_name = 'LSTMCell') => inner(class_name, { name, units })
  const stack = inner('StackedRNNCells', {
    name: 'stacked',
    cells: [cell('first', 4), cell('second', 6, 'GRUCell'), cell('third', 2, 'SimpleRNNCell')]
  })

  test('includes the name of its cell', () => {
    expect(shapesOf(keras3('RNN', { cell: cell('my_cell', 4) }, sequence))).toEqual({
      weights: [
        ['my_cell/kernel', [3, 16]],
        ['my_cell/recurrent_kernel', [4, 16]],
        ['my_cell/bias', [16]]
      ],
      outputs: [[null, 4]]
    })
  })

  test('each cell of a stack takes the output of the previous one, and all states are outputs', () => {
    const config = { cell: stack, return_sequences: true, return_state: true }
    expect(shapesOf(keras3('RNN', config, sequence))).toEqual({
      weights: [
        ['stacked/first/kernel', [3, 16]],
        ['stacked/first/recurrent_kernel', [4, 16]],
        ['stacked/first/bias', [16]],
        ['stacked/second/kernel', [4, 18]],
        ['stacked/second/recurrent_kernel', [6, 18]],
        ['stacked/second/bias', [2, 18]],
        ['stacked/third/kernel', [6, 2]],
        ['stacked/third/recurrent_kernel', [2, 2]],
        ['stacked/third/bias', [2]]
      ],
      outputs: [
        [null, 5, 2],
        [null, 4],
        [null, 4],
        [null, 6],
        [null, 2]
      ]
    })
  })

  test('TF.js numbers the cells of a stack (recurrent.ts, StackedRNNCells.build)', () => {
    const { weights } = shapesOf(build('tfjs')('RNN', { cell: stack }, sequence))
    expect(weights.map(([name]) => name).filter((name) => name.endsWith('/kernel'))).toEqual([
      'RNNCell_0/kernel',
      'RNNCell_1/kernel',
      'RNNCell_2/kernel'
    ])
  })
})

describe('ConvLSTM', () => {
  const config = { filters: 4, kernel_size: [3, 2] }

  test('has four gates, by a convolution of the input and one of the state with the same window', () => {
    expect(shapesOf(keras3('ConvLSTM2D', config, [[null, 5, 8, 9, 3]]))).toEqual({
      weights: [
        ['conv_lstm_cell/kernel', [3, 2, 3, 16]],
        ['conv_lstm_cell/recurrent_kernel', [3, 2, 4, 16]],
        ['conv_lstm_cell/bias', [16]]
      ],
      outputs: [[null, 6, 8, 4]] // valid: 8 − 3 + 1, 9 − 2 + 1
    })
    expect(shapesOf(build('keras2')('ConvLSTM2D', config, [[null, 5, 8, 9, 3]])).weights[0]?.[0]).toBe('kernel')
  })

  test('may have padding and strides, and channels first', () => {
    const outputs = (more: object, input: ReadonlyArray<number | null>) =>
      shapesOf(keras3('ConvLSTM2D', { ...config, ...more }, [input])).outputs
    expect(outputs({ padding: 'same', return_sequences: true }, [null, 5, 8, 9, 3])).toEqual([[null, 5, 8, 9, 4]])
    expect(outputs({ padding: 'same', strides: [2, 2] }, [null, 5, 8, 9, 3])).toEqual([[null, 4, 5, 4]])
    expect(outputs({ data_format: 'channels_first', return_state: true }, [null, 5, 3, 8, 9])).toEqual(
      Array(3).fill([null, 4, 6, 8])
    )
  })

  test('has one to three spatial axes', () => {
    expect(shapesOf(keras3('ConvLSTM1D', { filters: 2, kernel_size: 3 }, [[null, 5, 8, 3]]))).toEqual({
      weights: [
        ['conv_lstm_cell/kernel', [3, 3, 8]],
        ['conv_lstm_cell/recurrent_kernel', [3, 2, 8]],
        ['conv_lstm_cell/bias', [8]]
      ],
      outputs: [[null, 6, 2]]
    })
    expect(shapesOf(keras3('ConvLSTM3D', { filters: 1, kernel_size: 2 }, [[null, 5, 3, 4, 5, 6]]))).toEqual({
      weights: [
        ['conv_lstm_cell/kernel', [2, 2, 2, 6, 4]],
        ['conv_lstm_cell/recurrent_kernel', [2, 2, 2, 1, 4]],
        ['conv_lstm_cell/bias', [4]]
      ],
      outputs: [[null, 2, 3, 4, 1]]
    })
  })
})

describe('a stack of 100,000 cells', () => {
  test('takes linear time', () => {
    const cells = Array.from({ length: 100_000 }, (_, i) => ({
      class_name: 'SimpleRNNCell',
      config: { name: `c${i}`, units: 2 }
    }))
    expect(right(keras3('StackedRNNCells', { cells }, [[null, 3]])).weights).toHaveLength(300_000)
  })
})

describe('errors', () => {
  test('have the path of the key', () => {
    const errors = (name: string, config: object, inputs = sequence) => keras3(name, config, inputs)
    expect(errors('LSTM', {})).toMatchObject({ left: [{ code: 'MissingKey', path: ['config', 'units'] }] })
    expect(errors('LSTM', { units: 0, use_bias: 1 })).toMatchObject({
      left: [
        { code: 'BadCount', path: ['config', 'units'] },
        { code: 'WrongType', path: ['config', 'use_bias'] }
      ]
    })
    expect(errors('GRU', { units: 4 }, [[null, 3]])).toMatchObject({
      left: [{ code: 'BadRank', received: '(null, 3)' }]
    })
    expect(errors('RNN', {})).toMatchObject({ left: [{ path: ['config', 'cell'] }] })
    expect(errors('StackedRNNCells', { cells: [cellWithout, cellWithout] }, [[null, 3]])).toMatchObject({
      left: [{ path: ['config', 'cells', 0, 'config', 'units'] }]
    })
    expect(errors('StackedRNNCells', { cells: 3 }, [[null, 3]])).toMatchObject({
      left: [{ code: 'WrongType', path: ['config', 'cells'] }]
    })
  })

  const cellWithout = inner('LSTMCell', { name: 'cell' })
})
