/**
 * pure-rand's generators that are linear over GF(2), with 128 bits of state: every state but 0 is on one circle of
 * 2^128 - 1 words.
 *
 * Long runs of words come from loops that give pure-rand's bits (`numeric/words/xoroshiro.ts`), long ways from polynomials
 * (`numeric/words/skipAhead.ts`); all else is pure-rand's.
 */
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import * as skipAhead from '../numeric/words/skipAhead.js'
import { halves, listOf, type GeneratorSpec } from './model.js'

const period = (1n << 128n) - 1n

/** From here on the polynomial is cheaper than the steps (`npm run bench`). */
const longSkip = 4096

export const linear = (
  fromState: (state: ReadonlyArray<number>) => RandomGenerator,
  fill: GeneratorSpec['fill'],
  modulus: skipAhead.Modulus
): GeneratorSpec => ({
  size: 4,
  expected: 'four int32 words that are not all 0',
  isState: (words) => words.some((word) => word !== 0),
  fromPair: (a, b) => (a === 0n && b === 0n ? [1, 0, 0, 0] : [...halves(a), ...halves(b)]),
  generator: (place) => fromState(listOf(place)),
  fill,
  skip: (place, n) => {
    const generator = fromState(listOf(place))
    place.set(n < longSkip ? walked(generator, n) : leapt(generator, modulus, n))
  }
})

const walked = (generator: RandomGenerator, n: number | bigint): ReadonlyArray<number> => {
  for (let i = 0; i < n; i++) generator.next()
  return generator.getState()
}

const leapt = (generator: RandomGenerator, modulus: skipAhead.Modulus, n: number | bigint): Int32Array =>
  skipAhead.combine(
    skipAhead.powerOfX(modulus, typeof n === 'bigint' ? n % period : n),
    () => generator.getState(),
    () => generator.next()
  )
