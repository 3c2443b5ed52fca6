import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import type { DType } from '../../src/DType.js'
import { Initializer as I, Tensor } from '../../src/index.js'
import type { TensorSpec } from '../../src/Initializer.js'
import * as jax from '../../src/streams/jax/index.js'
import * as keras from '../../src/streams/keras/index.js'
import { decodeOptions } from '../../src/streams/options.js'
import * as tf from '../../src/streams/tensorflow/index.js'
import * as torch from '../../src/streams/torch/index.js'
import { sha256 } from './golden.js'
import { right } from '../support/either.js'

const backends = {
  jax: (u: unknown = {}) => keras.jax.stream(right(decodeOptions(keras.jax.options)(u))),
  tensorflow: (u: unknown = {}) => keras.tensorflow.stream(right(decodeOptions(keras.tensorflow.options)(u))),
  torch: (u: unknown = {}) => keras.torch.stream(right(decodeOptions(keras.torch.options)(u))),
  numpy: (u: unknown = {}) => keras.numpy.stream(right(decodeOptions(keras.numpy.options)(u)))
}
type Name = keyof typeof backends
const names = ['jax', 'tensorflow', 'torch', 'numpy'] as const

const random = {
  jax: keras.jax.random(right(decodeOptions(keras.jax.options)({}))),
  tensorflow: keras.tensorflow.random(right(decodeOptions(keras.tensorflow.options)({}))),
  torch: keras.torch.random(right(decodeOptions(keras.torch.options)({}))),
  numpy: keras.numpy.random(right(decodeOptions(keras.numpy.options)({})))
}

const listOf = (tensor: Tensor.Tensor): ReadonlyArray<number> => Array.from(Tensor.values(tensor))

const seeded = (name: Name, seeding: keras.Seeding, seed: number | bigint): keras.State =>
  right(backends[name]({ seeding }).fromSeed(seed))

const weights = (name: Name, config: unknown, spec: TensorSpec, seed: number | bigint): Tensor.Tensor => {
  const stream = backends[name]()
  return right(stream.sampler(spec)(right(stream.decode(config))))(seeded(name, 'int', seed))[0]
}

const scaling = (distribution: string) => ({
  class_name: 'VarianceScaling',
  config: { scale: 2, mode: 'fan_in', distribution }
})

const unit: keras.RandomOp = { kind: 'uniform', minval: 0, maxval: 1 }

/** Tensors of one operation, one after the other. */
const several = (name: Name, state: keras.State, op: keras.RandomOp, spec: TensorSpec, n: number) => {
  const draw = right(random[name]<DType>(op, spec))
  const tensors: Tensor.Tensor[] = []
  for (let i = 0, now = state; i < n; i++) {
    const [tensor, next] = draw(now)
    tensors.push(tensor)
    now = next
  }
  return tensors
}

// -------------------------------------------------------------------------------------
// NumPy: results of NumPy 2.4.6 for the calls of keras/src/backend/numpy/random.py
//   rng = default_rng(np.array([seed, 0], np.uint32)); rng.uniform(-limit, limit, n).astype(dtype), and so on
// -------------------------------------------------------------------------------------

const drawnByNumpy = [
  ['float32', 42, 'uniform', '25b29afa46733ea980cdd40b71c6cf82908d7184571c452e200e647ab9b49ae2'],
  ['float32', 42, 'untruncated_normal', '1412ddd7e716ad4c8ce9ad59a3038ec16603b6b3f89dec80c75c1016ad6a5eeb'],
  ['float32', 42, 'truncated_normal', '2197f76e529265066e0a3dd1d79d353538384b9c1b7d489dc2087fb936999d57'],
  ['float32', 2147483657, 'uniform', '7b988b763d4885e27e5b7b2d48a61f3bee7afa2aa282c6b20013f60a3c015119'],
  ['float32', 2147483657, 'untruncated_normal', '5b2cbb3802c0d40131ac3a9abf7e923ac019bebcac3cd70c935617dedd6d6cec'],
  ['float32', 2147483657, 'truncated_normal', '09333ae5a2670fad10759040b2512cebb89bc123ba43209ee639fc7b541f99d6'],
  ['float64', 42, 'uniform', '98b84abb4e57ca623bba5c42f704add7181d5578d9c8f62378706014dfd49b90'],
  ['float64', 42, 'untruncated_normal', '847cf3d488e16d1c7e498de7521b2d1ede221ac1114165144f8945ffca7a544b'],
  ['float64', 42, 'truncated_normal', '1c120a77f3f4c8a5d14d648f2b9f1a094a07670681a84b7c406b2254405e82e7'],
  ['float64', 2147483657, 'uniform', '417692252c0c3c486f44085c8b8e62c57d906fb7e2493879e949fb4504806b6c'],
  ['float64', 2147483657, 'untruncated_normal', '23547106e4fc41ddbfc1b632b014f69b341a92307c63c991a72ad8166c20921f'],
  ['float64', 2147483657, 'truncated_normal', 'b8d1ce881f5a5600b123413d3885559b2f4f9c7592355dc84ebfb88c73739925'],
  ['float16', 42, 'uniform', 'c629d7e407cad56653ad77b014e66829bfd9993671c8f158069dd028b392c4c0'],
  ['float16', 42, 'untruncated_normal', '16ff8f3883b446ddc9d8b42b6183389ebbef4365dc0da5b1d49fc2dcceb7f6ad'],
  ['float16', 42, 'truncated_normal', '147e093fe79bc933123fba23d3e403c753e06eacb143ad2a88ba7b4f7eee06a8'],
  ['float16', 2147483657, 'uniform', '6a27d5e1f3d29d5f1ea2dbdf61fe4474519bcec5a0945ed87cd8b91cb9b00401'],
  ['float16', 2147483657, 'untruncated_normal', 'aed67dc5a8fc39f50407ac8f8aea933e5516e5811b8057e23c7af8b0df84c48a'],
  ['float16', 2147483657, 'truncated_normal', 'c41d8f6607629b93b729810a2d5f16262377c2772b488a1adc7397c0fdc95c4b']
] as const

