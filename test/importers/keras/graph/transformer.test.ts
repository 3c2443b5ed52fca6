/** A Transformer block as a nested model, as Keras 3 writes it; names and shapes by hand. */
import { describe, expect, test } from 'vitest'
import * as Fans from '../../../../src/Fans.js'
import { fromModel } from '../../../../src/importers/index.js'
import { inner } from '../support.js'
import { right } from '../../../support/either.js'

const heads = { num_heads: 2, key_dim: 3 }

describe('a Transformer block as a nested model', () => {
  /** As Keras 3 writes it: calls by the history of each tensor. */
  const tensor = (name: string, index = 0) => ({
    class_name: '__keras_tensor__',
    config: { dtype: 'float32', keras_history: [name, 0, index] }
  })
  const layer = (
    class_name: string,
    name: string,
    config: object,
    args: ReadonlyArray<unknown>,
    kwargs: object = {}
  ) => ({
    ...{ module: 'keras.layers', class_name, registered_name: null, name },
    config: { name, ...config },
    inbound_nodes: args.length === 0 ? [] : [{ args, kwargs }]
  })
  const functional = (name: string, layers: ReadonlyArray<object>, input: string, output: string) => ({
    ...{ module: 'keras.src.models.functional', class_name: 'Functional', registered_name: 'Functional', name },
    config: { name, layers, input_layers: [[input, 0, 0]], output_layers: [[output, 0, 0]] }
  })
  const shape = { batch_shape: [null, 5, 12], dtype: 'float32' }

  const block = functional(
    'block',
    [
      layer('InputLayer', 'tokens', shape, []),
      layer('MultiHeadAttention', 'attention', heads, [tensor('tokens')], {
        value: tensor('tokens'),
        attention_mask: null,
        return_attention_scores: true
      }),
      layer('Add', 'residual', {}, [[tensor('tokens'), tensor('attention')]]),
      layer('LayerNormalization', 'norm', { axis: -1 }, [tensor('residual')]),
      {
        ...{ module: 'keras', class_name: 'Sequential', registered_name: null, name: 'ffn' },
        config: {
          name: 'ffn',
          layers: [
            inner('InputLayer', { ...shape, name: 'ffn_input' }),
            inner('Dense', { name: 'up', units: 48 }),
            inner('Dense', { name: 'down', units: 12, use_bias: false })
          ]
        },
        inbound_nodes: [{ args: [tensor('norm')], kwargs: {} }]
      }
    ],
    'tokens',
    'ffn'
  )

  const model = functional(
    'model',
    [
      layer('InputLayer', 'input', shape, []),
      { ...block, inbound_nodes: [{ args: [tensor('input')], kwargs: {} }] },
      layer('Bidirectional', 'both', { layer: inner('GRU', { name: 'gru', units: 3, use_bias: false }) }, [
        tensor('block')
      ]),
      layer('Dense', 'head', { units: 2 }, [tensor('both')])
    ],
    'input',
    'head'
  )

  test('its names begin at the root; a Sequential in it is a prefix', () => {
    const { parameters } = right(fromModel(model)).plan
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['attention/query/kernel', [12, 2, 3]],
      ['attention/query/bias', [2, 3]],
      ['attention/key/kernel', [12, 2, 3]],
      ['attention/key/bias', [2, 3]],
      ['attention/value/kernel', [12, 2, 3]],
      ['attention/value/bias', [2, 3]],
      ['attention/attention_output/kernel', [2, 3, 12]],
      ['attention/attention_output/bias', [12]],
      ['norm/gamma', [12]],
      ['norm/beta', [12]],
      ['ffn/up/kernel', [12, 48]],
      ['ffn/up/bias', [48]],
      ['ffn/down/kernel', [48, 12]],
      ['both/forward_gru/gru_cell/kernel', [12, 9]],
      ['both/forward_gru/gru_cell/recurrent_kernel', [3, 9]],
      ['both/backward_gru/gru_cell/kernel', [12, 9]],
      ['both/backward_gru/gru_cell/recurrent_kernel', [3, 9]],
      ['head/kernel', [6, 2]],
      ['head/bias', [2]]
    ])
  })

  test('can be read from the build_config of a layer alone', () => {
    const withShapes = layer('MultiHeadAttention', 'attention', heads, [tensor('x')], { value: tensor('x') })
    const query_shape = [null, 5, 12]
    const alone = functional(
      'alone',
      [
        layer('InputLayer', 'x', { batch_shape: [null, null, null] }, []),
        {
          ...withShapes,
          build_config: { shapes_dict: { query_shape, value_shape: [null, 7, 10], key_shape: [null, 7, 8] } }
        }
      ],
      'x',
      'attention'
    )
    const kernels = right(fromModel(alone)).plan.parameters.filter(({ name }) => name.endsWith('kernel'))
    expect(kernels.map(({ shape }) => shape)).toEqual([
      [12, 2, 3],
      [8, 2, 3],
      [10, 2, 3],
      [2, 3, 12]
    ])
  })

  test('has the fans of its projections with rightFans', () => {
    const fans = (rightFans: boolean) =>
      right(fromModel(model, { rightFans }))
        .plan.parameters.filter(({ name }) => /(query|output)\/kernel/.test(name))
        .map(({ initializer, shape }) => 'fans' in initializer && right(Fans.fromRule(initializer.fans)(shape)))
    expect(fans(true)).toEqual([
      { fanIn: 12, fanOut: 6 },
      { fanIn: 6, fanOut: 12 }
    ])
    expect(fans(false)).toEqual([
      { fanIn: 24, fanOut: 36 },
      { fanIn: 6, fanOut: 24 }
    ])
  })
})
