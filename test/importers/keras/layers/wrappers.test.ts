/**
 * Names and shapes by hand from `keras/src/layers/rnn/{bidirectional,time_distributed}.py`, `…/normalization/
 * spectral_normalization.py` (Keras 3.16) and the same files of tf_keras.
 */
import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../../../src/dialects/index.js'
import { build, initializerOf, inner, outcome, shapesOf } from '../support.js'
import { right } from '../../../support/either.js'

const sequence = [[null, 5, 3]]
const recurrent = (name: string, config: object = {}, className = 'SimpleRNN') =>
  inner(className, { name, units: 4, ...config })

const names = (dialect: Dialect, config: object, className = 'Bidirectional', inputs = sequence) =>
  shapesOf(build(dialect)(className, config, inputs)).weights.map(([name]) => name)

describe('Bidirectional', () => {
  test('has the weights of both directions, forward first', () => {
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

  test('keeps the names that Keras 3 writes, which include the direction', () => {
    const layer = recurrent('forward_rnn')
    const backward_layer = recurrent('backward_rnn', { go_backwards: true })
    expect(names('keras3', { layer, backward_layer })).toEqual([
      ...['kernel', 'recurrent_kernel', 'bias'].map((name) => `forward_rnn/simple_rnn_cell/${name}`),
      ...['kernel', 'recurrent_kernel', 'bias'].map((name) => `backward_rnn/simple_rnn_cell/${name}`)
    ])
    expect(names('keras3', { layer, backward_layer: null })[3]).toBe('backward_forward_rnn/simple_rnn_cell/kernel')
  })

  test('keeps the name of a backward layer in Keras 3; Keras 2 prefixes any name', () => {
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

  test.each([
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
  ])('with merge_mode %s has the outputs %j', (merge_mode, shapes) => {
    const layer = recurrent('gru', { return_sequences: true }, 'GRU')
    expect(shapesOf(build('keras3')('Bidirectional', { layer, merge_mode }, sequence)).outputs).toEqual(shapes)
    const withStates = recurrent('gru', { return_sequences: true, return_state: true }, 'GRU')
    expect(shapesOf(build('keras3')('Bidirectional', { layer: withStates, merge_mode }, sequence)).outputs).toEqual([
      ...shapes,
      [null, 4],
      [null, 4]
    ])
  })

  test('reports errors of the inner layer', () => {
    expect(build('keras3')('Bidirectional', { layer: inner('LSTM', {}), merge_mode: 'cat' }, sequence)).toMatchObject({
      left: [{ code: 'UnknownValue', path: ['config', 'merge_mode'] }]
    })
    expect(build('keras3')('Bidirectional', { layer: inner('LSTM', {}) }, sequence)).toMatchObject({
      left: [{ code: 'MissingKey', path: ['config', 'layer', 'config', 'units'] }]
    })
    expect(build('keras3')('Bidirectional', {}, sequence)).toMatchObject({ left: [{ path: ['config', 'layer'] }] })
  })

  test('refuses a layer that contains layers: thirty levels would be 2³⁰ layers', () => {
    const twins = (depth: number): object =>
      depth === 0 ? recurrent('rnn') : inner('Bidirectional', { name: 'both', layer: twins(depth - 1) })
    expect(build('keras3')('Bidirectional', { layer: twins(30) }, sequence)).toMatchObject({
      left: [{ code: 'Unsupported', received: 'Bidirectional', path: ['config', 'layer', 'class_name'] }]
    })
  })
})

describe('TimeDistributed', () => {
  const layer = inner('Conv2D', { name: 'conv', filters: 6, kernel_size: [3, 3], padding: 'same' })

  test('applies its layer to each step', () => {
    expect(shapesOf(build('keras3')('TimeDistributed', { layer }, [[null, 10, 8, 8, 3]]))).toEqual({
      weights: [
        ['conv/kernel', [3, 3, 3, 6]],
        ['conv/bias', [6]]
      ],
      outputs: [[null, 10, 8, 8, 6]]
    })
  })

  test('omits the name of the layer in Keras 2 and TF.js (tf_keras/layers/rnn/base_wrapper.py)', () => {
    const dense = inner('Dense', { name: 'dense', units: 2 })
    expect(names('keras2', { layer: dense }, 'TimeDistributed')).toEqual(['kernel', 'bias'])
    expect(names('tfjs', { layer: dense }, 'TimeDistributed')).toEqual(['kernel', 'bias'])
  })

  test('may contain a wrapper', () => {
    const both = inner('Bidirectional', { name: 'both', layer: recurrent('rnn') })
    expect(names('keras3', { layer: both }, 'TimeDistributed', [[null, 2, 5, 3]])[0]).toBe(
      'both/forward_rnn/simple_rnn_cell/kernel'
    )
    expect(shapesOf(build('keras3')('TimeDistributed', { layer: both }, [[null, 2, 5, 3]])).outputs).toEqual([
      [null, 2, 8]
    ])
  })

  test('needs a time axis', () => {
    expect(build('keras3')('TimeDistributed', { layer }, [[null, 3]])).toMatchObject({ left: [{ code: 'BadRank' }] })
  })
})

describe('SpectralNormalization', () => {
  const dense = inner('Dense', { name: 'dense', units: 7 })

  test('has a vector of the size of the last kernel axis: first in Keras 3, last in Keras 2', () => {
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
    const [vector] = right(build('keras3')('SpectralNormalization', { layer: dense }, [[null, 3]])).weights.map(
      initializerOf
    )
    expect(vector).toMatchObject({ _tag: 'TruncatedNormal', stddev: 0.02, lower: -2, upper: 2 })
  })

  test('accepts an Embedding, and refuses a layer without kernel or embeddings', () => {
    const embedding = inner('Embedding', { name: 'table', input_dim: 9, output_dim: 5 })
    expect(shapesOf(build('keras3')('SpectralNormalization', { layer: embedding }, [[null, 3]])).weights[0]).toEqual([
      'vector_u',
      [1, 5]
    ])
    expect(build('keras3')('SpectralNormalization', { layer: recurrent('rnn') }, sequence)).toMatchObject({
      left: [{ code: 'Unsupported', path: ['config', 'layer'] }]
    })
  })

  const conv = { class_name: 'Conv2D', config: { name: 'conv', filters: 8, kernel_size: 3 } }

  test('of a convolution', () => {
    expect(outcome('SpectralNormalization', { layer: conv }, [[null, 5, 5, 2]])).toEqual([
      'vector_u 1,8; conv/kernel 3,3,2,8; conv/bias 8',
      [null, 3, 3, 8]
    ])
  })

  test.each<[layer: unknown, error: string]>([
    [3, 'WrongType config.layer'],
    [{ class_name: 'Dense', config: {} }, 'MissingKey config.layer.config.units']
  ])('of %j is an error', (layer, error) => {
    expect(outcome('SpectralNormalization', { layer }, [[null, 4]])).toEqual([error])
  })
})
