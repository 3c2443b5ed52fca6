import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/dialects/index.js'
import type { TensorSpec } from '../../src/Initializer.js'
import type { Validated } from '../../src/InitializerError.js'
import * as Replay from '../../src/replay/index.js'
import { size } from '../../src/Shape.js'
import { type AnyStream, type Name, names, open, optionsOf, parse } from '../../src/streams/index.js'
import * as Tensor from '../../src/Tensor.js'
import { corpus } from '../support/configs.js'
import { cases, expectRefused, flaw, nested, polluted, revoked } from '../support/hostile.js'
import { below, type Below, mutated } from '../support/mutation.js'
import { right } from '../support/either.js'

const anyOf = <A>(items: ReadonlyArray<A>, random: Below): A => items[random(items.length)] as A

/** The largest number of elements that are drawn; larger tensors are only checked. */
const MOST = 2000

/** The flaw of a tensor, if any: inconsistent, or with elements that are not finite. */
const unsound = (tensor: Tensor.Tensor): string | undefined => {
  const checked = Tensor.check(tensor)
  if (E.isLeft(checked)) return flaw(checked) ?? JSON.stringify(checked.left)
  return Tensor.values(tensor).every(Number.isFinite) ? undefined : 'not all elements are finite'
}

interface Tally {
  readonly right: number
  readonly codes: ReadonlySet<string>
  readonly flaws: ReadonlyArray<string>
}

/** Draws every accepted case. An exception fails the test. */
const fuzz = <A>(
  n: number,
  seed: number,
  outcomeOf: (random: Below) => Validated<A>,
  draw: (a: A) => string | undefined
): Tally => {
  const random = below(seed)
  const [codes, flaws]: [Set<string>, string[]] = [new Set(), []]
  let found = 0
  for (let i = 0; i < n && flaws.length < 5; i++) {
    const outcome = outcomeOf(random)
    const wrong = flaw(outcome) ?? (E.isRight(outcome) ? draw(outcome.right) : undefined)
    if (wrong !== undefined) flaws.push(`case ${i}: ${wrong}`)
    if (E.isRight(outcome)) found += 1
    else for (const { code } of outcome.left) codes.add(code)
  }
  return { right: found / n, codes, flaws }
}

// -------------------------------------------------------------------------------------
// plans
// -------------------------------------------------------------------------------------

const replays = JSON.parse(readFileSync(new URL('../vectors/replay.json', import.meta.url), 'utf8')) as Record<
  string,
  { readonly paper: object }
>
const plans = Object.values(replays).map(({ paper }) => paper)