describe('keras-numpy, variance scaling of (64, 48)', () => {
  it.each(drawnByNumpy)('%s, seed %d, %s', (dtype, seed, kind, expected) => {
    expect(sha256(weights('numpy', scaling(kind), { shape: [64, 48], dtype }, seed))).toBe(expected)
  })

  it('SeedGenerator(7)', () => {
    const drawn = several('numpy', seeded('numpy', 'generator', 7), unit, { shape: [5] }, 2)
    expect(drawn.map(sha256)).toEqual([
      'e42e8543fdd37452204e5be47d076645ce083698898462a78c521049c4bf5431',
      'cdec514f4e8f5637849b606954068d740cd1ada33900e8942638225a045ca4fe'
    ])
  })
})

// -------------------------------------------------------------------------------------
// PyTorch in 16 bits: results of Keras 3.15.1 and torch 2.13.0
// -------------------------------------------------------------------------------------

const wide = { class_name: 'RandomUniform', config: { minval: -0.3, maxval: 0.7 } }
const moved = { class_name: 'RandomNormal', config: { mean: 0.1, stddev: 0.3 } }

describe('keras-torch, initializers with the seed 42 of (64, 48)', () => {
  it.each([
    ['HeNormal', 'float16', 'HeNormal', 'dac99128cb9f'],
    ['HeNormal', 'bfloat16', 'HeNormal', '287261f08617'],
    ['RandomUniform', 'float16', wide, 'dbc9e98018ab'],
    ['RandomUniform', 'bfloat16', wide, 'db12ce0b1175'],
    ['RandomNormal', 'float16', moved, '6ebfbf4359b9'],
    ['RandomNormal', 'bfloat16', moved, '9cd372032a1d']
  ] as const)('%s in %s', (_, dtype, config, expected) => {
    expect(sha256(weights('torch', config, { shape: [64, 48], dtype }, 42)).slice(0, 12)).toBe(expected)
  })
})

// -------------------------------------------------------------------------------------
// more cases: the source of Keras, on the frameworks' own functions
// -------------------------------------------------------------------------------------

const sizes = [1, 3, 4, 5, 15, 16, 17, 255, 256, 257, 1025]

const ops: ReadonlyArray<keras.RandomOp> = [
  { kind: 'uniform', minval: -0.37, maxval: 1.3 },
  { kind: 'normal', mean: 0.1, stddev: 1.7 },
  { kind: 'truncated_normal', mean: -0.2, stddev: 0.3 }
]

/** The numbers of an operation for the seed (s, k). */
type Plain = (
  op: keras.RandomOp,
  spec: { readonly shape: readonly [number]; readonly dtype: DType },
  s: number,
  k: number
) => ReadonlyArray<number>

const rounding = (dtype: DType) => (dtype === 'float64' ? (x: number) => x : Math.fround)

const byJax: Plain = (op, spec, s, k) => {
  const r = rounding(spec.dtype)
  if (op.kind === 'uniform') return listOf(right(jax.uniform(spec, op.minval, op.maxval))([s, k]))
  const drawn = op.kind === 'normal' ? jax.normal(spec) : jax.truncatedNormal(spec)
  return listOf(right(drawn)([s, k])).map((x) => r(r(x * r(op.stddev)) + r(op.mean)))
}

