import { describe, expect, it } from 'vitest'
import { generateState, seedSequence } from '../../../src/streams/generators/SeedSequence.js'
import { wordsOfInteger } from '../../../src/streams/generators/words.js'
import { hex, vectors } from './vectors.js'

describe('published states', () => {
  // numpy/random/tests/test_seed_sequence.py, from O'Neill's own program
  const entropy = [3735928559, 195939070, 229505742, 305419896]

  it('of a list of words', () => {
    expect([...generateState(seedSequence(entropy), 4)]).toEqual([3914649087, 576849849, 3593928901, 2229911004])
  })

  it('as words of 64 bits, the lower half first', () => {
    const [a = 0n, b = 0n, c = 0n, d = 0n] = Array.from(generateState(seedSequence(entropy), 4), BigInt)
    expect([a + (b << 32n), c + (d << 32n)]).toEqual([2477551240072187391n, 9577394838764454085n])
  })
})

describe('the pools and states of NumPy', () => {
  /** NumPy appends a spawn key to the words of the entropy, padded to four of them. */
  const spawned = (entropy: ReadonlyArray<bigint>, key: ReadonlyArray<bigint>): ReadonlyArray<bigint> => {
    const words = entropy.flatMap(wordsOfInteger).map(BigInt)
    return [...words, ...Array.from({ length: Math.max(0, 4 - words.length) }, () => 0n), ...key]
  }

  it.each(vectors.seed_sequence)('for the entropy $entropy and the spawn key $spawn_key', (row) => {
    const entropy = typeof row.entropy === 'string' ? BigInt(row.entropy) : row.entropy.map(BigInt)
    const key = row.spawn_key.map(BigInt)
    const pool = seedSequence(key.length === 0 ? entropy : spawned([entropy].flat(), key))
    expect(hex(pool)).toBe(row.pool)
    expect(hex(generateState(pool, 10))).toBe(row.state)
  })
})

describe('entropy', () => {
  it('may be a number or a bigint', () => {
    for (const n of [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) expect(seedSequence(n)).toEqual(seedSequence(BigInt(n)))
  })

  it('may be an empty list, which is 0', () => {
    expect(seedSequence([])).toEqual(seedSequence(0))
  })

  it('may be any value that the types allow', () => {
    for (const n of [NaN, Infinity, 0.5, -3]) expect(generateState(seedSequence(n), 3)).toHaveLength(3)
  })
})
