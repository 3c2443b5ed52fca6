/**
 * Written configs, against configs by hand after the frameworks' own `get_config` (tables below, with their sources) and the
 * constants of the publications: √2, 5/3, 3/4, and 0.87962566103423978 for truncation at ±2.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import type { Initializer } from 'initializers-ts'
import { convert, type Dialect, dialects, type Options, read, write } from 'initializers-ts/dialects'
import { made } from '../support/initializers.js'
import { polluted } from '../support/hostile.js'
import { problems, right } from '../support/either.js'

const keras3 = (class_name: string, config: object): object => ({
  module: 'keras.initializers',
  class_name,
  config,
  registered_name: null
})

const plain = (class_name: string, config: object): object => ({ class_name, config })

/** As text, so that the order of keys matters. */
const written = (dialect: Dialect, initializer: Initializer.Initializer, options?: Options): string =>
  JSON.stringify(right(write(dialect, options)(initializer)).config)

const converted = (from: Dialect, to: Dialect, config: unknown): unknown =>
  pipe(
    convert(from, to)(config),
    E.match(problemsOf, (writing): unknown => writing.config)
  )

/** Instead of a config: code and path of each error. */
const problemsOf = (errors: Parameters<typeof E.left>[0]): unknown => problems(E.left(errors as never))

/** Dialects that are left out have no such initializer; `tf1.keras` writes as `tf1` does. */
type Table = Readonly<Partial<Record<Exclude<Dialect, 'tf1.keras'>, unknown>>>

const expectedIn = (configs: Table, dialect: Dialect): unknown =>
  configs[dialect === 'tf1.keras' ? 'tf1' : dialect] ?? unknownTag

/** The same for several dialects. */
const all = <D extends Dialect>(dialects: ReadonlyArray<D>, config: unknown): Readonly<Record<D, unknown>> =>
  Object.fromEntries(dialects.map((dialect) => [dialect, config])) as Record<D, unknown>

const [unknownTag, noFans] = [['Unsupported _tag'], ['Unsupported fans']]
const keras2s = ['keras2', 'keras2.2', 'keras2.0'] as const
const squares = ['keras2.2', 'keras2.0', 'tfjs'] as const
const noKeras = ['keras3', ...keras2s, 'keras1', 'tf1', 'tfjs'] as const

const uncut = ['Unsupported distribution']
const scaling = (scale: number, mode: string, distribution: string, seed: number | null = null): object =>
  plain('VarianceScaling', { scale, mode, distribution, seed })

/** 2 and 1 over 0.879625661034239750412841², in Python's decimals. */
const [two, one] = [2.5848432684464493, 1.2924216342232246]

/**
 * Initializer → dialect → config, or what is not expressible. Keys in the order of `get_config`: Keras 3.15
 * (random_initializers.py: the seed first), tf-keras 2.15, TensorFlow 2.21 (init_ops.py: the dtype last), TF.js 4.22
 * (initializers.ts); arguments by the names of jax.nn.initializers, torch.nn.init and Burn's initializer.rs.
 */
