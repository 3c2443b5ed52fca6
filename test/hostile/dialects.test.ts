import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import {
  checkDialect,
  convert,
  detect,
  type Dialect,
  dialects,
  read,
  type Reading,
  write
} from '../../src/dialects/index.js'
import * as tf1 from '../../src/dialects/tf1/index.js'
import * as Initializer from '../../src/Initializer.js'
import type { Validated } from '../../src/InitializerError.js'
import { corpus } from '../support/configs.js'
import { cases, complaints, expectCheap, flaw, nested, polluted, refusal, revoked } from '../support/hostile.js'
import { below, type Below, mutated } from '../support/mutation.js'
import { right } from '../support/either.js'

const anyOf = <A>(items: ReadonlyArray<A>, below: Below): A => items[below(items.length)] as A

/** What is wrong with an initializer that was read: it is invalid, or encoding and decoding changes it. Each is checked once. */
const unsound = (initializer: Initializer.Initializer, seen: Set<string>): string | undefined => {
  const text = JSON.stringify(initializer)
  if (seen.has(text)) return undefined
  seen.add(text)
  if (!Initializer.codec.is(initializer)) return 'not an initializer'
  const again = Initializer.decode(Initializer.encode(initializer))
  return E.isRight(again) && JSON.stringify(again.right) === text ? undefined : 'another one after decoding'
}

interface Tally {
  readonly right: number
  readonly deep: number
  readonly codes: ReadonlySet<string>
  readonly flaws: ReadonlyArray<string>
}

/** The least CPU time of some runs, in ms; wall time would include other programs. */
const work = (run: () => unknown): number => {
  const once = () => {
    const start = process.cpuUsage()
    run()
    return process.cpuUsage(start).user / 1000
  }
  return Math.min(once(), once(), once(), once(), once())
}

/** Runs n hostile cases, each of which may take 50 ms. */
const fuzz = (
  n: number,
  seed: number,
  outcomeOf: (below: Below) => () => Validated<Initializer.Initializer>
): Tally => {
  const random = below(seed)
  const [codes, seen, flaws]: [Set<string>, Set<string>, string[]] = [new Set(), new Set(), []]
  let [found, deep] = [0, 0]
  for (let i = 0; i < n && flaws.length < 5; i++) {
    const run = outcomeOf(random)
    const start = performance.now()
    const outcome = run()
    const slow = performance.now() - start > 50 && work(run) > 50
    const wrong = flaw(outcome) ?? (E.isRight(outcome) ? unsound(outcome.right, seen) : slow ? 'slow' : undefined)
    if (wrong !== undefined) flaws.push(`case ${i}: ${wrong}`)
    if (E.isRight(outcome)) found += 1
    else {
      if (outcome.left.some(({ path }) => path.length > 1)) deep += 1
      for (const { code } of outcome.left) codes.add(code)
    }
  }
  return { right: found / n, deep: deep / n, codes, flaws }
}

const initializerOf = (reading: Validated<Reading>): Validated<Initializer.Initializer> =>
  E.isRight(reading) ? E.right(reading.right.initializer) : reading

describe('10^5 configs with something wrong', () => {
  test.each([1, 2, 3, 4])('are read or refused by their own dialect and by any other (%i)', (seed) => {
    const { flaws, codes, ...share } = fuzz(20_000, seed, (below) => {
      const [own, config] = anyOf(corpus, below)
      const dialect = below(4) === 0 ? anyOf(dialects, below) : own
      const hostile = mutated(config, below)
      return () => initializerOf(read(dialect)(hostile))
    })
    expect(flaws).toEqual([])
    expect(share.right).toBeGreaterThan(0.1) // most are read, or refused inside of their config
    expect(share.deep).toBeGreaterThan(0.2)
    expect(codes.size).toBeGreaterThan(12)
  })

  test('are accepted or refused by the constructors of TensorFlow 1', () => {
    const classes = ['VarianceScaling', 'GlorotUniform', 'RandomUniform', 'RandomNormal', 'Constant', 'Zeros'] as const
    const configs = { scale: 2, mode: 'fan_in', distribution: 'normal', minval: 0, stddev: 1, value: [1], seed: 1 }
    const keysOf = { VarianceScaling: 3, GlorotUniform: 0, RandomUniform: 3, RandomNormal: 4, Constant: 5, Zeros: 0 }
    const { flaws, codes, ...share } = fuzz(10_000, 5, (below) => {
      const name = anyOf(classes, below)
      const keys = Object.keys(configs).slice(name === 'VarianceScaling' ? 0 : keysOf[name], keysOf[name] + 1)
      const config = Object.fromEntries(keys.map((key) => [key, configs[key as keyof typeof configs]]))
      const hostile = mutated({ ...config, dtype: 'float32' }, below)
      return () => {
        const made = tf1.fromConfig(name)(hostile)
        return E.isRight(made) ? E.right(made.right.initializer) : made
      }
    })
    expect(flaws).toEqual([])
    expect(share.right).toBeGreaterThan(0.05)
    expect(codes.size).toBeGreaterThan(8)
  })

  test('are decoded or refused in the library’s own language', () => {
    const own = corpus.flatMap(([dialect, config]) => {
      const reading = read(dialect)(config)
      return E.isRight(reading) ? [Initializer.encode(reading.right.initializer)] : []
    })
    const { flaws, codes, ...share } = fuzz(10_000, 6, (below) => {
      const hostile = mutated(anyOf(own, below), below)
      return () => Initializer.decode(hostile)
    })
    expect(flaws).toEqual([])
    expect(share.right).toBeGreaterThan(0.1)
    expect(share.deep).toBeGreaterThan(0.2)
    expect(codes.size).toBeGreaterThan(10)
  })
})