const drawModel = (replay: Replay.Replay): string | undefined => {
  if (replay.parameters.some(({ shape }) => size(shape) > MOST)) return undefined
  for (const { tensor } of Replay.tensors(replay)(right(replay.stream.fromSeed(1)))) {
    const wrong = unsound(tensor)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

describe('3000 mutated plans', () => {
  test('are drawn or refused by the stream that they name', () => {
    const { flaws, codes, right } = fuzz(
      2000,
      1,
      (random) => Replay.decode(mutated({ seed: 3, ...anyOf(plans, random) }, random)),
      drawModel
    )
    expect(flaws).toEqual([])
    expect(right).toBeGreaterThan(0.1)
    expect(codes.size).toBeGreaterThan(12)
  })

  test('are drawn or refused by another stream', () => {
    const streams = names.map((name) => ({ stream: { name, options: {} } }))
    const { flaws, codes } = fuzz(
      1000,
      2,
      (random) => Replay.decode(mutated(anyOf(plans, random), random), anyOf(streams, random)),
      drawModel
    )
    expect(flaws).toEqual([])
    expect(codes.size).toBeGreaterThan(8)
  })
})

// -------------------------------------------------------------------------------------
// streams
// -------------------------------------------------------------------------------------

/** The dialect of each stream. */
const dialects: Readonly<Record<Name, Dialect | undefined>> = {
  native: 'keras3',
  jax: 'jax',
  torch: 'torch',
  tensorflow: 'keras2',
  tensorflow1: 'tf1',
  'keras-jax': 'keras3',
  'keras-torch': 'keras3',
  'keras-tensorflow': 'keras3',
  'keras-numpy': 'keras3',
  numpy: undefined
}

const ofNumpy = [
  'standard_normal',
  { class_name: 'random', config: {} },
  { class_name: 'uniform', config: { low: -1, high: 2 } },
  { class_name: 'normal', config: { loc: 1, scale: 0.5 } },
  { class_name: 'full', config: { fill_value: 3 } }
]

const configsOf = (name: Name): ReadonlyArray<unknown> =>
  name === 'numpy' ? ofNumpy : corpus.filter(([dialect]) => dialect === dialects[name]).map(([, config]) => config)

const shapes = [[], [3], [4, 6], [3, 3, 2, 4], [0, 5], [25, 1, 9]]
const dtypes = ['float16', 'bfloat16', 'float32', 'float64', undefined]
const seeds = [
  0,
  -1,
  42,
  2 ** 32,
  2n ** 63n,
  2n ** 64n,
  -(2n ** 63n),
  0.5,
  NaN,
  Infinity,
  null,
  'x',
  {},
  [],
  Symbol('x')
]

interface Job {
  readonly stream: AnyStream
  readonly spec: TensorSpec
  /** whether the spec has no getter, which could change its values */
  readonly isPlain: boolean
  readonly run: (state: unknown) => readonly [Tensor.Tensor, unknown]
  readonly state: unknown
}

const jobOf = (name: Name, random: Below): Validated<Job> => {
  const all = Object.entries(optionsOf(name)).map(([key, kind]) => {
    if (kind === 'boolean') return [key, anyOf(['false', 'true'], random)]
    return [key, kind === 'integer' ? random(9) : anyOf(kind, random)]
  })
  const options: unknown = Object.fromEntries(all)
  const plain: unknown = { shape: anyOf(shapes, random), dtype: anyOf(dtypes, random) }
  const config = anyOf(configsOf(name), random)
  const wrong = random(8) // of eight cases, one has mutated options, one a mutated spec, one nothing mutated; the others a mutated config
  const spec = (wrong === 1 ? mutated(plain, random) : plain) as TensorSpec
  const seed = anyOf(seeds, random) as number
  return pipe(
    E.Do,
    E.bind('stream', () => parse(name, wrong === 0 ? mutated(options, random) : options)),
    E.bind('decoded', ({ stream }) => stream.decode(wrong > 2 ? mutated(config, random) : config)),
    E.bind('run', ({ stream, decoded }) => stream.sampler(spec)(decoded)),
    E.bind('state', ({ stream }) =>
      pipe(
        stream.fromSeed(seed),
        E.alt(() => stream.fromSeed(1))
      )
    ),
    E.map(({ stream, run, state }) => ({ stream, spec, isPlain: spec === plain, run, state }))
  )
}

const drawJob = ({ spec: { shape, dtype }, isPlain, stream, run, state }: Job): string | undefined => {
  if (!Array.isArray(shape) || size(shape) > MOST) return undefined
  const [tensor, next] = run(state)
  const [again] = run(state)
  if (!Tensor.eq.equals(tensor, again)) return 'another tensor for the same state'
  if (isPlain && tensor.shape.join() !== shape.join()) return 'of another shape'
  if (isPlain && typeof dtype === 'string' && tensor.dtype !== dtype) return 'of another dtype'
  const copy = JSON.parse(JSON.stringify(next)) as unknown
  if (stream.name !== 'native' && !Tensor.eq.equals(run(copy)[0], run(next)[0])) return 'a state is not plain data'
  return unsound(tensor)
}

describe('1000 mutated configs, for specs and seeds of all kinds', () => {
  test.each(names)('are drawn or refused by %s', (name) => {
    const { flaws, codes, right } = fuzz(1000, 3, (random) => jobOf(name, random), drawJob)
    expect(flaws).toEqual([])
    expect(right).toBeGreaterThan(0.05)
    expect(codes.size).toBeGreaterThan(8)
  })
})

describe('seeds', () => {
  test.each(names)('of %s are states or BadSeed', (name) => {
    const { fromSeed } = right(open(name))
    for (const seed of seeds) {
      const state = fromSeed(seed as number)
      expect(flaw(state)).toBeUndefined()
      if (E.isLeft(state)) expect(state.left.map(({ code }) => code)).toEqual(['BadSeed'])
    }
    expect(E.isLeft(fromSeed(2n ** 70n)) || name === 'numpy').toBe(true) // NumPy takes integers of any length
  })
})

describe('properties added to Object.prototype', () => {
  const additions = {
    ...{ name: 'jax', options: { x: 1 }, keys: 'split', stream: 'torch', seed: 7, dtype: 'float64', rules: [] },
    ...{ profile: 'nofma', bits: 'legacy', seeding: 'global', graph_seed: 5, generator: 'RandomState', a: 2, low: 3 }
  }

  test('change no model', () => {
    const all = () =>
      plans.map((serialized) => {
        const replay = right(Replay.decode(serialized))
        return [...Replay.tensors(replay)(right(replay.stream.fromSeed(1)))]
      })
    expect(polluted(Object.prototype, additions, all)).toEqual(all())
  })
})

describe('values that are not the name of a stream', () => {
  cases<[claim: string, stream: unknown, ...complaints: ReadonlyArray<string>]>(
    [
      ['null', null, 'WrongType at stream, got null'],
      ['a number', 5, 'WrongType at stream, got 5'],
      [
        'a megabyte of text',
        'x'.repeat(1e6),
        `UnknownName at stream.name, got "${'x'.repeat(49)}…" (1000000 characters)`
      ],
      ['200,000 levels', { name: nested(200_000, 'name') }, 'WrongType at stream.name, got an object'],
      ['a revoked proxy', revoked({}), 'Unreadable at stream, got a value that throws when it is read'],
      ['options of text', { name: 'jax', options: 'fma' }, 'WrongType at stream.options, got "fma"'],
      ['__proto__', { name: '__proto__' }, 'UnknownName at stream.name, got "__proto__"']
    ],
    (_, stream, ...complaints) => expectRefused(() => Replay.decode({ stream, parameters: {} }), ...complaints)
  )
})