const table: ReadonlyArray<readonly [name: string, initializer: Initializer.Initializer, Table, Options?]> = [
  [
    'zeros',
    made('Zeros'),
    {
      keras3: keras3('Zeros', {}),
      ...all([...keras2s, 'tfjs'], plain('Zeros', {})),
      tf1: plain('Zeros', { dtype: 'float32' }),
      keras1: 'zero',
      jax: plain('zeros', {}),
      torch: plain('zeros_', {}),
      burn: 'Zeros'
    }
  ],
  [
    'ones of float64',
    made('Ones', { dtype: 'float64' }),
    {
      keras3: keras3('Ones', {}),
      ...all([...keras2s, 'tfjs'], plain('Ones', {})),
      tf1: plain('Ones', { dtype: 'float64' }),
      keras1: 'one',
      jax: plain('ones', { dtype: 'float64' }),
      torch: plain('ones_', {}),
      burn: 'Ones'
    }
  ],
  [
    'a constant',
    made('Constant', { value: 0.5 }),
    {
      keras3: keras3('Constant', { value: 0.5 }),
      ...all([...keras2s, 'tfjs'], plain('Constant', { value: 0.5 })),
      tf1: plain('Constant', { value: 0.5, dtype: 'float32' }),
      jax: plain('constant', { value: 0.5 }),
      torch: plain('constant_', { val: 0.5 }),
      burn: { Constant: { value: 0.5 } }
    }
  ],
  [
    'a constant row',
    made('Constant', { value: [1, 2] }),
    {
      keras3: keras3('Constant', { value: plain('__numpy__', { value: [1, 2], dtype: 'float64' }) }),
      ...all([...keras2s, 'tf1'], ['Unsupported reshape']),
      jax: plain('constant', { value: [1, 2] }),
      ...all(['tfjs', 'torch', 'burn'], ['Unsupported value'])
    }
  ],
  [
    'constants in order',
    made('Constant', { value: [1, 2], reshape: true }),
    {
      ...all(keras2s, plain('Constant', { value: [1, 2] })),
      tf1: plain('Constant', { value: [1, 2], dtype: 'float32' }),
      ...all(['keras3', 'jax'], ['Unsupported reshape']),
      ...all(['tfjs', 'torch', 'burn'], ['Unsupported value'])
    }
  ],
  [
    'a number that is written to be reshaped',
    made('Constant', { value: 3, reshape: true }),
    {
      keras3: keras3('Constant', { value: 3 }),
      ...all([...keras2s, 'tfjs'], plain('Constant', { value: 3 })),
      tf1: plain('Constant', { value: 3, dtype: 'float32' }),
      jax: plain('constant', { value: 3 }),
      torch: plain('constant_', { val: 3 }),
      burn: { Constant: { value: 3 } }
    }
  ],
  [
    'uniform in ±0.05',
    made('RandomUniform', { seed: 7 }),
    {
      keras3: keras3('RandomUniform', { seed: 7, minval: -0.05, maxval: 0.05 }),
      ...all([...keras2s, 'tfjs'], plain('RandomUniform', { minval: -0.05, maxval: 0.05, seed: 7 })),
      tf1: plain('RandomUniform', { minval: -0.05, maxval: 0.05, seed: 7, dtype: 'float32' }),
      keras1: 'uniform',
      jax: ['Unsupported minval'],
      torch: plain('uniform_', { a: -0.05, b: 0.05 }),
      burn: { Uniform: { min: -0.05, max: 0.05 } }
    }
  ],
  [
    'uniform from 0 to 1',
    made('RandomUniform', { minval: 0, maxval: 1 }),
    {
      keras3: keras3('RandomUniform', { seed: null, minval: 0, maxval: 1 }),
      ...all(keras2s, plain('RandomUniform', { minval: 0, maxval: 1, seed: null })),
      tf1: plain('RandomUniform', { minval: 0, maxval: 1, seed: null, dtype: 'float32' }),
      keras1: ['Unsupported minval', 'Unsupported maxval'],
      tfjs: ['Unsupported minval'], // 0 stands for the default: `args.minval || -0.05`
      jax: plain('uniform', { scale: 1 }),
      torch: plain('uniform_', { a: 0, b: 1 }),
      burn: { Uniform: { min: 0, max: 1 } }
    }
  ],
  [
    'normal',
    made('RandomNormal', { mean: 1, stddev: 0.02 }),
    {
      keras3: keras3('RandomNormal', { seed: null, mean: 1, stddev: 0.02 }),
      ...all([...keras2s, 'tfjs'], plain('RandomNormal', { mean: 1, stddev: 0.02, seed: null })),
      tf1: plain('RandomNormal', { mean: 1, stddev: 0.02, seed: null, dtype: 'float32' }),
      keras1: ['Unsupported mean', 'Unsupported stddev'],
      jax: ['Unsupported mean'],
      torch: plain('normal_', { mean: 1, std: 0.02 }),
      burn: { Normal: { mean: 1, std: 0.02 } }
    }
  ],
  [
    'normal, truncated at ±2 stddev',
    made('TruncatedNormal', { stddev: 0.02 }),
    {
      keras3: keras3('TruncatedNormal', { seed: null, mean: 0, stddev: 0.02 }),
      ...all([...keras2s, 'tfjs'], plain('TruncatedNormal', { mean: 0, stddev: 0.02, seed: null })),
      tf1: plain('TruncatedNormal', { mean: 0, stddev: 0.02, seed: null, dtype: 'float32' }),
      jax: plain('truncated_normal', { stddev: 0.02 }),
      torch: plain('trunc_normal_', { mean: 0, std: 0.02, a: -0.04, b: 0.04 })
    }
  ],
  [
    'normal, truncated at ±2 stddev, absolute',
    made('TruncatedNormal', { mean: 0.1, stddev: 0.02, lower: 0.1 - 2 * 0.02, upper: 0.14, bounds: 'absolute' }),
    {
      keras3: keras3('TruncatedNormal', { seed: null, mean: 0.1, stddev: 0.02 }),
      ...all([...keras2s, 'tfjs'], plain('TruncatedNormal', { mean: 0.1, stddev: 0.02, seed: null })),
      tf1: plain('TruncatedNormal', { mean: 0.1, stddev: 0.02, seed: null, dtype: 'float32' }),
      jax: ['Unsupported mean'],
      torch: plain('trunc_normal_', { mean: 0.1, std: 0.02, a: 0.060000000000000005, b: 0.14 })
    }
  ],
  [
    'normal, truncated elsewhere',
    made('TruncatedNormal', { stddev: 0.5, lower: -1, upper: 3 }),
    {
      ...all(['keras3', ...keras2s, 'tf1', 'tfjs'], ['Unsupported lower', 'Unsupported upper']),
      jax: plain('truncated_normal', { stddev: 0.5, lower: -1, upper: 3 }),
      torch: plain('trunc_normal_', { mean: 0, std: 0.5, a: -0.5, b: 1.5 })
    }
  ],
  [
    'normal, open above',
    made('TruncatedNormal', { stddev: 0.5, lower: -2, upper: null }),
    {
      ...all(['keras3', ...keras2s, 'tf1', 'tfjs', 'jax', 'torch'], ['Unsupported upper'])
    }
  ],
  [
    // -2 is 100 stddev from the mean, and the probability beyond is less than the least positive double
    'normal, truncated beyond all of it',
    made('TruncatedNormal', { stddev: 0.02, lower: -2, upper: 2, bounds: 'absolute' }),
    {
      keras3: keras3('RandomNormal', { seed: null, mean: 0, stddev: 0.02 }),
      ...all([...keras2s, 'tfjs'], plain('RandomNormal', { mean: 0, stddev: 0.02, seed: null })),
      tf1: plain('RandomNormal', { mean: 0, stddev: 0.02, seed: null, dtype: 'float32' }),
      jax: plain('truncated_normal', { stddev: 0.02, lower: -100, upper: 100 }),
      torch: plain('trunc_normal_', { mean: 0, std: 0.02, a: -2, b: 2 }),
      burn: { Normal: { mean: 0, std: 0.02 } }
    }
  ],
  [
    'glorot_uniform',
    made('GlorotUniform', { seed: 1 }),
    {
      keras3: keras3('GlorotUniform', { seed: 1, input_axes: null, output_axes: null }),
      keras2: plain('GlorotUniform', { seed: 1 }),
      ...all(squares, scaling(1, 'fan_avg', 'uniform', 1)),
      keras1: 'glorot_uniform',
      tf1: plain('GlorotUniform', { seed: 1, dtype: 'float32' }),
      jax: plain('glorot_uniform', {}),
      torch: plain('xavier_uniform_', {}),
      burn: { XavierUniform: { gain: 1 } }
    }
  ],
  [
    'glorot_uniform for a Keras before 3.15',
    made('GlorotUniform'),
    {
      keras3: keras3('GlorotUniform', { seed: null }),
      keras2: plain('GlorotUniform', { seed: null }),
      ...all(squares, scaling(1, 'fan_avg', 'uniform')),
      keras1: 'glorot_uniform',
      tf1: plain('GlorotUniform', { seed: null, dtype: 'float32' }),
      jax: plain('glorot_uniform', {}),
      torch: plain('xavier_uniform_', {}),
      burn: { XavierUniform: { gain: 1 } }
    },
    { axes: false }
  ],
  [
    'glorot_normal',
    made('GlorotNormal'),
    {
      keras3: keras3('GlorotNormal', { seed: null, input_axes: null, output_axes: null }),
      keras2: plain('GlorotNormal', { seed: null }),
      'keras2.2': scaling(1, 'fan_avg', 'normal'),
      ...all(['keras2.0', 'tfjs'], scaling(one, 'fan_avg', 'normal')),
      tf1: plain('GlorotNormal', { seed: null, dtype: 'float32' }),
      jax: plain('glorot_normal', {}),
      ...all(['keras1', 'torch', 'burn'], uncut)
    }
  ],
  [
    'he_uniform',
    made('HeUniform'),
    {
      keras3: keras3('HeUniform', { seed: null, input_axes: null, output_axes: null }),
      keras2: plain('HeUniform', { seed: null }),
      ...all(squares, scaling(2, 'fan_in', 'uniform')),
      keras1: 'he_uniform',
      tf1: plain('VarianceScaling', {
        ...{ scale: 2, mode: 'fan_in', distribution: 'uniform', seed: null, dtype: 'float32' }
      }),
      jax: plain('he_uniform', {}),
      torch: plain('kaiming_uniform_', {}),
      burn: { KaimingUniform: { gain: Math.SQRT2, fan_out_only: false } }
    }
  ],
  [
    'he_normal',
    made('HeNormal', { dtype: 'float16' }),
    {
      keras3: keras3('HeNormal', { seed: null, input_axes: null, output_axes: null }),
      keras2: plain('HeNormal', { seed: null }),
      'keras2.2': scaling(2, 'fan_in', 'normal'),
      ...all(['keras2.0', 'tfjs'], scaling(two, 'fan_in', 'normal')),
      tf1: plain('VarianceScaling', {
        ...{ scale: 2, mode: 'fan_in', distribution: 'truncated_normal', seed: null, dtype: 'float16' }
      }),
      jax: plain('he_normal', { dtype: 'float16' }),
      ...all(['keras1', 'torch', 'burn'], uncut)
    }
  ],
  [
    'lecun_uniform',
    made('LecunUniform'),
    {
      keras3: keras3('LecunUniform', { seed: null, input_axes: null, output_axes: null }),
      keras2: plain('LecunUniform', { seed: null }),
      ...all(squares, scaling(1, 'fan_in', 'uniform')),
      keras1: 'lecun_uniform',
      tf1: plain('VarianceScaling', {
        ...{ scale: 1, mode: 'fan_in', distribution: 'uniform', seed: null, dtype: 'float32' }
      }),
      jax: plain('lecun_uniform', {}),
      torch: plain('kaiming_uniform_', { nonlinearity: 'linear' }),
      burn: { KaimingUniform: { gain: 1, fan_out_only: false } }
    }
  ],
  [
    'lecun_normal',
    made('LecunNormal'),
    {
      keras3: keras3('LecunNormal', { seed: null, input_axes: null, output_axes: null }),
      keras2: plain('LecunNormal', { seed: null }),
      'keras2.2': scaling(1, 'fan_in', 'normal'),
      ...all(['keras2.0', 'tfjs'], scaling(one, 'fan_in', 'normal')),
      keras1: ['Unsupported distribution', 'Unsupported scale'],
      tf1: plain('VarianceScaling', {
        ...{ scale: 1, mode: 'fan_in', distribution: 'truncated_normal', seed: null, dtype: 'float32' }
      }),
      jax: plain('lecun_normal', {}),
      ...all(['torch', 'burn'], uncut)
    }
  ],
  [
    'untruncated he_normal',
    made('VarianceScaling', { scale: 2, distribution: 'untruncated_normal' }),
    {
      keras3: keras3('VarianceScaling', {
        ...{ seed: null, scale: 2, mode: 'fan_in', distribution: 'untruncated_normal' },
        ...{ input_axes: null, output_axes: null }
      }),
      keras2: scaling(2, 'fan_in', 'untruncated_normal'),
      ...all(squares, uncut),
      keras1: 'he_normal',
      tf1: plain('VarianceScaling', {
        ...{ scale: 2, mode: 'fan_in', distribution: 'untruncated_normal', seed: null, dtype: 'float32' }
      }),
      jax: plain('variance_scaling', { scale: 2, mode: 'fan_in', distribution: 'normal' }),
      torch: plain('kaiming_normal_', {}),
      burn: { KaimingNormal: { gain: Math.SQRT2, fan_out_only: false } }
    }
  ],
  [
    'variance scaling without the keys of axes',
    made('VarianceScaling', { scale: 0.5, mode: 'fan_out', distribution: 'uniform', seed: 3 }),
    {
      keras3: keras3('VarianceScaling', { seed: 3, scale: 0.5, mode: 'fan_out', distribution: 'uniform' }),
      ...all([...keras2s, 'tfjs'], scaling(0.5, 'fan_out', 'uniform', 3)),
      keras1: ['Unsupported scale'],
      tf1: plain('VarianceScaling', {
        ...{ scale: 0.5, mode: 'fan_out', distribution: 'uniform', seed: 3, dtype: 'float32' }
      }),
      jax: plain('variance_scaling', { scale: 0.5, mode: 'fan_out', distribution: 'uniform' }),
      torch: plain('kaiming_uniform_', { a: Math.sqrt(3), mode: 'fan_out' }),
      burn: { KaimingUniform: { gain: Math.SQRT1_2, fan_out_only: true } }
    },
    { axes: false }
  ],
  [
    'the geometric mean of the fans',
    made('VarianceScaling', { mode: 'fan_geo_avg', distribution: 'uniform' }),
    {
      ...all(['keras3', ...keras2s, 'tf1', 'tfjs', 'torch', 'burn'], ['Unsupported mode']),
      keras1: ['Unsupported scale'],
      jax: plain('variance_scaling', { scale: 1, mode: 'fan_geo_avg', distribution: 'uniform' })
    }
  ],
  [
    'a scale too great for a slope',
    made('VarianceScaling', { scale: 3, distribution: 'uniform' }),
    {
      keras3: keras3('VarianceScaling', {
        ...{ seed: null, scale: 3, mode: 'fan_in', distribution: 'uniform', input_axes: null, output_axes: null }
      }),
      ...all([...keras2s, 'tfjs'], scaling(3, 'fan_in', 'uniform')),
      keras1: ['Unsupported scale'],
      tf1: plain('VarianceScaling', {
        ...{ scale: 3, mode: 'fan_in', distribution: 'uniform', seed: null, dtype: 'float32' }
      }),
      jax: plain('variance_scaling', { scale: 3, mode: 'fan_in', distribution: 'uniform' }),
      torch: ['Unsupported scale'],
      burn: { KaimingUniform: { gain: Math.sqrt(3), fan_out_only: false } }
    }
  ],
  [
    'listed axes',
    made('VarianceScaling', {
      ...{ scale: 2, distribution: 'uniform', fans: { rule: 'listed', input_axes: [0], output_axes: [1, 2] } }
    }),
    {
      keras3: keras3('HeUniform', { seed: null, input_axes: [0], output_axes: [1, 2] }),
      ...all([...keras2s, 'keras1', 'tf1', 'tfjs', 'jax', 'torch', 'burn'], noFans)
    }
  ],
  [
    'axes with all others as receptive field',
    made('VarianceScaling', {
      ...{ mode: 'fan_avg', distribution: 'uniform' },
      fans: { rule: 'axes', in_axis: [0], out_axis: [1, 2], batch_axis: [] }
    }),
    {
      jax: plain('glorot_uniform', { in_axis: [0], out_axis: [1, 2], batch_axis: [] }),
      ...all([...noKeras, 'torch', 'burn'], noFans)
    }
  ],
  [
    'a grouped convolution',
    made('VarianceScaling', {
      ...{ mode: 'fan_avg', distribution: 'uniform', fans: { rule: 'layout', layout: 'HWIO', groups: 2 } }
    }),
    all([...noKeras, 'jax', 'torch', 'burn'], noFans)
  ],
  [
    'ranks that no dialect has kernels of',
    made('VarianceScaling', { mode: 'fan_avg', distribution: 'uniform', fans: { rule: 'square', ranks: [2] } }),
    all([...noKeras, 'jax', 'torch', 'burn'], noFans)
  ],
  [
    // √(3 / 4), by v = 3 / max(1, (1 + 7) / 2) / 3: the fans are 1 and 7, on average 4, and 3v = 3/4 for a scale of 1
    'fans as numbers',
    made('VarianceScaling', {
      ...{ mode: 'fan_avg', distribution: 'uniform', fans: { rule: 'explicit', fan_in: 1, fan_out: 7 } }
    }),
    {
      keras3: keras3('RandomUniform', { seed: null, minval: -Math.sqrt(0.75), maxval: Math.sqrt(0.75) }),
      ...all(
        [...keras2s, 'tfjs'],
        plain('RandomUniform', { minval: -Math.sqrt(0.75), maxval: Math.sqrt(0.75), seed: null })
      ),
      tf1: plain('RandomUniform', {
        ...{ minval: -Math.sqrt(0.75), maxval: Math.sqrt(0.75), seed: null, dtype: 'float32' }
      }),
      ...all(['keras1', 'jax'], noFans),
      torch: plain('uniform_', { a: -Math.sqrt(0.75), b: Math.sqrt(0.75) }),
      burn: { Uniform: { min: -Math.sqrt(0.75), max: Math.sqrt(0.75) } }
    }
  ],
  [
    'uniform unit scaling', // ±√(3 / inputs) · factor, which is the uniform of scale factor²
    made('UniformUnitScaling', { factor: 1.5 }),
    {
      keras3: keras3('VarianceScaling', {
        ...{ seed: null, scale: 2.25, mode: 'fan_in', distribution: 'uniform', input_axes: null, output_axes: null }
      }),
      ...all([...keras2s, 'tfjs'], scaling(2.25, 'fan_in', 'uniform')),
      tf1: plain('UniformUnitScaling', { factor: 1.5, seed: null, dtype: 'float32' }),
      jax: plain('variance_scaling', { scale: 2.25, mode: 'fan_in', distribution: 'uniform' }),
      torch: unknownTag, // 2.25 is more than 2
      burn: { KaimingUniform: { gain: 1.5, fan_out_only: false } }
    },
    { rank: 2 }
  ],
  [
    'orthogonal',
    made('Orthogonal', { gain: 1.1, seed: 5 }),
    {
      keras3: keras3('Orthogonal', { seed: 5, gain: 1.1 }),
      ...all([...keras2s, 'tfjs'], plain('Orthogonal', { gain: 1.1, seed: 5 })),
      keras1: 'orthogonal',
      tf1: plain('Orthogonal', { gain: 1.1, seed: 5, dtype: 'float32' }),
      jax: plain('orthogonal', { scale: 1.1 }),
      torch: plain('orthogonal_', { gain: 1.1 }),
      burn: { Orthogonal: { gain: 1.1 } }
    }
  ],
  [
    'orthogonal along another axis',
    made('Orthogonal', { column_axis: 1 }),
    {
      ...all([...noKeras.filter((d) => d !== 'keras1'), 'torch', 'burn'], ['Unsupported column_axis']),
      keras1: ['Unsupported gain', 'Unsupported column_axis'],
      jax: plain('orthogonal', { scale: 1, column_axis: 1 })
    }
  ],
  [
    'identity',
    made('Identity'),
    {
      keras3: keras3('Identity', { gain: 1 }),
      ...all([...keras2s, 'tfjs'], plain('Identity', { gain: 1 })),
      keras1: 'identity',
      tf1: plain('Identity', { gain: 1, dtype: 'float32' }),
      torch: plain('eye_', {})
    }
  ],
  [
    'delta orthogonal',
    made('DeltaOrthogonal', { gain: 2 }),
    {
      tf1: plain('ConvolutionDeltaOrthogonal', { gain: 2, seed: null, dtype: 'float32' }),
      jax: plain('delta_orthogonal', { scale: 2 })
    }
  ],
  [
    'convolution orthogonal of a matrix of filters',
    made('ConvolutionOrthogonal'),
    {
      tf1: plain('ConvolutionOrthogonal2D', { gain: 1, seed: null, dtype: 'float32' })
    },
    { rank: 4 }
  ],
  [
    'convolution orthogonal of no known rank',
    made('ConvolutionOrthogonal'),
    {
      tf1: ['Unsupported rank']
    }
  ],
  [
    'STFT',
    made('STFT', { scaling: null }),
    {
      keras3: keras3('STFT', { side: 'real', window: 'hann', periodic: false, scaling: null })
    }
  ],
  ['dirac', made('Dirac', { groups: 2, centre: 'upper' }), { torch: plain('dirac_', { groups: 2 }) }],
  [
    'a dirac that PyTorch does not have',
    made('Dirac', { gain: 2, centre: 'lower' }),
    { torch: ['Unsupported gain', 'Unsupported centre'] }
  ],
  ['sparse', made('Sparse', { sparsity: 0.9, stddev: 1 }), { torch: plain('sparse_', { sparsity: 0.9, std: 1 }) }],
  ['an initializer of an initializer', made('Scaled', { factor: 2, initializer: 'ones' }), {}]
]

