/**
 * The calls of test/vectors/streams.json, which name functions of the frameworks, as calls of the streams, by group and id.
 */
import type { DType } from '../../src/DType.js'
import type { State } from 'fp-ts/State'
import type { Tensor } from '../../src/Tensor.js'
import * as Pcg64 from '../../src/streams/generators/Pcg64.js'
import { generateState, seedSequence } from '../../src/streams/generators/SeedSequence.js'
import {
  jax,
  type keras,
  type Name,
  open,
  type Options,
  parse,
  type Stream,
  tensorflow as tf,
  torch
} from '../../src/streams/index.js'
import { decodeOptions } from '../../src/streams/options.js'
import { type Case, cases } from './golden.js'
import { right } from '../support/either.js'

export type Data = ArrayBufferView | { readonly data: ArrayBufferView }

/** Id → draws the data of the case. */
export type Calls = Readonly<Record<string, () => Data>>

/** Draws several tensors one after the other, and returns the last. */
const last = <S>(run: State<S, Tensor>, state: S, times: number): Tensor => {
  let [tensor, next] = run(state)
  for (let i = 1; i < times; i++) [tensor, next] = run(next)
  return tensor
}

interface Draw {
  readonly config: unknown
  readonly shape: ReadonlyArray<number>
  readonly dtype?: DType
  readonly seed?: number
  readonly times?: number
}

/** Draws the tensor of a config; the default seed is 42. */
const draw = <C, S>(
  stream: Stream<C, S>,
  { config, shape, dtype = stream.dtype, seed = 42, times = 1 }: Draw
): Tensor =>
  last(right(stream.sampler({ shape, dtype })(right(stream.decode(config)))), right(stream.fromSeed(seed)), times)

const named = <A>(entries: ReadonlyArray<readonly [id: string, call: () => A]>) => Object.fromEntries(entries)

const call = (class_name: string, config: object = {}) => ({ class_name, config })

// -------------------------------------------------------------------------------------
// jax
// -------------------------------------------------------------------------------------

type Numbers = 'uniform' | 'normal' | 'truncated_normal'

const key = (seed: number, x64 = false): jax.Key => right(jax.key(seed, x64))
const words = (...keys: ReadonlyArray<jax.Key>): Uint32Array => Uint32Array.from(keys.flat())

const numbers = (kind: Numbers, shape: ReadonlyArray<number>, dtype: DType, how: jax.How): Tensor => {
  const spec = { shape, dtype }
  switch (kind) {
    case 'uniform':
      return right(jax.uniform(spec, 0, 1, how))(key(42))
    case 'normal':
      return right(jax.normal(spec, how))(key(42))
    case 'truncated_normal':
      return right(jax.truncatedNormal(spec, -2, 2, how))(key(42))
  }
}

