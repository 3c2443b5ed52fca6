/**
 * SFC64, "small fast chaotic" (Doty-Humphrey, PractRand), as NumPy's `SFC64`: three 64-bit words and a counter.
 *
 * Source: numpy/random/src/sfc64/sfc64.h.
 */
import { add64, increase } from '../../numeric/words/wide.js'
import { frozenWords, halves, type Reader64 } from './Reader.js'
import { generateState, type SeedSequence } from './SeedSequence.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Sfc64 {
  /** eight 32-bit words, the lower half of a 64-bit word first; the last two are the counter */
  readonly state: ReadonlyArray<number>
  /** the upper half of an output of which only the lower half was read, or null */
  readonly half: number | null
}

const WORDS = 8
const COUNTER = 6

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

const WARM_UP = 12

/** NumPy's `SFC64(seed)`. */
export const fromSeedSequence = (sequence: SeedSequence): Sfc64 => {
  const words = Int32Array.of(...generateState(sequence, COUNTER), 1, 0)
  const sum = new Int32Array(2)
  for (let i = 0; i < WARM_UP; i++) step(words, sum)
  return make(words, null)
}

const make = (words: Int32Array, half: number | null): Sfc64 =>
  Object.freeze({ state: frozenWords(words, 0, WORDS), half })

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const reader = ({ state, half }: Sfc64): Reader64<Sfc64> => {
  const words = Int32Array.from(state)
  const sum = new Int32Array(2)
  const next64 = (out: Uint32Array): void => {
    step(words, sum)
    out[0] = sum[0]!
    out[1] = sum[1]!
  }
  const { next, half: rest } = halves(next64, half)
  return { next, next64, state: () => make(words, rest()) }
}

/** sum = a + b + counter++; a = b ^ b >> 11; b = c + (c << 3); c = rotl(c, 24) + sum. The sum is the output. */
const step = (words: Int32Array, sum: Int32Array): void => {
  const [b0, b1, c0, c1] = [words[2]!, words[3]!, words[4]!, words[5]!]
  sum[0] = words[0]!
  sum[1] = words[1]!
  add64(sum, 0, words, 2)
  add64(sum, 0, words, COUNTER)
  increase(words, COUNTER, 2, 1)
  words[0] = b0 ^ ((b0 >>> 11) | (b1 << 21))
  words[1] = b1 ^ (b1 >>> 11)
  words[2] = c0 << 3
  words[3] = (c1 << 3) | (c0 >>> 29)
  add64(words, 2, words, 4)
  words[4] = (c0 << 24) | (c1 >>> 8)
  words[5] = (c1 << 24) | (c0 >>> 8)
  add64(words, 4, sum, 0)
}