describe('write', () => {
  const rows = table.flatMap(([name, initializer, configs, options]) =>
    dialects.map((dialect) => [name, dialect, initializer, expectedIn(configs, dialect), options] as const)
  )
  it.each(rows)('%s in %s', (_, dialect, initializer, config, options) => {
    const writing = write(dialect, options)(initializer)
    const written = E.isRight(writing) ? writing.right.config : problems(writing)
    expect(JSON.stringify(written)).toBe(JSON.stringify(config))
  })

  it('returns the decisions of the dialect', () => {
    const choices = (dialect: Dialect) =>
      right(write(dialect)(made('HeNormal', { dtype: 'float16' }))).decisions.map(({ point, decided }) => [
        point,
        decided
      ])
    expect(choices('keras2')).toEqual([['dtype', 'dropped']])
    expect(choices('tfjs')).toEqual([
      ['correction', 'uncorrected'],
      ['vector_fans', '(√n, √n)'],
      ['dtype', 'ignored']
    ])
  })

  it('returns an error at the field of the initializer', () => {
    expect(write('torch')(made('VarianceScaling', { mode: 'fan_geo_avg', scale: 5 }))).toEqual(
      E.left([
        {
          ...{ code: 'Unsupported', path: ['distribution'], received: '"truncated_normal"' },
          expected: 'uniform or untruncated_normal, as torch has no truncated_normal'
        },
        { code: 'Unsupported', path: ['mode'], expected: 'fan_in, fan_out or fan_avg', received: '"fan_geo_avg"' },
        { code: 'Unsupported', path: ['scale'], expected: 'at most 2, or 25/9 for tanh', received: '5' }
      ])
    )
  })

  // gains and slopes of these are read as those of 1/2, 1/3 and 1/6 themselves, whose own roots are other doubles
  it.each([0.49999999999999983, 0.4999999999999999, 1 / 3 + 2 ** -54, 1 / 6 - 2 ** -55, 1.9999999999999998])(
    'settles at once for a scale beside a fraction: %d',
    (scale) => {
      for (const mode of ['fan_in', 'fan_avg'])
        for (const dialect of ['torch', 'burn'] as const) {
          const config = written(dialect, made('VarianceScaling', { scale, mode, distribution: 'uniform' }))
          expect(written(dialect, right(read(dialect)(JSON.parse(config))).initializer)).toBe(config)
        }
    }
  )

  it('returns no config with a number that overflowed', () => {
    const tiny = made('VarianceScaling', { scale: 1e-310, distribution: 'uniform' }) // a slope of √(2 / 1e-310)
    expect(problems(write('torch')(tiny))).toEqual(['NotFinite config a'])
    const huge = made('VarianceScaling', { scale: 1.7e308 })
    expect(problems(write('tfjs')(huge))).toEqual(['NotFinite config scale'])
    const factor = made('UniformUnitScaling', { factor: 1e200 })
    expect(problems(write('keras3', { rank: 2 })(factor))).toEqual(['NotFinite config scale'])
    const far = made('TruncatedNormal', { mean: 1e308, stddev: 8e307 })
    expect(problems(write('torch')(far))).toEqual(['NotFinite config b'])
  })
})