const jaxCalls = (profile: 'fma' | 'nofma'): Calls => {
  const how = { profile }
  const legacy = { profile, bits: 'legacy' } as const
  /** The machine had AVX512-FP16, as the case notes. */
  const half = { profile: profile === 'fma' ? ('fma_fp16' as const) : profile }
  const weights = (config: unknown, shape: ReadonlyArray<number>, options: Options<'jax'> = {}) =>
    draw(right(open('jax', { profile, ...options })), { config, shape })
  const untruncated = call('variance_scaling', { scale: 2, mode: 'fan_in', distribution: 'normal' })
  const kinds = ['uniform', 'normal', 'truncated_normal'] as const
  const presets = ['lecun', 'he', 'glorot'].flatMap((name) => [`${name}_normal`, `${name}_uniform`])
  return {
    'jax.bits32': () => right(jax.bits([20]))(key(42)),
    'jax.bits16': () => right(jax.bits([20], 16))(key(42)),
    'jax.bits8': () => right(jax.bits([20], 8))(key(42)),
    'jax.split': () => words(...right(jax.split(4)(key(42)))),
    'jax.fold_in': () => words(jax.foldIn(7)(key(42))),
    'jax.seed_neg1': () => words(key(-1)),
    'jax.seed_2e32p5.x64': () => words(key(2 ** 32 + 5, true)),
    ...named(
      kinds.flatMap((kind) => [
        [`jax.${kind}.f32.(5,)`, () => numbers(kind, [5], 'float32', how)],
        [`jax.${kind}.f32.(4, 8)`, () => numbers(kind, [4, 8], 'float32', how)],
        [`jax.${kind}.f32.(1000, 1000)`, () => numbers(kind, [1000, 1000], 'float32', how)],
        [`jax.${kind}.f64`, () => numbers(kind, [4096], 'float64', how)]
      ])
    ),
    'jax.normal.bfloat16': () => numbers('normal', [4096], 'bfloat16', how),
    'jax.truncated_normal.bfloat16': () => numbers('truncated_normal', [4096], 'bfloat16', how),
    'jax.normal.float16': () => numbers('normal', [4096], 'float16', how),
    'jax.truncated_normal.float16': () => numbers('truncated_normal', [4096], 'float16', half),
    'jax.uniform.f32.range': () => right(jax.uniform({ shape: [4096] }, -0.3, 0.5, how))(key(42)),
    ...named(presets.map((name) => [`jax.${name}`, () => weights(name, [784, 128])])),
    'jax.vs.normal.eager': () => weights(untruncated, [3, 3, 64, 128]),
    'jax.vs.normal.jit': () => weights(untruncated, [3, 3, 64, 128], { jit: true }),
    'jax.normal.02': () => weights(call('normal', { stddev: 0.02 }), [768]),
    'jax.trunc.02.3sd': () => weights(call('truncated_normal', { stddev: 0.02, lower: -3, upper: 3 }), [768]),
    'jax.orthogonal': () => weights('orthogonal', [4, 4]),
    'jax.legacy.bits32': () => right(jax.bits([7], 32, 'legacy'))(key(42)),
    'jax.legacy.bits8': () => right(jax.bits([7], 8, 'legacy'))(key(42)),
    'jax.legacy.split': () => words(...right(jax.split(3, 'legacy')(key(42)))),
    'jax.legacy.lecun_normal': () => weights('lecun_normal', [2, 3], { bits: 'legacy' }),
    'jax.legacy.normal': () => numbers('normal', [1001], 'float32', legacy)
  }
}

// -------------------------------------------------------------------------------------
// torch
// -------------------------------------------------------------------------------------

/** `manual_seed(42); empty(5,).uniform_(a,b)`, and `normal_(mean,std)` */
const plain = /empty\([^)]*\)?[^)]*\)\.(uniform_|normal_)\(([^)]*)\)$/

const plainCall = (text: string): unknown => {
  const [, name = '', arguments_ = ''] = plain.exec(text) ?? []
  const [x, y] = arguments_.split(',').map(Number)
  if (arguments_ === '') return name
  return call(name, name === 'uniform_' ? { a: x, b: y } : { mean: x, std: y })
}

const torchCalls = (profile: 'avx2' | 'default'): Calls => {
  const options = right(decodeOptions(torch.options)({ profile }))
  const stream = right(open('torch', { profile }))
  const weights = (config: unknown, shape: ReadonlyArray<number>) => draw(stream, { config, shape })
  const linear = () => right(torch.linear(options)({ inFeatures: 20, outFeatures: 30 }))(right(torch.manualSeed(42)))[0]
  const conv = () => {
    const layer = right(torch.convNd(options)({ inChannels: 3, outChannels: 8, kernelSize: [3, 3] }))
    return layer(right(torch.manualSeed(42)))[0]
  }
  return {
    ...named(
      cases(`torch_${profile}`)
        .filter((row) => plain.test(row.call))
        .map((row) => {
          const dtype = row.dtype === 'uint16' ? 'bfloat16' : (row.dtype as DType)
          return [row.id, () => draw(stream, { config: plainCall(row.call), shape: row.shape, dtype })]
        })
    ),
    'torch.small.cache': () => {
      const three = (times: number) => draw(stream, { config: 'normal_', shape: [3], times }).data
      return Float32Array.of(...three(1), ...three(2))
    },
    'torch.kaiming_uniform': () => weights('kaiming_uniform_', [128, 784]),
    'torch.kaiming_uniform.sqrt5': () => weights(call('kaiming_uniform_', { a: Math.sqrt(5) }), [128, 784]),
    'torch.kaiming_normal.relu.fan_out': () =>
      weights(call('kaiming_normal_', { mode: 'fan_out', nonlinearity: 'relu' }), [128, 784]),
    'torch.xavier_uniform': () => weights('xavier_uniform_', [128, 784]),
    'torch.xavier_normal': () => weights('xavier_normal_', [128, 784]),
    'torch.trunc_normal': () => weights('trunc_normal_', [128, 784]),
    'torch.trunc_normal.02': () => weights(call('trunc_normal_', { std: 0.02 }), [128, 784]),
    'torch.trunc_normal.lowp': () => weights(call('trunc_normal_', { a: 1, b: 1.5 }), [64]),
    'torch.sparse': () => weights(call('sparse_', { sparsity: 0.3 }), [10, 5]),
    'torch.orthogonal': () => weights('orthogonal_', [4, 4]),
    'torch.Linear.weight': () => linear().weight,
    'torch.Linear.bias': () => linear().bias!,
    'torch.Conv2d.weight': () => conv().weight,
    'torch.Conv2d.bias': () => conv().bias!
  }
}

