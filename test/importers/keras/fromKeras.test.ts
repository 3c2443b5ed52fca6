import * as E from 'fp-ts/Either'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromKeras, type KerasModel } from '../../../src/importers/keras/fromKeras.js'
import { message, type Validated } from '../../../src/InitializerError.js'

// -------------------------------------------------------------------------------------
// files
// -------------------------------------------------------------------------------------

interface Json {
  readonly [key: string]: unknown
}

const keras3 = (class_name: string, config: Json, more: Json = {}): Json => ({
  module: 'keras.layers',
  class_name,
  config,
  registered_name: null,
  name: config['name'],
  ...more
})

const tensor = (name: string, node = 0, output = 0): Json => ({
  class_name: '__keras_tensor__',
  config: { shape: null, dtype: 'float32', keras_history: [name, node, output] }
})

/** A call of Keras 3, with each tensor an argument. */
const call = (...names: ReadonlyArray<string>): Json => ({ args: names.map((name) => tensor(name)), kwargs: {} })

/** A call with one argument, a list of tensors. */
const callList = (...names: ReadonlyArray<string>): Json => ({ args: [names.map((name) => tensor(name))], kwargs: {} })

const input = (name: string, ...shape: ReadonlyArray<number | null>): Json =>
  keras3('InputLayer', { name, batch_shape: [null, ...shape] }, { inbound_nodes: [] })

const dense = (name: string, units: number, ...inbound_nodes: ReadonlyArray<unknown>): Json =>
  keras3('Dense', { name, units }, { inbound_nodes })

const functional = (
  name: string,
  layers: ReadonlyArray<Json>,
  inputs: ReadonlyArray<string>,
  outputs: ReadonlyArray<string>,
  ...inbound_nodes: ReadonlyArray<unknown>
): Json => ({
  module: 'keras.src.models.functional',
  class_name: 'Functional',
  config: {
    name,
    layers,
    input_layers: inputs.map((each) => [each, 0, 0]),
    output_layers: outputs.map((each) => [each, 0, 0])
  },
  registered_name: 'Functional',
  name,
  inbound_nodes
})

const sequential = (name: string, layers: ReadonlyArray<Json>, more: Json = {}): Json => ({
  module: 'keras',
  class_name: 'Sequential',
  config: { name, layers, ...more },
  registered_name: null,
  name
})

// -------------------------------------------------------------------------------------
// answers
// -------------------------------------------------------------------------------------

const right = <A>(fa: Validated<A>): A => {
  if (E.isLeft(fa)) throw new Error(fa.left.map(message).join('\n'))
  return fa.right
}

const weightsOf = (file: unknown, options = {}): ReadonlyArray<string> =>
  right(fromKeras(file, options)).plan.parameters.map(({ name, shape }) => `${name} ${shape.join(',')}`)

const errorsOf = (file: unknown): ReadonlyArray<string> => {
  const result = fromKeras(file)
  return E.isLeft(result) ? result.left.map(({ code, path }) => `${code} ${path.join('.')}`) : ['none']
}

// -------------------------------------------------------------------------------------
// ResNet50
// -------------------------------------------------------------------------------------

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

/** Without what Keras 3 says of shapes, but for those of input layers. */
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

  it('has the names and shapes of its weights, in order', () => {
    expect(weights).toHaveLength(320)
    expect(plan.parameters.map(({ name, shape }) => [name, shape])).toEqual(weights)
    expect(skipped).toEqual([])
  })

  it('has the initializers of its layers', () => {
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

  it('is the same where shapes have to be inferred', () => {
    expect(right(fromKeras(withoutShapes(file))).plan).toEqual(plan)
  })
})

// -------------------------------------------------------------------------------------
// Sequential
// -------------------------------------------------------------------------------------

