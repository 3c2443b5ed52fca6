import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import type { DType } from '../../src/DType.js'
import type { Initializer } from '../../src/Initializer.js'
import { Initializer as I, presets, Tensor } from '../../src/index.js'
import * as jax from '../../src/streams/jax/index.js'
import { decodeOptions } from '../../src/streams/options.js'
import { cases, sha256 } from './golden.js'
import { varianceScaling } from './jaxReference.js'
import { right } from '../support/either.js'

const options = decodeOptions(jax.options)
const key = (seed: number | bigint, x64 = false): jax.Key => right(jax.key(seed, x64))
const streamOf = (u: unknown = {}) => jax.stream(right(options(u)))

/** The numbers of a tensor, as a list. */
const listOf = (tensor: Tensor.Tensor): ReadonlyArray<number> => Array.from(Tensor.values(tensor))

const weights = (config: unknown, shape: ReadonlyArray<number>, how: jax.How) =>
  right(jax.initializer(config, { shape }, how))(key(42))

// -------------------------------------------------------------------------------------
// numbers that JAX publishes, all in the legacy layout
// -------------------------------------------------------------------------------------

/** The checksum of zlib that seeds the distributions of random_test.py. */
const adler32 = (text: string): number => {
  let [a, b] = [1, 0]
  for (const character of text) {
    a = (a + character.charCodeAt(0)) % 65521
    b = (b + a) % 65521
  }
  return b * 65536 + a
}

const legacy = { bits: 'legacy' } as const

describe('tests/random_test.py', () => {
  it('bits', () => {
    const from = key(1701)
    expect(right(jax.bits([3], 8, 'legacy'))(from)).toEqual(Uint8Array.of(216, 115, 43))
    expect(right(jax.bits([3], 16, 'legacy'))(from)).toEqual(Uint16Array.of(41682, 1300, 55017))
    expect(right(jax.bits([3], 32, 'legacy'))(from)).toEqual(Uint32Array.of(56197195, 4200222568, 961309823))
    expect(right(jax.bits([3], 64, 'legacy'))(from)).toEqual(
      BigUint64Array.of(3982329540505020460n, 16822122385914693683n, 7882654074788531506n)
    )
  })

  it('split and fold_in', () => {
    expect(right(jax.split(4, 'legacy')([0, 0]))).toEqual([
      [2285895361, 1501764800],
      [1518642379, 4090693311],
      [433833334, 4221794875],
      [839183663, 3740430601]
    ])
    expect(jax.foldIn(4)([0, 0])).toEqual([2285895361, 433833334])
  })

  it.each([
    ['uniform', right(jax.uniform({ shape: [5] }, 0, 1, legacy)), [0.298671, 0.073213, 0.873356, 0.260549, 0.412797]],
    ['normal', right(jax.normal({ shape: [5] }, legacy)), [-1.173234, -1.511662, 0.070593, -0.099764, 1.052845]],
    [
      'truncated_normal',
      right(jax.truncatedNormal({ shape: [5] }, 0, 2, legacy)),
      [0.582807, 1.709771, 0.159513, 0.861376, 0.36148]
    ]
  ] as const)('%s', (name, run, published) => {
    const values = listOf(run(key(adler32(`${name}threefry2x32`))))
    published.forEach((x, i) => {
      expect(Math.abs(values[i]! - x)).toBeLessThan(6e-7) // six places, and float32
    })
  })
})

/** The distance of two float32 numbers of the same sign in ulps. */
const ulps = (x: number, y: number): number => {
  const bits = new Int32Array(Float32Array.of(x, y).buffer)
  return Math.abs(bits[0]! - bits[1]!)
}

