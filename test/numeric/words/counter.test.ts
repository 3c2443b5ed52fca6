/** The two counter-based generators: their authors' known answers, the definitions in bigints, pieces of any length. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillPhilox4x32, philox4x32 } from '../../../src/numeric/words/philox4x32.js'
import { fillThreefry2x32, threefry2x32 } from '../../../src/numeric/words/threefry2x32.js'

const hex = (words: Iterable<number>): string =>
  Array.from(words, (w) => (w >>> 0).toString(16).padStart(8, '0')).join(' ')

const parse = (text: string): ReadonlyArray<number> => text.split(' ').map((w) => parseInt(w, 16) | 0)

type Words2 = readonly [number, number]
type Words4 = readonly [number, number, number, number]

const threefry = ([k0, k1]: Words2, [c0, c1]: Words2): Int32Array => {
  const out = new Int32Array(2)
  threefry2x32(k0, k1, c0, c1, out, 0)
  return out
}

const philox = ([k0, k1]: Words2, [c0, c1, c2, c3]: Words4): Int32Array => {
  const out = new Int32Array(4)
  philox4x32(k0, k1, c0, c1, c2, c3, out, 0)
  return out
}

// -------------------------------------------------------------------------------------
// known answers: tests/kat_vectors of DEShawResearch/random123
// -------------------------------------------------------------------------------------

describe('the known answers of Random123', () => {
  it.each([
    ['00000000 00000000', '00000000 00000000', '6b200159 99ba4efe'],
    ['ffffffff ffffffff', 'ffffffff ffffffff', '1cb996fc bb002be7'],
    ['13198a2e 03707344', '243f6a88 85a308d3', 'c4923a9c 483df7a0']
  ])('threefry2x32, key %s, counter %s', (key, counter, expected) => {
    expect(hex(threefry(parse(key) as Words2, parse(counter) as Words2))).toBe(expected)
  })

  it.each([
    ['00000000 00000000', '00000000 00000000 00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff', 'ffffffff ffffffff ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['a4093822 299f31d0', '243f6a88 85a308d3 13198a2e 03707344', 'd16cfe09 94fdcceb 5001e420 24126ea1']
  ])('philox4x32, key %s, counter %s', (key, counter, expected) => {
    expect(hex(philox(parse(key) as Words2, parse(counter) as Words4))).toBe(expected)
  })
})

// -------------------------------------------------------------------------------------
// the definitions, in bigints
// -------------------------------------------------------------------------------------

const u32 = (x: number | bigint): bigint => BigInt.asUintN(32, BigInt(x))

const rotations = [
  [13n, 15n, 26n, 6n],
  [17n, 29n, 16n, 24n]
]

const threefryByDefinition = ([k0, k1]: Words2, [c0, c1]: Words2): ReadonlyArray<number> => {
  const keys = [u32(k0), u32(k1), u32(k0) ^ u32(k1) ^ 0x1bd11bdan]
  const key = (i: number): bigint => keys[i % 3] ?? 0n
  let [x, y] = [u32(u32(c0) + key(0)), u32(u32(c1) + key(1))]
  for (let group = 1; group <= 5; group++) {
    for (const r of rotations[(group - 1) % 2] ?? []) {
      x = u32(x + y)
      y = u32(y << r) ^ (y >> (32n - r)) ^ x
    }
    ;[x, y] = [u32(x + key(group)), u32(y + key(group + 1) + BigInt(group))]
  }
  return [Number(x), Number(y)]
}

const philoxByDefinition = (key: Words2, counter: Words4): ReadonlyArray<number> => {
  let [a = 0n, b = 0n, c = 0n, d = 0n] = counter.map(u32)
  let [k0 = 0n, k1 = 0n] = key.map(u32)
  for (let round = 0; round < 10; round++) {
    const [p, q] = [a * 0xd2511f53n, c * 0xcd9e8d57n]
    ;[a, b, c, d] = [(q >> 32n) ^ b ^ k0, u32(q), (p >> 32n) ^ d ^ k1, u32(p)]
    ;[k0, k1] = [u32(k0 + 0x9e3779b9n), u32(k1 + 0xbb67ae85n)]
  }
  return [a, b, c, d].map(Number)
}

const word = fc.oneof(fc.constantFrom(0, -1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
const two = fc.tuple(word, word)
const four = fc.tuple(word, word, word, word)

describe('a block agrees with the definition', () => {
  it('of threefry2x32', () => {
    fc.assert(
      fc.property(two, two, (key, counter) => hex(threefry(key, counter)) === hex(threefryByDefinition(key, counter))),
      { seed: 2, numRuns: 1000 }
    )
  })

  it('of philox4x32', () => {
    fc.assert(
      fc.property(two, four, (key, counter) => hex(philox(key, counter)) === hex(philoxByDefinition(key, counter))),
      { seed: 3, numRuns: 1000 }
    )
  })
})

// -------------------------------------------------------------------------------------
// streams
// -------------------------------------------------------------------------------------

const split = (n: bigint): Words2 => [Number(n >> 32n), Number(u32(n))]

/** Word n of a stream, from its block. */
const streams = [
  {
    name: 'threefry2x32',
    fill: fillThreefry2x32,
    own: 2,
    wordAt: ([k0 = 0, k1 = 0]: ReadonlyArray<number>, n: bigint) =>
      threefryByDefinition([k0, k1], split(n >> 1n))[Number(n & 1n)]
  },
  {
    name: 'philox4x32',
    fill: fillPhilox4x32,
    own: 4,
    wordAt: ([k0 = 0, k1 = 0, s0 = 0, s1 = 0]: ReadonlyArray<number>, n: bigint) => {
      const [high, low] = split(n >> 2n)
      return philoxByDefinition([k0, k1], [low, high, s0, s1])[Number(n & 3n)]
    }
  }
]

describe.each(streams)('the stream of $name', ({ fill, own, wordAt }) => {
  const counters = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.nat({ max: 9 }).map((i) => 2n ** 64n - BigInt(i + 1)), // where the index wraps around
    fc.nat({ max: 20 }).map((i) => 2n ** 34n - BigInt(i)), // where the lower half of a block's index wraps around
    fc.nat({ max: 20 }).map((i) => 2n ** 33n - BigInt(i))
  )

  it('gives its blocks word by word, in pieces of any length, from any index on', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: own, maxLength: own }),
        counters,
        fc.array(fc.nat({ max: 13 }), { maxLength: 5 }),
        (key, counter, lengths) => {
          const state = Int32Array.of(...key, ...split(counter))
          let at = counter
          for (const n of lengths) {
            const out = new Int32Array(n + 3).fill(7)
            fill(state, n, out)
            const words = Array.from({ length: n }, (_, i) => wordAt(key, BigInt.asUintN(64, at + BigInt(i))) ?? 0)
            expect(hex(out)).toBe(hex([...words, 7, 7, 7]))
            at = BigInt.asUintN(64, at + BigInt(n))
            expect(hex(state)).toBe(hex([...key, ...split(at)]))
          }
        }
      ),
      { seed: 4, numRuns: 400 }
    )
  })
})
