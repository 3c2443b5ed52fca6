import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as S from 'fp-ts/State'
import { describe, expect, it } from 'vitest'
import type { DType } from '../../src/DType.js'
import { message } from '../../src/InitializerError.js'
import * as Plan from '../../src/plan/index.js'
import * as Replay from '../../src/replay/index.js'
import * as Rng from '../../src/Rng.js'
import { jax, type keras, type Name, open, parse, torch } from '../../src/streams/index.js'
import { decodeOptions } from '../../src/streams/options.js'
import type { Tensor } from '../../src/Tensor.js'
import { cases, sha256 } from '../streams/golden.js'
import { right } from '../support/either.js'

/** The tensors of a plan by name, in the order in which they come. */
const drawn = (plan: object, seed: number): ReadonlyMap<string, Tensor> => {
  const model = right(Replay.decode(plan))
  const names = model.parameters.map(({ name }) => name)
  const tensors = Replay.tensors(model)(right(model.stream.fromSeed(seed)))
  return new Map([...tensors].map(({ parameter, tensor }) => [names[parameter]!, tensor]))
}

const valuesOf = (plan: object, seed: number): ReadonlyArray<Tensor> => [...drawn(plan, seed).values()]

/** What a framework returned for a case. */
const golden = (group: string, id: string): string => cases(group).find((each) => each.id === id)!.sha256_le

// -------------------------------------------------------------------------------------
// one state through all
// -------------------------------------------------------------------------------------

/** How PyTorch's layers with so many inputs an output draw their weight and their bias. */
const kaiming = { class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5) } }
const bias = (inputs: number) => {
  const bound = 1 / Math.sqrt(inputs)
  return { class_name: 'uniform_', config: { a: -bound, b: bound } }
}
const ofLayers = {
  stream: { name: 'torch' },
  parameters: {
    'fc.weight': { shape: [30, 20], initializer: kaiming },
    'fc.bias': { shape: [30], initializer: bias(20) },
    'norm.weight': { shape: [30], initializer: 'ones_' },
    'conv.weight': { shape: [8, 3, 3, 3], initializer: kaiming },
    'conv.bias': { shape: [8], initializer: bias(27) }
  }
}

describe('torch', () => {
  const options = right(decodeOptions(torch.options)({}))
  const seeded = right(torch.manualSeed(42))

  it('draws a model as its layers are constructed, one after the other', () => {
    const linear = right(torch.linear(options)({ inFeatures: 20, outFeatures: 30 }))
    const conv = right(torch.convNd(options)({ inChannels: 3, outChannels: 8, kernelSize: [3, 3] }))
    const [first, next] = linear(seeded)
    const [second] = conv(next)
    const tensors = drawn(ofLayers, 42)
    expect([...tensors.keys()]).toEqual(Object.keys(ofLayers.parameters))
    expect(tensors.get('fc.weight')).toEqual(first.weight)
    expect(tensors.get('fc.bias')).toEqual(first.bias)
    expect(tensors.get('conv.weight')).toEqual(second.weight)
    expect(tensors.get('conv.bias')).toEqual(second.bias)
  })

  it('draws what PyTorch 2.13 drew for nn.Linear(20, 30)', () => {
    const tensors = drawn(ofLayers, 42)
    expect(sha256(tensors.get('fc.weight')!)).toBe(golden('torch_avx2', 'torch.Linear.weight'))
    expect(sha256(tensors.get('fc.bias')!)).toBe(golden('torch_avx2', 'torch.Linear.bias'))
  })

  it('keeps the cached normal number for the next parameter', () => {
    const three = { shape: [3], initializer: 'normal_' }
    const data = valuesOf({ stream: 'torch', parameters: { a: three, zeros: { ...three, initializer: 'zeros_' }, b: three } }, 42) // prettier-ignore
    expect(sha256(Float32Array.of(...data[0]!.data, ...data[2]!.data))).toBe(golden('torch_avx2', 'torch.small.cache'))
  })

  it('has the options of the plan', () => {
    const plan = { stream: { name: 'torch', options: { profile: 'default' } }, parameters: {} }
    const parameters = { w: { shape: [100], initializer: 'normal_' } }
    expect(valuesOf({ ...plan, parameters }, 42).map(sha256)).toEqual([golden('torch_default', 'torch.normal.(100,)')])
  })
})

