import { mersenne } from 'pure-rand/generator/mersenne'
import { describe, expect, it } from 'vitest'
import * as Mt19937 from '../../../src/streams/generators/Mt19937.js'
import { seedSequence } from '../../../src/streams/generators/SeedSequence.js'
import { digest, hex, take, vectors } from './vectors.js'

const read = (n: number, state: Mt19937.Mt19937): ReadonlyArray<number> => take(n, Mt19937.reader(state))

/** A state in the form of NumPy's vectors. */
const described = (state: Mt19937.Mt19937, count: number): unknown => {
  const reader = Mt19937.reader(state)
  const words = take(count, reader)
  const { key, position } = reader.state()
  return { first: hex(words.slice(0, 8)), count, sha256: digest(words), position, key_sha256: digest(key) }
}

describe('published words', () => {
  it('equal the C++ standard for the seed 5489: the 10000th is 4123659995', () => {
    const words = read(10_000, Mt19937.fromSeed(5489))
    expect(words.slice(0, 5)).toEqual([3499211612, 581869302, 3890346734, 3586334585, 545404204])
    expect(words[9999]).toBe(4123659995)
  })

  it('equal mt19937ar.out for the key 0x123, 0x234, 0x345, 0x456', () => {
    const words = read(5, Mt19937.fromKey([0x123, 0x234, 0x345, 0x456]))
    expect(words).toEqual([1067595299, 955945823, 477289528, 4107218783, 4228976476])
  })

  it.each([
    [0xdeadbeaf, 'c816921f b3623c6d 5fa391bb 040178d9'],
    [0, '7ab4ea94 9b561119 4957d02e 7dd3fdc2']
  ])('equal NumPy’s mt19937-testset for the seed sequence of %s', (seed, expected) => {
    expect(hex(read(4, Mt19937.fromSeedSequence(seedSequence(seed))))).toBe(expected)
  })
})

describe('the words and states of NumPy', () => {
  it.each(vectors.init_genrand)('for the seed $seed', ({ seed, ...expected }) => {
    expect(described(Mt19937.fromSeed(seed), expected.count)).toEqual(expected)
  })

  it.each(vectors.init_by_array)('for a key, first words $first', ({ key, ...expected }) => {
    expect(described(Mt19937.fromKey(key), expected.count)).toEqual(expected)
  })

  it.each(vectors.mt19937_of_sequence)('for the seed sequence of $seed', ({ seed, ...expected }) => {
    expect(described(Mt19937.fromSeedSequence(seedSequence(BigInt(seed))), expected.count)).toEqual(expected)
  })
})

it.each([0, 1, -1, 2 ** 31])('the words equal pure-rand’s for the seed %i', (seed) => {
  const theirs = mersenne(seed)
  expect(read(3000, Mt19937.fromSeed(seed))).toEqual(Array.from({ length: 3000 }, () => theirs.next() >>> 0))
})

describe('a state', () => {
  it('is frozen JSON data that does not change while it is read', () => {
    const state = Mt19937.fromSeed(7)
    expect(Object.isFrozen(state) && Object.isFrozen(state.key)).toBe(true)
    const text = JSON.stringify(state)
    const words = read(1000, state)
    expect(JSON.stringify(state)).toBe(text)
    expect(read(1000, JSON.parse(text) as Mt19937.Mt19937)).toEqual(words)
  })

  it.each([0, 1, 623, 624, 625, 2000])('continues after %i words as if it had not been saved', (n) => {
    const reader = Mt19937.reader(Mt19937.fromSeed(3))
    take(n, reader)
    const state = reader.state()
    const words = take(700, reader)
    expect(read(700, state)).toEqual(words)
    expect(words).toEqual(read(n + 700, Mt19937.fromSeed(3)).slice(n))
  })

  it('depends on the lower 32 bits of a seed, and may have an empty key', () => {
    expect(Mt19937.fromSeed(2 ** 32 + 5)).toEqual(Mt19937.fromSeed(5))
    expect(Mt19937.fromSeed(-1)).toEqual(Mt19937.fromSeed(2 ** 32 - 1))
    expect(Mt19937.fromKey([]).key).toHaveLength(624)
  })
})
