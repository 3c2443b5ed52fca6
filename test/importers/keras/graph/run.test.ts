/** Sequential and functional models: names of their weights, and shapes inferred through their graphs. */
import { describe, expect, test } from 'vitest'
import { fromKeras } from '../../../../src/importers/keras/fromKeras.js'
import {
  call,
  callList,
  dense,
  errorsOf,
  functional,
  input,
  type Json,
  keras3,
  sequential,
  tensor,
  weightsOf
} from '../files.js'
import { right } from '../../../support/either.js'

describe('Sequential', () => {
  test('is a prefix of the names of its layers in Keras 3', () => {
    const file = sequential('mlp', [input('input_layer', 8), dense('a', 4), dense('b', 2)])
    expect(weightsOf(file)).toEqual(['mlp/a/kernel 8,4', 'mlp/a/bias 4', 'mlp/b/kernel 4,2', 'mlp/b/bias 2'])
  })

  test('infers the shapes that a build_config does not give', () => {
    // Keras 3 writes an empty shapes_dict for a layer that was built without inputs: Embedding(weights=[w])
    const embedding = (build_config: unknown) =>
      sequential('m', [
        input('x', 20),
        keras3('Embedding', { name: 'e', input_dim: 100, output_dim: 30 }, { build_config }),
        keras3('Flatten', { name: 'f' }),
        keras3('Dense', { name: 'd', units: 1 }, { build_config })
      ])
    const expected = ['m/e/embeddings 100,30', 'm/d/kernel 600,1', 'm/d/bias 1']
    for (const none of [
      { shapes_dict: {} },
      { shapes_dict: { inputs_shape: null } },
      { input_shape: null },
      { input_shape: {} },
      { input_shape: 'unknown' },
      {},
      null
    ])
      expect([none, weightsOf(embedding(none))]).toEqual([none, expected])
  })

  test.each([
    [{ input_shape: [null, 8] }],
    [{ input_shape: { class_name: '__tuple__', items: [null, 8] } }],
    [{ input_shape: { class_name: 'TensorShape', items: [null, 8] } }],
    [{ input_shape: [[null, 8]] }],
    [{ input_shape: [{ class_name: 'TensorShape', items: [null, 8] }] }],
    [{ shapes_dict: { inputs_shape: [null, 8] } }],
    [{ shapes_dict: { inputs_shape: { class_name: '__tuple__', items: [null, 8] } } }]
  ])('reads the build_config %j', (build_config) => {
    expect(weightsOf(sequential('m', [{ ...dense('d', 2), build_config }]))).toEqual(['m/d/kernel 8,2', 'm/d/bias 2'])
  })

  test('takes its shapes from build_input_shape, or from the build_config of each layer', () => {
    const layers = [dense('a', 4)]
    const expected = ['mlp/a/kernel 8,4', 'mlp/a/bias 4']
    expect(weightsOf(sequential('mlp', layers, { build_input_shape: [null, 8] }))).toEqual(expected)
    const built = layers.map((layer) => ({ ...layer, build_config: { input_shape: [null, 8] } }))
    expect(weightsOf(sequential('mlp', built))).toEqual(expected)
    expect(errorsOf(sequential('mlp', layers))).toEqual(['MissingKey config.layers.0'])
  })

  test('is no prefix in Keras 2, whose first layer has the input shape', () => {
    const layers = [
      { class_name: 'Dense', config: { name: 'a', units: 4, batch_input_shape: [null, 8] } },
      { class_name: 'Dropout', config: { name: 'drop', rate: 0.5 } },
      { class_name: 'Dense', config: { name: 'b', units: 2, use_bias: false } }
    ]
    const expected = ['a/kernel 8,4', 'a/bias 4', 'b/kernel 4,2']
    const versions = { keras_version: '2.1.6', backend: 'tensorflow' }
    expect(weightsOf({ class_name: 'Sequential', config: { name: 'mlp', layers }, ...versions })).toEqual(expected)
    expect(weightsOf({ class_name: 'Sequential', config: layers, ...versions })).toEqual(expected)
    const inside = { model_config: { class_name: 'Sequential', config: { name: 'mlp', layers } }, ...versions }
    expect(weightsOf(inside)).toEqual(expected)
    expect(right(fromKeras(inside)).dialect).toBe('keras2.0')
  })

  test('the outer name comes first, unless the inner Sequential has an Input of its own', () => {
    const inner = (input_name: string) => sequential('inner', [input(input_name, 8), dense('a', 4)])
    expect(weightsOf(sequential('outer', [input('input_layer', 8), inner('input_layer_1')]))).toEqual([
      'outer/inner/a/kernel 8,4',
      'outer/inner/a/bias 4'
    ])
    expect(weightsOf(sequential('outer', [input('input_layer_1', 8), inner('input_layer'), dense('b', 1)]))).toEqual([
      ...['inner/a/kernel 8,4', 'inner/a/bias 4'],
      ...['outer/b/kernel 4,1', 'outer/b/bias 1']
    ])
  })
})

