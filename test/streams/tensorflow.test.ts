import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { type DType, round } from '../../src/DType.js'
import { Initializer as I, presets, Tensor } from '../../src/index.js'
import { decodeOptions } from '../../src/streams/options.js'
import * as tf from '../../src/streams/tensorflow/index.js'
import { cases, sha256 } from './golden.js'
import { type Generator, numbers, philox, stateful, stateless } from './tensorflowReference.js'
import { right } from '../support/either.js'

const streamOf = (u: unknown = {}) => tf.stream(right(decodeOptions(tf.options)(u)))
const stream1Of = (u: unknown = {}) => tf.stream1(right(decodeOptions(tf.options1)(u)))

const listOf = (tensor: Tensor.Tensor): ReadonlyArray<number> => Array.from(Tensor.values(tensor))

/** The tensor that the stream draws for a config and a seed. */
const weights = (stream: ReturnType<typeof streamOf>, config: unknown, spec: I.TensorSpec, seed: number | bigint) => {
  const run = right(stream.sampler(spec)(right(stream.decode(config))))
  return run(right(stream.fromSeed(seed)))[0]
}

const unit: tf.RandomOp = { kind: 'uniform', minval: 0, maxval: 1 }
const standard: tf.RandomOp = { kind: 'normal', mean: 0, stddev: 1 }

// -------------------------------------------------------------------------------------
// comparison with a plain implementation
// -------------------------------------------------------------------------------------

it('the plain Philox equals Random123 (kat_vectors)', () => {
  const counter = 0x0370734413198a2e85a308d3243f6a88n
  expect(philox([0xa4093822n, 0x299f31d0n], counter)).toEqual([0xd16cfe09n, 0x94fdccebn, 0x5001e420n, 0x24126ea1n])
})

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 1023, 1024, 1025, 1027]
const seeds = [
  [0n, 0n],
  [1n, -1n],
  [-(2n ** 63n), 2n ** 63n - 1n],
  [0xffffffffn, 2n ** 40n + 3n]
] as const

describe.each(['float32', 'float16', 'bfloat16', 'float64'] as const)('%s', (dtype) => {
  const cast = (x: number): number => round(dtype)(dtype === 'float64' ? x : Math.fround(x))

  it('stateless ops equal a plain implementation', () => {
    sizes.forEach((n, i) => {
      const [s0, s1] = seeds[i % seeds.length]!
      const [from, spec] = [stateless(s0, s1), { shape: [n], dtype }]
      const [low, high] = [cast(-0.37), cast(1.3)]
      const width = round(dtype)(high - low)
      expect(listOf(right(tf.statelessUniform<DType>(spec, [s0, s1], -0.37, 1.3)))).toEqual(
        numbers(from, 'uniform', dtype, n, width, low)
      )
      for (const [kind, drawn] of [
        ['normal', right(tf.statelessNormal<DType>(spec, [s0, s1], 0.1, 1.7))],
        ['truncated_normal', right(tf.statelessTruncatedNormal<DType>(spec, [s0, s1], 0.1, 1.7))]
      ] as const) {
        expect(listOf(drawn)).toEqual(numbers(from, kind, dtype, n, cast(1.7), cast(0.1)))
      }
    })
  })

  it('ops of a graph equal a plain implementation, run after run', () => {
    for (const [kind, op] of [
      ['uniform', unit],
      ['normal', standard],
      ['truncated_normal', { ...standard, kind: 'truncated_normal' }]
    ] as const) {
      const next = right(tf.run<DType>(op, { shape: [257], dtype }))
      const [first, then] = next(tf.stateful(right(tf.getSeed(5, 2 ** 31))))
      expect(listOf(first)).toEqual(numbers(stateful(5, 1), kind, dtype, 257, 1, 0))
      expect(listOf(next(then)[0])).toEqual(numbers(stateful(5, 1, 257), kind, dtype, 257, 1, 0))
    }
  })
})

