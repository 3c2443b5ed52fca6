/**
 * Names and shapes by hand from `keras/src/layers/rnn/{bidirectional,time_distributed}.py`, `…/normalization/
 * spectral_normalization.py` (Keras 3.16) and the same files of tf_keras.
 */
import { describe, expect, it } from 'vitest'
import type { Dialect } from '../../../../src/dialects/index.js'
import { build, inner, right, shapesOf, startOf } from '../support.js'

const sequence = [[null, 5, 3]]
const recurrent = (name: string, config: object = {}, className = 'SimpleRNN') =>
  inner(className, { name, units: 4, ...config })

const names = (dialect: Dialect, config: object, className = 'Bidirectional', inputs = sequence) =>
  shapesOf(build(dialect)(className, config, inputs)).weights.map(([name]) => name)

describe('Bidirectional', () => {
  it('has the weights of both directions, the forward one’s first', () => {
    const layer = recurrent('lstm', {}, 'LSTM')
    expect(shapesOf(build('keras3')('Bidirectional', { layer, merge_mode: 'concat' }, sequence))).toEqual({
      weights: [
        ['forward_lstm/lstm_cell/kernel', [3, 16]],
        ['forward_lstm/lstm_cell/recurrent_kernel', [4, 16]],
        ['forward_lstm/lstm_cell/bias', [16]],
        ['backward_lstm/lstm_cell/kernel', [3, 16]],
        ['backward_lstm/lstm_cell/recurrent_kernel', [4, 16]],
        ['backward_lstm/lstm_cell/bias', [16]]
      ],
      outputs: [[null, 8]]
    })
  })

  it('has the names that Keras 3 writes, which say the direction already', () => {
    const layer = recurrent('forward_rnn')
    const backward_layer = recurrent('backward_rnn', { go_backwards: true })
    expect(names('keras3', { layer, backward_layer })).toEqual([
      ...['kernel', 'recurrent_kernel', 'bias'].map((name) => `forward_rnn/simple_rnn_cell/${name}`),
      ...['kernel', 'recurrent_kernel', 'bias'].map((name) => `backward_rnn/simple_rnn_cell/${name}`)
    ])
    expect(names('keras3', { layer, backward_layer: null })[3]).toBe('backward_forward_rnn/simple_rnn_cell/kernel')
  })

  it('keeps the name of a backward layer in Keras 3; Keras 2 puts the direction before any', () => {
    const [layer, backward_layer] = [recurrent('a'), recurrent('b', { use_bias: false, units: 4 })]
    expect(names('keras3', { layer, backward_layer }).slice(3)).toEqual([
      'b/simple_rnn_cell/kernel',
      'b/simple_rnn_cell/recurrent_kernel'
    ])
    expect(names('keras2', { layer, backward_layer })[3]).toBe('backward_b/simple_rnn_cell/kernel')
    expect(names('keras2', { layer: recurrent('forward_a') })[0]).toBe('forward_forward_a/simple_rnn_cell/kernel')
    expect(names('tfjs', { layer })).toEqual([
      ...['forward_a/kernel', 'forward_a/recurrent_kernel', 'forward_a/bias'],
      ...['backward_a/kernel', 'backward_a/recurrent_kernel', 'backward_a/bias']
    ])
  })

  it.each([
    ['concat', [[null, 5, 8]]],
    ['sum', [[null, 5, 4]]],
    ['mul', [[null, 5, 4]]],
    ['ave', [[null, 5, 4]]],
    [
      null,
      [
        [null, 5, 4],
        [null, 5, 4]
      ]
    ]
  ])('gives with the mode %s the shapes %j', (merge_mode, shapes) => {
    const layer = recurrent('gru', { return_sequences: true }, 'GRU')
    expect(shapesOf(build('keras3')('Bidirectional', { layer, merge_mode }, sequence)).outputs).toEqual(shapes)
    const withStates = recurrent('gru', { return_sequences: true, return_state: true }, 'GRU')
    expect(shapesOf(build('keras3')('Bidirectional', { layer: withStates, merge_mode }, sequence)).outputs).toEqual([
      ...shapes,
      [null, 4],
      [null, 4]
    ])
  })

  it('says what is wrong within', () => {
    expect(build('keras3')('Bidirectional', { layer: inner('LSTM', {}), merge_mode: 'cat' }, sequence)).toMatchObject({
      left: [{ code: 'UnknownValue', path: ['config', 'merge_mode'] }]
    })
    expect(build('keras3')('Bidirectional', { layer: inner('LSTM', {}) }, sequence)).toMatchObject({
      left: [{ code: 'MissingKey', path: ['config', 'layer', 'config', 'units'] }]
    })
    expect(build('keras3')('Bidirectional', {}, sequence)).toMatchObject({ left: [{ path: ['config', 'layer'] }] })
  })

  it('holds no layer that holds layers: thirty within one another would be 2³⁰', () => {
    const twins = (depth: number): object =>
      depth === 0 ? recurrent('rnn') : inner('Bidirectional', { name: 'both', layer: twins(depth - 1) })
    expect(build('keras3')('Bidirectional', { layer: twins(30) }, sequence)).toMatchObject({
      left: [{ code: 'Unsupported', received: 'Bidirectional', path: ['config', 'layer', 'class_name'] }]
    })
  })
})

