import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import * as Plan from 'initializers-ts/plan'
import { fromModel } from '../../src/importers/index.js'
import { right } from '../support/either.js'

const rules = right(Plan.decodeRules([{ match: '**kernel', initializer: 'ones', dtype: 'float16' }]))

const input = { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 4] } }
const dense = { class_name: 'Dense', config: { name: 'fc', units: 3 } }
const topology = { class_name: 'Sequential', config: { name: 'm', layers: [input, dense] }, keras_version: '2.15.0' }

const names = (u: unknown): ReadonlyArray<string> => right(fromModel(u)).plan.parameters.map(({ name }) => name)

describe('the kind of a model file', () => {
  test.each([
    ['Keras', topology, 'keras', 'keras2'],
    ['the attributes of an HDF5 file', { model_config: topology }, 'keras', 'keras2'],
    [
      'TF.js',
      { format: 'layers-model', modelTopology: { ...topology, keras_version: 'tfjs-layers 4.22.0' } },
      'tfjs',
      'tfjs'
    ]
  ])('%s', (_, file, source, dialect) => {
    expect(right(fromModel(file))).toMatchObject({ source, dialect, overridden: [], skipped: [], unusedRules: [] })
    expect(names(file)).toEqual(['fc/kernel', 'fc/bias'])
  })

  test('names and shapes, even if the names are keys of Keras', () => {
    const shapes = { class_name: [2], config: { shape: [3] }, parameters: [4] }
    const all = right(Plan.decodeRules([{ match: '*', initializer: 'ones' }]))
    expect(right(fromModel(shapes, { rules: all }))).toMatchObject({ source: 'shapes', dialect: null })
  })

  test.each([
    ['a plan', { parameters: { w: { shape: [2], initializer: 'ones' } } }, 'Unsupported'],
    ['an index of safetensors files', { metadata: {}, weight_map: { w: 'a.safetensors' } }, 'Unsupported'],
    ['anything else', { layers: 3 }, 'WrongType'],
    ['an empty object', {}, 'WrongType'],
    ['null', null, 'WrongType'],
    ['a list', [topology], 'WrongType'],
    ['a function', () => topology, 'WrongType']
  ])('%s is an error: %s', (_, u, code) => {
    const imported = fromModel(u)
    expect(E.isLeft(imported) && imported.left.map((e) => e.code)).toEqual([code])
  })

  test('a getter that throws is an error', () => {
    const get = (): never => {
      throw new Error('no')
    }
    for (const key of ['class_name', 'config', 'modelTopology', 'w']) {
      expect(E.isLeft(fromModel(Object.defineProperty({}, key, { enumerable: true, get })))).toBe(true)
    }
  })

  test('inherited keys are ignored', () => {
    expect(E.isLeft(fromModel(Object.create(topology)))).toBe(true)
  })
})

describe('options', () => {
  test('rules take precedence over the model, which is reported', () => {
    const { plan, overridden } = right(fromModel(topology, { rules }))
    expect(plan.parameters).toMatchObject([
      { name: 'fc/kernel', dtype: 'float16', initializer: { _tag: 'Ones' } },
      { name: 'fc/bias', dtype: 'float32', initializer: { _tag: 'Zeros' } }
    ])
    expect(overridden).toEqual(['fc/kernel'])
  })

  test('dtype applies to all parameters without a dtype in a rule', () => {
    const { plan } = right(fromModel(topology, { rules, dtype: 'bfloat16' }))
    expect(plan.parameters.map(({ dtype }) => dtype)).toEqual(['float16', 'bfloat16'])
  })

  const mine = { class_name: 'Mine', config: {} }
  const odd = (kernel_initializer: unknown, more = {}) => ({
    ...topology,
    config: {
      name: 'm',
      layers: [input, { class_name: 'Dense', config: { name: 'fc', units: 3, kernel_initializer, ...more } }]
    }
  })
  const errors = (u: unknown, options = {}) => {
    const imported = fromModel(u, options)
    return E.isLeft(imported) ? imported.left.map(({ path }) => path.join('.')) : []
  }
  const config = 'config.layers.1.config'

  test('a rule replaces an initializer that cannot be read', () => {
    expect(errors(odd(mine))).toEqual([`${config}.kernel_initializer.class_name`])
    const { plan, overridden } = right(fromModel(odd(mine), { rules }))
    expect(plan.parameters[0]).toMatchObject({ name: 'fc/kernel', initializer: { _tag: 'Ones' } })
    expect(overridden).toEqual(['fc/kernel'])
  })

  test('only where it matches; all other errors are reported at once', () => {
    const both = odd(mine, { bias_initializer: 'zeroes' })
    expect(errors(both)).toEqual([`${config}.kernel_initializer.class_name`, `${config}.bias_initializer`])
    expect(errors(both, { rules })).toEqual([`${config}.bias_initializer`])
  })

  test('a config that several weights share is reported once', () => {
    const attention = {
      ...{ class_name: 'MultiHeadAttention', name: 'att', inbound_nodes: [[['x', 0, 0, { value: ['x', 0, 0] }]]] },
      config: { name: 'att', num_heads: 2, key_dim: 3, kernel_initializer: mine }
    }
    const x = {
      class_name: 'InputLayer',
      name: 'x',
      inbound_nodes: [],
      config: { name: 'x', batch_input_shape: [null, 5, 4] }
    }
    const layers = { layers: [x, attention], input_layers: [['x', 0, 0]], output_layers: [['att', 0, 0]] }
    const model = { class_name: 'Functional', config: { name: 'm', ...layers }, keras_version: '2.15.0' }
    expect(errors(model)).toEqual([`${config}.kernel_initializer.class_name`])
    expect(right(fromModel(model, { rules })).overridden).toHaveLength(4)
  })

  test('decisions are those of the initializers in the plan', () => {
    const points = (options = {}) =>
      right(fromModel(odd('glorot_uniform'), options)).decisions.map(({ point }) => point)
    expect(points()).not.toEqual([])
    expect(points({ rules })).toEqual([])
  })
})