describe('convert', () => {
  const linear = plain('kaiming_uniform_', { a: Math.sqrt(5) })
  const third = (mode: string) => scaling(1 / 3, mode, 'uniform')
  it.each<readonly [Dialect, unknown, Dialect, unknown]>([
    // torch.nn.Linear's own initializer is U(±1/√inputs), of variance 1 / (3 inputs)
    ['torch', linear, 'keras2', third('fan_in')],
    ['torch', linear, 'tfjs', third('fan_in')],
    [
      ...(['torch', linear, 'jax'] as const),
      plain('variance_scaling', {
        ...{ scale: 1 / 3, mode: 'fan_in', distribution: 'uniform', in_axis: [1], out_axis: [0], batch_axis: [] }
      })
    ],
    ['torch', linear, 'burn', { KaimingUniform: { gain: Math.sqrt(1 / 3), fan_out_only: false } }],
    ['keras2', third('fan_in'), 'torch', linear],
    ['keras2', third('fan_out'), 'torch', plain('kaiming_uniform_', { a: Math.sqrt(5), mode: 'fan_out' })],
    ['burn', { KaimingUniform: { gain: 1 / Math.sqrt(3), fan_out_only: false } }, 'torch', linear],
    // gains: √2, 5/3, 3/4, 1
    ['torch', plain('kaiming_normal_', { nonlinearity: 'relu' }), 'keras2', scaling(2, 'fan_in', 'untruncated_normal')],
    ['torch', plain('kaiming_normal_', { nonlinearity: 'relu' }), 'keras1', 'he_normal'],
    ['torch', plain('kaiming_uniform_', { nonlinearity: 'tanh' }), 'keras2', scaling(25 / 9, 'fan_in', 'uniform')],
    ['keras2', scaling(25 / 9, 'fan_in', 'uniform'), 'torch', plain('kaiming_uniform_', { nonlinearity: 'tanh' })],
    [
      ...(['burn', { KaimingUniform: { gain: 5 / 3, fan_out_only: false } }] as const),
      ...(['torch', plain('kaiming_uniform_', { nonlinearity: 'tanh' })] as const)
    ],
    ['torch', plain('kaiming_uniform_', { nonlinearity: 'selu' }), 'keras2', scaling(9 / 16, 'fan_in', 'uniform')],
    ['keras2', scaling(9 / 16, 'fan_in', 'uniform'), 'torch', plain('kaiming_uniform_', { nonlinearity: 'selu' })],
    ['torch', plain('xavier_uniform_', { gain: Math.SQRT2 }), 'keras2', scaling(2, 'fan_avg', 'uniform')],
    ['keras2', scaling(2, 'fan_avg', 'uniform'), 'torch', plain('xavier_uniform_', { gain: Math.SQRT2 })],
    ['keras2', scaling(2, 'fan_avg', 'uniform'), 'burn', { XavierUniform: { gain: Math.SQRT2 } }],
    ['torch', plain('xavier_normal_', { gain: 5 / 3 }), 'burn', { XavierNormal: { gain: 5 / 3 } }],
    ['torch', plain('kaiming_normal_', {}), 'tfjs', uncut],
    // corrected and not
    ['tfjs', scaling(1, 'fan_in', 'normal'), 'keras2.0', scaling(1, 'fan_in', 'normal')],
    ['tfjs', scaling(one, 'fan_avg', 'normal'), 'keras2', plain('GlorotNormal', { seed: null })],
    ['keras2.0', scaling(two, 'fan_in', 'normal'), 'jax', plain('he_normal', {})],
    [
      'tfjs',
      plain('HeNormal', { seed: null }),
      'keras2',
      scaling(2 * 0.8796256610342398 * 0.8796256610342398, 'fan_in', 'truncated_normal')
    ],
    ['tfjs', scaling(2, 'fan_in', 'truncated_normal'), 'keras2', plain('HeUniform', { seed: null })], // it draws a uniform
    // 2 stddev, in stddev and as numbers
    [
      ...(['keras2', plain('TruncatedNormal', { mean: 1, stddev: 0.25, seed: null })] as const),
      ...(['torch', plain('trunc_normal_', { mean: 1, std: 0.25, a: 0.5, b: 1.5 })] as const)
    ],
    [
      ...(['torch', plain('trunc_normal_', { mean: 1, std: 0.25, a: 0.5, b: 1.5 })] as const),
      ...(['keras2', plain('TruncatedNormal', { mean: 1, stddev: 0.25, seed: null })] as const)
    ],
    ['torch', plain('trunc_normal_', { std: 0.25, a: -1 }), 'keras2', ['Unsupported lower', 'Unsupported upper']],
    ['torch', plain('trunc_normal_', {}), 'jax', plain('truncated_normal', { stddev: 1 })],
    ['jax', plain('truncated_normal', { lower: -1, upper: 1 }), 'keras3', ['Unsupported lower', 'Unsupported upper']],
    // the distribution `normal`
    ['jax', plain('variance_scaling', { scale: 2, mode: 'fan_in', distribution: 'normal' }), 'keras1', 'he_normal'],
    [
      ...(['jax', plain('variance_scaling', { scale: 2, mode: 'fan_in', distribution: 'normal' })] as const),
      ...(['keras2', scaling(2, 'fan_in', 'untruncated_normal')] as const)
    ],
    ['keras2', scaling(1, 'fan_in', 'normal'), 'jax', plain('lecun_normal', {})],
    ['keras1', 'glorot_normal', 'torch', plain('xavier_normal_', {})],
    ['keras1', 'glorot_normal', 'keras2', scaling(1, 'fan_avg', 'untruncated_normal')],
    // layouts are the dialect's own
    ['jax', plain('he_uniform', { in_axis: -2, out_axis: -1 }), 'torch', plain('kaiming_uniform_', {})],
    ['jax', plain('he_uniform', { in_axis: 1, out_axis: 0 }), 'torch', plain('kaiming_uniform_', {})],
    ['jax', plain('he_uniform', { in_axis: 0, out_axis: 1 }), 'torch', noFans],
    [
      'torch',
      plain('xavier_uniform_', {}),
      'jax',
      plain('glorot_uniform', { in_axis: [1], out_axis: [0], batch_axis: [] })
    ],
    ['torch', plain('orthogonal_', {}), 'keras2', plain('Orthogonal', { gain: 1, seed: null })],
    ['torch', plain('orthogonal_', { gain: 1.1 }), 'keras1', 'orthogonal'],
    ['torch', plain('orthogonal_', {}), 'jax', plain('orthogonal', { scale: 1, column_axis: 0 })],
    ['keras3', keras3('HeUniform', { seed: null, input_axes: [0], output_axes: [1] }), 'keras2', noFans],
    ['tf1', plain('UniformUnitScaling', {}), 'keras2', ['Unsupported rank']],
    ['tf1', plain('UniformUnitScaling', {}), 'torch', plain('kaiming_uniform_', { nonlinearity: 'linear' })],
    ['tf1', plain('GlorotUniform', { dtype: 'float64' }), 'keras2', plain('GlorotUniform', { seed: null })],
    // an error in a config is that of its dialect
    ['torch', plain('kaiming_uniform_', { a: 'x' }), 'keras2', ['WrongType config a']]
  ])('%s %j to %s', (from, config, to, expected) => {
    expect(converted(from, to, config)).toEqual(expected)
  })

  it('writes a dtype of Glorot for TensorFlow 1 as that of VarianceScaling, which keeps it', () => {
    const glorot = (dtype: string | null) =>
      made('VarianceScaling', { mode: 'fan_avg', distribution: 'uniform', dtype })
    const scaling = { scale: 1, mode: 'fan_avg', distribution: 'uniform', seed: null }
    expect(right(write('tf1')(glorot('float64'))).config).toEqual(
      plain('VarianceScaling', { ...scaling, dtype: 'float64' })
    )
    for (const dtype of ['float32', null]) {
      const named = plain('GlorotUniform', { seed: null, dtype: 'float32' })
      expect(right(write('tf1')(glorot(dtype))).config).toEqual(named)
    }
  })

  // TensorFlow 1 draws [100] within √3 = 1.732, and Keras 3's VarianceScaling(1, 'fan_in', 'uniform') within 0.173
  it('writes UniformUnitScaling for the rank of the weight, as its limit for a vector is another one', () => {
    const written = (dialect: Dialect, rank: number) => {
      const config = plain('UniformUnitScaling', { factor: Math.SQRT2 })
      return pipe(
        convert('tf1', dialect, { rank })(config),
        E.match(problemsOf, (writing): unknown => writing.config)
      )
    }
    const vectors = plain('RandomUniform', {
      minval: -Math.SQRT2 * Math.sqrt(3),
      maxval: Math.SQRT2 * Math.sqrt(3),
      seed: null
    })
    for (const rank of [0, 1]) expect(written('keras2', rank)).toEqual(vectors)
    for (const rank of [2, 3, 6]) expect(written('keras2', rank)).toEqual(plain('HeUniform', { seed: null }))
    expect(written('keras2.2', 5)).toEqual(scaling(2, 'fan_in', 'uniform'))
    expect(written('keras2.2', 6)).toEqual(['Unsupported rank']) // both fans are the root of the size
    expect([written('keras1', 2), written('keras1', 3)]).toEqual(['he_uniform', ['Unsupported rank']])
  })

  it('keeps a layout that the dialect can name', () => {
    const he = (fans: object) => made('VarianceScaling', { scale: 2, distribution: 'uniform', fans })
    expect(written('torch', he({ rule: 'layout', layout: 'OIHW' }))).toBe(
      '{"class_name":"kaiming_uniform_","config":{}}'
    )
    const choices = (layout: string) =>
      right(write('torch')(he({ rule: 'layout', layout }))).decisions.map(({ point }) => point)
    expect(choices('OIHW')).toEqual(['vector_fans'])
    expect(choices('HWIO')).toEqual(['vector_fans', 'layout'])
    expect(choices('OHWI')).toEqual(['vector_fans', 'layout'])
  })
})

