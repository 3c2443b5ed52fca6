/** Whole files of Keras: weights, dtypes, fans and errors. */
import * as E from 'fp-ts/Either'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromKeras } from '../../../src/importers/keras/fromKeras.js'
import { message } from '../../../src/InitializerError.js'
import { call, dense, errorsOf, functional, input, type Json, keras3, sequential, tensor } from './files.js'
import { errors, right } from '../../support/either.js'

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

/** Without the shapes that Keras 3 writes, except those of input layers. */
const withoutShapes = (u: unknown): unknown => {
  if (Array.isArray(u)) return u.map(withoutShapes)
  if (typeof u !== 'object' || u === null) return u
  return Object.fromEntries(
    Object.entries(u)
      .filter(([key]) => key !== 'build_config' && key !== 'shape')
      .map(([key, value]) => [key, withoutShapes(value)])
  )
}

describe('ResNet50, written by Keras 3.15', () => {
  const file = read('../../../examples/resnet50.keras3.json')
  /** `{ weight.path: weight.shape }` of that model in Keras, in the order of `model.weights` */
  const weights = Object.entries(read('./resnet50.keras3.weights.json') as Readonly<Record<string, unknown>>)
  const { plan, dialect, decisions, skipped } = right(fromKeras(file))

  test('the plan has the names and shapes of its weights, in order', () => {
    expect(weights).toHaveLength(320)
    expect(plan.parameters.map(({ name, shape }) => [name, shape])).toEqual(weights)
    expect(skipped).toEqual([])
  })

  test('the plan has the initializers of its layers', () => {
    const [kernel, bias, gamma] = plan.parameters
    expect(dialect).toBe('keras3')
    expect(kernel).toMatchObject({
      dtype: 'float32',
      initializer: { _tag: 'VarianceScaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' }
    })
    expect(bias?.initializer).toMatchObject({ _tag: 'Zeros' })
    expect(gamma?.initializer).toMatchObject({ _tag: 'Ones' })
    expect(decisions.map(({ point }) => point)).toContain('vector_fans')
  })

  test('the plan is the same if shapes have to be inferred', () => {
    expect(right(fromKeras(withoutShapes(file))).plan).toEqual(plan)
  })
})

describe('dtypes', () => {
  const dtypesOf = (dtype: unknown) => {
    const layer = keras3('Dense', { name: 'a', units: 4, dtype })
    const result = fromKeras(sequential('m', [input('x', 8), layer]))
    return E.isLeft(result) ? errorsOf(sequential('m', [input('x', 8), layer])) : result.right.plan.parameters[0]?.dtype
  }
  const policy = (name: string): Json => ({ module: 'keras', class_name: 'DTypePolicy', config: { name } })

  test('are those of the variables in the dtype policy', () => {
    expect(dtypesOf('float16')).toBe('float16')
    expect(dtypesOf(null)).toBe('float32')
    expect(dtypesOf(policy('bfloat16'))).toBe('bfloat16')
    expect(dtypesOf(policy('mixed_bfloat16'))).toBe('float32')
    expect(
      dtypesOf({ class_name: 'DTypePolicyMap', config: { default_policy: policy('float16'), policy_map: {} } })
    ).toBe('float16')
  })

  test.each([
    ['QuantizedDTypePolicy', { mode: 'int8', source_name: 'float32' }],
    ['QuantizedFloat8DTypePolicy', { mode: 'float8', source_name: 'float32', amax_history_length: 1024 }],
    ['Int4DTypePolicy', { mode: 'int4/128', source_name: 'float32' }],
    ['GPTQDTypePolicy', { mode: 'gptq/4/128', source_name: 'float32' }],
    ['AWQDTypePolicy', { mode: 'awq/4/128', source_name: 'bfloat16' }],
    ['DTypePolicy', { name: 'int8_from_float32' }],
    ['DTypePolicyMap', { default_policy: policy('float32'), policy_map: { 'm/a': policy('float16') } }]
  ])('of a quantized layer are refused: %s', (class_name, config) => {
    expect(dtypesOf({ module: 'keras.dtype_policies', class_name, config })).toEqual([
      'UnsupportedDType config.layers.1.config.dtype'
    ])
  })

  test('of a quantized layer are named in the error', () => {
    const dtype = { class_name: 'QuantizedDTypePolicy', config: { mode: 'int8', source_name: 'float32' } }
    const file = sequential('m', [input('x', 7), keras3('Dense', { name: 'd', units: 5, dtype })])
    expect(errors(fromKeras(file))[0].received).toBe('QuantizedDTypePolicy "int8"')
  })

  test('of integers leave a tensor out of the plan, which is reported', () => {
    const file = sequential('m', [input('x', 8), keras3('Normalization', { name: 'norm', axis: [-1] })])
    const { plan, skipped } = right(fromKeras(file))
    expect(plan.parameters.map(({ name }) => name)).toEqual(['m/norm/mean', 'm/norm/variance'])
    expect(skipped).toEqual([{ name: 'm/norm/count', dtype: 'int32' }])
  })
})

