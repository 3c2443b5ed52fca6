/**
 * The contents of test/vectors/{generators,initializers,plan,replay}.json: words, children, tensors, a whole model, and one
 * by each stream, as first written. scripts/write-vectors.mjs adds new entries; existing ones never change.
 */
import { createHash } from 'node:crypto'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { DType, Initializer, Rng, Tensor } from '../src/index.js'
import * as Plan from '../src/plan/index.js'
import * as Replay from '../src/replay/index.js'
import { right } from './support/either.js'

export type Vectors = Readonly<Record<string, unknown>>

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')

/** Ten words per line. */
const lines = (words: ReadonlyArray<number>): ReadonlyArray<string> =>
  Array.from({ length: words.length / 10 }, (_, i) =>
    words
      .slice(10 * i, 10 * i + 10)
      .map(hex)
      .join(' ')
  )

// -------------------------------------------------------------------------------------
// generators
// -------------------------------------------------------------------------------------

const seeds: ReadonlyArray<number | bigint> = [0, 1, 42, 2 ** 53 - 1, 2n ** 64n - 1n, -1]

const stream = (rng: Rng.Rng): unknown => {
  const [words, next] = Rng.sampler((g) => Array.from({ length: 1000 }, () => g.next()))(rng)
  return {
    state: rng.state,
    words: lines(words),
    next: next.state,
    skip: {
      1000000: right(Rng.skip(1_000_000)(rng)).state,
      '2^64': right(Rng.skip(2n ** 64n)(rng)).state,
      '2^100 + 1': right(Rng.skip(2n ** 100n + 1n)(rng)).state
    }
  }
}

const children = (rng: Rng.Rng): unknown => ({
  foldIn: Object.fromEntries(['w', 'dense/kernel', 'ä', '', '💡'].map((name) => [name, Rng.foldIn(name)(rng).state])),
  foldInIndex: Object.fromEntries(
    [0, 1, 2n ** 64n - 1n].map((index) => [`${index}`, right(Rng.foldInIndex(index)(rng)).state])
  ),
  split: right(Rng.split(3)(rng)).map(({ state }) => state)
})

const generators = (): Vectors =>
  Object.fromEntries(
    (['xoroshiro128plus', 'xorshift128plus', 'threefry2x32', 'philox4x32'] as const).flatMap(
      (name): ReadonlyArray<readonly [string, unknown]> => [
        ...seeds.map((seed) => [`${name}, seed ${seed}`, stream(right(Rng.fromSeed(seed, name)))] as const),
        [`children of ${name}, seed 42`, children(right(Rng.fromSeed(42, name)))]
      ]
    )
  )

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/** No two the same; odd sizes, so that no shape is a whole number of chunks; more than one chunk in the first. */
const configs: ReadonlyArray<readonly [config: unknown, shape: ReadonlyArray<number>]> = [
  ['glorot_uniform', [61, 67]],
  ['glorot_normal', [3, 3, 5, 7]],
  ['he_uniform', [127]],
  ['he_normal', [28, 13]],
  ['lecun_uniform', [5, 11]],
  ['lecun_normal', [2, 3, 3, 4, 5]],
  [
    { class_name: 'VarianceScaling', config: { scale: 0.3, mode: 'fan_out', distribution: 'untruncated_normal' } },
    [17, 19]
  ],
  [{ class_name: 'VarianceScaling', config: { scale: 3, mode: 'fan_geo_avg', distribution: 'uniform' } }, [3, 23]],
  [{ class_name: 'RandomUniform', config: { minval: -0.05, maxval: 0.05 } }, [10, 10]],
  [{ class_name: 'RandomUniform', config: { minval: 0.1, maxval: 0.7 } }, [50]],
  [{ class_name: 'RandomNormal', config: { mean: 0, stddev: 0.05 } }, [10, 10]],
  [{ class_name: 'RandomNormal', config: { mean: 1, stddev: 0.25 } }, [50]],
  [{ class_name: 'TruncatedNormal', config: { mean: 0, stddev: 0.05 } }, [10, 10]],
  [{ class_name: 'TruncatedNormal', config: { stddev: 1, lower: -1, upper: 3 } }, [50]],
  [{ class_name: 'TruncatedNormal', config: { stddev: 1, lower: 0.5, upper: null, corrected: true } }, [50]],
  [
    { class_name: 'TruncatedNormal', config: { mean: 0.1, stddev: 0.5, lower: -0.3, upper: 0.6, bounds: 'absolute' } },
    [50]
  ],
  [{ class_name: 'Constant', config: { value: 0.1 } }, [12]],
  ['zeros', [12]],
  ['ones', [12]],
  [{ class_name: 'Constant', config: { value: [[0.1], [-0.3]] } }, [3, 2, 5]],
  [
    {
      class_name: 'VarianceScaling',
      config: {
        scale: 2,
        mode: 'fan_avg',
        distribution: 'uniform',
        fans: { rule: 'einsum', equation: 'abc,cde->abde' }
      }
    },
    [13, 3, 7]
  ],
  ['uniform_unit_scaling', [17, 9]],
  [{ class_name: 'Identity', config: { gain: 0.3 } }, [5, 7]],
  [{ class_name: 'Dirac', config: { gain: -0.3, groups: 2, centre: 'lower' } }, [4, 2, 3, 4]],
  [{ class_name: 'STFT', config: { side: 'imag', window: 'hann' } }, [25, 1, 9]],
  [{ class_name: 'STFT', config: { window: 'hamming', scaling: 'spectrum', periodic: true } }, [16, 1, 9]],
  ['orthogonal', [23, 17]],
  [{ class_name: 'Orthogonal', config: { gain: -1.5, column_axis: 1 } }, [3, 29, 5]],
  ['delta_orthogonal', [3, 3, 5, 7]],
  ['convolution_orthogonal', [4, 5, 7]],
  [{ class_name: 'ConvolutionOrthogonal', config: { gain: 1.7 } }, [3, 3, 5, 7]],
  [{ class_name: 'ConvolutionOrthogonal', config: { gain: -1 } }, [2, 2, 2, 3, 3]],
  [{ class_name: 'Sparse', config: { sparsity: 0.07, stddev: 0.7 } }, [100, 23]],
  [{ class_name: 'Scaled', config: { factor: -0.3, initializer: 'he_normal' } }, [13, 11]],
  [
    {
      class_name: 'Blocks',
      config: {
        axis: 1,
        blocks: [
          { size: 4, initializer: 'orthogonal' },
          { size: 3, initializer: 'glorot_uniform' },
          { size: 2, initializer: 'ones' }
        ]
      }
    },
    [11, 9]
  ],
  [{ class_name: 'Masked', config: { mask: 'lower', value: -0.1, initializer: 'lecun_normal' } }, [11, 13]],
  [{ class_name: 'ICNR', config: { copies: 4, initializer: 'he_uniform' } }, [3, 3, 5, 12]],
  [{ class_name: 'ICNR', config: { copies: 4, interleaved: true, initializer: 'he_uniform' } }, [3, 3, 5, 12]],
  [{ class_name: 'VarianceScaling', config: { scale: 2, corrected: false } }, [28, 13]],
  [{ class_name: 'VarianceScaling', config: { distribution: 'uniform', fans: { rule: 'square' } } }, [127]],
  [{ class_name: 'Constant', config: { value: [[0.1, -0.3, 0.7]], reshape: true } }, [3, 1]]
]

