import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import * as Rng from '../../src/Rng.js'
import { cases, counting, expectCheap, expectRefused, polluted, revoked } from '../support/hostile.js'
import { right } from '../support/either.js'

const fromSeed = (seed: unknown) => Rng.fromSeed(seed as number)
const state = (seed: number | bigint) => right(Rng.fromSeed(seed))
const rng = state(42)
const noCallback = () => expect.fail('called')

describe('a seed is a safe integer or a bigint of 64 bits', () => {
  cases<[claim: string, seed: unknown, received: string]>(
    [
      ['NaN', NaN, 'NaN'],
      ['Infinity', Infinity, 'Infinity'],
      ['1.5', 1.5, '1.5'],
      ['5e-324', 5e-324, '5e-324'],
      ['2^53', 2 ** 53, '9007199254740992'],
      // eslint-disable-next-line no-loss-of-precision -- this is the point
      ['2^53 + 1 as JavaScript reads it', 9007199254740993, '9007199254740992'],
      ['-2^53', -(2 ** 53), '-9007199254740992'],
      ['12345678901234567890 of JSON', JSON.parse('12345678901234567890'), '12345678901234567000'],
      ['2^64 as a bigint', 2n ** 64n, '18446744073709551616n'],
      ['a negative bigint', -1n, '-1n'],
      ['a bigint of a million bits', 1n << 1_000_000n, 'an integer of more than 256 bits'],
      ['"7"', '7', '"7"'],
      ['" 7 "', ' 7 ', '" 7 "'],
      ['"0x10"', '0x10', '"0x10"'],
      ['no text', '', '""'],
      ['5 MB of text', '7'.repeat(5e6), `"${'7'.repeat(49)}…" (5000000 characters)`],
      ['true', true, 'true'],
      ['null', null, 'null'],
      ['undefined', undefined, 'undefined'],
      ['a list', [7], 'an array'],
      ['a boxed number', Object(7), 'an object'],
      ['what becomes a number', { valueOf: noCallback, [Symbol.toPrimitive]: noCallback }, 'an object'],
      ['a symbol', Symbol('7'), 'a symbol'],
      ['a revoked proxy', revoked({}), 'an object']
    ],
    (_, seed, received) => {
      expectRefused(() => fromSeed(seed), `BadSeed at , got ${received}`)
      const spec = { shape: [1], seed: seed as number }
      if (seed !== null && seed !== undefined) {
        expectRefused(() => Initializer.init(spec)('zeros'), `BadSeed at seed, got ${received}`)
      }
    }
  )

  cases<[claim: string, seed: unknown, complaint: string]>(
    [
      ['a config cannot have NaN as its seed', NaN, 'BadSeed at config.seed, got NaN'],
      ['nor 1.5', 1.5, 'BadSeed at config.seed, got 1.5'],
      ['nor 2^53', 2 ** 53, 'BadSeed at config.seed, got 9007199254740992'],
      ['nor text', '7', 'WrongType at config.seed, got "7"'],
      ['nor a bigint, which JSON does not have', 7n, 'WrongType at config.seed, got 7n']
    ],
    (_, seed, complaint) =>
      expectRefused(() => Initializer.decode({ class_name: 'RandomNormal', config: { seed } }), complaint)
  )

  test('each seed has a state of its own', () => {
    const seeds = [
      ...[0, 1, 2, -1, -2, -(2 ** 31), 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, 1 - 2 ** 53],
      ...[2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 2n ** 32n]
    ]
    expect(new Set(seeds.map((seed) => JSON.stringify(state(seed)))).size).toBe(seeds.length)
  })

  test('a negative seed is its two’s complement in 64 bits', () => {
    for (const seed of [-1, -(2 ** 31), 1 - 2 ** 53]) expect(state(seed)).toEqual(state(2n ** 64n + BigInt(seed)))
  })

  test('−0 is 0, and 7 is 7n', () => {
    expect(state(-0)).toEqual(state(0))
    expect(state(7n)).toEqual(state(7))
    const config = { class_name: 'RandomNormal', config: { seed: -0 } }
    expect(
      Object.is(right(Initializer.decode(config)), 0) || Initializer.seedOf(right(Initializer.decode(config)))
    ).toBe(0)
  })

  test('no seed has the state 0', () => {
    // SplitMix64 is a bijection of a 64-bit counter, so its two outputs are never both 0; here is where one is.
    const gamma = 0x9e3779b97f4a7c15n
    for (const steps of [1n, 2n]) {
      const { state: words } = state(BigInt.asUintN(64, -steps * gamma))
      expect(words.filter((w) => w === 0)).toHaveLength(2)
      expect(words.some((w) => w !== 0)).toBe(true)
    }
  })

  test('there are four generators, and the others are refused with a reason', () => {
    for (const name of ['mersenne', 'congruential32', 'constructor', 'xoroshiro128plus ']) {
      expectRefused(() => Rng.fromSeed(1, name as Rng.Generator), `UnknownName at , got ${JSON.stringify(name)}`)
    }
    expectRefused(() => Rng.fromSeed(NaN, Symbol('x') as never), 'BadSeed at , got NaN', 'WrongType at , got a symbol')
  })
})