describe('right fans', () => {
  const fansOf = (options: object, ...layers: ReadonlyArray<Json>) =>
    right(fromKeras(sequential('m', [input('x', 5, 5, 8), ...layers]), options)).plan.parameters.flatMap(
      ({ name, initializer }) => (initializer._tag === 'VarianceScaling' ? [[name, initializer.fans]] : [])
    )
  const depthwise = keras3('DepthwiseConv2D', { name: 'd', kernel_size: 3 })
  const grouped = keras3('Conv2D', { name: 'g', kernel_size: 3, filters: 4, groups: 2 })
  const transposed = keras3('Conv2DTranspose', { name: 't', kernel_size: 3, filters: 4 })
  const plain = keras3('Conv2D', { name: 'p', kernel_size: 1, filters: 4 })
  const rule = { rule: 'layout', layout: 'HWIO', groups: 1, transposed: false, depthwise: false }

  test('are those of the kind of layer', () => {
    expect(fansOf({}, depthwise, grouped, transposed).map(([, fans]) => fans)).toEqual(
      Array.from({ length: 3 }, () => ({ rule: 'default' }))
    )
    expect(fansOf({ rightFans: true }, depthwise, grouped, transposed, plain)).toEqual([
      ['m/d/kernel', { ...rule, depthwise: true }],
      ['m/g/kernel', { ...rule, groups: 2 }],
      ['m/t/kernel', { ...rule, transposed: true }],
      ['m/p/kernel', { rule: 'default' }]
    ])
  })

  test('keep the axes that a file lists', () => {
    const kernel_initializer = { class_name: 'HeNormal', config: { input_axes: [0], output_axes: [1] } }
    const layer = keras3('Conv2D', { name: 'g', kernel_size: 3, filters: 4, groups: 2, kernel_initializer })
    expect(fansOf({ rightFans: true }, layer)).toEqual([
      ['m/g/kernel', { rule: 'listed', input_axes: [0], output_axes: [1] }]
    ])
  })
})

describe('errors of a file', () => {
  const x = input('x', 8)

  test('the error of an unknown layer shows how to write its weights by hand', () => {
    const file = sequential('m', [x, keras3('Dens', { name: 'mine', units: 3 }), dense('after', 2)])
    const result = fromKeras(file)
    expect(E.isLeft(result) && result.left.map(message)).toEqual([
      'config.layers[1].class_name: expected a Keras layer (write a plan by hand to give the weights of "mine", one line ' +
        'each, such as "mine/kernel": { "shape": [64, 10], "initializer": "glorot_uniform" }), got "Dens" (did you mean Dense?)'
    ])
  })

  test('a registered class is not the Keras class of that name', () => {
    const own = { ...dense('a', 3), registered_name: 'mine>Dense' }
    expect(errorsOf(sequential('m', [x, own]))).toEqual(['UnknownName config.layers.1.class_name'])
  })

  test.each<[string, unknown, ReadonlyArray<string>]>([
    ['a number', 3, ['WrongType']],
    ['an empty object', {}, ['WrongType class_name']],
    ['a layer', dense('a', 3), ['Unsupported class_name']],
    ['a graph model', { modelTopology: { node: [] }, weightsManifest: [] }, ['Unsupported modelTopology']],
    ['Keras 1', { class_name: 'Sequential', config: [], keras_version: '1.2.2' }, ['Unsupported']],
    ['no layers', sequential('m', 3 as never), ['WrongType config.layers']],
    ['a layer that is a number', sequential('m', [x, 3 as never]), ['WrongType config.layers.1']],
    [
      'two wrong layers in a chain, of which the second is never built',
      sequential('m', [x, dense('a', 0), keras3('Conv9D', { name: 'b' })]),
      ['BadCount config.layers.1.config.units']
    ],
    [
      'too many axes',
      sequential('m', [x, keras3('Reshape', { name: 'r', target_shape: Array.from({ length: 40 }, () => 1) })]),
      ['RankTooLarge config.layers.1']
    ],
    [
      'two layers of one name',
      sequential('m', [x, dense('a', 1), dense('a', 1)]),
      ['DuplicateName config.layers.2.name']
    ],
    ['an unknown size', sequential('m', [input('x', null), dense('a', 1)]), ['BadDim config.layers.1']],
    [
      'a bad shape',
      sequential('m', [input('x', -2, 0.5), dense('a', 1)]),
      ['BadDim config.layers.0.config.batch_shape.1', 'BadDim config.layers.0.config.batch_shape.2']
    ],
    [
      'a bad build_config without known inputs',
      sequential('m', [{ ...dense('a', 1), build_config: { input_shape: [null, 'x'] } }]),
      ['BadDim config.layers.0.build_config.input_shape.1']
    ],
    [
      'an unknown tensor',
      functional('m', [x, dense('a', 1, call('y'))], ['x'], ['a']),
      ['UnknownName config.layers.1.inbound_nodes.0']
    ],
    [
      'an unknown call',
      functional('m', [x, dense('a', 1, { args: [tensor('x', 3)], kwargs: {} })], ['x'], ['a']),
      ['UnknownValue config.layers.1.inbound_nodes.0']
    ],
    [
      'an unknown output',
      functional('m', [x, dense('a', 1, call('x'))], ['x'], ['b']),
      ['UnknownName config.output_layers']
    ],
    [
      'a cycle',
      functional('m', [x, dense('a', 1, call('b')), dense('b', 1, call('a'))], ['x'], ['b']),
      ['UnknownValue config.layers.1.inbound_nodes.0']
    ],
    [
      'a tensor without history',
      functional(
        'm',
        [x, dense('a', 1, { args: [{ class_name: '__keras_tensor__', config: {} }], kwargs: {} })],
        ['x'],
        ['a']
      ),
      ['MissingKey config.layers.1.inbound_nodes.0.args.0.config.keras_history']
    ]
  ])('%s', (_, file, errors) => {
    expect(errorsOf(file)).toEqual(errors)
  })

  test('the errors of all layers are reported at once', () => {
    const layers = [
      x,
      dense('a', 1, call('x')),
      dense('b', -1, call('x')),
      keras3('Nope', { name: 'c' }, { inbound_nodes: [call('x')] })
    ]
    expect(errorsOf(functional('m', [...layers, dense('d', 1, call('c'))], ['x'], ['a']))).toEqual([
      'BadCount config.layers.2.config.units',
      'UnknownName config.layers.3.class_name'
    ])
  })
})
