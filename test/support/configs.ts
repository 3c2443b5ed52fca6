/** Valid configs: those found in files, by period, and each class of each dialect with all its keys. */
import type { Dialect } from '../../src/dialects/index.js'

type Corpus = ReadonlyArray<readonly [dialect: Dialect, config: unknown]>

const inKeras3 = (class_name: string, config: unknown) => ({
  module: 'keras.initializers',
  class_name,
  config,
  registered_name: null
})
const scaling = (config: object) => ({ class_name: 'VarianceScaling', config })
const seed = { seed: null }
const axes = { input_axes: null, output_axes: null }
const seedGenerator = {
  module: 'keras.random',
  class_name: 'SeedGenerator',
  config: { seed: 1337, name: 'seed_generator' },
  registered_name: null
}

/** As Keras 1 to 3, TensorFlow 1, TF.js and Burn wrote them. */
const literals: Corpus = [
  ['keras1', 'glorot_uniform'],
  ['keras1', 'orthogonal'],
  ['keras2.0', scaling({ scale: 1.0, mode: 'fan_avg', distribution: 'uniform', ...seed })],
  ['keras2.2', scaling({ distribution: 'uniform', scale: 1.0, ...seed, mode: 'fan_avg' })],
  ['keras2', { config: {}, class_name: 'Zeros' }],
  ['tf1', { class_name: 'GlorotUniform', config: { ...seed, dtype: 'float32' } }],
  ['tf1', { class_name: 'Zeros', config: { dtype: 'float32' } }],
  ['tf1', { class_name: 'RandomNormal', config: { mean: 0.0, stddev: 1.0, seed: 100, dtype: 'float32' } }],
  ['tf1', { class_name: 'Constant', config: { value: 0, dtype: 'float32' } }],
  ['tf1', scaling({ scale: 1.0, mode: 'fan_in', distribution: 'normal', ...seed, dtype: 'float32' })],
  ['keras2', { class_name: 'GlorotUniform', config: seed }],
  ['keras2', { class_name: 'Orthogonal', config: { gain: 1.0, ...seed } }],
  ['keras2', { class_name: 'LecunNormal', config: seed }],
  ['keras3', scaling({ scale: 2.0, mode: 'fan_out', distribution: 'truncated_normal' })],
  ['keras3', scaling({ scale: 1 / 3, mode: 'fan_out', distribution: 'uniform' })],
  ['keras2', { class_name: 'GlorotUniformV2', config: seed }],
  ['keras3', inKeras3('GlorotUniform', seed)],
  ['keras3', inKeras3('OrthogonalInitializer', { gain: 1.0, ...seed })],
  ['keras3', inKeras3('HeNormal', { ...seed, ...axes })],
  [
    'keras3',
    inKeras3('VarianceScaling', { ...seed, scale: 1.0, mode: 'fan_in', distribution: 'truncated_normal', ...axes })
  ],
  ['keras3', inKeras3('HeNormal', { seed: seedGenerator })],
  [
    'keras3',
    inKeras3('Constant', { value: { class_name: '__numpy__', config: { value: [1.0, 2.0], dtype: 'float64' } } })
  ],
  ['keras3', inKeras3('STFT', { side: 'real', window: 'hann', periodic: false, scaling: 'density' })],
  ['tfjs', scaling({ scale: 1, mode: 'fan_avg', distribution: 'normal', ...seed })],
  ['tfjs', scaling({ scale: 1, mode: 'fan_avg', distribution: 'truncated_normal', ...seed })],
  ['tfjs', scaling({ scale: 1, mode: null, distribution: null, ...seed })],
  ['tfjs', { className: 'VarianceScaling', config: { scale: 1, mode: 'fanAvg', distribution: 'uniform', seed: 42 } }],
  ['keras2', scaling({ scale: { type: 'ndarray', value: 0.05 } })],
  ['keras2', { class_name: 'Ones', config: {}, shared_object_id: 7, __passive_serialization__: true }],
  ['keras3', { module: 'builtins', class_name: 'function', config: 'my_init', registered_name: 'function' }],
  ['keras3', { ...inKeras3('HeNormal', seed), registered_name: 'my_package>MyInit' }],
  ['burn', 'Zeros'],
  ['burn', { KaimingUniform: { gain: Math.SQRT2, fan_out_only: false } }]
]

const random = { seed: 3, dtype: 'float32' }

const keras: ReadonlyArray<unknown> = [
  { class_name: 'RandomUniform', config: { minval: -1, maxval: 2, ...random } },
  { class_name: 'TruncatedNormal', config: { mean: 0.5, stddev: 2, ...random } },
  scaling({ scale: 2, mode: 'fan_out', distribution: 'uniform', ...random }),
  { class_name: 'GlorotNormal', config: random },
  { class_name: 'he_uniform', config: random },
  { class_name: 'Orthogonal', config: { gain: 2, ...random } },
  { class_name: 'Identity', config: { gain: 2 } },
  { class_name: 'Constant', config: { value: [[1, 2], [3, 4]] } } // prettier-ignore
]

const byDialect: { readonly [D in Dialect]: ReadonlyArray<unknown> } = {
  keras3: [...keras, inKeras3('HeNormal', { ...random, input_axes: [0], output_axes: [1] })],
  keras2: keras,
  'keras2.2': keras,
  'keras2.0': keras,
  keras1: ['he_normal', 'lecun_uniform', 'zero', 'identity', { class_name: 'uniform', config: {} }],
  'tf1.keras': keras,
  tf1: [
    ...keras,
    { class_name: 'UniformUnitScaling', config: { factor: 1.43, ...random } },
    { class_name: 'ConvolutionDeltaOrthogonal', config: { gain: 2, ...random } },
    { class_name: 'ConvolutionOrthogonal2D', config: { gain: 2, ...random } }
  ],
  tfjs: keras,
  jax: [
    'lecun_normal',
    { class_name: 'variance_scaling', config: { scale: 2, mode: 'fan_geo_avg', distribution: 'normal', in_axis: [0, 1], out_axis: -1, batch_axis: [2], dtype: 'float32' } }, // prettier-ignore
    { class_name: 'glorot_uniform', config: { in_axis: -2, out_axis: -1 } },
    { class_name: 'truncated_normal', config: { stddev: 0.02, lower: -3, upper: 3 } },
    { class_name: 'orthogonal', config: { scale: 2, column_axis: 0 } },
    { class_name: 'uniform', config: { scale: 0.1 } },
    { class_name: 'constant', config: { value: 3 } }
  ],
  torch: [
    'xavier_normal_',
    { class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5), mode: 'fan_out', nonlinearity: 'leaky_relu' } },
    { class_name: 'trunc_normal_', config: { mean: 0, std: 0.02, a: -2, b: 2, generator: null } },
    { class_name: 'uniform_', config: { a: -1, b: 1 } },
    { class_name: 'dirac_', config: { groups: 2 } },
    { class_name: 'sparse_', config: { sparsity: 0.1, std: 0.01 } },
    { class_name: 'orthogonal_', config: { gain: 2 } },
    { class_name: 'constant_', config: { val: 3 } }
  ],
  burn: [
    { Normal: { mean: 0, std: 1 } },
    { Uniform: { min: -1, max: 1 } },
    { XavierNormal: { gain: 1 } },
    { Orthogonal: { gain: 2 } },
    { Constant: { value: 3 } }
  ]
}

export const corpus: Corpus = [
  ...literals,
  ...(Object.keys(byDialect) as ReadonlyArray<Dialect>).flatMap((dialect) =>
    byDialect[dialect].map((config) => [dialect, config] as const)
  )
]