const seed = 42

/** As many hexadecimal digits as the dtype has, of an element's bits. */
const bitsOf = ({ dtype, data }: Tensor.Tensor, i: number): string => {
  const { bytesPerElement } = DType.traits(dtype)
  const little = Tensor.bytes({ shape: [1], dtype, data: data.slice(i, i + 1) })
  return Buffer.from(little)
    .reverse()
    .toString('hex')
    .padStart(2 * bytesPerElement, '0')
}

const tensor = (t: Tensor.Tensor): unknown => ({
  shape: t.shape,
  first: Array.from({ length: Math.min(8, t.data.length) }, (_, i) => bitsOf(t, i)),
  last: Array.from({ length: Math.min(2, t.data.length) }, (_, i) =>
    bitsOf(t, t.data.length - Math.min(2, t.data.length) + i)
  ),
  sha256: createHash('sha256').update(Tensor.bytes(t)).digest('hex')
})

const initializers = (): Vectors =>
  Object.fromEntries(
    configs.flatMap(([config, shape]) =>
      DType.all.map((dtype) => {
        const run = pipe(Initializer.decode(config), E.chain(Initializer.sampler({ shape, dtype })))
        const [drawn, next] = right(run)(right(Rng.fromSeed(seed)))
        const name = `${typeof config === 'string' ? config : JSON.stringify(config)} in ${dtype}`
        return [name, { seed, ...(tensor(drawn) as object), next: next.state }]
      })
    )
  )

// -------------------------------------------------------------------------------------
// a plan
// -------------------------------------------------------------------------------------

const paper = {
  dtype: 'bfloat16',
  parameters: {
    'embed/table': { shape: [31, 8], dtype: 'float32' },
    'block/0/attn/kernel': { shape: [8, 24] },
    'block/0/attn/bias': { shape: [24] },
    'block/0/conv/kernel': {
      shape: [3, 3, 2, 4],
      initializer: { class_name: 'HeNormal', config: { seed: 7, dtype: 'float16' } }
    },
    'head/kernel': { shape: [8, 5], dtype: 'float64', initializer: 'lecun_uniform' },
    'scale/ä': { shape: [], initializer: 'ones' }
  },
  rules: [
    { match: '**/bias', initializer: 'zeros' },
    { match: 'embed/*', initializer: { class_name: 'RandomNormal', config: { stddev: 0.02 } } },
    { match: '**/kernel', initializer: 'glorot_uniform', dtype: 'float16' }
  ]
}