describe('keys in Object.prototype', () => {
  const additions = {
    ...{ class_name: 'Zeros', className: 'Ones', config: { scale: 9 }, module: 'mine', registered_name: 'a>b' },
    ...{ scale: -1, mode: 'x', distribution: 7, seed: NaN, dtype: 'int8', gain: 'x', value: {}, input_axes: [0] },
    ...{ fallback: 1, omit: () => true, nearest: 'x', rule: 'x', type: 'ndarray', code: 'x', points: ['x'], keys: {} },
    ...{ keras_version: '1.0', backend: 'tfjs', model_config: 1 },
    ...{ rank: 4, axes: false, envelope: { dialect: 'keras3', wrapper: { x: 1 }, config: 'zeros' } }
  }

  const initializers = corpus.flatMap(([dialect, config]) => {
    const reading = read(dialect)(config)
    return E.isRight(reading) ? [reading.right.initializer] : []
  })

  test.each(dialects)('change nothing that %s reads and writes', (dialect) => {
    const all = () => [
      corpus.map(([, config]) => read(dialect)(config)),
      initializers.map((initializer) => write(dialect)(initializer))
    ]
    expect(polluted(Object.prototype, additions, all)).toEqual(all())
  })

  test('are not a dialect', () => {
    expect(polluted(Object.prototype, additions, () => detect({}))).toBe(null)
  })
})

describe('write and convert', () => {
  test('return a config or errors for every initializer of every dialect in every other', () => {
    const flaws = corpus.flatMap(([from, config]) =>
      dialects.flatMap((to) => {
        const outcome = convert(from, to)(config)
        if (E.isLeft(outcome)) return flaw(outcome) ?? []
        const again = read(to)(outcome.right.config)
        return E.isRight(again) ? [] : [`${from} to ${to}: ${JSON.stringify([config, outcome.right.config])}`]
      })
    )
    expect(flaws).toEqual([])
  })

  test('5000 configs with something wrong are converted or refused', () => {
    const random = below(7)
    for (let i = 0; i < 5000; i++) {
      const [from, config] = anyOf(corpus, random)
      const outcome = convert(from, anyOf(dialects, random), { axes: i % 2 === 0, rank: i % 7 })(
        mutated(config, random)
      )
      expect(flaw(outcome)).toBeUndefined()
    }
  })

  test('an envelope of another initializer is ignored', () => {
    const { initializer, envelope } = right(read('keras3')({ class_name: 'HeNormal', config: { seed: 1 } }))
    const other = right(read('keras3')('zeros'))
    expect(right(write('keras3', { envelope })(other.initializer)).config).toMatchObject({ class_name: 'Zeros' })
    const forged = { ...envelope, config: revoked({}) }
    expect(right(write('keras3', { envelope: forged })(initializer)).config).toMatchObject({ class_name: 'HeNormal' })
  })

  cases<[claim: string, config: unknown]>(
    [
      ['a revoked proxy', revoked({})],
      ['a symbol', Symbol('x')],
      ['a bigint of 100,000 digits', 10n ** 100_000n],
      ['200,000 levels', nested(200_000, 'config')],
      ['30 million holes', new Array(3e7)],
      ['a megabyte of text', 'x'.repeat(1e6)]
    ],
    (_, config) => {
      for (const dialect of dialects) {
        expect(refusal(convert(dialect, 'keras3')(config)).length).toBeGreaterThan(0)
        expectCheap(() => convert(dialect, 'keras3')(config))
      }
    }
  )
})

describe('names of dialects', () => {
  cases<[claim: string, name: unknown, nearest?: string]>(
    [
      ['a misspelt one', 'kears3', 'keras3'],
      ['one in capitals', 'JAXX'],
      ['none', ''],
      ['a key of every object', 'constructor'],
      ['a long one', 'x'.repeat(1e6)]
    ],
    (_, name, nearest) => {
      const [error] = refusal(checkDialect(name as Dialect))
      expect(error).toMatchObject({ code: 'UnknownName', path: [] })
      expect(error.nearest).toBe(nearest)
      expectCheap(() => checkDialect(name as Dialect))
    }
  )

  test('an unknown key is the only error', () => {
    expect(complaints(read('jax')({ class_name: 'he_normal', config: { sacle: 1 } }))).toEqual([
      'UnknownKey at config.sacle, got 1'
    ])
  })
})

describe('detect', () => {
  const throws = Object.defineProperty({}, 'keras_version', {
    get: () => {
      throw new Error('mine')
    },
    enumerable: true
  })
  cases<[claim: string, model: unknown]>(
    [
      ['nothing', undefined],
      ['null', null],
      ['text', 'keras_version'],
      ['a number', 3],
      ['a function', () => ({ keras_version: '2.1.6' })],
      ['a revoked proxy', revoked({})],
      ['a getter that throws', throws],
      ['a version inside a getter that throws', { modelTopology: throws }],
      ['a version that is not a string', { keras_version: 2 }],
      ['a version without numbers', { keras_version: 'latest' }],
      ['a version of a megabyte', { keras_version: `${'9'.repeat(1e6)}.` }],
      ['a module that is not Keras', { module: 'kerasx.layers' }],
      ['an inherited version', Object.create({ keras_version: '2.1.6' })],
      ['200,000 levels', nested(200_000, 'model_config')]
    ],
    (_, model) => {
      expect(detect(model)).toBe(null)
      expectCheap(() => detect(model) ?? 0)
    }
  )
})