// The version and the machine that printed them are unknown. The uniform and the truncated numbers equal those of 0.10.2, the
// stddevs of variance_scaling differ by an ulp, and `normal` used another logarithm.
describe('docstrings of jax.nn.initializers, key 42', () => {
  it.each([
    [
      { class_name: 'uniform', config: { scale: 10 } },
      0,
      [7.298188, 8.691938, 8.7230015, 2.0818567, 1.8662417, 5.5022564]
    ],
    [
      { class_name: 'normal', config: { stddev: 5 } },
      6,
      [3.0613258, 5.6129413, 5.6866574, -4.063663, -4.4520254, 0.63115686]
    ],
    [
      { class_name: 'truncated_normal', config: { stddev: 5 } },
      0,
      [2.9047365, 5.2338114, 5.29852, -3.836303, -4.192359, 0.6022964]
    ],
    ['glorot_uniform', 0, [0.50350785, 0.8088631, 0.81566876, -0.6393332, -0.6865721, 0.11003882]],
    ['glorot_normal', 1, [0.41770416, 0.75262755, 0.7619329, -0.5516644, -0.6028657, 0.08661086]],
    ['lecun_uniform', 0, [0.56293887, 0.90433645, 0.9119454, -0.71479625, -0.7676109, 0.12302713]],
    ['lecun_normal', 2, [0.46700746, 0.8414632, 0.8518669, -0.61677957, -0.67402434, 0.09683388]],
    ['he_uniform', 0, [0.79611576, 1.2789248, 1.2896855, -1.0108745, -1.0855657, 0.17398663]],
    ['he_normal', 1, [0.6604483, 1.1900088, 1.2047218, -0.87225807, -0.95321447, 0.1369438]]
  ])('%j, within %d ulp', (config, most, published) => {
    const values = listOf(weights(config, [2, 3], legacy))
    published.forEach((x, i) => {
      expect(ulps(values[i]!, x)).toBeLessThanOrEqual(most)
    })
  })

  it.each([
    ['orthogonal', [2, 3], 0, [0.39026976, 0.72495741, -0.56756169, 0.88047469, -0.47409311, -1.3157725e-4]],
    [
      'delta_orthogonal',
      [3, 3, 3],
      9,
      [
        ...[0.27858758, -0.7949833, -0.53887904, 0.9120717, 0.04322892, 0.40774566],
        ...[-0.30085585, -0.6050892, 0.73712474]
      ]
    ]
  ])('%s', (name, shape, start, published) => {
    const values = listOf(weights(name, shape, legacy))
    values.forEach((x, i) => {
      expect(Math.abs(x - (published[i - start] ?? 0))).toBeLessThan(2e-6)
    })
  })
})

// -------------------------------------------------------------------------------------
// comparison with a plain implementation
// -------------------------------------------------------------------------------------

const shapes = [
  [1, 1],
  [3, 1],
  [1, 2],
  [5, 3],
  [7, 11],
  [2, 1, 3, 5],
  [3, 3, 5, 7],
  [25, 41]
] as const
const scales = [1, 2, 0.37, 1000, 1.5, 2 / 3, 0.001, 3] as const

describe.each(['float32', 'float16', 'bfloat16', 'float64'] as const)('variance_scaling in %s', (dtype) => {
  it.each(
    (['partitionable', 'legacy'] as const).flatMap((bits) =>
      (['fma', 'nofma', 'fma_fp16'] as const).map((profile) => ({ bits, profile }))
    )
  )('equals a plain implementation: $bits, $profile', (settings) => {
    for (const [k, distribution] of ['truncated_normal', 'normal', 'uniform'].entries())
      for (const [i, shape] of shapes.entries()) {
        const mode = ['fan_in', 'fan_out', 'fan_avg', 'fan_geo_avg'][(i + k) % 4]!
        const config = { scale: scales[i]!, mode, distribution }
        const run = right(jax.initializer({ class_name: 'variance_scaling', config }, { shape, dtype }, settings))
        const seed = 1000 + i
        expect(listOf(run(key(seed)))).toEqual(varianceScaling(config, seed, shape, dtype, settings))
      }
  })
})

