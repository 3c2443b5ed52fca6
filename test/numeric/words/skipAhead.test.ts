/** Recomputes the two polynomials, and compares skips with single steps. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { xorshift128plus } from 'pure-rand/generator/xorshift128plus'
import { describe, expect, it } from 'vitest'
import { Rng } from 'initializers-ts'
import * as skipAhead from '../../../src/numeric/words/skipAhead.js'
import { right } from '../../support/either.js'

/**
 * The shortest linear recurrence of a sequence of bits (Massey, 1969), as its characteristic polynomial: bit i of the
 * result is the coefficient of x^i.
 */
const characteristic = (bits: ReadonlyArray<number>): bigint => {
  let [connection, previous] = [[1], [1]]
  let [length, since] = [0, 1]
  for (let n = 0; n < bits.length; n++) {
    const discrepancy = connection.reduce((d, c, i) => d ^ (c & (bits[n - i] ?? 0)), 0)
    if (discrepancy === 0) {
      since += 1
      continue
    }
    const shifted = [...Array.from({ length: since }, () => 0), ...previous]
    const sum = Array.from({ length: Math.max(connection.length, shifted.length) }, (_, i) => {
      return (connection[i] ?? 0) ^ (shifted[i] ?? 0)
    })
    if (2 * length <= n) {
      ;[length, previous, since] = [n + 1 - length, connection, 1]
    } else since += 1
    connection = sum
  }
  return connection.slice(0, length + 1).reduce((p, c, i) => p | (BigInt(c) << BigInt(length - i)), 0n)
}

const generators = [
  {
    name: 'xoroshiro128plus',
    make: xoroshiro128plus,
    modulus: skipAhead.xoroshiro128plus,
    polynomial: 0x10008828e513b43d5095b8f76579aa001n
  },
  {
    name: 'xorshift128plus',
    make: xorshift128plus,
    modulus: skipAhead.xorshift128plus,
    polynomial: 0x12844c5d42caf7db0024f06fae9e61dafn
  }
] as const

const asBigint = (words: Iterable<number>): bigint =>
  [...words].reduce((p, w, i) => p | (BigInt(w >>> 0) << BigInt(32 * i)), 0n)

describe('the search for a recurrence', () => {
  it('finds the recurrences of the Fibonacci numbers and of a counter modulo 3, modulo 2', () => {
    expect(characteristic([0, 1, 1, 0, 1, 1, 0, 1])).toBe(0b111n) // x^2 + x + 1
    expect(characteristic([1, 0, 0, 1, 0, 0, 1, 0, 0])).toBe(0b1001n) // x^3 + 1
  })
})

describe.each(generators)('the polynomial of $name', ({ name, make, modulus, polynomial }) => {
  it('is that of the lowest bit of its words', () => {
    const generator = make(12345)
    const bits = Array.from({ length: 300 }, () => generator.next() & 1)
    expect(characteristic(bits)).toBe(polynomial)
    expect((1n << 128n) | asBigint(modulus)).toBe(polynomial)
  })

  it('keeps small powers and is x^128 itself', () => {
    expect(asBigint(skipAhead.powerOfX(modulus, 0))).toBe(1n)
    expect(asBigint(skipAhead.powerOfX(modulus, 1))).toBe(2n)
    expect(asBigint(skipAhead.powerOfX(modulus, 127))).toBe(1n << 127n)
    expect(asBigint(skipAhead.powerOfX(modulus, 128))).toBe(asBigint(modulus))
  })

  it('has the period 2^128 - 1, and not that divided by any prime factor', () => {
    const period = (1n << 128n) - 1n
    expect(asBigint(skipAhead.powerOfX(modulus, period))).toBe(1n)
    const primes = [3n, 5n, 17n, 257n, 641n, 65537n, 274177n, 6700417n, 67280421310721n]
    expect(primes.reduce((product, p) => product * p, 1n)).toBe(period)
    for (const p of primes) expect(asBigint(skipAhead.powerOfX(modulus, period / p)), `${p}`).not.toBe(1n)
  })

  it('skips 2^64 words like pure-rand’s jump', () => {
    for (const seed of [1, 42, -7]) {
      const rng = right(Rng.fromSeed(seed, name))
      const jumper = Rng.toGenerator(rng) as ReturnType<typeof make>
      jumper.jump()
      expect(right(Rng.skip(2n ** 64n)(rng)).state).toEqual(jumper.getState())
    }
  })

  it('agrees with single steps for distances up to a million', () => {
    const rng = right(Rng.fromSeed(7, name))
    const distances = [0, 1, 2, 127, 128, 129, 999, 1000, 1001, 4096, 65_537, 314_159, 999_983, 1_000_000]
    const generator = Rng.toGenerator(rng)
    let at = 0
    for (const distance of distances) {
      for (; at < distance; at++) generator.next()
      expect(right(Rng.skip(distance)(rng)).state, `${distance}`).toEqual(generator.getState())
    }
  })

  it('adds distances up to 2^100', () => {
    const rng = right(Rng.fromSeed(11, name))
    for (const [a, b] of [
      [2n ** 100n, 1n],
      [2n ** 99n + 12345n, 2n ** 63n],
      [999n, 1n],
      [2n ** 53n, 2n ** 53n]
    ] as const) {
      expect(right(Rng.skip(b)(right(Rng.skip(a)(rng))))).toEqual(right(Rng.skip(a + b)(rng)))
    }
  })

  it('returns to the same state after a full period', () => {
    const rng = right(Rng.fromSeed(3, name))
    expect(right(Rng.skip(2n ** 128n - 1n)(rng))).toEqual(rng)
  })
})