it('numpy continues after the last array', () => {
  const half = { shape: [2048], dtype: 'float64', initializer: 'random' }
  const [first, second] = valuesOf({ stream: 'numpy', parameters: { a: half, b: half } }, 42)
  expect(sha256(Float64Array.of(...first!.data, ...second!.data))).toBe(golden('numpy', 'np.random.float64'))
})

it('tensorflow1 counts the ops of a graph', () => {
  const options = { graph_seed: 1234, next: 'op' }
  const uniform = { shape: [5], initializer: { class_name: 'RandomUniform', config: { minval: 0, maxval: 1 } } }
  const plan = { stream: { name: 'tensorflow1', options }, parameters: { a: uniform, b: uniform } }
  const expected = ['#0', '#1'].map((op) => golden('tf', `tf1.uniform no op seed ${op}`))
  expect(valuesOf(plan, 0).map(sha256)).toEqual(expected)
})

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

describe('jax', () => {
  const initializers = ['he_normal', 'zeros', 'glorot_uniform', { class_name: 'normal', config: { stddev: 0.02 } }]
  const shape = [7, 5]
  const dtypes = ['float32', 'bfloat16', 'float64', 'float16'] as const
  const parameters = initializers.map((initializer, i) => ({ name: `${i}`, shape, dtype: dtypes[i], initializer }))
  const root = right(jax.key(3))

  it.each(['fold_in', 'split', undefined] as const)('gives each parameter a key of its own: %s', (keys) => {
    const children = right(jax.split(4)(root))
    const tensors = drawn({ stream: keys === undefined ? 'jax' : { name: 'jax', keys }, parameters }, 3)
    initializers.forEach((initializer, i) => {
      const key = keys === 'split' ? children[i]! : jax.foldIn(i)(root)
      const expected = right(jax.initializer<DType>(initializer, { shape, dtype: dtypes[i]! }))(key)
      expect(tensors.get(`${i}`)).toEqual(expected)
    })
    expect([...tensors.keys()]).toEqual(['2', '0', '1', '3']) // 8, 4, 2 and 2 bytes
  })

  it('splits legacy keys, which depend on their number', () => {
    const options = { bits: 'legacy', profile: 'nofma' }
    const how = { bits: 'legacy', profile: 'nofma' } as const
    const [first] = right(jax.split(4, 'legacy')(root))
    const tensors = drawn({ stream: { name: 'jax', options, keys: 'split' }, parameters }, 3)
    expect(tensors.get('0')).toEqual(right(jax.initializer('he_normal', { shape }, how))(first!))
  })
})

it('native draws as a plan does', () => {
  const plan = {
    parameters: { a: { shape: [5, 3], initializer: 'he_normal' }, b: { shape: [4], initializer: 'ones' } }
  }
  const sampler = right(pipe(Plan.decode(plan), E.chain(Plan.toModel), E.chain(Plan.sampler)))
  expect(drawn(plan, 9)).toEqual(sampler(right(Rng.fromSeed(9)))[0])
})

// -------------------------------------------------------------------------------------
// Keras's seeds
// -------------------------------------------------------------------------------------