describe('an envelope', () => {
  /** Each as found in files or returned by the frameworks' own `get_config`. */
  const literals: ReadonlyArray<readonly [Dialect, unknown]> = [
    ['keras1', 'glorot_uniform'],
    ['keras1', 'orthogonal'],
    ['keras2', scaling(1, 'fan_avg', 'uniform')],
    ['keras2.2', plain('VarianceScaling', { distribution: 'uniform', scale: 1, seed: null, mode: 'fan_avg' })],
    ['keras2.0', { config: {}, class_name: 'Zeros' }],
    ['tf1', plain('GlorotUniform', { seed: null, dtype: 'float32' })],
    ['tf1', plain('RandomNormal', { mean: 0, stddev: 1, seed: 100, dtype: 'float32' })],
    [
      'tf1',
      plain('VarianceScaling', {
        ...{ scale: 1, mode: 'fan_in', distribution: 'normal', seed: null, dtype: 'float32' }
      })
    ],
    ['keras2', plain('LecunNormal', { seed: null })],
    ['keras2', plain('VarianceScaling', { scale: 2, mode: 'fan_out', distribution: 'truncated_normal' })],
    ['keras2', plain('GlorotUniformV2', { seed: null })],
    ['keras2', keras3('GlorotUniform', { seed: null })],
    ['keras3', keras3('OrthogonalInitializer', { gain: 1, seed: null })],
    ['keras3', keras3('HeNormal', { seed: null, input_axes: null, output_axes: null })],
    ['keras3', keras3('HeNormal', { seed: null })],
    [
      'keras3',
      keras3('GlorotNormal', {
        seed: {
          ...{ module: 'keras.random', class_name: 'SeedGenerator' },
          ...{ config: { seed: 1337, name: 'seed_generator' }, registered_name: null }
        }
      })
    ],
    ['keras3', keras3('Constant', { value: plain('__numpy__', { value: [1, 2], dtype: 'float64' }) })],
    ['keras3', keras3('STFT', { side: 'real', window: 'hann', periodic: false, scaling: 'density' })],
    ['tfjs', scaling(1, 'fan_avg', 'truncated_normal')],
    ['tfjs', { class_name: 'VarianceScaling', config: { scale: 1, mode: null, distribution: null, seed: null } }],
    ['tfjs', { className: 'VarianceScaling', config: { scale: 1, mode: 'fanAvg', distribution: 'uniform', seed: 42 } }],
    ['keras2', plain('RandomNormal', { mean: 0, stddev: { type: 'ndarray', value: 0.05 }, seed: null })],
    ['keras3', { ...keras3('HeNormal', { seed: null }), shared_object_id: 7, build_config: null }],
    ['keras2', { ...plain('HeNormal', { seed: null }), __passive_serialization__: true }],
    ['jax', plain('kaiming_normal', { in_axis: 0, out_axis: -1 })],
    ['torch', plain('kaiming_uniform', { a: Math.sqrt(5), mode: 'FAN_IN', nonlinearity: 'leaky_relu' })],
    ['burn', { KaimingUniform: { gain: 1 / Math.sqrt(3), fan_out_only: false } }],
    ['burn', 'Zeros']
  ]

  it.each(literals)('gives an unchanged config of %s back as it was: %j', (dialect, config) => {
    expect(JSON.stringify(right(convert(dialect, dialect)(config)).config)).toBe(JSON.stringify(config))
  })

  it('keeps the decisions of the reading', () => {
    const config = scaling(1, 'fan_avg', 'truncated_normal')
    expect(right(convert('tfjs', 'tfjs')(config)).decisions).toEqual(right(read('tfjs')(config)).decisions)
  })

  const changed = (dialect: Dialect, config: unknown, options: Options = {}): string => {
    const { initializer, envelope } = right(read(dialect)(config))
    return written(dialect, { ...initializer, seed: 9 } as Initializer.Initializer, { ...options, envelope })
  }

  it('keeps the keys around a changed config, and Keras’s own keys in Keras’s order', () => {
    const seeded = plain('SeedGenerator', { seed: 1337, name: 'seed_generator' })
    const shared = { ...keras3('HeNormal', { seed: seeded }), shared_object_id: 7, build_config: null }
    expect(changed('keras3', shared)).toBe(
      '{"module":"keras.initializers","class_name":"HeNormal",' +
        '"config":{"seed":9,"input_axes":null,"output_axes":null},"registered_name":null,' +
        '"shared_object_id":7,"build_config":null}'
    )
    expect(changed('keras2', { ...plain('HeNormal', {}), shared_object_id: 7 })).toBe(
      '{"class_name":"HeNormal","config":{"seed":9},"shared_object_id":7}'
    )
  })

  it('names the module and no registered name, as a changed class may be of another', () => {
    const path = 'keras.src.initializers.random_initializers'
    expect(changed('keras2', { module: path, class_name: 'HeNormal', config: {}, registered_name: 'HeNormal' })).toBe(
      '{"module":"keras.initializers","class_name":"HeNormal","config":{"seed":9},"registered_name":null}'
    )
  })

  it('is ignored by another dialect', () => {
    const shared = { ...keras3('HeNormal', { seed: null }), shared_object_id: 7 }
    expect(JSON.stringify(right(convert('keras3', 'keras2')(shared)).config)).toBe(
      '{"class_name":"HeNormal","config":{"seed":null}}'
    )
  })

  it('omits or adds the keys of axes, as the options say', () => {
    const [before, since] = [{ seed: null }, { seed: null, input_axes: null, output_axes: null }]
    const axes = (is: boolean, config: object) =>
      right(convert('keras3', 'keras3', { axes: is })({ ...keras3('HeNormal', config), shared_object_id: 7 })).config
    expect(axes(false, since)).toEqual({ ...keras3('HeNormal', before), shared_object_id: 7 })
    expect(axes(true, before)).toEqual({ ...keras3('HeNormal', since), shared_object_id: 7 })
    const listed = keras3('HeNormal', { seed: null, input_axes: [0], output_axes: [1] })
    expect(problems(convert('keras3', 'keras3', { axes: false })(listed))).toEqual(noFans)
  })
})