describe('functional models', () => {
  test('may have several inputs and outputs, and layers in any order', () => {
    const file = functional(
      'two',
      [
        dense('out', 1, call('join')),
        keras3('Concatenate', { name: 'join', axis: -1 }, { inbound_nodes: [callList('left', 'right')] }),
        input('x', 8),
        input('y', 3),
        dense('left', 4, call('x')),
        dense('right', 5, call('y'))
      ],
      ['x', 'y'],
      ['out', 'left']
    )
    expect(weightsOf(file)).toEqual([
      ...['out/kernel 9,1', 'out/bias 1'],
      ...['left/kernel 8,4', 'left/bias 4'],
      ...['right/kernel 3,5', 'right/bias 5']
    ])
  })

  test('in Keras 2 write calls as lists, with tensors among the keyword arguments', () => {
    const legacy = (class_name: string, config: Json, inbound_nodes: unknown): Json => ({
      class_name,
      config,
      name: config['name'],
      inbound_nodes
    })
    const layers = [
      legacy('InputLayer', { name: 'x', batch_input_shape: [null, 8] }, []),
      legacy('Dense', { name: 'a', units: 4 }, [[['x', 0, 0, {}]]]),
      legacy('Dense', { name: 'b', units: 4 }, [[['x', 0, 0]]]),
      legacy('Add', { name: 'sum' }, [
        [
          ['a', 0, 0, {}],
          ['b', 0, 0, {}]
        ]
      ]),
      legacy('TFOpLambda', { name: 'tf.math.multiply', function: 'math.multiply' }, [
        ['sum', 0, 0, { y: ['a', 0, 0], name: null }]
      ]),
      legacy('Dense', { name: 'out', units: 1 }, [[['sum', 0, 0, {}]]])
    ]
    const config = { name: 'model', layers, input_layers: [['x', 0, 0]], output_layers: [['out', 0, 0]] }
    expect(weightsOf({ class_name: 'Functional', config, keras_version: '2.15.0', backend: 'tensorflow' })).toEqual([
      ...['a/kernel 8,4', 'a/bias 4', 'b/kernel 8,4', 'b/bias 4'],
      ...['out/kernel 4,1', 'out/bias 1']
    ])
  })

  test('have the weights of a shared layer once', () => {
    const file = functional(
      'siamese',
      [
        input('x', 8),
        input('y', 8),
        dense('first', 8, call('x')),
        dense('shared', 8, call('x'), call('y'), { args: [tensor('first')], kwargs: {} }),
        keras3(
          'Add',
          { name: 'sum' },
          { inbound_nodes: [{ args: [[tensor('shared', 1), tensor('shared', 2)]], kwargs: {} }] }
        ),
        dense('out', 1, call('sum'))
      ],
      ['x', 'y'],
      ['out']
    )
    expect(weightsOf(file).map((each) => each.split(' ')[0])).toEqual([
      ...['first/kernel', 'first/bias', 'shared/kernel', 'shared/bias', 'out/kernel', 'out/bias']
    ])
  })

  test('may be nested: names in a functional model begin at the root, those in a Sequential with its name', () => {
    const inner = functional(
      'inner',
      [
        input('in', null, 4),
        dense('a', 6, call('in')),
        keras3('Flatten', { name: 'flat' }, { inbound_nodes: [call('a')] })
      ],
      ['in'],
      ['flat'],
      call('x'),
      call('y')
    )
    const chain = { ...sequential('chain', [input('input_layer', 18), dense('b', 5)]), inbound_nodes: [call('inner')] }
    const file = functional(
      'outer',
      [
        input('x', 3, 4),
        input('y', 7, 4),
        inner,
        // call 0 of a nested model is the one that made it
        { ...chain, inbound_nodes: [{ args: [tensor('inner', 1)], kwargs: {} }] },
        dense('c', 2, { args: [tensor('inner', 2)], kwargs: {} })
      ],
      ['x', 'y'],
      ['chain', 'c']
    )
    expect(weightsOf(file)).toEqual([
      ...['a/kernel 4,6', 'a/bias 6'],
      ...['chain/b/kernel 18,5', 'chain/b/bias 5'],
      // 7 · 6: the second call has its own shapes
      ...['c/kernel 42,2', 'c/bias 2']
    ])
  })

  test('under a wrapper has names from the root if it has an Input of its own, which was numbered before', () => {
    // Keras 3.15.1: weight.path of TimeDistributed(enc), where enc = Sequential([Input((4,)), Dense(3)], name='enc')
    const wrapped = (wrapper: string, innerInput: string, outerInput: string) => {
      const enc = sequential('enc', [input(innerInput, 4), dense('dense', 3)])
      const layer = keras3(wrapper, { name: 'w', layer: enc }, { inbound_nodes: [call(outerInput)] })
      return weightsOf(functional('f', [input(outerInput, 5, 4), layer], [outerInput], ['w']))[0]
    }
    expect(wrapped('TimeDistributed', 'input_layer', 'input_layer_1')).toBe('enc/dense/kernel 4,3')
    expect(wrapped('TimeDistributed', 'input_layer_1', 'input_layer')).toBe('w/enc/dense/kernel 4,3')
    expect(wrapped('TimeDistributed', 'input_layer', 'ids')).toBe('w/enc/dense/kernel 4,3')
  })

  test('may contain functions of keras.ops, whose output shapes are in the file', () => {
    const op = { module: 'keras.src.ops.numpy', class_name: 'Dense', config: { name: 'op' }, name: 'op' }
    const known = { class_name: '__keras_tensor__', config: { shape: [null, 12], keras_history: ['op', 0, 0] } }
    const file = functional(
      'ops',
      [
        input('x', 3, 4),
        { ...op, inbound_nodes: [call('x')] },
        dense('a', 2, { args: [known], kwargs: { mask: null } })
      ],
      ['x'],
      ['a']
    )
    expect(weightsOf(file)).toEqual(['a/kernel 12,2', 'a/bias 2'])
  })
})