const plan = (): Vectors => {
  const model = right(pipe(Plan.decode(paper), E.chain(Plan.toModel)))
  const [tensors, next] = right(Plan.sampler(model))(right(Rng.fromSeed(seed)))
  return {
    'a small plan': {
      paper,
      seed,
      bytes: model.bytes,
      offsets: Object.fromEntries(model.parameters.map(({ name, byteOffset }) => [name, byteOffset])),
      tensors: Object.fromEntries(
        [...tensors].map(([name, t]) => [name, { dtype: t.dtype, ...(tensor(t) as object) }])
      ),
      next: next.state
    }
  }
}

// -------------------------------------------------------------------------------------
// replays
// -------------------------------------------------------------------------------------

const normal2 = { class_name: 'RandomNormal', config: { stddev: 0.02 } }
const kaiming = { class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5) } }

interface Stream {
  readonly name: string
  readonly options?: object
  readonly keys?: string
}

/** A random initializer each: for an embedding, a kernel of three axes, and the head's bias. */
const streams: Readonly<Record<string, readonly [stream: Stream, ...initializers: ReadonlyArray<unknown>]>> = {
  jax: [{ name: 'jax' }, { class_name: 'normal', config: { stddev: 0.02 } }, 'he_normal', 'normal'],
  'jax before 0.5, split': [
    { name: 'jax', options: { bits: 'legacy', profile: 'nofma', jit: 'true' }, keys: 'split' },
    { class_name: 'truncated_normal', config: { stddev: 0.02 } },
    'glorot_uniform',
    'uniform'
  ],
  torch: [{ name: 'torch' }, 'normal_', kaiming, { class_name: 'uniform_', config: { a: -0.25, b: 0.25 } }],
  'torch without AVX2': [
    { name: 'torch', options: { profile: 'default' } },
    { class_name: 'trunc_normal_', config: { std: 0.02 } },
    'xavier_normal_',
    'normal_'
  ],
  tensorflow: [{ name: 'tensorflow' }, normal2, 'glorot_uniform', 'random_uniform'],
  tensorflow1: [
    { name: 'tensorflow1', options: { graph_seed: 1234, next: 'op', libm: 'rounded' } },
    'truncated_normal_initializer',
    'glorot_uniform_initializer',
    'random_normal_initializer'
  ],
  'keras-jax': [{ name: 'keras-jax', options: { seeding: 'global' } }, normal2, 'he_normal', 'random_normal'],
  'keras-torch': [{ name: 'keras-torch', options: { seeding: 'generator' } }, normal2, 'he_uniform', 'random_normal'],
  'keras-tensorflow': [{ name: 'keras-tensorflow' }, normal2, 'lecun_normal', 'random_uniform'],
  'keras-numpy': [{ name: 'keras-numpy', options: { seeding: 'global' } }, normal2, 'lecun_uniform', 'random_normal'],
  numpy: [{ name: 'numpy' }, 'standard_normal', { class_name: 'uniform', config: { low: -1 } }, 'random'],
  'numpy, RandomState': [
    { name: 'numpy', options: { generator: 'RandomState' } },
    { class_name: 'normal', config: { scale: 0.02 } },
    'random',
    'standard_normal'
  ],
  native: [{ name: 'native' }, normal2, 'he_normal', 'random_uniform']
}

const replays = (): Vectors =>
  Object.fromEntries(
    Object.entries(streams).map(([name, [stream, embedding, kernel, bias]]) => {
      const paper = {
        stream,
        parameters: {
          'embed/table': { shape: [31, 8], dtype: 'float32', initializer: embedding },
          'conv/kernel': { shape: [8, 3, 5], dtype: 'float32', initializer: kernel },
          'norm/scale': { shape: [5], dtype: 'float16', initializer: stream.name === 'torch' ? 'ones_' : 'ones' },
          'head/bias': { shape: [17], dtype: 'float64', initializer: bias }
        }
      }
      const model = right(Replay.decode(paper))
      const tensors = [...Replay.tensors(model)(right(model.stream.fromSeed(seed)))].map(
        ({ parameter, tensor: drawn }) => {
          return [model.parameters[parameter]?.name, { dtype: drawn.dtype, ...(tensor(drawn) as object) }]
        }
      )
      return [name, { paper, seed, tensors: Object.fromEntries(tensors) as unknown }]
    })
  )

/** File in test/vectors → what it holds. */
export const files: Readonly<Record<string, () => Vectors>> = {
  'generators.json': generators,
  'initializers.json': initializers,
  'plan.json': plan,
  'replay.json': replays
}
