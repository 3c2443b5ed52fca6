import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { createHash } from 'node:crypto'
import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Rng } from 'initializers-ts'
import { code, right } from './support/either.js'

const seeded = (seed: number | bigint, generator?: Rng.Generator): Rng.Rng => right(Rng.fromSeed(seed, generator))

const generators = ['xoroshiro128plus', 'xorshift128plus', 'threefry2x32', 'philox4x32'] as const

describe('fromSeed', () => {
  it('puts the first two outputs of SplitMix64 into the state, high word first', () => {
    // seed 0: e220a8397b1dcdaf 6e789e6aa1b965f4 (the published outputs of splitmix64.c)
    expect(seeded(0)).toEqual({
      generator: 'xoroshiro128plus',
      state: [0xe220a839 | 0, 0x7b1dcdaf, 0x6e789e6a, 0xa1b965f4 | 0]
    })
    // seed 1234567: 599ed017fb08fc85 2c73f08458540fa5
    expect(seeded(1234567).state).toEqual([0x599ed017, 0xfb08fc85 | 0, 0x2c73f084, 0x58540fa5])
  })

  it('gives each generator the same words, and keeps its name', () => {
    for (const generator of ['xorshift128plus', 'threefry2x32'] as const) {
      expect(right(Rng.fromSeed(0, generator))).toEqual({ ...seeded(0), generator })
    }
  })

  it('starts philox4x32 at the first word of a stream', () => {
    const { state } = right(Rng.fromSeed(0, 'philox4x32'))
    expect(state).toEqual([...seeded(0).state, 0, 0])
  })

  it('reads a negative seed as its two’s complement', () => {
    expect(seeded(-1)).toEqual(seeded(2n ** 64n - 1n))
    expect(seeded(-(2 ** 53 - 1))).toEqual(seeded(2n ** 64n - 2n ** 53n + 1n))
  })

  it('reads −0 as 0, and a bigint like the number', () => {
    expect(seeded(-0)).toEqual(seeded(0))
    expect(seeded(42n)).toEqual(seeded(42))
  })

  it('distinguishes seeds that pure-rand treats alike', () => {
    expect(seeded(2 ** 32)).not.toEqual(seeded(0))
    expect(seeded(2 ** 32 + 1)).not.toEqual(seeded(1))
  })

  it.each([NaN, Infinity, -Infinity, 0.5, 2 ** 53, -(2 ** 53), 2n ** 64n, -1n, 2n ** 10_000n])('refuses %s', (seed) => {
    expect(code(Rng.fromSeed(seed))).toBe('BadSeed')
  })

  it.each(['7', '', null, undefined, true, {}, Symbol('7')])('refuses %s, which is not a number', (seed) => {
    expect(code(Rng.fromSeed(seed as never))).toBe('BadSeed')
  })

  it.each(['mersenne', 'congruential32', 'xoroshiro', 'constructor', 7, null])(
    'refuses the generator %s',
    (generator) => {
      expect(E.isLeft(Rng.fromSeed(1, generator as never))).toBe(true)
    }
  )

  it('reports a bad seed and a bad generator at once', () => {
    const both = Rng.fromSeed(0.5, 'mersenne' as never)
    expect(E.isLeft(both) && both.left.map((e) => e.code)).toEqual(['BadSeed', 'UnknownName'])
  })
})