describe('sizes', () => {
  it('bits that do not fit into memory are refused', () => {
    expect(pipe(jax.bits([2 ** 31], 8), E.mapLeft(codes))).toEqual(E.left(['ShapeTooLarge']))
  })

  it.each(['partitionable', 'legacy'] as const)('an empty shape gives an empty tensor: %s', (bits) => {
    for (const shape of [
      [0, 3],
      [3, 0],
      [2, 0, 4, 4]
    ])
      for (const name of ['he_normal', 'glorot_uniform', 'normal', 'orthogonal'])
        expect(right(jax.initializer(name, { shape }, { bits }))(key(1)).data.length).toBe(0)
  })

  it('a scalar is the first element', () => {
    const one = right(jax.normal({ shape: [] }))(key(5))
    const many = right(jax.normal({ shape: [2000] }))(key(5))
    expect(one.data).toEqual(many.data.slice(0, 1))
  })

  it('legacy elements depend on their number, partitionable ones do not', () => {
    const drawn = (n: number, bits: jax.Layout) => Array.from(right(jax.bits([n], 32, bits))(key(9))).slice(0, 3)
    expect(drawn(3, 'partitionable')).toEqual(drawn(3001, 'partitionable'))
    expect(drawn(3, 'legacy')).not.toEqual(drawn(3001, 'legacy'))
  })
})

it('a truncation far from 0 is clamped to the numbers between its bounds', () => {
  const drawn = right(jax.truncatedNormal({ shape: [4] }, 8, 9))(key(3)) // erf is 1 at both
  expect(drawn.data).toEqual(new Float32Array(4).fill(9 - 2 ** -20))
})

// -------------------------------------------------------------------------------------
// orthogonal
// -------------------------------------------------------------------------------------

/** The products of the vectors along an axis, or across it if those are fewer. */
const gram = (tensor: Tensor.Tensor, axis: number): ReadonlyArray<ReadonlyArray<number>> => {
  const { shape } = tensor
  const values = listOf(tensor)
  const [cols, inner] = [shape[axis]!, shape.slice(axis + 1).reduce((a, b) => a * b, 1)]
  const columnOf = (i: number) => Math.floor(i / inner) % cols
  const rowOf = (i: number) => Math.floor(i / inner / cols) * inner + (i % inner)
  const rows = values.length / cols
  const vectors = Array.from({ length: Math.min(rows, cols) }, (_, k) =>
    values
      .map((x, i) => ({
        x,
        vector: rows < cols ? rowOf(i) : columnOf(i),
        offset: rows < cols ? columnOf(i) : rowOf(i)
      }))
      .filter(({ vector }) => vector === k)
      .sort((a, b) => a.offset - b.offset)
      .map(({ x }) => x)
  )
  return vectors.map((v) => vectors.map((w) => v.reduce((sum, x, i) => sum + x * w[i]!, 0)))
}

describe('orthogonal', () => {
  it.each([
    [[6, 4], -1],
    [[4, 6], -1],
    [[4, 6], 0],
    [[3, 2, 5], 1],
    [[2, 3, 4, 2], -1],
    [[2, 8, 3], 1]
  ])('%j, columns along %d', (shape, column_axis) => {
    const config = { class_name: 'orthogonal', config: { scale: 1.5, column_axis } }
    const tensor = right(jax.initializer(config, { shape, dtype: 'float64' }))(key(7))
    gram(tensor, column_axis < 0 ? column_axis + shape.length : column_axis).forEach((row, i) => {
      row.forEach((product, j) => {
        expect(Math.abs(product - (i === j ? 2.25 : 0))).toBeLessThan(1e-13)
      })
    })
  })

  it('along another axis is the same matrix, transposed', () => {
    const of = (shape: ReadonlyArray<number>, column_axis: number) =>
      listOf(weights({ class_name: 'orthogonal', config: { column_axis } }, shape, {}))
    const last = of([2, 3, 4], -1)
    const middle = of([2, 4, 3], 1)
    expect(middle).toEqual(middle.map((_, i) => last[Math.floor(i / 12) * 12 + (i % 3) * 4 + (Math.floor(i / 3) % 4)]))
  })

  it('is drawn in float32 and float64 only, as in JAX', () => {
    const refused = jax.initializer('orthogonal', { shape: [2, 2], dtype: 'bfloat16' })
    expect(refused).toEqual(
      E.left([
        { code: 'Unsupported', path: ['dtype'], expected: 'float32 or float64, as in JAX', received: 'bfloat16' }
      ])
    )
  })
})

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