const byTensorflow: Plain = (op, spec, s, k) => {
  const seed = [s % (2 ** 31 - 2), k] as const
  switch (op.kind) {
    case 'uniform':
      return listOf(right(tf.statelessUniform(spec, seed, Math.fround(op.minval), Math.fround(op.maxval))))
    case 'normal':
      return listOf(right(tf.statelessNormal(spec, seed, op.mean, op.stddev)))
    case 'truncated_normal':
      return listOf(right(tf.statelessTruncatedNormal(spec, seed, op.mean, op.stddev)))
  }
}

const byTorch: Plain = (op, { shape: [n], dtype }, s, k) => {
  const options = right(decodeOptions(torch.options)({}))
  const r = rounding(dtype)
  const draw = (call: ReturnType<typeof torch.call>, n: number) =>
    listOf(right(torch.sampler(options)({ shape: [n], dtype })(right(call)))(right(torch.manualSeed(s + k)))[0])
  switch (op.kind) {
    case 'uniform':
      return draw(torch.call('uniform_'), n).map((x) => r(r(r(op.maxval - op.minval) * x) + r(op.minval)))
    case 'normal':
      return draw(torch.call('normal_', { mean: op.mean, std: op.stddev }), n)
    case 'truncated_normal': {
      const drawn = draw(torch.call('normal_'), 4 * n)
      return Array.from({ length: n }, (_, i) => {
        const four = drawn.slice(4 * i, 4 * i + 4)
        const x = four.find((each) => each > -2 && each < 2) ?? four[0]!
        return r(r(x * r(op.stddev)) + r(op.mean))
      })
    }
  }
}

describe.each([
  ['jax', byJax],
  ['tensorflow', byTensorflow],
  ['torch', byTorch]
] as const)('keras.random on %s', (name, plain) => {
  it.each(['float32', 'float64'] as const)('equals its source on the framework: %s', (dtype) => {
    for (const op of ops)
      sizes.forEach((n, i) => {
        const [seed, spec] = [2 ** 31 - 5 + 3 * i, { shape: [n], dtype } as const]
        several(name, seeded(name, 'generator', seed), op, spec, 3).forEach((tensor, k) => {
          expect(listOf(tensor)).toEqual(plain(op, spec, seed, k))
        })
      })
  })
})

it('a truncated number of torch lies beyond ±2 if all four candidates do', () => {
  const op = { kind: 'truncated_normal', mean: 0, stddev: 1 } as const
  const [drawn] = several('torch', seeded('torch', 'int', 3), op, { shape: [2 ** 20] }, 1)
  const beyond = listOf(drawn!).filter((x) => Math.abs(x) >= 2).length
  expect(beyond).toBeGreaterThan(0) // the expectation is 4.5: 2^20 (1 - 0.9545)^4
  expect(beyond).toBeLessThan(20)
})

it('bounds are float32 in TensorFlow, whatever the dtype', () => {
  const op: keras.RandomOp = { kind: 'uniform', minval: 0.1, maxval: 0.3 }
  const drawn = listOf(
    several('tensorflow', seeded('tensorflow', 'int', 1), op, { shape: [9], dtype: 'float64' }, 1)[0]!
  )
  const [low, high] = [Math.fround(0.1), Math.fround(0.3)]
  const unitDrawn = listOf(right(tf.statelessUniform({ shape: [9], dtype: 'float64' }, [1, 0])))
  expect(drawn).toEqual(unitDrawn.map((u) => u * (high - low) + low))
})

// -------------------------------------------------------------------------------------
// seeds
// -------------------------------------------------------------------------------------

describe.each(names)('seeds of keras-%s', (name) => {
  const draw = (seeding: keras.Seeding, spec: TensorSpec, config: unknown = 'glorot_uniform') => {
    const stream = backends[name]({ seeding })
    return right(stream.sampler(spec)(right(stream.decode(config))))
  }

  it('an integer draws the same each time', () => {
    const state = seeded(name, 'int', 5)
    expect(state).toEqual({ seeding: 'int', seed: 5, counter: 0 })
    expect(draw('int', { shape: [3, 4] })(state)[1]).toBe(state)
  })

  it('a generator counts', () => {
    const first = seeded(name, 'generator', 5)
    const [tensor, second] = draw('generator', { shape: [3, 4] })(first)
    expect(second).toEqual({ seeding: 'generator', seed: 5, counter: 1 })
    expect(draw('generator', { shape: [3, 4] })(second)[0].data).not.toEqual(tensor.data)
    expect(draw('generator', { shape: [0, 4] })(second)[1]).toEqual({ ...second, counter: 2 })
  })

  it('set_random_seed gives each initializer another seed, and zeros none', () => {
    // CPython: random.seed(5); [random.randint(1, 10**9) for _ in range(3)]
    const drawn = [668835602, 274281999, 796487719]
    const spec = { shape: [3, 4] }
    let state = seeded(name, 'global', 5)
    for (const seed of drawn) {
      const [zeros, same] = draw('global', spec, 'zeros')(state)
      expect(zeros.data).toEqual(new Float32Array(12))
      expect(same).toBe(state)
      const [tensor, next] = draw('global', spec)(state)
      expect(tensor.data).toEqual(draw('int', spec)(seeded(name, 'int', seed))[0].data)
      state = next
    }
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })

  it('are checked', () => {
    const bad = {
      jax: [-1, 2 ** 32],
      numpy: [-1, 2 ** 32],
      torch: [-(2 ** 31) - 1, 2 ** 32],
      tensorflow: [2n ** 63n, -(2n ** 63n) - 1n]
    }
    for (const seed of [...bad[name], 0.5, NaN, 2 ** 53]) {
      const refused = pipe(
        backends[name]().fromSeed(seed),
        E.mapLeft(([e]) => e.code)
      )
      expect(refused).toEqual(E.left('BadSeed'))
    }
    for (const seed of [-1, 2 ** 32]) expect(E.isLeft(backends[name]({ seeding: 'global' }).fromSeed(seed))).toBe(true)
  })
})