// -------------------------------------------------------------------------------------
// tensorflow
// -------------------------------------------------------------------------------------

const unit: tf.RandomOp = { kind: 'uniform', minval: 0, maxval: 1 }
const standard: tf.RandomOp = { kind: 'normal', mean: 0, stddev: 1 }
const truncated: tf.RandomOp = { kind: 'truncated_normal', mean: 0, stddev: 0.1 }

/** The last of several runs of an op of a graph. */
const runs = (op: tf.RandomOp, n: number, seed: number, times: number, graph: number | null = 1234) =>
  last(right(tf.run(op, { shape: [n] })), tf.stateful(right(tf.getSeed(graph, seed))), times)

/** Call `n` after `set_seed(99)`. */
const eagerly = (n: number): Tensor => {
  const calls = [[unit, null], [standard, null], [unit, 3], [unit, 3]] as const // prettier-ignore
  const [, tensor] = calls.slice(0, n + 1).reduce<readonly [tf.Eager, Tensor | undefined]>(
    ([state], [op, seed]) => {
      const [tensor, next] = right(tf.eager(op, { shape: [5] }, seed))(state)
      return [next, tensor]
    },
    [right(tf.setSeed(99)), undefined]
  )
  return tensor!
}

const scaling = (distribution: string) => call('VarianceScaling', { scale: 2, mode: 'fan_in', distribution })

const tensorflowCalls = (): Calls => {
  const keras2 = right(open('tensorflow'))
  const graph = right(open('tensorflow1', { graph_seed: 1234 }))
  return {
    ...named(
      (['float32', 'float16', 'bfloat16', 'float64'] as const).flatMap((dtype) =>
        [5, 4097].flatMap((n) => {
          const spec = { shape: [n], dtype }
          return [
            [`tf.stateless_uniform.${dtype}.${n}`, () => right(tf.statelessUniform<DType>(spec, [42, 0]))],
            [`tf.stateless_normal.${dtype}.${n}`, () => right(tf.statelessNormal<DType>(spec, [42, 0]))],
            [
              `tf.stateless_truncated_normal.${dtype}.${n}`,
              () => right(tf.statelessTruncatedNormal<DType>(spec, [42, 0]))
            ]
          ] as const
        })
      )
    ),
    'tf.stateless_uniform.range': () => right(tf.statelessUniform({ shape: [4097] }, [42, 0], -0.3, 0.5)),
    'tf.stateless_uniform.negseed': () => right(tf.statelessUniform({ shape: [9] }, [-5, 7])),
    ...named(
      ['truncated_normal', 'untruncated_normal', 'uniform'].map((kind) => [
        `tf.VarianceScaling.${kind}`,
        () => draw(keras2, { config: scaling(kind), shape: [784, 128] })
      ])
    ),
    'tf.Orthogonal': () => draw(keras2, { config: 'Orthogonal', shape: [4, 4] }),
    'tf1.uniform seed=7': () => runs(unit, 1001, 7, 1),
    'tf1.normal seed=7': () => runs(standard, 1001, 7, 1),
    'tf1.truncated_normal stddev=.1 seed=7': () => runs(truncated, 1001, 7, 1),
    'tf1.uniform no op seed #0': () => runs(unit, 5, 0, 1),
    'tf1.uniform no op seed #1': () => runs(unit, 5, 1, 1),
    'tf1.uniform second run': () => runs(unit, 1001, 7, 2),
    'tf1.trunc second run': () => runs(truncated, 1001, 7, 2),
    'tf1.no graph seed': () => runs(unit, 5, 7, 1, null),
    ...named(
      ['glorot_uniform_initializer', 'variance_scaling_initializer'].map((name) => [
        `tf1.${name}(seed=7)((64,32))`,
        () => draw(graph, { config: name, shape: [64, 32], seed: 7 })
      ])
    ),
    'tf2.eager op1': () => eagerly(0),
    'tf2.eager op2': () => eagerly(1),
    'tf2.eager seeded': () => eagerly(2),
    'tf2.eager seeded 2': () => eagerly(3)
  }
}

