import { describe, expect, it } from 'vitest'
import * as Mt19937 from '../../../src/streams/generators/Mt19937.js'
import * as PythonRandom from '../../../src/streams/generators/PythonRandom.js'
import type { Reader } from '../../../src/streams/generators/Reader.js'
import { vectors } from './vectors.js'

const seeded = (seed: number | bigint): Reader<Mt19937.Mt19937> => Mt19937.reader(PythonRandom.fromSeed(seed))

describe('the numbers of CPython', () => {
  it('that frameworks use as seeds', () => {
    expect(PythonRandom.randint(seeded(123), 1, 10 ** 9)).toBe(56224986) // Keras after set_random_seed(123)
    expect(PythonRandom.randint(seeded(99), 0, 2 ** 31 - 1)).toBe(1735072617) // TensorFlow after set_seed(99)
  })

  it.each(vectors.random)('for the seed $seed', ({ seed, getrandbits, randint, position }) => {
    const reader = seeded(BigInt(seed))
    for (const [bits, drawn] of getrandbits) expect(PythonRandom.getrandbits(reader, bits), `${bits}`).toBe(drawn)
    for (const [low, high, drawn] of randint) expect(PythonRandom.randint(reader, low, high)).toBe(drawn)
    expect(reader.state().position).toBe(position)
  })
})

describe('a seed', () => {
  it('may be a number or a bigint, and its sign does not count', () => {
    expect(PythonRandom.fromSeed(2 ** 40 + 1)).toEqual(PythonRandom.fromSeed(2n ** 40n + 1n))
    expect(PythonRandom.fromSeed(-5)).toEqual(PythonRandom.fromSeed(5))
    expect(PythonRandom.fromSeed(-0)).toEqual(PythonRandom.fromSeed(0))
  })
})

it('randint ends for every range', () => {
  const ranges = [[3, 2], [3, -9], [NaN, 1], [0, Infinity], [0, 1.5], [-1e300, 1e300]] as const // prettier-ignore
  for (const [low, high] of ranges) expect(typeof PythonRandom.randint(seeded(1), low, high)).toBe('number')
  expect(PythonRandom.randint(seeded(1), 3, 2)).toBe(3)
})