describe('keys', () => {
  it('hold 32 bits of the seed, and all 64 in x64 mode', () => {
    expect(key(2 ** 32 + 5)).toEqual([0, 5])
    expect(key(-1, true)).toEqual([0xffffffff, 0xffffffff])
    expect(key(-(2n ** 63n), true)).toEqual([0x80000000, 0])
    expect(JSON.stringify(key(42))).toBe('[0,42]')
  })

  it.each([2n ** 63n, -(2n ** 63n) - 1n, 2 ** 53, 0.5, NaN, Infinity])('refuse %s', (seed) => {
    expect(pipe(jax.key(seed), E.mapLeft(codes))).toEqual(E.left(['BadSeed']))
  })

  it('split and fold_in in the partitionable layout', () => {
    // jax 0.10.2: split(key(0), 3)
    expect(right(jax.split(3)([0, 0]))).toEqual([
      [1797259609, 2579123966],
      [928981903, 3453687069],
      [4146024105, 2718843009]
    ])
    expect(right(jax.split(0)([0, 0]))).toEqual([])
    expect(pipe(jax.split(1.5)([0, 0]), E.mapLeft(codes))).toEqual(E.left(['BadCount']))
    expect(pipe(jax.split(2 ** 20 + 1)([0, 0]), E.mapLeft(codes))).toEqual(E.left(['BadCount']))
  })
})

const codes = (errors: ReadonlyArray<{ readonly code: string }>) => errors.map(({ code }) => code)

// -------------------------------------------------------------------------------------
// the stream
// -------------------------------------------------------------------------------------