describe('a gain', () => {
  const scaleOf = (gain: number) =>
    (right(read('torch')(plain('xavier_uniform_', { gain }))).initializer as { readonly scale: number }).scale

  // of none of these is the square of the rounded root the number itself
  it.each([2, 3, 1_048_568])('that is the root of %i, or of one over it, squares to exactly that number', (n) => {
    expect([Math.sqrt(n) * Math.sqrt(n) === n, scaleOf(Math.sqrt(n))]).toEqual([false, n])
    expect(scaleOf(1 / Math.sqrt(n))).toBe(1 / n)
  })

  it.each([1_048_588, 1_073_741_847])(
    'that is the root of %i is taken as it is: there any square is near a whole',
    (n) => {
      expect(scaleOf(Math.sqrt(n))).toBe(Math.sqrt(n) * Math.sqrt(n))
      expect(scaleOf(Math.sqrt(n))).not.toBe(n)
      expect(scaleOf(1 / Math.sqrt(n))).toBe((1 / Math.sqrt(n)) * (1 / Math.sqrt(n)))
    }
  )
})

describe('options', () => {
  const delta = made('ConvolutionOrthogonal')

  it('in Object.prototype are ignored', () => {
    const envelope = right(read('keras3')('zeros')).envelope
    const configs = polluted(Object.prototype, { rank: 4, axes: false, envelope }, () => [
      write('tf1')(delta),
      write('keras3')(made('HeNormal')),
      write('keras3', {})(made('Zeros'))
    ])
    expect(configs.map((outcome) => (E.isLeft(outcome) ? problems(outcome) : outcome.right.config))).toEqual([
      ['Unsupported rank'],
      keras3('HeNormal', { seed: null, input_axes: null, output_axes: null }),
      keras3('Zeros', {})
    ])
  })

  it('that are undefined, and no options at all, are the defaults', () => {
    for (const options of [{ rank: undefined, axes: undefined, envelope: undefined }, null, undefined]) {
      expect(written('keras3', made('Zeros'), options as unknown as Options)).toBe(JSON.stringify(keras3('Zeros', {})))
    }
  })

  it('an unknown dialect is an error', () => {
    expect(problems(write('keras4' as Dialect)(delta))).toEqual(['UnknownName'])
  })
})