describe('a state from outside is four int32 words', () => {
  const decode = (words: unknown) => Rng.decode({ generator: 'xoroshiro128plus', state: words })

  cases<[claim: string, words: unknown, complaint: string]>(
    [
      ['all 0', [0, 0, 0, 0], 'BadState at state, got an array'],
      ['all −0', [-0, -0, 0, 0], 'BadState at state, got an array'],
      ['three words', [1, 2, 3], 'BadState at state, got an array'],
      ['five words', [1, 2, 3, 4, 5], 'BadState at state, got an array'],
      ['a word of 33 bits', [1, 2, 3, 2 ** 31], 'BadState at state, got an array'],
      ['a fraction', [1, 2, 3, 0.5], 'BadState at state, got an array'],
      ['NaN', [1, 2, 3, NaN], 'BadState at state, got an array'],
      ['text', ['1', 2, 3, 4], 'BadState at state, got an array'],
      ['a list in a list', [[1], 2, 3, 4], 'BadState at state, got an array'],
      ['a hole', new Array(4), 'BadState at state, got an array'],
      ['10^9 words', new Array(1e9), 'TooLarge at state, got an array of 1000000000 items'],
      ['a typed array', Int32Array.of(1, 2, 3, 4), 'WrongType at state, got an object that is not plain data'],
      ['a revoked proxy', revoked([]), 'Unreadable at state, got a value that throws when it is read'],
      ['null', null, 'BadState at state, got null']
    ],
    (_, words, complaint) => expectRefused(() => decode(words), complaint)
  )

  test('it has both keys and no others', () => {
    expectRefused(
      () => Rng.decode({ word: 1 }),
      'MissingKey at generator, got undefined',
      'MissingKey at state, got undefined',
      'UnknownKey at word, got 1'
    )
    const inherited = { generator: 'xoroshiro128plus', state: [1, 2, 3, 4], fallback: 'xoroshiro128plus' }
    const empty = polluted(Object.prototype, inherited, () => Rng.decode({}))
    expect(E.isLeft(empty) && empty.left.map(({ code }) => code)).toEqual(['MissingKey', 'MissingKey'])
    const sparse = polluted(Array.prototype, { 1: 5 }, () => decode([1, , 3, 4])) // eslint-disable-line no-sparse-arrays -- 28
    expect(E.isLeft(sparse)).toBe(true)
  })

  test('−0 becomes 0', () => {
    expect(right(decode([-0, 1, -0, 2])).state).toEqual([0, 1, 0, 2])
  })

  test('each word is read once, and the state is frozen', () => {
    const words = counting([1, 2, 3, 4])
    const outer = counting({ generator: 'xoroshiro128plus', state: words.proxy })
    const decoded = right(Rng.decode(outer.proxy))
    expect([...outer.reads.values(), ...words.reads.values()]).toEqual([1, 1, 1, 1, 1, 1, 1])
    words.proxy[0] = 99
    expect(decoded.state).toEqual([1, 2, 3, 4])
    expect(Object.isFrozen(decoded.state)).toBe(true)
  })
})

describe('a count is an integer in its range', () => {
  cases<[claim: string, count: unknown, received: string]>(
    [
      ['-1', -1, '-1'],
      ['0.5', 0.5, '0.5'],
      ['NaN', NaN, 'NaN'],
      ['Infinity', Infinity, 'Infinity'],
      ['2^53', 2 ** 53, '9007199254740992'],
      ['-1n', -1n, '-1n'],
      ['"1"', '1', '"1"'],
      ['null', null, 'null'],
      ['a list', [1], 'an array'],
      ['what becomes a number', { valueOf: noCallback, [Symbol.toPrimitive]: noCallback }, 'an object'],
      ['a symbol', Symbol('1'), 'a symbol'],
      ['a revoked proxy', revoked([]), 'an object']
    ],
    (_, count, received) => {
      for (const operation of [Rng.skip, Rng.foldInIndex, Rng.split] as ReadonlyArray<typeof Rng.skip>) {
        expectRefused(() => operation(count as number)(rng), `BadCount at , got ${received}`)
      }
    }
  )

  test('an index has 64 bits, and a split makes 2^20 children at most', () => {
    expectRefused(() => Rng.foldInIndex(2n ** 64n)(rng), 'BadCount at , got 18446744073709551616n')
    expectRefused(() => Rng.split(2 ** 20 + 1)(rng), 'BadCount at , got 1048577')
    expectRefused(() => Rng.split(1e15)(rng), 'BadCount at , got 1000000000000000')
    expect(right(Rng.split(0)(rng))).toEqual([])
  })

  test('a skip of a million bits wraps around the period, quickly', () => {
    const period = 2n ** 128n - 1n
    const far = 1n << 1_000_000n
    expect(right(Rng.skip(far)(rng))).toEqual(right(Rng.skip(far % period)(rng)))
    expect(right(Rng.skip(period)(rng))).toEqual(rng)
    expect(right(Rng.skip(period + 5n)(rng))).toEqual(right(Rng.skip(5)(rng)))
    expectCheap(() => Rng.skip(far)(rng))
  })
})

describe('names are distinguished by their code units', () => {
  test.each([
    ['é', 'é'.normalize('NFD')],
    ['Weight', 'weight'],
    ['\ud800', '\ufffd'],
    ['a', 'a\0'],
    ['', '\0'],
    ['constructor', '__proto__']
  ])('%j and %j', (a, b) => {
    expect(Rng.foldIn(a)(rng)).not.toEqual(Rng.foldIn(b)(rng))
  })

  test('names that join to the same text are distinct paths', () => {
    const path = (...names: ReadonlyArray<string>) => names.reduce((at, name) => Rng.foldIn(name)(at), rng)
    const paths = [path('a/b', 'c'), path('a', 'b/c'), path('a/b/c'), path('a', 'b', 'c'), path('', 'a/b/c')]
    expect(new Set(paths.map((at) => JSON.stringify(at))).size).toBe(5)
  })

  test('a name, an index and a split make different children', () => {
    const children = [
      Rng.foldIn('')(rng),
      right(Rng.foldInIndex(0)(rng)),
      ...pipe(rng, Rng.split(1), right),
      Rng.foldIn('0')(rng)
    ]
    expect(new Set(children.map((child) => JSON.stringify(child))).size).toBe(4)
  })
})