describe('TimeDistributed', () => {
  const layer = inner('Conv2D', { name: 'conv', filters: 6, kernel_size: [3, 3], padding: 'same' })

  it('gives each step to its layer', () => {
    expect(shapesOf(build('keras3')('TimeDistributed', { layer }, [[null, 10, 8, 8, 3]]))).toEqual({
      weights: [
        ['conv/kernel', [3, 3, 3, 6]],
        ['conv/bias', [6]]
      ],
      outputs: [[null, 10, 8, 8, 6]]
    })
  })

  it('has no name of it in Keras 2 and TF.js (tf_keras/layers/rnn/base_wrapper.py)', () => {
    const dense = inner('Dense', { name: 'dense', units: 2 })
    expect(names('keras2', { layer: dense }, 'TimeDistributed')).toEqual(['kernel', 'bias'])
    expect(names('tfjs', { layer: dense }, 'TimeDistributed')).toEqual(['kernel', 'bias'])
  })

  it('may hold a layer that holds one', () => {
    const both = inner('Bidirectional', { name: 'both', layer: recurrent('rnn') })
    expect(names('keras3', { layer: both }, 'TimeDistributed', [[null, 2, 5, 3]])[0]).toBe(
      'both/forward_rnn/simple_rnn_cell/kernel'
    )
    expect(shapesOf(build('keras3')('TimeDistributed', { layer: both }, [[null, 2, 5, 3]])).outputs).toEqual([
      [null, 2, 8]
    ])
  })

  it('needs an axis of time', () => {
    expect(build('keras3')('TimeDistributed', { layer }, [[null, 3]])).toMatchObject({ left: [{ code: 'BadRank' }] })
  })
})

describe('SpectralNormalization', () => {
  const dense = inner('Dense', { name: 'dense', units: 7 })

  it('has a vector as long as the kernel has columns: first in Keras 3, last in Keras 2', () => {
    expect(shapesOf(build('keras3')('SpectralNormalization', { layer: dense }, [[null, 3]]))).toEqual({
      weights: [
        ['vector_u', [1, 7]],
        ['dense/kernel', [3, 7]],
        ['dense/bias', [7]]
      ],
      outputs: [[null, 7]]
    })
    expect(names('keras2', { layer: dense }, 'SpectralNormalization', [[null, 3]])).toEqual([
      'kernel',
      'bias',
      'vector_u'
    ])
    const [vector] = right(build('keras3')('SpectralNormalization', { layer: dense }, [[null, 3]])).weights.map(startOf)
    expect(vector).toMatchObject({ _tag: 'TruncatedNormal', stddev: 0.02, lower: -2, upper: 2 })
  })

  it('takes the table of an Embedding, and refuses a layer that has neither', () => {
    const embedding = inner('Embedding', { name: 'table', input_dim: 9, output_dim: 5 })
    expect(shapesOf(build('keras3')('SpectralNormalization', { layer: embedding }, [[null, 3]])).weights[0]).toEqual([
      'vector_u',
      [1, 5]
    ])
    expect(build('keras3')('SpectralNormalization', { layer: recurrent('rnn') }, sequence)).toMatchObject({
      left: [{ code: 'Unsupported', path: ['config', 'layer'] }]
    })
  })
})