it('a counter carries into its upper half', () => {
  const counter = [0xfffffffe, 0xffffffff, 0xffffffff, 7] as const
  const from: Generator = { key: [1n, 2n], counter: (7n << 96n) + 2n ** 96n - 2n }
  const [drawn, next] = right(tf.run(unit, { shape: [13] }))({ key: [1, 2], counter })
  expect(listOf(drawn)).toEqual(numbers(from, 'uniform', 'float32', 13, 1, 0))
  expect(next.counter).toEqual([256 * 13 - 2, 0, 0, 8])
})

/** In Python's doubles: the factor and the shift of an initializer. */
const scaled = (mode: string, kind: string, scale: number, fanIn: number, fanOut: number) => {
  const n = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode]!
  const v = scale / Math.max(1, n)
  const f = Math.fround
  switch (kind) {
    case 'uniform':
      return [f(2 * f(Math.sqrt(3 * v))), -f(Math.sqrt(3 * v))] as const
    case 'truncated_normal':
      return [f(Math.sqrt(v) / 0.87962566103423978), 0] as const
    default:
      return [f(Math.sqrt(v)), 0] as const
  }
}

it('variance scaling equals a plain implementation', () => {
  const shapes = [
    [[], 1, 1],
    [[5], 5, 5],
    [[3, 7], 3, 7],
    [[3, 3, 5, 2], 45, 18]
  ] as const
  for (const [shape, fanIn, fanOut] of shapes)
    for (const mode of ['fan_in', 'fan_out', 'fan_avg'])
      for (const distribution of ['truncated_normal', 'untruncated_normal', 'uniform'] as const) {
        const config = { class_name: 'VarianceScaling', config: { scale: 1.7, mode, distribution } }
        const [factor, shift] = scaled(mode, distribution, 1.7, fanIn, fanOut)
        const n = shape.reduce((a: number, b) => a * b, 1)
        const kind = distribution === 'untruncated_normal' ? 'normal' : distribution
        expect(listOf(weights(streamOf(), config, { shape }, 9))).toEqual(
          numbers(stateless(9n, 0n), kind, 'float32', n, factor, shift)
        )
      }
})

it('libm: rounded changes a few values, by an ulp of a logarithm or a sine', () => {
  const [glibc, rounded] = (['glibc', 'rounded'] as const).map((libm) =>
    listOf(right(tf.statelessNormal({ shape: [20000] }, [1, 2], 0, 1, libm)))
  )
  const differ = glibc!.filter((x, i) => x !== rounded![i])
  expect(differ.length).toBeGreaterThan(50)
  expect(differ.length).toBeLessThan(800) // 0.7-1.3 % of the results of each function
  glibc!.forEach((x, i) => {
    expect(Math.abs(x - rounded![i]!)).toBeLessThan(1e-6)
  })
})

// -------------------------------------------------------------------------------------
// seeds
// -------------------------------------------------------------------------------------