describe('the stream', () => {
  it('returns the same key, and draws the same tensor again', () => {
    const run = right(streamOf().sampler({ shape: [3, 5] })(presets.heNormal))
    const from = key(42)
    const [first, next] = run(from)
    expect(next).toBe(from)
    expect(run(from)[0].data).toEqual(first.data)
    expect(run(from)[0].data).not.toBe(first.data)
    expect(first.data).toEqual(weights('he_normal', [3, 5], {}).data)
  })

  it('reads options', () => {
    expect(options({})).toEqual(
      E.right({ profile: 'fma', bits: 'partitionable', jit: false, x64: false, keys: 'fold_in' })
    )
    expect(E.isLeft(options({ profile: 'avx2' }))).toBe(true)
    const run = right(streamOf({ bits: 'legacy', profile: 'nofma' }).sampler({ shape: [2, 3] })(presets.lecunNormal))
    const golden = cases('jax_nofma').find(({ id }) => id === 'jax.legacy.lecun_normal')!
    expect(sha256(run(key(42))[0])).toBe(golden.sha256_le)
    expect(right(streamOf({ x64: true }).fromSeed(-1))).toEqual([0xffffffff, 0xffffffff])
  })

  it('gives each parameter the key of its index', () => {
    const from = key(42)
    expect(streamOf().parameter!('w', 7, 9)(from)).toEqual(jax.foldIn(7)(from))
    for (const bits of ['partitionable', 'legacy'] as const) {
      const { parameter } = streamOf({ keys: 'split', bits })
      expect([0, 1, 2].map((i) => parameter!('w', i, 3)(from))).toEqual(right(jax.split(3, bits)(from)))
    }
  })

  it('takes the dtype of the config if the call has none', () => {
    const he = right(streamOf().decode({ class_name: 'he_normal', config: { dtype: 'bfloat16' } }))
    expect(right(streamOf().sampler({ shape: [2, 2] })(he))(key(0))[0].dtype).toBe('bfloat16')
    expect(right(streamOf().sampler({ shape: [2, 2], dtype: 'float32' })(he))(key(0))[0].dtype).toBe('float32')
  })

  it.each(['zeros', 'ones', { class_name: 'Constant', config: { value: 0.5 } }, 'identity'])(
    '%j draws no random number',
    (config) => {
      const from = key(1)
      const initializer = right(I.decode(config))
      const [tensor, next] = right(
        pipe(streamOf().fromInitializer(initializer), E.chain(streamOf().sampler({ shape: [3, 3] })))
      )(from)
      expect(next).toBe(from)
      expect(tensor).toEqual(right(I.init({ shape: [3, 3] })(config)))
    }
  )

  const converted = (config: unknown) =>
    pipe(
      I.decode(config),
      E.chain(streamOf().fromInitializer),
      E.mapLeft(([e]) => [e.code, e.path])
    )

  it.each([
    [{ class_name: 'RandomNormal', config: { mean: 1 } }, ['config', 'mean']],
    [{ class_name: 'TruncatedNormal', config: { mean: 1 } }, ['config', 'mean']],
    [{ class_name: 'TruncatedNormal', config: { bounds: 'absolute' } }, ['config', 'bounds']],
    [{ class_name: 'TruncatedNormal', config: { lower: null } }, ['config', 'lower']],
    [{ class_name: 'TruncatedNormal', config: { upper: null } }, ['config', 'upper']],
    [{ class_name: 'TruncatedNormal', config: { corrected: true } }, ['config', 'corrected']],
    [{ class_name: 'VarianceScaling', config: { corrected: false } }, ['config', 'corrected']],
    [{ class_name: 'Sparse', config: { sparsity: 0.5 } }, ['class_name']]
  ])('has no config for %j', (config, path) => {
    expect(converted(config)).toEqual(E.left(['Unsupported', path]))
  })

  it('has a config for other initializers, such as a uniform between any two numbers', () => {
    const uniform: Initializer = right(I.decode({ class_name: 'RandomUniform', config: { minval: -0.3, maxval: 0.5 } }))
    expect(streamOf().fromInitializer(uniform)).toEqual(E.right(uniform))
    const golden = cases('jax_fma').find(({ id }) => id === 'jax.uniform.f32.range')!
    expect(sha256(right(streamOf().sampler({ shape: [4096] })(uniform))(key(42))[0])).toBe(golden.sha256_le)
  })

  const drawn = (config: unknown, shape: unknown, dtype: unknown = 'float32') =>
    pipe(
      I.decode(config),
      E.chain(streamOf().sampler({ shape, dtype } as { shape: []; dtype: DType })),
      E.mapLeft((errors) => errors.map(({ code, path }) => [code, path]))
    )

  it.each([
    ['he_normal', [3], 'float32', [['BadRank', ['shape']]]],
    [
      { class_name: 'RandomNormal', config: { mean: 1 } },
      [-1],
      'float32',
      [
        ['Unsupported', ['config', 'mean']],
        ['BadDim', ['shape', 0]]
      ]
    ],
    [
      'he_normal',
      7,
      'int8',
      [
        ['BadShape', ['shape']],
        ['UnknownDType', ['dtype']]
      ]
    ],
    ['he_normal', [2 ** 16, 2 ** 16], 'float32', [['ShapeTooLarge', ['shape']]]],
    ['orthogonal', [3], 'float32', [['BadRank', ['shape']]]],
    [
      { class_name: 'Orthogonal', config: { column_axis: 2 } },
      [3, 3],
      'float32',
      [['BadAxis', ['config', 'column_axis']]]
    ],
    [{ class_name: 'Orthogonal', config: { gain: 1e39 } }, [3, 3], 'float32', [['BoundOverflow', ['config', 'gain']]]],
    [
      { class_name: 'RandomNormal', config: { stddev: 20000 } },
      [3],
      'float16',
      [['BoundOverflow', ['config', 'stddev']]]
    ],
    [
      { class_name: 'VarianceScaling', config: { scale: 1e300 } },
      [3, 3],
      'float32',
      [['BoundOverflow', ['config', 'scale']]]
    ],
    [{ class_name: 'RandomUniform', config: { maxval: 1e39 } }, [3], 'float32', [['BadBounds', ['config', 'maxval']]]]
  ])('refuses %j of %j in %s', (config, shape, dtype, errors) => {
    expect(drawn(config, shape, dtype)).toEqual(E.left(errors))
  })
})