// -------------------------------------------------------------------------------------
// keras
// -------------------------------------------------------------------------------------

const kerasCalls = (group: string, name: Extract<Name, `keras-${string}`>): Calls => {
  const stream = (seeding: keras.Seeding) => right(open(name, { seeding }))
  const uniform = call('RandomUniform', { minval: 0, maxval: 1 })
  const generated = (times: number) => draw(stream('generator'), { config: uniform, shape: [5], seed: 7, times })
  return {
    ...named(
      [42, 2147483657].flatMap((seed) =>
        ['truncated_normal', 'untruncated_normal', 'uniform'].map((kind) => [
          `${group}.VS.${kind}.${seed}`,
          () => draw(stream('int'), { config: scaling(kind), shape: [64, 48], seed })
        ])
      )
    ),
    [`${group}.SeedGenerator.1`]: () => generated(1),
    [`${group}.SeedGenerator.2`]: () => generated(2),
    [`${group}.Dense`]: () => draw(stream('global'), { config: 'glorot_uniform', shape: [4, 3], seed: 123 })
  }
}

// -------------------------------------------------------------------------------------
// numpy
// -------------------------------------------------------------------------------------

/** `RandomState(42).uniform(-.3,.5,4096)` */
const method = /^(default_rng|RandomState)\(42\)\.(\w+)\((.*)\)$/

const numpyCall = ({ call: text, shape, dtype }: Case): Tensor => {
  const [, generator, name = '', arguments_ = ''] = method.exec(text) ?? []
  const [a, b] = arguments_.split(',').map(Number)
  const config = name === 'uniform' ? { low: a, high: b } : name === 'normal' ? { loc: a, scale: b } : {}
  return draw(right(parse('numpy', { generator })), { config: call(name, config), shape, dtype: dtype as DType })
}

const numpyCalls = (): Calls => ({
  'np.SeedSequence': () => generateState(seedSequence(42), 8),
  'np.PCG64': () => {
    const reader = Pcg64.reader(Pcg64.fromSeedSequence(seedSequence(42)))
    const pairs = new Uint32Array(2 * 20)
    for (let i = 0; i < 20; i++) reader.next64(pairs.subarray(2 * i, 2 * i + 2))
    return pairs
  },
  ...named(
    cases('numpy')
      .filter((row) => method.test(row.call))
      .map((row) => [row.id, () => numpyCall(row)])
  )
})

/** The calls of each group of golden cases. */
export const calls: Readonly<Record<string, Calls>> = {
  jax_fma: jaxCalls('fma'),
  jax_nofma: jaxCalls('nofma'),
  torch_avx2: torchCalls('avx2'),
  torch_default: torchCalls('default'),
  tf: tensorflowCalls(),
  'keras-jax': kerasCalls('keras-jax', 'keras-jax'),
  'keras-torch': kerasCalls('keras-torch', 'keras-torch'),
  'keras-tf': kerasCalls('keras-tf', 'keras-tensorflow'),
  numpy: numpyCalls()
}
