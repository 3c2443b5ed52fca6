/**
 * Names and shapes by hand from `keras/src/layers/attention/*.py` (Keras 3.16) and the same files of tf_keras.
 */
import { describe, expect, test } from 'vitest'
import * as Fans from '../../../../src/Fans.js'
import type { Weight } from '../../../../src/importers/keras/kit/weights.js'
import { build, initializerOf, shapesOf } from '../support.js'
import { right } from '../../../support/either.js'

const keras3 = build('keras3')
const x = [null, 5, 12]
const heads = { num_heads: 2, key_dim: 3 }

describe('MultiHeadAttention', () => {
  test('projects query, key and value to the heads, and back to the features of the query', () => {
    expect(shapesOf(keras3('MultiHeadAttention', heads, [x, x]))).toEqual({
      weights: [
        ['query/kernel', [12, 2, 3]],
        ['query/bias', [2, 3]],
        ['key/kernel', [12, 2, 3]],
        ['key/bias', [2, 3]],
        ['value/kernel', [12, 2, 3]],
        ['value/bias', [2, 3]],
        ['attention_output/kernel', [2, 3, 12]],
        ['attention_output/bias', [12]]
      ],
      outputs: [
        [null, 5, 12],
        [null, 2, 5, 5]
      ]
    })
  })

  test('may have a key and a value of other sizes, by position or by name', () => {
    const shapes = { query: [null, 5, 12], value: [null, 7, 10], key: [null, 7, 8] }
    const expected = {
      weights: [
        ['query/kernel', [12, 2, 3]],
        ['key/kernel', [8, 2, 3]],
        ['value/kernel', [10, 2, 4]],
        ['attention_output/kernel', [2, 4, 12]]
      ],
      outputs: [
        [null, 5, 12],
        [null, 2, 5, 7]
      ]
    }
    const config = { ...heads, value_dim: 4, use_bias: false }
    expect(shapesOf(keras3('MultiHeadAttention', config, shapes))).toEqual(expected)
    expect(shapesOf(keras3('MultiHeadAttention', config, [shapes.query, shapes.value, shapes.key]))).toEqual(expected)
  })

  test('the key defaults to the value', () => {
    const { weights } = shapesOf(keras3('MultiHeadAttention', heads, { query: x, value: [null, 7, 10] }))
    expect(weights[2]).toEqual(['key/kernel', [10, 2, 3]])
  })

  test('may have an output shape of one or several axes', () => {
    const of = (output_shape: unknown) => {
      const { weights, outputs } = shapesOf(keras3('MultiHeadAttention', { ...heads, output_shape }, [x, x]))
      return [weights[6]?.[1], weights[7]?.[1], outputs[0]]
    }
    expect(of(9)).toEqual([[2, 3, 9], [9], [null, 5, 9]])
    expect(of([9])).toEqual([[2, 3, 9], [9], [null, 5, 9]])
    expect(of([4, 6])).toEqual([
      [2, 3, 4, 6],
      [4, 6],
      [null, 5, 4, 6]
    ])
  })

  test('has the same weights for any attention axes', () => {
    const image = [null, 5, 4, 16]
    const of = (attention_axes: unknown) =>
      shapesOf(keras3('MultiHeadAttention', { ...heads, attention_axes }, [image, image]))
    expect(of([2, 1]).weights[0]).toEqual(['query/kernel', [16, 2, 3]])
    expect(of(null).outputs).toEqual([
      [null, 5, 4, 16],
      [null, 2, 5, 4, 5, 4]
    ])
    expect(of(2).outputs[1]).toEqual([null, 5, 2, 4, 4])
  })

  test('may have a gate, since Keras 3.14', () => {
    const { weights } = shapesOf(keras3('MultiHeadAttention', { ...heads, value_dim: 4, use_gate: true }, [x, x]))
    expect(weights.slice(4, 6)).toEqual([
      ['gate/kernel', [12, 2, 4]],
      ['gate/bias', [2, 4]]
    ])
    expect(weights.map(([name]) => name.split('/')[0])).toEqual(
      ['query', 'key', 'gate', 'value', 'attention_output'].flatMap((name) => [name, name])
    )
  })

  test('has the same weights in Keras 2 (tf_keras/layers/attention/multi_head_attention.py)', () => {
    expect(shapesOf(build('keras2')('MultiHeadAttention', heads, [x, x]))).toEqual(
      shapesOf(keras3('MultiHeadAttention', heads, [x, x]))
    )
  })

  test('reports missing inputs and keys', () => {
    expect(keras3('MultiHeadAttention', heads, [x])).toMatchObject({
      left: [{ code: 'BadCount', received: 'a query' }]
    })
    expect(keras3('MultiHeadAttention', { num_heads: 0 }, [x, x])).toMatchObject({
      left: [
        { code: 'BadCount', path: ['config', 'num_heads'] },
        { code: 'MissingKey', path: ['config', 'key_dim'] }
      ]
    })
  })
})