describe.each([
  ['keras-jax', 'keras-jax'],
  ['keras-torch', 'keras-torch'],
  ['keras-tensorflow', 'keras-tf']
] as const)('%s', (name, group) => {
  const uniform = { class_name: 'RandomUniform', config: { minval: 0, maxval: 1 } }

  it('a generator counts the parameters that are random, in the plan’s order', () => {
    const parameters = {
      a: { shape: [5], initializer: uniform },
      zeros: { shape: [5], initializer: 'zeros' },
      b: { shape: [5], initializer: uniform }
    }
    const tensors = drawn({ stream: { name, options: { seeding: 'generator' } }, parameters }, 7)
    expect(sha256(tensors.get('a')!)).toBe(golden(group, `${group}.SeedGenerator.1`))
    expect(sha256(tensors.get('b')!)).toBe(golden(group, `${group}.SeedGenerator.2`))
  })

  it('the global seed gives each parameter a seed', () => {
    const plan = (seeding: string, initializers: object) => ({
      stream: { name, options: { seeding } },
      parameters: Object.fromEntries(
        Object.entries(initializers).map(([key, initializer]) => [key, { shape: [4, 3], initializer: initializer as unknown }])
      )
    }) // prettier-ignore
    const dense = { kernel: 'glorot_uniform', bias: 'zeros' }
    expect(sha256(drawn(plan('global', dense), 123).get('kernel')!)).toBe(golden(group, `${group}.Dense`))

    // CPython: random.seed(5); [random.randint(1, 10**9) for _ in range(3)]
    const seeds = [668835602, 274281999, 796487719]
    const drawnGlobally = valuesOf(plan('global', { a: 'he_normal', b: 'he_normal', c: 'he_normal' }), 5)
    expect(drawnGlobally).toEqual(seeds.flatMap((seed) => valuesOf(plan('int', { a: 'he_normal' }), seed)))
  })
})

it('keras-numpy has the seeds of the others', () => {
  const seeding = (name: keras.Seeding) => ({ name: 'keras-numpy', options: { seeding: name } })
  const parameters = { a: { shape: [3], initializer: 'he_normal' }, b: { shape: [3], initializer: 'he_normal' } }
  const [a, b] = valuesOf({ stream: seeding('int'), parameters }, 7)
  const [first, second] = valuesOf({ stream: seeding('generator'), parameters }, 7)
  expect(a).toEqual(b)
  expect(first).toEqual(a)
  expect(second).not.toEqual(b)
})

// -------------------------------------------------------------------------------------
// the order of the file
// -------------------------------------------------------------------------------------

const wide: ReadonlyArray<DType> = ['float16', 'float32', 'float64', 'bfloat16', 'float32', 'float64', 'float16']

describe.each<[Name, object, unknown]>([
  ['torch', {}, 'normal_'],
  ['torch', { version: '2.12' }, { class_name: 'trunc_normal_', config: { std: 0.1 } }],
  ['keras-jax', { seeding: 'generator' }, 'glorot_normal'],
  ['keras-tensorflow', { seeding: 'global' }, 'he_uniform'],
  ['tensorflow1', { next: 'op' }, 'glorot_uniform_initializer'],
  ['numpy', { generator: 'RandomState' }, { class_name: 'normal', config: { loc: 1 } }]
])('dtypes of several element sizes: %s %j', (name, options, initializer) => {
  const dtypes = wide.map((dtype) => (name === 'numpy' && dtype === 'bfloat16' ? 'float16' : dtype))
  const parameters = dtypes.map((dtype, i) => ({ name: `${i}`, shape: [3, 3 + i], dtype, initializer }))

  it('the tensors are those of the plan’s order', () => {
    const stream = right(open(name, options))
    const config = right(stream.decode(initializer))
    const runs = parameters.map(({ shape, dtype }) => right(stream.sampler({ shape, dtype })(config)))
    const [expected] = S.sequenceArray(runs)(right(stream.fromSeed(11)))
    const tensors = drawn({ stream: { name, options }, parameters }, 11)
    expect([...tensors.keys()]).toEqual(['2', '5', '1', '4', '0', '3', '6'])
    expect(parameters.map((each) => tensors.get(each.name))).toEqual(expected)
  })
})

it('each iteration draws the tensors again', () => {
  const model = right(Replay.decode(ofLayers))
  const tensors = Replay.tensors(model)(right(model.stream.fromSeed(1)))
  expect([...tensors]).toEqual([...tensors])
})

// -------------------------------------------------------------------------------------
// size
// -------------------------------------------------------------------------------------