describe('a state', () => {
  it('is deeply frozen', () => {
    const rng = seeded(1)
    expect(Object.isFrozen(rng) && Object.isFrozen(rng.state)).toBe(true)
  })

  it('round-trips through JSON', () => {
    const rng = seeded(1)
    expect(Rng.decode(JSON.parse(JSON.stringify(rng)))).toEqual(E.right(rng))
    expect(Rng.encode(rng)).toEqual({ generator: 'xoroshiro128plus', state: [...rng.state] })
  })

  it.each([
    [{ generator: 'xoroshiro128plus', state: [0, 0, 0, 0] }, 'BadState'],
    [{ generator: 'xoroshiro128plus', state: [1, 2, 3] }, 'BadState'],
    [{ generator: 'xoroshiro128plus', state: [1, 2, 3, 4, 5] }, 'BadState'],
    [{ generator: 'xoroshiro128plus', state: [1, 2, 3, 0.5] }, 'BadState'],
    [{ generator: 'xoroshiro128plus', state: [1, 2, 3, 2 ** 31] }, 'BadState'],
    [{ generator: 'xoroshiro128plus', state: [1, 2, 3, NaN] }, 'BadState'],
    [{ generator: 'xoroshiro128plus', state: '1234' }, 'BadState'],
    [{ generator: 'threefry2x32', state: [1, 2, 3, 4, 5, 6] }, 'BadState'],
    [{ generator: 'philox4x32', state: [1, 2, 3, 4] }, 'BadState'],
    [{ generator: 'philox4x32', state: [1, 2, 3, 4, 5, 2 ** 31] }, 'BadState'],
    [{ generator: 'xoroshiro128plus' }, 'MissingKey'],
    [{ generator: 'mersenne', state: [1, 2, 3, 4] }, 'UnknownName'],
    [{ generator: 'xoroshiro128plus', state: [1, 2, 3, 4], seed: 1 }, 'UnknownKey'],
    [[1, 2, 3, 4], 'WrongType'],
    [null, 'WrongType']
  ])('is not read from %j: %s', (u, expected) => {
    expect(code(Rng.decode(u))).toBe(expected)
  })

  it.each([
    ['threefry2x32', 4],
    ['philox4x32', 6]
  ])('of %s may be %i zeros', (generator, size) => {
    const state = Array.from({ length: size }, () => 0)
    expect(Rng.decode({ generator, state })).toEqual(E.right({ generator, state }))
  })

  it('is not shared with its input', () => {
    const state = [1, 2, 3, 4]
    const rng = right(Rng.decode({ generator: 'xorshift128plus', state }))
    state[0] = 99
    expect(rng.state).toEqual([1, 2, 3, 4])
  })
})

describe('sampler', () => {
  it('passes pure-rand’s functions a private generator at this state', () => {
    const rng = seeded(5)
    const [roll, next] = Rng.sampler((g) => uniformInt(g, 1, 6))(rng)
    const own = xoroshiro128plusFromState(rng.state)
    expect(roll).toBe(uniformInt(own, 1, 6))
    expect(next.state).toEqual(own.getState())
    expect(rng).toEqual(seeded(5))
  })
})

describe('a generator for pure-rand', () => {
  it.each(generators)('of %s has independent copies, and does not change the state', (name) => {
    const rng = seeded(3, name)
    const [text, generator] = [JSON.stringify(rng), Rng.toGenerator(rng)]
    for (let i = 0; i < 21; i++) generator.next()
    const copy = generator.clone()
    expect(copy.getState()).toEqual(right(Rng.skip(21)(rng)).state)
    const words = [copy, generator, copy, generator].map((each) => each.next())
    expect([words[0], words[2]]).toEqual([words[1], words[3]])
    expect(copy.getState()).toEqual(right(Rng.skip(23)(rng)).state)
    expect(JSON.stringify(rng)).toBe(text)
  })

  it.each(generators)('of %s rolls pure-rand’s dice', (name) => {
    const [rolls] = Rng.sampler((g) => Array.from({ length: 600 }, () => uniformInt(g, 1, 6)))(seeded(1, name))
    expect(new Set(rolls)).toEqual(new Set([1, 2, 3, 4, 5, 6]))
  })
})

describe('skip', () => {
  it.each([-1, -1n, 0.5, NaN, Infinity, 2 ** 53])('refuses %s', (n) => {
    expect(code(Rng.skip(n)(seeded(1)))).toBe('BadCount')
  })

  it('by 0 words returns the same object', () => {
    const rng = seeded(1)
    expect(right(Rng.skip(0)(rng))).toBe(rng)
    expect(right(Rng.skip(0n)(rng))).toBe(rng)
  })

  it.each([
    ['threefry2x32', [7, 8]],
    ['philox4x32', [7, 8, 9, 10]]
  ] as const)('adds to the counter of %s, modulo 2^64', (generator, key) => {
    const at = (high: number, low: number): Rng.Rng => ({ generator, state: [...key, high, low] })
    const after = (n: number | bigint) => (rng: Rng.Rng) => right(Rng.skip(n)(rng))
    expect(after(5)(at(0, 0))).toEqual(at(0, 5))
    expect(after(2)(at(0, -1))).toEqual(at(1, 1))
    expect(after(1)(at(0, 0x7fffffff))).toEqual(at(0, -0x80000000))
    expect(after(2 ** 53 - 1)(at(0, 1))).toEqual(at(2 ** 21, 0))
    expect(after(2n ** 63n + 2n)(at(3, 4))).toEqual(at(3 - 2 ** 31, 6))
    expect(after(1)(at(-1, -1))).toEqual(at(0, 0))
    expect(after(2n ** 64n)(at(3, 4))).toEqual(at(3, 4))
    expect(after(2n ** 200n - 1n)(at(0, 1))).toEqual(at(0, 0))
  })
})

