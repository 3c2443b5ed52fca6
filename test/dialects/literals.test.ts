/**
 * Configs as found in files and in the output of the frameworks, era by era, and the initializer of each. The literals are
 * copied from public files or from the framework's output; the initializers are written by hand.
 */
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { type Dialect, read } from 'initializers-ts/dialects'
import { right } from '../support/either.js'

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

const unset = { seed: null, dtype: null }
const standard = { rule: 'default' }
const squares = { rule: 'square', ranks: [2, 3, 4, 5] }
const squaresOfKeras1 = { rule: 'square', ranks: [2, 4, 5] }

const scaling = (scale: number, mode: string, distribution: string, more: object = {}) => ({
  _tag: 'VarianceScaling',
  scale,
  mode,
  distribution,
  corrected: true,
  fans: standard,
  ...unset,
  ...more
})
const glorotUniform = scaling(1, 'fan_avg', 'uniform')
const zeros = { _tag: 'Zeros', dtype: null }
const orthogonal = { _tag: 'Orthogonal', gain: 1, column_axis: -1, ...unset }
const constant = (value: unknown, more: object = {}) => ({
  _tag: 'Constant',
  value,
  reshape: false,
  dtype: null,
  ...more
})

const inKeras3 = (class_name: string, config: object) => ({
  module: 'keras.initializers',
  class_name,
  config,
  registered_name: null
})
const keras3 = { module: 'keras.initializers', registered_name: null }

type Row = readonly [
  row: string,
  dialect: Dialect,
  literal: unknown,
  expected: object,
  wrapper?: object,
  decided?: Readonly<Record<string, string>>
]

