import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Pcg64 from '../../../src/streams/generators/Pcg64.js'
import type { Reader64 } from '../../../src/streams/generators/Reader.js'
import { seedSequence } from '../../../src/streams/generators/SeedSequence.js'
import { hex, take, vectors } from './vectors.js'

const seeded = (seed: number | bigint): Pcg64.Pcg64 => Pcg64.fromSeedSequence(seedSequence(seed))

const hex64 = ({ next64 }: Reader64<unknown>): string => {
  const out = new Uint32Array(2)
  next64(out)
  return hex(out.reverse()).replace(' ', '')
}

describe('published words', () => {
  it.each([
    [0xdeadbeaf, '60d24054e17a0698 d5e79d89856e4f12 d254972fe64bd782 f1e3072a53c72571'],
    [0, 'a30febcfd9c2825f 4510bdf882d9d721 0a7d3da94ecde8b8 043b27b61342f01d']
  ])('equal NumPy’s pcg64-testset for the seed %s', (seed, expected) => {
    const reader = Pcg64.reader(seeded(seed))
    expect(Array.from({ length: 4 }, () => hex64(reader)).join(' ')).toBe(expected)
  })

  it('equal default_rng(42), whose first two doubles are 0.7739560485559633 0.4388784397520523', () => {
    const reader = Pcg64.reader(seeded(42))
    const double = () => Number(BigInt(`0x${hex64(reader)}`) >> 11n) / 2 ** 53
    expect([double(), double()]).toEqual([0.7739560485559633, 0.4388784397520523])
  })
})

describe('the words and states of NumPy, of 64 and 32 bits in turn', () => {
  it.each(vectors.pcg64)('for the seed $seed', (row) => {
    const start = seeded(BigInt(row.seed))
    expect(hex(start.state).replaceAll(' ', '')).toBe(row.state)
    expect(hex(start.increment).replaceAll(' ', '')).toBe(row.increment)
    const reader = Pcg64.reader(start)
    const drawn = Array.from(row.order, (kind) => (kind === 'L' ? hex64(reader) : hex([reader.next()])))
    expect(drawn.slice(0, 19).join(' ')).toBe(row.first)
    expect(createHash('sha256').update(drawn.join(' ')).digest('hex')).toBe(row.sha256)
    const { state, half } = reader.state()
    expect(hex(state).replaceAll(' ', '')).toBe(row.next_state)
    expect(half === null ? null : hex([half])).toBe(row.next_half)
  })
})

describe('a step', () => {
  const word = fc.oneof(fc.constantFrom(0, 0xffffffff), fc.integer({ min: 0, max: 0xffffffff }))
  const wide = fc.tuple(word, word, word, word)
  const join = (words: ReadonlyArray<number>): bigint => words.reduce((n, w) => (n << 32n) | BigInt(w), 0n)

  it('and its output equal their definitions in big integers, from any state', () => {
    const multiplier = (2549297995355413924n << 64n) | 4865540595714422341n
    fc.assert(
      fc.property(wide, wide, (state, increment) => {
        const reader = Pcg64.reader({ state, increment, half: null })
        const next = BigInt.asUintN(128, join(state) * multiplier + join(increment))
        const [high, low] = [next >> 64n, BigInt.asUintN(64, next)]
        const turned = ((high ^ low) << 64n) | (high ^ low)
        const expected = BigInt.asUintN(64, turned >> (high >> 58n))
        expect(hex64(reader)).toBe(expected.toString(16).padStart(16, '0'))
        expect(join(reader.state().state)).toBe(next)
      }),
      { seed: 5, numRuns: 2000 }
    )
  })

  it('is the first of two that initialize a state from a start and a stream', () => {
    const multiplier = (2549297995355413924n << 64n) | 4865540595714422341n
    fc.assert(
      fc.property(wide, wide, (start, stream) => {
        const { state, increment } = Pcg64.fromPair(start, stream)
        const odd = BigInt.asUintN(128, (join(stream) << 1n) | 1n)
        expect(join(increment)).toBe(odd)
        expect(join(state)).toBe(BigInt.asUintN(128, (odd + join(start)) * multiplier + odd))
      }),
      { seed: 6, numRuns: 500 }
    )
  })
})

describe('a state', () => {
  it('is frozen JSON data that does not change while it is read', () => {
    const state = seeded(7)
    expect([state, state.state, state.increment].every(Object.isFrozen)).toBe(true)
    const text = JSON.stringify(state)
    const words = take(9, Pcg64.reader(state))
    expect(JSON.stringify(state)).toBe(text)
    expect(take(9, Pcg64.reader(JSON.parse(text) as Pcg64.Pcg64))).toEqual(words)
  })

  it('holds half an output, so that reading can continue', () => {
    const reader = Pcg64.reader(seeded(7))
    const words = take(6, Pcg64.reader(seeded(7)))
    take(3, reader)
    expect(take(3, Pcg64.reader(reader.state()))).toEqual(words.slice(3))
  })
})