describe('seeds', () => {
  it('of a split and a fold_in are words of the seed', () => {
    expect(right(tf.statelessSplit([42, 0], 2))).toEqual([
      [1218717381, 1019202592],
      [1901827109, -1643997701]
    ])
    expect(right(tf.statelessSplit([42, 0], 0))).toEqual([])
    expect(right(tf.statelessFoldIn([42, 0], -9))).toEqual([1218717381, -9])
  })

  it.each([
    [tf.statelessSplit([42, 0], -1), 'BadCount', ['num']],
    [tf.statelessSplit([0.5, 0]), 'BadSeed', ['seed']],
    [tf.statelessFoldIn([42, 0], 2 ** 31), 'BadSeed', ['data']],
    [tf.statelessUniform({ shape: [1] }, [0, 2n ** 63n]), 'BadSeed', ['seed']],
    [tf.statelessUniform({ shape: [1] }, [0, 0], 1, 0), 'BadBounds', []],
    [tf.statelessUniform({ shape: [1] }, [0, 0], -3e38, 3e38), 'BadBounds', []],
    [tf.statelessUniform({ shape: [1] }, [0, 0], NaN, 1), 'BadBounds', []],
    [tf.statelessNormal({ shape: [1], dtype: 'float16' }, [0, 0], 0, 20000), 'NotRepresentable', []],
    [tf.statelessTruncatedNormal({ shape: [-1] }, [0, 0]), 'BadDim', ['shape', 0]],
    [tf.setSeed(2 ** 53), 'BadSeed', []],
    [tf.eager(unit, { shape: [1] }, 1.5), 'BadSeed', ['seed']]
  ])(
    'that are wrong are refused: case %#',
    (result: E.Either<ReadonlyArray<{ code: string; path: unknown }>, unknown>, code, path) => {
      expect(
        pipe(
          result,
          E.mapLeft(([e]) => [e?.code, e?.path])
        )
      ).toEqual(E.left([code, path]))
    }
  )

  it('are Python’s remainders, and never both 0', () => {
    expect(right(tf.getSeed(-1, 2 ** 31 - 1))).toEqual([2 ** 31 - 2, 0])
    expect(right(tf.getSeed(0, 0))).toEqual([0, 2 ** 31 - 1])
    expect(right(tf.getSeed(null, 0))).toEqual([87654321, 0])
  })

  it('set_seed resets the counters of kernels', () => {
    const state = right(tf.setSeed(99))
    const op = right(tf.eager(unit, { shape: [5] }, 3))
    const [first, next] = op(state)
    expect(op(next)[0].data).not.toEqual(first.data)
    expect(op(right(tf.setSeed(99)))[0].data).toEqual(first.data)
    expect(JSON.parse(JSON.stringify(next))).toEqual(next)
  })

  it('ops share a kernel if their kind, dtype and seeds are equal', () => {
    const [, next] = right(tf.eager(unit, { shape: [5] }, 3))(right(tf.setSeed(0)))
    const fresh = (op: tf.RandomOp, dtype: DType, seed: number) => {
      const run = right(tf.eager<DType>(op, { shape: [5], dtype }, seed))
      return run(next)[0].data.join() === run(right(tf.setSeed(0)))[0].data.join()
    }
    expect([fresh(unit, 'float32', 3), fresh(standard, 'float32', 3), fresh(unit, 'float64', 3)]).toEqual([
      false,
      true,
      true
    ])
    expect(fresh(unit, 'float32', 4)).toBe(true)
  })
})

// -------------------------------------------------------------------------------------
// the streams
// -------------------------------------------------------------------------------------

