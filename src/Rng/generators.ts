/**
 * The generators: what each provides, two ways to make one, and a table with a row for each.
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { xorshift128plusFromState } from 'pure-rand/generator/xorshift128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { type FillWords, moveBy } from '../numeric/words/counter.js'
import { fillPhilox4x32 } from '../numeric/words/philox4x32.js'
import * as skipAhead from '../numeric/words/skipAhead.js'
import { fillThreefry2x32 } from '../numeric/words/threefry2x32.js'
import { fillXoroshiro128plus, fillXorshift128plus } from '../numeric/words/xoroshiro.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * pure-rand's two generators with a period of 2^128 - 1, and two that compute any word from its index, with a period of
 * 2^64: JAX's and TensorFlow's.
 *
 * @since 0.1.0
 */
export type Generator = 'xoroshiro128plus' | 'xorshift128plus' | 'threefry2x32' | 'philox4x32'

/** What each generator provides. A state is given as a mutable array of its words. */
export interface GeneratorSpec {
  /** the number of int32 words of a state */
  readonly size: number
  /** a description of a valid state, for error messages */
  readonly expected: string
  /** whether `size` words are a valid state */
  readonly isState: (words: ReadonlyArray<number>) => boolean
  /** the state for two well-mixed 64-bit numbers */
  readonly fromPair: (a: bigint, b: bigint) => ReadonlyArray<number>
  /** a pure-rand generator at a copy of the state */
  readonly generator: (state: Int32Array) => RandomGenerator
  /** writes the next `n` words to the start of `out` and advances the state */
  readonly fill: FillWords
  /** advances the state by `n` ≥ 0 words */
  readonly skip: (state: Int32Array, n: number | bigint) => void
}

/** The words of a state as an array; spreading a typed array takes three times as long. */
export const listOf = (state: Int32Array): ReadonlyArray<number> => {
  const words: Array<number> = []
  for (let i = 0; i < state.length; i++) words.push(state[i]!)
  return words
}

/** The halves of a 64-bit number, in pure-rand's order. */
const halves = (n: bigint): readonly [high: number, low: number] => [
  Number(BigInt.asIntN(32, n >> 32n)),
  Number(BigInt.asIntN(32, n))
]

// -------------------------------------------------------------------------------------
// linear generators
// -------------------------------------------------------------------------------------

const period = (1n << 128n) - 1n

/** From here on a polynomial is faster than single steps (`npm run bench`). */
const longSkip = 4096

/**
 * pure-rand's generators that are linear over GF(2), with 128 bits of state: all states except 0 lie on one cycle of
 * 2^128 - 1 words. Many words come from loops that give pure-rand's bits (`numeric/words/xoroshiro.ts`), and long skips use
 * polynomials (`numeric/words/skipAhead.ts`); everything else is pure-rand's.
 */
const linear = (
  fromState: (state: ReadonlyArray<number>) => RandomGenerator,
  fill: GeneratorSpec['fill'],
  modulus: skipAhead.Modulus
): GeneratorSpec => ({
  size: 4,
  expected: 'four int32 words that are not all 0',
  isState: (words) => words.some((word) => word !== 0),
  fromPair: (a, b) => (a === 0n && b === 0n ? [1, 0, 0, 0] : [...halves(a), ...halves(b)]),
  generator: (state) => fromState(listOf(state)),
  fill,
  skip: (state, n) => {
    if (n < longSkip) fill(state, Number(n), new Int32Array(Number(n)))
    else state.set(skipped(fromState(listOf(state)), modulus, n))
  }
})

const skipped = (generator: RandomGenerator, modulus: skipAhead.Modulus, n: number | bigint): Int32Array =>
  skipAhead.combine(
    skipAhead.powerOfX(modulus, typeof n === 'bigint' ? n % period : n),
    () => generator.getState(),
    () => generator.next()
  )

// -------------------------------------------------------------------------------------
// counter-based generators
// -------------------------------------------------------------------------------------

/**
 * Generators whose words are a function of a counter (`numeric/words/counter.ts`), behind pure-rand's interface. Every state
 * is valid. Its last two words are the index of the next word, modulo 2^64, and a skip adds to it.
 */
const counted = (
  size: number,
  expected: string,
  fromPair: (a: bigint, b: bigint) => ReadonlyArray<number>,
  fill: FillWords
): GeneratorSpec => ({
  size,
  expected,
  isState: () => true,
  fromPair,
  generator: generator(fill),
  fill,
  skip: moveBy
})

/** The number of words that are computed at a time. */
const blockSize = 16

const generator =
  (fill: FillWords) =>
  (start: Int32Array): RandomGenerator => {
    const [state, words] = [start.slice(), new Int32Array(blockSize)] // the state after all of the words
    let read = blockSize
    const current = (): Int32Array => {
      const copy = state.slice()
      moveBy(copy, read - blockSize)
      return copy
    }
    return {
      next: () => {
        if (read === blockSize) {
          fill(state, blockSize, words)
          read = 0
        }
        return words[read++]!
      },
      clone: () => generator(fill)(current()),
      getState: () => [...current()]
    }
  }

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const generators: { readonly [G in Generator]: GeneratorSpec } = {
  xoroshiro128plus: linear(xoroshiro128plusFromState, fillXoroshiro128plus, skipAhead.xoroshiro128plus),
  xorshift128plus: linear(xorshift128plusFromState, fillXorshift128plus, skipAhead.xorshift128plus),
  threefry2x32: counted(
    4,
    'four int32 words: the key and the index of the next word',
    (key, index) => [...halves(key), ...halves(index)],
    fillThreefry2x32
  ),
  philox4x32: counted(
    6,
    'six int32 words: the key, the stream and the index of the next word',
    (key, stream) => [...halves(key), ...halves(stream), 0, 0],
    fillPhilox4x32
  )
}

export const names = Object.keys(generators) as ReadonlyArray<Generator>

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** An `Rng`, which `Rng.ts` documents. */
export interface State {
  readonly generator: Generator
  readonly state: ReadonlyArray<number>
}

export const frozen = (generator: Generator, words: ReadonlyArray<number>): State =>
  Object.freeze({ generator, state: Object.freeze(words) })

/** A copy of a state that a generator may advance; it has as many words as the generator, whatever the state. */
export const mutableState = ({ generator, state }: State): Int32Array => {
  const words = new Int32Array(generators[generator].size)
  for (let i = 0; i < words.length; i++) words[i] = state[i] ?? 0
  return words
}

/** `skip` for a count that has been checked; for 0 words it returns the same object. */
export const skipWords =
  (n: number | bigint) =>
  (rng: State): State => {
    if (n <= 0) return rng
    const state = mutableState(rng)
    generators[rng.generator].skip(state, n)
    return frozen(rng.generator, listOf(state))
  }