// -------------------------------------------------------------------------------------
// children
// -------------------------------------------------------------------------------------

/** The child as specified, byte by byte. */
const child = (rng: Rng.Rng, kind: number, number: bigint, name = ''): ReadonlyArray<number> => {
  const words = Buffer.alloc(4 * rng.state.length)
  rng.state.forEach((w, i) => words.writeInt32LE(w, 4 * i))
  const eight = Buffer.alloc(8)
  eight.writeBigUInt64LE(number)
  const hash = createHash('sha256')
    .update(Buffer.concat([Buffer.from(`initializers-ts/1\0${rng.generator}\0`), words, Buffer.of(kind), eight]))
    .update(Buffer.from(name, 'utf16le'))
    .digest()
  // two little-endian 64-bit numbers, each as its high and its low word
  return [hash.readInt32LE(4), hash.readInt32LE(0), hash.readInt32LE(12), hash.readInt32LE(8)]
}

describe('a child', () => {
  const rng = seeded(42)

  it.each(['w', '', 'dense/kernel', 'ä', '\ud800', 'a\0b', 'x'.repeat(1000)])(
    'for the name %j is as designed',
    (name) => {
      expect(Rng.foldIn(name)(rng).state).toEqual(child(rng, 0, BigInt(name.length), name))
    }
  )

  it.each([0, 1, 2 ** 53 - 1, 2n ** 64n - 1n])('for the index %s is as specified', (index) => {
    expect(right(Rng.foldInIndex(index)(rng)).state).toEqual(child(rng, 1, BigInt(index)))
  })

  it('in a split is as specified', () => {
    const children = right(Rng.split(3)(rng))
    expect(children.map(({ state }) => state)).toEqual([0n, 1n, 2n].map((i) => child(rng, 2, i)))
  })

  it('depends on the generator', () => {
    const other = { ...rng, generator: 'xorshift128plus' } as const
    expect(Rng.foldIn('w')(other).state).toEqual(child(other, 0, 1n, 'w'))
    expect(Rng.foldIn('w')(other).state).not.toEqual(Rng.foldIn('w')(rng).state)
  })

  it('of philox4x32 is made from all six words, and starts its stream', () => {
    const other: Rng.Rng = { generator: 'philox4x32', state: [1, 2, 3, 4, 5, 6] }
    expect(Rng.foldIn('w')(other).state).toEqual([...child(other, 0, 1n, 'w'), 0, 0])
    expect(Rng.foldIn('w')(other)).not.toEqual(Rng.foldIn('w')({ ...other, state: [1, 2, 3, 4, 5, 7] }))
  })

  it('distinguishes names that look alike or concatenate alike', () => {
    const names = ['é', 'e\u0301', 'E', 'e', 'a/b', 'a', 'b', '\ud800', '\udfff', '\ufffd', '0', '00', ' ', '']
    const states = names.map((name) => JSON.stringify(Rng.foldIn(name)(rng)))
    expect(new Set(states).size).toBe(names.length)
  })

  it('of a nested split differs from all others', () => {
    const descendants = right(Rng.split(20)(rng)).flatMap((each) => [each, ...right(Rng.split(20)(each))])
    expect(new Set(descendants.map((each) => JSON.stringify(each))).size).toBe(420)
  })

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53, 2n ** 64n, -1n])('has no index %s', (index) => {
    expect(code(Rng.foldInIndex(index)(rng))).toBe('BadCount')
  })

  it.each([-1, 0.5, NaN, 2 ** 20 + 1])('is not one of %s', (n) => {
    expect(code(Rng.split(n)(rng))).toBe('BadCount')
  })

  it('may be one of 0', () => {
    expect(Rng.split(0)(rng)).toEqual(E.right([]))
  })
})