describe('Sequential', () => {
  it('puts its name before those of its layers, in Keras 3', () => {
    const file = sequential('mlp', [input('input_layer', 8), dense('a', 4), dense('b', 2)])
    expect(weightsOf(file)).toEqual(['mlp/a/kernel 8,4', 'mlp/a/bias 4', 'mlp/b/kernel 4,2', 'mlp/b/bias 2'])
  })

  it('is built with build_input_shape, or with the build_config of each layer', () => {
    const layers = [dense('a', 4)]
    const expected = ['mlp/a/kernel 8,4', 'mlp/a/bias 4']
    expect(weightsOf(sequential('mlp', layers, { build_input_shape: [null, 8] }))).toEqual(expected)
    const built = layers.map((layer) => ({ ...layer, build_config: { input_shape: [null, 8] } }))
    expect(weightsOf(sequential('mlp', built))).toEqual(expected)
    expect(errorsOf(sequential('mlp', layers))).toEqual(['MissingKey config.layers.0'])
  })

  it('does not in Keras 2, whose first layer says the shape', () => {
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

  it('has the outer name before the inner one, unless the inner has an Input of its own', () => {
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

// -------------------------------------------------------------------------------------
// functional models
// -------------------------------------------------------------------------------------

describe('functional models', () => {
  it('may have several inputs and outputs, and calls in any order of the file', () => {
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

  it('of Keras 2 write calls as lists, with tensors among the keyword arguments', () => {
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

  it('have the weights of a shared layer once, also at different depths', () => {
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

  it('nest: names of inner functional models begin at the root, those of a Sequential below it', () => {
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
        // the call 0 of a nested model is the one it was made with
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

  it('may have functions of keras.ops among their layers, whose outputs have the shapes that the file says', () => {
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

// -------------------------------------------------------------------------------------
// dtypes and fans
// -------------------------------------------------------------------------------------

describe('dtypes', () => {
  const dtypesOf = (dtype: unknown) => {
    const layer = keras3('Dense', { name: 'a', units: 4, dtype })
    const result = fromKeras(sequential('m', [input('x', 8), layer]))
    return E.isLeft(result) ? errorsOf(sequential('m', [input('x', 8), layer])) : result.right.plan.parameters[0]?.dtype
  }
  const policy = (name: string): Json => ({ module: 'keras', class_name: 'DTypePolicy', config: { name } })

  it('are those of the variables of the policy', () => {
    expect(dtypesOf('float16')).toBe('float16')
    expect(dtypesOf(null)).toBe('float32')
    expect(dtypesOf(policy('bfloat16'))).toBe('bfloat16')
    expect(dtypesOf(policy('mixed_bfloat16'))).toBe('float32')
    expect(dtypesOf(policy('int8_from_float32'))).toEqual(['UnsupportedDType config.layers.1.config.dtype'])
  })

  it('leave integers out of the plan, and say so', () => {
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

  it('are those of the kind of the layer, on request', () => {
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

  it('leave the axes that a file names', () => {
    const kernel_initializer = { class_name: 'HeNormal', config: { input_axes: [0], output_axes: [1] } }
    const layer = keras3('Conv2D', { name: 'g', kernel_size: 3, filters: 4, groups: 2, kernel_initializer })
    expect(fansOf({ rightFans: true }, layer)).toEqual([
      ['m/g/kernel', { rule: 'listed', input_axes: [0], output_axes: [1] }]
    ])
  })
})

// -------------------------------------------------------------------------------------
// TF.js
// -------------------------------------------------------------------------------------

describe('TF.js', () => {
  const topology = (...layers: ReadonlyArray<Json>): Json => ({
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
    model_config: { class_name: 'Sequential', config: { name: 'seq', layers } }
  })
  const bn = { class_name: 'BatchNormalization', config: { name: 'bn', axis: -1, batch_input_shape: [null, 3] } }
  const last = { class_name: 'Dense', config: { name: 'dense_Dense1', units: 2 } }
  const listed = (...weights: ReadonlyArray<readonly [string, ReadonlyArray<number>]>): Json => ({
    paths: ['weights.bin'],
    weights: weights.map(([name, shape]) => ({ name, shape, dtype: 'float32' }))
  })
  const file = (...groups: ReadonlyArray<Json>): Json => ({
    format: 'layers-model',
    modelTopology: topology(bn, last),
    weightsManifest: groups
  })
  const trainable = [
    ['bn/gamma', [3]],
    ['bn/beta', [3]],
    ['dense_Dense1/kernel', [3, 2]],
    ['dense_Dense1/bias', [2]]
  ] as const
  const others = [
    ['bn/moving_mean', [3]],
    ['bn/moving_variance', [3]]
  ] as const

  it('names weights in the list, in whatever order', () => {
    expect(weightsOf(file(listed(...trainable), listed(...others)))).toEqual([
      ...['bn/gamma 3', 'bn/beta 3', 'bn/moving_mean 3', 'bn/moving_variance 3'],
      ...['dense_Dense1/kernel 3,2', 'dense_Dense1/bias 2']
    ])
    expect(right(fromKeras(file(listed(...trainable, ...others)))).dialect).toBe('tfjs')
  })

  it('takes the names of the list, where they are others', () => {
    const renamed = [...trainable.slice(0, 2), ['other/dense/kernel_1', [3, 2]], ['other/dense/bias_1', [2]]] as const
    expect(weightsOf(file(listed(...renamed, ...others))).slice(-2)).toEqual([
      'other/dense/kernel_1 3,2',
      'other/dense/bias_1 2'
    ])
  })

  it('must agree with the list', () => {
    expect(errorsOf(file(listed(...trainable)))).toEqual(['MissingKey weightsManifest', 'MissingKey weightsManifest'])
    expect(errorsOf(file(listed(...trainable, ...others, ['x/alpha', [1]])))).toEqual([
      'UnknownName weightsManifest.0.weights.6.name'
    ])
    expect(errorsOf(file(listed(...trainable.slice(0, 3), ...others, ['dense_Dense1/bias', [3]])))).toEqual([
      'ShapeMismatch weightsManifest.0.weights.5.shape'
    ])
    expect(errorsOf({ ...file(), weightsManifest: [{ weights: [{ shape: [1] }] }] })).toEqual([
      'WrongType weightsManifest.0.weights.0.name'
    ])
  })

  it('needs no list', () => {
    expect(weightsOf(topology(bn)).map((each) => each.split(' ')[0])).toEqual([
      ...['bn/gamma', 'bn/beta', 'bn/moving_mean', 'bn/moving_variance']
    ])
  })
})

// -------------------------------------------------------------------------------------
// errors
// -------------------------------------------------------------------------------------

describe('what is wrong with a file', () => {
  const x = input('x', 8)

  it('names an unknown layer and shows how to write its weights by hand', () => {
    const file = sequential('m', [x, keras3('Dens', { name: 'mine', units: 3 }), dense('after', 2)])
    const result = fromKeras(file)
    expect(E.isLeft(result) && result.left.map(message)).toEqual([
      'config.layers[1].class_name: expected a layer of Keras (write a plan by hand to give the weights of "mine", one line ' +
        'each, such as "mine/kernel": { "shape": [64, 10], "initializer": "glorot_uniform" }), got "Dens" (did you mean Dense?)'
    ])
  })

  it('takes a registered class for what it is', () => {
    const own = { ...dense('a', 3), registered_name: 'mine>Dense' }
    expect(errorsOf(sequential('m', [x, own]))).toEqual(['UnknownName config.layers.1.class_name'])
  })

  it.each<[string, unknown, ReadonlyArray<string>]>([
    ['no object', 3, ['WrongType ']],
    ['nothing', {}, ['WrongType class_name']],
    ['a layer', dense('a', 3), ['Unsupported class_name']],
    ['a graph model', { modelTopology: { node: [] }, weightsManifest: [] }, ['Unsupported modelTopology']],
    ['Keras 1', { class_name: 'Sequential', config: [], keras_version: '1.2.2' }, ['Unsupported ']],
    ['no layers', sequential('m', 3 as never), ['WrongType config.layers']],
    ['a layer that is none', sequential('m', [x, 3 as never]), ['WrongType config.layers.1']],
    [
      'several at once',
      sequential('m', [x, dense('a', 0), keras3('Conv9D', { name: 'b' })]),
      ['BadCount config.layers.1.config.units']
    ],
    [
      'more axes than any tensor has',
      sequential('m', [x, keras3('Reshape', { name: 'r', target_shape: Array.from({ length: 40 }, () => 1) })]),
      ['RankTooLarge config.layers.1']
    ],
    ['two of a name', sequential('m', [x, dense('a', 1), dense('a', 1)]), ['DuplicateName config.layers.2.name']],
    ['an open axis', sequential('m', [input('x', null), dense('a', 1)]), ['BadDim config.layers.1']],
    [
      'a bad shape',
      sequential('m', [input('x', -2, 0.5), dense('a', 1)]),
      ['BadDim config.layers.0.config.batch_shape.1', 'BadDim config.layers.0.config.batch_shape.2']
    ],
    [
      'a bad build_config',
      sequential('m', [x, { ...dense('a', 1), build_config: { input_shape: [null, 'x'] } }]),
      ['BadDim config.layers.1.build_config.input_shape.1']
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
      'a loop',
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

  it('tells of all layers at once', () => {
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

// -------------------------------------------------------------------------------------
// hostile files
// -------------------------------------------------------------------------------------

/** Runs to an answer, whatever it is. */
const answers = (file: unknown): boolean => ['Left', 'Right'].includes(fromKeras(file)._tag)

describe('hostile files', () => {
  const model = functional(
    'm',
    [
      input('x', 6, 6, 3),
      keras3('Conv2D', { name: 'c', filters: 4, kernel_size: [3, 3] }, { inbound_nodes: [call('x')] }),
      keras3('Flatten', { name: 'f' }, { inbound_nodes: [call('c')] }),
      { ...sequential('s', [input('i', 64), dense('d', 2)]), inbound_nodes: [call('f')] }
    ],
    ['x'],
    ['s']
  )

  const x = input('x', 1)

  /** All places in a value, as the keys that lead there. */
  const placesIn = (u: unknown): ReadonlyArray<ReadonlyArray<string>> =>
    typeof u === 'object' && u !== null
      ? [[], ...Object.entries(u).flatMap(([key, item]) => placesIn(item).map((rest) => [key, ...rest]))]
      : [[]]

  const replaced = (u: unknown, [key, ...rest]: ReadonlyArray<string>, value: unknown): unknown => {
    if (key === undefined) return value
    const copy = Array.isArray(u) ? [...(u as ReadonlyArray<unknown>)] : { ...(u as Json) }
    return Object.assign(copy, { [key]: replaced((u as Json)[key], rest, value) })
  }

  it('answers whatever stands in any place', () => {
    const getter = Object.defineProperty({}, 'class_name', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      }
    })
    const values = [undefined, null, -1, NaN, 1e300, '', '__proto__', 10n, [], {}, [[]], getter, new Map()]
    for (const place of placesIn(model)) {
      for (const value of values) expect(answers(replaced(model, place, value))).toBe(true)
    }
  })

  it('says what is too deep', () => {
    const deep = Array.from({ length: 100 }).reduce<Json>(
      (inner, _, i) => sequential(`s${i}`, [input(`x${i}`, 8), inner]),
      dense('a', 1)
    )
    expect(errorsOf(deep)[0]).toMatch(/^TooDeep /)
  })

  it('takes a hundred thousand tensors in one call, and as many outputs', () => {
    const names = Array.from({ length: 200_000 }, () => 'x')
    const all = { args: [names.map((name) => tensor(name))], kwargs: {} }
    const join = keras3('Concatenate', { name: 'j' }, { inbound_nodes: [all] })
    expect(weightsOf(functional('m', [x, join, dense('a', 1, call('j'))], ['x'], ['a', ...names]))).toEqual([
      'a/kernel 200000,1',
      'a/bias 1'
    ])
  })

  it('does not run a nested model for ever', () => {
    // each model calls the one within twice, with shapes that differ
    const nested = Array.from({ length: 12 }).reduce<Json>(
      (inner, _, i) =>
        functional(
          `m${i}`,
          [
            input('x', null),
            keras3('RepeatVector', { name: 'r', n: i + 2 }, { inbound_nodes: [call('x')] }),
            { ...inner, inbound_nodes: Array.from({ length: 8 }, () => call('r')) }
          ],
          ['x'],
          [inner['name'] as string]
        ),
      functional('inmost', [input('x', null)], ['x'], ['x'])
    )
    expect(answers(nested)).toBe(true)
  })
})

describe('100,000 layers', () => {
  const count = 100_000
  const chain = (layer: (i: number) => Json) => [input('l', 4), ...Array.from({ length: count }, (_, i) => layer(i))]

  it('are read, from a chain without any recursion', () => {
    const layers = chain((i) => dense(`l${i}`, 4, call(i === 0 ? 'l' : `l${i - 1}`)))
    const file = functional('m', layers, ['l'], [`l${count - 1}`])
    expect(right(fromKeras(file)).plan.parameters).toHaveLength(2 * count)
  }, 60_000)

  it('have at most a hundred errors', () => {
    const result: Validated<KerasModel> = fromKeras(
      sequential(
        'm',
        chain((i) => keras3(`Dense${i}x`, { name: `l${i}` }))
      )
    )
    expect(E.isLeft(result) && result.left.length).toBe(1)
    const wide = functional(
      'm',
      chain((i) => dense(`l${i}`, -1, call('l'))),
      ['l'],
      ['l']
    )
    const many = fromKeras(wide)
    expect(E.isLeft(many) && [many.left.length, many.left.at(-1)?.code]).toEqual([101, 'TooManyErrors'])
  }, 60_000)
})