const rows: ReadonlyArray<Row> = [
  ['1 init', 'keras1', 'glorot_uniform', { ...glorotUniform, fans: squaresOfKeras1 }],
  ['1 inner_init', 'keras1', 'orthogonal', { ...orthogonal, gain: 1.1, column_axis: 0 }],
  [
    '2 Keras 2.2',
    'keras2.2',
    { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_avg', distribution: 'uniform', seed: null } },
    { ...glorotUniform, fans: squares }
  ],
  [
    '3 in another order, Keras 2.2.4',
    'keras2.2',
    { class_name: 'VarianceScaling', config: { distribution: 'uniform', scale: 1, seed: null, mode: 'fan_avg' } },
    { ...glorotUniform, fans: squares }
  ],
  [
    '3 in another order, Keras 2.1.6',
    'keras2.0',
    { class_name: 'VarianceScaling', config: { distribution: 'uniform', scale: 1, seed: null, mode: 'fan_avg' } },
    { ...glorotUniform, fans: squares }
  ],
  ['4 the config first', 'keras2.2', { config: {}, class_name: 'Zeros' }, zeros],
  [
    '5 GlorotUniform',
    'tf1',
    { class_name: 'GlorotUniform', config: { seed: null, dtype: 'float32' } },
    { ...glorotUniform, dtype: 'float32' },
    {},
    { dtype: 'written' }
  ],
  [
    '5 Zeros',
    'tf1',
    { class_name: 'Zeros', config: { dtype: 'float32' } },
    { ...zeros, dtype: 'float32' },
    {},
    { dtype: 'written' }
  ],
  [
    '6 RandomNormal',
    'tf1',
    { class_name: 'RandomNormal', config: { mean: 0.0, stddev: 1.0, seed: 100, dtype: 'float32' } },
    { _tag: 'RandomNormal', mean: 0, stddev: 1, seed: 100, dtype: 'float32' }
  ],
  [
    '6 Constant',
    'tf1',
    { class_name: 'Constant', config: { value: 0, dtype: 'float32' } },
    constant(0, { dtype: 'float32' })
  ],
  [
    '7 normal',
    'tf1',
    {
      class_name: 'VarianceScaling',
      config: { scale: 1, mode: 'fan_in', distribution: 'normal', seed: null, dtype: 'float32' }
    },
    scaling(1, 'fan_in', 'truncated_normal', { dtype: 'float32' }),
    {},
    { normal: 'truncated', correction: 'corrected' }
  ],
  ['8 GlorotUniform', 'keras2', { class_name: 'GlorotUniform', config: { seed: null } }, glorotUniform],
  ['8 Orthogonal', 'keras2', { class_name: 'Orthogonal', config: { gain: 1, seed: null } }, orthogonal],
  [
    '9 LecunNormal',
    'keras2',
    { class_name: 'LecunNormal', config: { seed: null } },
    scaling(1, 'fan_in', 'truncated_normal')
  ],
  [
    '10 convolutions of EfficientNetV2',
    'keras2',
    { class_name: 'VarianceScaling', config: { scale: 2, mode: 'fan_out', distribution: 'truncated_normal' } },
    scaling(2, 'fan_out', 'truncated_normal')
  ],
  [
    '10 its last layer',
    'keras2',
    {
      class_name: 'VarianceScaling',
      config: { scale: 0.3333333333333333, mode: 'fan_out', distribution: 'uniform' }
    },
    scaling(1 / 3, 'fan_out', 'uniform')
  ],
  ['11 GlorotUniformV2', 'keras2', { class_name: 'GlorotUniformV2', config: { seed: null } }, glorotUniform],
  ['11 ZerosV2', 'keras2', { class_name: 'ZerosV2', config: {} }, zeros],
  [
    '11 glorot_uniformV2',
    'keras2',
    { class_name: 'glorot_uniformV2', config: { seed: 7 } },
    { ...glorotUniform, seed: 7 }
  ],
  ['12 from TensorFlow 2.12', 'keras2', inKeras3('GlorotUniform', { seed: null }), glorotUniform, keras3],
  ['12 from Keras 3.10', 'keras3', inKeras3('GlorotUniform', { seed: null }), glorotUniform, keras3],
  [
    '13 OrthogonalInitializer',
    'keras3',
    inKeras3('OrthogonalInitializer', { gain: 1, seed: null }),
    orthogonal,
    keras3
  ],
  [
    '13 IdentityInitializer',
    'keras3',
    inKeras3('IdentityInitializer', { gain: 2 }),
    { _tag: 'Identity', gain: 2, dtype: null },
    keras3
  ],
  [
    '14 HeNormal of 3.15',
    'keras3',
    inKeras3('HeNormal', { seed: null, input_axes: null, output_axes: null }),
    scaling(2, 'fan_in', 'truncated_normal'),
    keras3,
    { named_keys: 'seed, input_axes, output_axes' }
  ],
  [
    '15 VarianceScaling of 3.15',
    'keras3',
    inKeras3('VarianceScaling', {
      seed: null,
      scale: 1.0,
      mode: 'fan_in',
      distribution: 'truncated_normal',
      input_axes: null,
      output_axes: null
    }),
    scaling(1, 'fan_in', 'truncated_normal'),
    keras3
  ],
  [
    '16 a seed that is a generator',
    'keras3',
    inKeras3('GlorotUniform', {
      seed: {
        module: 'keras.random',
        class_name: 'SeedGenerator',
        config: { seed: 1337, name: 'seed_generator' },
        registered_name: null
      }
    }),
    { ...glorotUniform, seed: 1337 },
    keras3
  ],
  [
    '17 an array of NumPy',
    'keras3',
    inKeras3('Constant', { value: { class_name: '__numpy__', config: { value: [1.0, 2.0], dtype: 'float64' } } }),
    constant([1, 2]),
    keras3
  ],
  [
    '17 a tensor',
    'keras3',
    inKeras3('Constant', {
      value: {
        class_name: '__tensor__',
        config: {
          value: [
            [1, 2],
            [3, 4]
          ],
          dtype: 'float32'
        }
      }
    }),
    constant([
      [1, 2],
      [3, 4]
    ]),
    keras3
  ],
  [
    '18 STFT',
    'keras3',
    inKeras3('STFTInitializer', { side: 'real', window: 'hann', periodic: false, scaling: 'density' }),
    { _tag: 'STFT', side: 'real', window: 'hann', periodic: false, scaling: 'density', dtype: null },
    keras3
  ],
  [
    '19 saved by TF.js',
    'tfjs',
    { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_avg', distribution: 'normal', seed: null } },
    scaling(1, 'fan_avg', 'truncated_normal', { corrected: false, fans: squares }),
    {},
    { normal: 'truncated', correction: 'uncorrected' }
  ],
  [
    '20 loaded by TF.js, which draws a uniform',
    'tfjs',
    {
      class_name: 'VarianceScaling',
      config: { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal', seed: null }
    },
    { ...glorotUniform, fans: squares },
    {},
    { truncated_normal: 'uniform' }
  ],
  [
    '21 nulls of TF.js up to 1.0',
    'tfjs',
    { class_name: 'VarianceScaling', config: { scale: 1, mode: null, distribution: null, seed: null } },
    scaling(1, 'fan_in', 'truncated_normal', { corrected: false, fans: squares })
  ],
  [
    '22 TF.js in memory',
    'tfjs',
    { className: 'VarianceScaling', config: { scale: 1, mode: 'fanAvg', distribution: 'uniform', seed: 42 } },
    { ...glorotUniform, fans: squares, seed: 42 }
  ],
  [
    '23 a scalar of HDF5',
    'tfjs',
    {
      class_name: 'RandomUniform',
      config: { minval: { type: 'ndarray', value: -0.05 }, maxval: { type: 'ndarray', value: 0.05 }, seed: null }
    },
    { _tag: 'RandomUniform', minval: -0.05, maxval: 0.05, ...unset }
  ],
  [
    '24 a shared object',
    'keras2',
    { class_name: 'Zeros', config: {}, shared_object_id: 7 },
    zeros,
    { shared_object_id: 7 }
  ],
  [
    '24 keys that saving adds',
    'keras3',
    {
      ...inKeras3('Zeros', {}),
      build_config: { input_shape: [null, 3] },
      compile_config: {},
      __passive_serialization__: true
    },
    zeros,
    { ...keras3, build_config: { input_shape: [null, 3] }, compile_config: {}, __passive_serialization__: true }
  ],
  ['26 Burn’s Zeros', 'burn', 'Zeros', zeros],
  [
    '26 Burn’s KaimingUniform, of a Linear',
    'burn',
    { KaimingUniform: { gain: 1 / Math.sqrt(3), fan_out_only: false } },
    scaling(1 / 3, 'fan_in', 'uniform')
  ],
  [
    '26 of the outputs alone',
    'burn',
    { KaimingUniform: { gain: 0.5, fan_out_only: true } },
    scaling(0.25, 'fan_out', 'uniform')
  ]
]

describe('literals of other frameworks', () => {
  for (const [row, dialect, literal, expected, wrapper = {}, decided = {}] of rows) {
    test(`${row} (${dialect})`, () => {
      const { initializer, decisions, envelope } = right(read(dialect)(literal))
      expect(initializer).toStrictEqual(expected)
      expect(envelope).toStrictEqual({ dialect, wrapper, config: literal })
      expect(Object.fromEntries(decisions.map(({ point, decided }) => [point, decided]))).toMatchObject(decided)
    })
  }
})

// -------------------------------------------------------------------------------------
// errors
// -------------------------------------------------------------------------------------

type Problem = readonly [code: string, path: ReadonlyArray<string | number>, nearest?: string]

const refused: ReadonlyArray<readonly [row: string, dialect: Dialect, literal: unknown, ...ReadonlyArray<Problem>]> = [
  [
    '25 a function',
    'keras3',
    { module: 'builtins', class_name: 'function', config: 'my_init', registered_name: 'function' },
    ['UnknownName', ['config']]
  ],
  [
    '25 a function with a name like one of Keras’s',
    'keras3',
    { module: 'builtins', class_name: 'function', config: 'he_norml', registered_name: 'function' },
    ['UnknownName', ['config'], 'he_normal']
  ],
  [
    '25 a lambda',
    'keras3',
    { class_name: '__lambda__', config: { value: 'bGFtYmRh' } },
    ['UnknownName', ['class_name']]
  ],
  [
    '25 a custom class',
    'keras3',
    { module: 'my_package.init', class_name: 'MyInit', config: {}, registered_name: 'my_package>MyInit' },
    ['UnknownName', ['module']],
    ['UnknownName', ['registered_name']],
    ['UnknownName', ['class_name']]
  ],
  [
    '25 a custom class with a name of Keras’s',
    'keras3',
    { module: null, class_name: 'HeNormal', config: {}, registered_name: 'my_package>HeNormal' },
    ['UnknownName', ['registered_name'], 'HeNormal']
  ],
  [
    '9 mistyped',
    'keras2',
    { class_name: 'LecunNorml', config: { seed: null } },
    ['UnknownName', ['class_name'], 'LecunNormal']
  ],
  [
    '26 mistyped',
    'burn',
    { KaimingUnifrm: { gain: 1, fan_out_only: false } },
    ['UnknownName', ['KaimingUnifrm'], 'KaimingUniform']
  ]
]

describe('literals that are refused', () => {
  for (const [row, dialect, literal, ...problems] of refused) {
    test(`${row} (${dialect})`, () => {
      const reading = read(dialect)(literal)
      const errors = E.isLeft(reading) ? reading.left : []
      expect(
        errors.map(({ code, path, nearest }) => [code, path, ...(nearest === undefined ? [] : [nearest])])
      ).toEqual(problems)
    })
  }
})