describe('30,000 parameters', () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void

  const heap = (): number => {
    gc()
    return process.memoryUsage().heapUsed
  }

  const work = (run: () => unknown): number => {
    const start = process.cpuUsage()
    run()
    return process.cpuUsage(start).user / 1000
  }

  /** The last one comes first in the file. */
  const planOf = (n: number, name: string, initializer: unknown) => ({
    stream: name,
    parameters: Array.from({ length: n }, (_, i) => {
      return { name: `p${i}`, shape: [2], dtype: i === n - 1 ? 'float64' : 'float32', initializer }
    })
  })

  it.each([
    ['torch', 'uniform_'],
    ['jax', 'normal']
  ])('are drawn in linear time, with one state at a time: %s', (name, initializer) => {
    const goThrough = (n: number, look: () => void = () => undefined) => {
      const model = right(Replay.decode(planOf(n, name, initializer)))
      let count = 0
      for (const _ of Replay.tensors(model)(right(model.stream.fromSeed(1)))) {
        count += 1
        if (count === 2 || count === n) look()
      }
      expect(count).toBe(n)
    }
    const heaps: number[] = []
    const few = work(() => goThrough(3000))
    const many = work(() => goThrough(30_000, () => heaps.push(heap())))
    expect(heaps[1]! - heaps[0]!).toBeLessThan(20e6) // a state of torch is 5 kB: all of them would be 150 MB
    expect(many / few).toBeLessThan(30) // 10, and 100 if each parameter went through all
  })
})

// -------------------------------------------------------------------------------------
// errors
// -------------------------------------------------------------------------------------

describe('what is wrong with a plan', () => {
  const errorsOf = (u: unknown, options?: Replay.Options) =>
    pipe(
      Replay.decode(u, options),
      E.match(
        (errors) => errors.map(({ code, path }) => `${code} ${path.join('.')}`),
        () => []
      )
    )

  const call = (config: object) => ({ class_name: 'kaiming_uniform_', config })
  const wrongParameters = {
    w: { shape: [3, -1], initializer: call({ a: '5' }) },
    v: { shape: [3], dtype: 'int8', initializer: 'kaiming_uniform_' }
  }
  const ofShapes = ['BadDim parameters.w.shape.1', 'UnknownDType parameters.v.dtype']

  it('is reported at once: an option and configs', () => {
    const stream = { name: 'torch', options: { profile: 'avx', versions: 3 } }
    expect(errorsOf({ stream, parameters: wrongParameters, seed: 0.5 })).toEqual([
      'UnknownValue stream.options.profile',
      'UnknownKey stream.options.versions',
      'BadSeed seed',
      ofShapes[0],
      'WrongType parameters.w.initializer.config.a',
      ofShapes[1]
    ])
  })

  it('an unknown stream, with all errors that do not depend on it', () => {
    const plan = { stream: { name: 'torhc', options: { profile: 'x' } }, parameters: wrongParameters }
    expect(errorsOf(plan)).toEqual(['UnknownName stream.name', ...ofShapes])
    const [first] = pipe(Replay.decode(plan), E.swap, right)
    expect(message(first)).toMatch(
      /^stream\.name: expected one of native, jax, .*got "torhc" \(did you mean torch\?\)$/
    )
  })

  it.each([
    ['keras-jax', { seeding: 'globl' }, ['UnknownValue stream.options.seeding']],
    ['tensorflow1', { graph_seed: '7.5' }, ['WrongType stream.options.graph_seed']],
    ['native', { profile: 'fma' }, ['UnknownKey stream.options.profile']],
    ['toString', {}, ['UnknownName stream.name']],
    ['__proto__', {}, ['UnknownName stream.name']]
  ])('%s %j', (name, options, expected) => {
    expect(errorsOf({ stream: { name, options }, parameters: {} })).toEqual(expected)
  })

  it.each([
    [5, ['WrongType stream']],
    [{}, ['MissingKey stream.name']],
    [{ name: 'jax', key: 'split' }, ['UnknownKey stream.key']],
    [{ name: 'jax', options: [] }, ['WrongType stream.options']],
    [{ name: 'jax', keys: 'splits' }, ['UnknownValue stream.options.keys']],
    [{ name: 'torch', keys: 'split' }, ['UnknownKey stream.options.keys']]
  ])('the stream %j', (stream, expected) => {
    expect(errorsOf({ stream, parameters: {} })).toEqual(expected)
    expect(errorsOf({ stream, parameters: { w: { shape: 3, initializer: 'x' } } })).toContain(
      'BadShape parameters.w.shape'
    )
  })

  it('every parameter that a stream does not draw is reported', () => {
    const parameters = {
      a: { shape: [3], initializer: 'he_normal' },
      b: { shape: [3, 3], dtype: 'float16', initializer: 'orthogonal' },
      c: { shape: [3], initializer: { class_name: 'uniform', config: { scale: -1 } } },
      d: { shape: [3], dtype: 'float16', initializer: { class_name: 'normal', config: { stddev: 1e6 } } }
    }
    expect(errorsOf({ stream: 'jax', parameters: { ...parameters, c: parameters.a } })).toEqual([
      'BadRank parameters.a.shape',
      'Unsupported parameters.b.dtype',
      'BadRank parameters.c.shape',
      'BoundOverflow parameters.d.initializer.config.stddev'
    ])
    expect(errorsOf({ stream: 'jax', parameters })).toEqual(['NotPositive parameters.c.initializer.config.scale'])
  })

  it('a given stream and its language replace the plan’s', () => {
    const plan = { stream: 'jax', parameters: { w: { shape: [3, 3], initializer: 'glorot_uniform' } } }
    const given = (name: string) => ({ stream: { name, options: {} } })
    expect(errorsOf(plan, given('keras-torch'))).toEqual([])
    expect(errorsOf(plan, given('torch'))).toEqual(['UnknownName parameters.w.initializer'])
    expect(errorsOf({ ...plan, stream: 'x' }, given('jax'))).toEqual([])
  })

  it('at most a hundred errors are reported', () => {
    const parameters = Array.from({ length: 200 }, (_, i) => ({ name: `${i}`, shape: [-1], initializer: 'ones' }))
    expect(errorsOf({ stream: { name: 'torch', options: { x: 1 } }, parameters })).toHaveLength(101)
  })
})