describe('the fans of a projection', () => {
  const initializer = (config: object) => ({ module: 'keras.initializers', class_name: 'GlorotUniform', config })
  const kernels = (kernel_initializer: object) =>
    right(keras3('MultiHeadAttention', { ...heads, value_dim: 4, kernel_initializer }, [x, x])).weights.filter(
      ({ name }) => name.endsWith('/kernel')
    )
  // features to heads · size, and back: 12 → 2·3, 12 → 2·3, 12 → 2·4, 2·4 → 12
  const expectedFans = [
    [12, 6],
    [12, 6],
    [12, 8],
    [8, 12]
  ]
  const fansOf = (rule: Fans.FanRule | undefined, shape: ReadonlyArray<number | null>) => {
    const { fanIn, fanOut } = right(Fans.fromRule(rule ?? Fans.standard)(shape.map((size) => size ?? 0)))
    return [fanIn, fanOut]
  }

  const startFans = (weight: Weight) => {
    const initializer = initializerOf(weight)
    return 'fans' in initializer && fansOf(initializer.fans, weight.shape)
  }

  test('are available by the kind of layer', () => {
    const all = kernels(initializer({ seed: null }))
    expect(all.map(({ fans, shape }) => fansOf(fans, shape))).toEqual(expectedFans)
  })

  test('follow the kind of layer in files since Keras 3.15, whose initializers have axes', () => {
    const all = kernels(initializer({ seed: null, input_axes: null, output_axes: null }))
    expect(all.map(startFans)).toEqual(expectedFans)
  })

  test('are those of the last two axes in older files, or of the axes that the file lists', () => {
    // the axes before are a receptive field: 12·2 and 12·3, …, 2·4 and 2·12
    const old = kernels(initializer({ seed: null }))
    expect(old.map(startFans)).toEqual([
      [24, 36],
      [24, 36],
      [24, 48],
      [8, 24]
    ])
    const listed = kernels(initializer({ seed: null, input_axes: [1], output_axes: [2] }))
    expect(listed.map(initializerOf)[0]).toMatchObject({ fans: { rule: 'listed', input_axes: [1], output_axes: [2] } })
  })

  test('do not matter to other initializers', () => {
    expect(kernels({ class_name: 'Ones', config: {} }).map(initializerOf)[0]).toMatchObject({ _tag: 'Ones' })
  })
})

describe('GroupQueryAttention', () => {
  const config = { head_dim: 3, num_query_heads: 4, num_key_value_heads: 2 }

  test('has fewer heads for key and value', () => {
    expect(shapesOf(keras3('GroupQueryAttention', config, [x, [null, 7, 12]]))).toEqual({
      weights: [
        ['query/kernel', [12, 4, 3]],
        ['query/bias', [4, 3]],
        ['key/kernel', [12, 2, 3]],
        ['key/bias', [2, 3]],
        ['value/kernel', [12, 2, 3]],
        ['value/bias', [2, 3]],
        ['attention_output/kernel', [4, 3, 12]],
        ['attention_output/bias', [12]]
      ],
      outputs: [
        [null, 5, 12],
        [null, 4, 5, 7]
      ]
    })
  })

  test('may have a gate of the size of the query', () => {
    const { weights } = shapesOf(keras3('GroupQueryAttention', { ...config, use_gate: true, use_bias: false }, [x, x]))
    expect(weights[2]).toEqual(['gate/kernel', [12, 4, 3]])
  })
})

describe('attention without projections', () => {
  const [query, value] = [
    [null, 5, 12],
    [null, 7, 12]
  ]

  test('has an optional scalar for the scale and one for the concatenated score', () => {
    const of = (config: object) => shapesOf(keras3('Attention', config, [query, value]))
    expect(of({})).toEqual({
      weights: [],
      outputs: [
        [null, 5, 12],
        [null, 5, 7]
      ]
    })
    expect(of({ use_scale: true }).weights).toEqual([['scale', []]])
    expect(of({ use_scale: true, score_mode: 'concat' }).weights).toEqual([
      ['scale', []],
      ['concat_score_weight', []]
    ])
    const [scale] = right(keras3('Attention', { use_scale: true }, [query, value])).weights.map(initializerOf)
    expect(scale).toMatchObject({ _tag: 'Ones' })
  })

  test('has a scale for each feature if it is additive, drawn by glorot_uniform', () => {
    expect(shapesOf(keras3('AdditiveAttention', {}, [query, value])).weights).toEqual([['scale', [12]]])
    expect(shapesOf(keras3('AdditiveAttention', { use_scale: false }, [query, value])).weights).toEqual([])
    const [scale] = right(keras3('AdditiveAttention', {}, [query, value])).weights.map(initializerOf)
    expect(scale).toMatchObject({ _tag: 'VarianceScaling', mode: 'fan_avg', distribution: 'uniform' })
  })
})