describe('the streams', () => {
  it('tensorflow returns the same generator', () => {
    const run = right(streamOf().sampler({ shape: [3, 5] })(presets.heNormal))
    const from = right(streamOf().fromSeed(42))
    expect(run(from)[1]).toBe(from)
    expect(JSON.parse(JSON.stringify(from))).toEqual(from)
  })

  it('tensorflow1 returns the generator of the next run or of the next op', () => {
    const glorot = (next: string) => {
      const stream = stream1Of({ graph_seed: 1234, next })
      return right(stream.sampler({ shape: [5] })(right(stream.decode('RandomUniform'))))
    }
    const from = right(stream1Of({ graph_seed: 1234 }).fromSeed(0))
    const golden = (id: string) => cases('tf').find((each) => each.id === id)!.sha256_le
    const [first, second] = glorot('op')(from)
    expect(sha256(first)).toBe(golden('tf1.uniform no op seed #0'))
    expect(sha256(glorot('op')(second)[0])).toBe(golden('tf1.uniform no op seed #1'))
    expect(glorot('run')(from)[1].counter).toEqual([1280, 0, 0, 0])
  })

  it('tensorflow1 without a graph seed', () => {
    expect(stream1Of().fromSeed(7)).toEqual(E.right({ key: [87654321, 0], counter: [0, 0, 7, 0] }))
  })

  it('tensorflow1 alone has UniformUnitScaling: sqrt(3 / inputs) factor', () => {
    const config = { class_name: 'UniformUnitScaling', config: { factor: 1.5 } }
    const limit = Math.fround(Math.sqrt(3 / 12) * 1.5)
    expect(listOf(weights(stream1Of({ graph_seed: 3 }), config, { shape: [3, 4, 5] }, 2))).toEqual(
      numbers(stateful(3, 2), 'uniform', 'float32', 60, 2 * limit, -limit)
    )
  })

  it.each(['zeros', 'ones', { class_name: 'Constant', config: { value: 0.5 } }, 'identity'])(
    '%j draws no random number',
    (config) => {
      const stream = stream1Of()
      const from = right(stream.fromSeed(1))
      const [tensor, next] = right(
        pipe(I.decode(config), E.chain(stream.fromInitializer), E.chain(stream.sampler({ shape: [3, 3] })))
      )(from)
      expect(next).toBe(from)
      expect(tensor).toEqual(right(I.init({ shape: [3, 3] })(config)))
    }
  )

  const refused = (config: unknown, shape: unknown = [3, 3], dtype: unknown = 'float32') =>
    pipe(
      I.decode(config),
      E.chain(streamOf().sampler({ shape, dtype } as { shape: []; dtype: DType })),
      E.mapLeft((errors) => errors.map(({ code, path }) => [code, path]))
    )

  it.each([
    [{ class_name: 'TruncatedNormal', config: { bounds: 'absolute', corrected: false } }, ['config', 'bounds']],
    [{ class_name: 'TruncatedNormal', config: { lower: null } }, ['config', 'lower']],
    [{ class_name: 'TruncatedNormal', config: { upper: 3 } }, ['config', 'upper']],
    [{ class_name: 'TruncatedNormal', config: { corrected: true } }, ['config', 'corrected']],
    [{ class_name: 'VarianceScaling', config: { corrected: false } }, ['config', 'corrected']],
    [{ class_name: 'VarianceScaling', config: { mode: 'fan_geo_avg' } }, ['config', 'mode']],
    [{ class_name: 'Orthogonal', config: { column_axis: 0 } }, ['config', 'column_axis']],
    [{ class_name: 'UniformUnitScaling', config: {} }, ['class_name']],
    [{ class_name: 'Sparse', config: { sparsity: 0.5 } }, ['class_name']]
  ])('has no config for %j', (config, path) => {
    const converted = pipe(
      I.decode(config),
      E.chain(streamOf().fromInitializer),
      E.mapLeft(([e]) => [e.code, e.path])
    )
    expect(converted).toEqual(E.left(['Unsupported', path]))
    expect(refused(config)).toEqual(E.left([['Unsupported', path]]))
  })

  it.each([
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
    ['orthogonal', [3, 3], 'bfloat16', [['Unsupported', ['dtype']]]]
  ])('refuses %j of %j in %s', (config, shape, dtype, errors) => {
    expect(refused(config, shape, dtype)).toEqual(E.left(errors))
  })

  it('an empty shape gives an empty tensor', () => {
    for (const name of ['he_normal', 'glorot_uniform', 'orthogonal'])
      for (const shape of [
        [0, 3],
        [3, 0],
        [2, 0, 4]
      ])
        expect(weights(streamOf(), name, { shape }, 1).data.length).toBe(0)
  })

  it.each([[[6, 4]], [[4, 6]], [[2, 3, 4]]])('orthogonal %j has orthonormal columns, or rows', (shape) => {
    const config = { class_name: 'Orthogonal', config: { gain: 1.5 } }
    const drawn = listOf(weights(streamOf(), config, { shape, dtype: 'float64' }, 7))
    const cols = shape[shape.length - 1]!
    const rows = drawn.length / cols
    const vectors =
      rows < cols
        ? Array.from({ length: rows }, (_, r) => drawn.slice(r * cols, (r + 1) * cols))
        : Array.from({ length: cols }, (_, c) => drawn.filter((_, i) => i % cols === c))
    vectors.forEach((v, i) => {
      vectors.forEach((w, j) => {
        const product = v.reduce((sum, x, k) => sum + x * w[k]!, 0)
        expect(Math.abs(product - (i === j ? 2.25 : 0))).toBeLessThan(1e-13)
      })
    })
  })
})