// -------------------------------------------------------------------------------------
// languages
// -------------------------------------------------------------------------------------

describe('a plan in canonical configs', () => {
  const parameters = (initializer: unknown) => ({ w: { shape: [3, 4], initializer } })

  it('draws what the configs of its stream draw', () => {
    const untruncated = { class_name: 'VarianceScaling', config: { scale: 2, distribution: 'untruncated_normal' } }
    expect(drawn({ stream: 'torch', language: 'canonical', parameters: parameters(untruncated) }, 5)).toEqual(
      drawn({ stream: 'torch', parameters: parameters('kaiming_normal_') }, 5)
    )
  })

  it('is refused where the stream has no such config', () => {
    const refused = Replay.decode({ stream: 'numpy', language: 'canonical', parameters: parameters('he_normal') })
    expect(E.isLeft(refused) && refused.left).toMatchObject([{ code: 'Unsupported', path: ['parameters', 'w', 'initializer', 'class_name'] }]) // prettier-ignore
  })
})

// -------------------------------------------------------------------------------------
// native plans
// -------------------------------------------------------------------------------------

it('toNative gives the plan with the same distributions', () => {
  const stream = right(parse('torch'))
  const plan = right(Replay.decodePlan({ ...ofLayers, seed: 4 }))
  const native = right(Replay.toNative(stream)(plan))
  expect(native).toMatchObject({ stream: { name: 'native', options: {} }, language: 'canonical', seed: 4 })
  expect(native.parameters.map(({ name, initializer }) => [name, initializer._tag])).toEqual([
    ['fc.weight', 'VarianceScaling'],
    ['fc.bias', 'RandomUniform'],
    ['norm.weight', 'Ones'],
    ['conv.weight', 'VarianceScaling'],
    ['conv.bias', 'RandomUniform']
  ])
})