// jax 0.10.2, key 42, shape (1000,)
describe('truncated_normal with bounds other than ±2', () => {
  it.each([
    ['float32', {}, -1.5, 1.5, 'adbb534a4454'],
    ['float32', { jit: true }, -1.5, 1.5, 'bc2b93579a98'],
    ['float32', { jit: true, x64: true }, -1.5, 1.5, 'adbb534a4454'],
    ['float32', { x64: true }, 1, 5, 'ac06141e9fb8'],
    ['float32', { jit: true, x64: true }, 1, 5, '914135c764d0'],
    ['float32', {}, -0.3, 7, 'a776c5946edd'],
    ['float16', {}, -1.5, 1.5, 'e232841ca3a9'],
    ['float16', { jit: true }, 1, 5, 'e8da5be664bd'],
    ['float64', { x64: true }, -1.5, 1.5, '0a9e36b6ac5d'],
    ['float64', { x64: true, jit: true }, -0.3, 7, '4cc2d7443299'],
    ['bfloat16', {}, -1.5, 1.5, '5fec61aad6fc'],
    ['bfloat16', {}, 0, 1, '3149a760acdd'],
    ['bfloat16', { jit: true }, 0, 8, '6d722d6ad46e']
  ] as const)('%s %j from %d to %d', (dtype, how, lower, upper, digest) => {
    const config = { class_name: 'truncated_normal', config: { stddev: 1, lower, upper } }
    expect(sha256(right(jax.initializer(config, { shape: [1000], dtype }, how))(key(42))).slice(0, 12)).toBe(digest)
  })

  it('two bounds may be the same number of the dtype', () => {
    const config = { class_name: 'truncated_normal', config: { stddev: 1, lower: 0.8067395, upper: 0.8108394 } }
    const drawn = right(jax.initializer(config, { shape: [3], dtype: 'bfloat16' }))(key(1))
    expect(listOf(drawn)).toEqual([0.80859375, 0.80859375, 0.80859375])
  })
})

it('the factors of a normal number are not merged in bfloat16, within jit either', () => {
  const config = { class_name: 'normal', config: { stddev: 0.02 } }
  const drawn = right(jax.initializer(config, { shape: [1000], dtype: 'bfloat16' }, { jit: true }))(key(42))
  expect(sha256(drawn).slice(0, 12)).toBe('b9168c09dc81')
})

it('subnormal numbers are flushed to 0, except in float16', () => {
  const zeros = (scale: number, dtype: DType) => {
    const drawn = right(jax.initializer({ class_name: 'uniform', config: { scale } }, { shape: [2000], dtype }))(key(1))
    return listOf(drawn).filter((x) => x === 0).length
  }
  // jax 0.10.2
  expect([zeros(3e-38, 'float32'), zeros(3e-38, 'bfloat16'), zeros(1e-7, 'float16')]).toEqual([791, 765, 497])
  expect(zeros(1e-39, 'float32')).toBe(2000)
})

it.each([
  [NaN, 1],
  [1, 0],
  [0, 0],
  [-Infinity, 0],
  [-3e38, 3e38]
])('jax.uniform and jax.truncatedNormal refuse the bounds %d and %d', (low, high) => {
  for (const drawn of [jax.uniform({ shape: [2] }, low, high), jax.truncatedNormal({ shape: [2] }, low, high)]) {
    expect(pipe(drawn, E.mapLeft(codes))).toEqual(E.left(['BadBounds']))
  }
})