// -------------------------------------------------------------------------------------
// zeros
// -------------------------------------------------------------------------------------

describe('zeros and their signs, as in TensorFlow 2.21', () => {
  const zerosOf = (tensor: Tensor.Tensor): readonly [zeros: number, negative: number] => {
    const zeros = listOf(tensor).filter((x) => x === 0)
    return [zeros.length, zeros.filter((x) => Object.is(x, -0)).length]
  }

  it.each<
    [dtype: DType, mean: number, stddev: number, graph: readonly [number, number], eager: readonly [number, number]]
  >([
    // recorded: random_normal_initializer(mean, stddev, seed=7, dtype)([4000])
    ['float16', 0, 1e-6, [81, 42], [81, 0]],
    ['float16', 1e-9, 1e-6, [81, 42], [81, 0]],
    ['float32', 0, 1e-38, [4000, 2033], [4000, 0]],
    ['float64', 0, 1e-308, [4000, 1980], [4000, 0]],
    ['bfloat16', 0, 1e-38, [4000, 2033], [4000, 0]],
    ['float32', 1e-9, 1e-38, [0, 0], [0, 0]]
  ])('%s, mean %d, stddev %d', (dtype, mean, stddev, graph, eager) => {
    const op: tf.RandomOp = { kind: 'normal', mean, stddev }
    const spec = { shape: [4000], dtype }
    const first = right(tf.run<DType>(op, spec))(tf.stateful(right(tf.getSeed(null, 7))))
    expect(zerosOf(first[0])).toEqual(graph)
    const state = { ...right(tf.setSeed(87654321)) }
    expect(zerosOf(right(tf.eager<DType>(op, spec, 7))(state)[0])).toEqual(eager)
  })

  it('the zeros of an identity matrix have the sign of the gain', () => {
    for (const stream of [streamOf(), stream1Of()]) {
      const matrix = (gain: number) =>
        listOf(weights(stream, { class_name: 'Identity', config: { gain } }, { shape: [2, 3] }, 0))
      expect(matrix(-1)).toEqual([-1, -0, -0, -0, -1, -0])
      expect(matrix(2)).toEqual([2, 0, 0, 0, 2, 0])
      expect(matrix(0)).toEqual([0, 0, 0, 0, 0, 0])
    }
  })
})

// recorded with TensorFlow 2.21: glorot_uniform_initializer(seed=7, dtype=tf.float64)([2]) is a float32 tensor
it('TensorFlow 1 forgets the dtype of GlorotUniform and GlorotNormal, and keeps that of VarianceScaling and of a call', () => {
  const stream = stream1Of()
  const dtypeOf = (class_name: string, config: object, dtype?: DType) =>
    weights(stream, { class_name, config: { ...config, dtype: 'float64' } }, { shape: [2], dtype }, 7).dtype
  const glorot = { scale: 1, mode: 'fan_avg', distribution: 'uniform' }
  expect(dtypeOf('GlorotUniform', {})).toBe('float32')
  expect(dtypeOf('glorot_normal_initializer', {})).toBe('float32')
  expect(dtypeOf('GlorotUniform', {}, 'float16')).toBe('float16')
  expect(dtypeOf('VarianceScaling', glorot)).toBe('float64')
  expect(dtypeOf('RandomNormal', {})).toBe('float64')
})