it('integers are reduced as by the backend', () => {
  const kept = (name: Name, seed: number | bigint) => (seeded(name, 'int', seed) as { readonly seed: number }).seed
  expect(kept('tensorflow', 2 ** 31 + 9)).toBe(11)
  expect(kept('tensorflow', -1)).toBe(2 ** 31 - 3)
  expect(kept('torch', -1)).toBe(2 ** 32 - 1)
  expect(kept('jax', 2n ** 32n - 1n)).toBe(2 ** 32 - 1)
})

// -------------------------------------------------------------------------------------
// the streams
// -------------------------------------------------------------------------------------

describe.each(names)('keras-%s', (name) => {
  it('draws orthogonal matrices', () => {
    const drawn = listOf(weights(name, 'orthogonal', { shape: [3, 2, 5], dtype: 'float64' }, 7))
    const column = (c: number) => drawn.filter((_, i) => i % 5 === c)
    for (let a = 0; a < 5; a++)
      for (let b = 0; b < 5; b++) {
        const product = column(a).reduce((sum, x, i) => sum + x * column(b)[i]!, 0)
        expect(Math.abs(product - (a === b ? 1 : 0))).toBeLessThan(1e-13)
      }
  })

  it('has its name, and checks its options', () => {
    expect(backends[name]().name).toBe(`keras-${name}`)
    expect(E.isLeft(decodeOptions(keras[name].options)({ seeding: 'none' }))).toBe(true)
  })

  it('draws one number for rank 0', () => {
    expect(weights(name, 'he_normal', { shape: [] }, 1).data.length).toBe(1)
  })

  it.each(['he_normal', 'glorot_uniform', 'orthogonal'])('%s draws an empty tensor', (config) => {
    expect(weights(name, config, { shape: [0, 3] }, 1).data.length).toBe(0)
  })

  const refused = (config: unknown, dtype: DType) =>
    pipe(
      I.decode(config),
      E.chain(backends[name]().sampler({ shape: [2, 2], dtype })),
      E.mapLeft(([e]) => [e.code, e.path])
    )

  it('refuses what it cannot draw', () => {
    expect(refused('orthogonal', 'float16')).toEqual(E.left(['Unsupported', ['dtype']]))
    expect(refused({ class_name: 'VarianceScaling', config: { mode: 'fan_geo_avg' } }, 'float32')).toEqual(
      E.left(['Unsupported', ['config', 'mode']])
    )
    expect(E.isLeft(refused('he_normal', 'bfloat16'))).toBe(name === 'numpy')
    expect(E.isRight(refused('he_normal', 'float16'))).toBe(true)
  })

  it('refuses bounds that are too far apart', () => {
    const drawn = refused({ class_name: 'RandomUniform', config: { minval: -3e38, maxval: 3e38 } }, 'float32')
    if (name === 'numpy')
      expect(E.isRight(drawn)).toBe(true) // it computes in float64
    else expect(drawn).toEqual(E.left(['BadBounds', ['config']]))
  })

  it.each<keras.RandomOp>([
    { kind: 'uniform', minval: 1, maxval: 0 },
    { kind: 'uniform', minval: -3e38, maxval: 3e38 },
    { kind: 'uniform', minval: NaN, maxval: 1 },
    { kind: 'normal', mean: 0, stddev: -1 },
    { kind: 'normal', mean: 1e39, stddev: 1 },
    { kind: 'truncated_normal', mean: NaN, stddev: 1 },
    { kind: 'truncated_normal', mean: 0, stddev: Infinity }
  ])('refuses the operation %j', (op) => {
    expect(E.isLeft(random[name](op, { shape: [3] }))).toBe(true)
  })
})
