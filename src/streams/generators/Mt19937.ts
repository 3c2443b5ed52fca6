/**
 * MT19937 (Matsumoto & Nishimura, "Mersenne twister", ACM TOMACS 8(1), 1998; seeding of mt19937ar.c, 2002): the generator
 * of PyTorch's CPU, of NumPy's `RandomState` and of CPython's `random`.
 *
 * A state is what NumPy's `get_state` and CPython's `getstate` return: 624 words and the index of the next one to be
 * tempered; at 624 all words are replaced first. pure-rand's `mersenne` is not used: it lacks both ways of seeding by many
 * words, and it computes words ahead, so its states differ from those of NumPy and CPython.
 */
import type { Reader } from './Reader.js'
import { generateState, type SeedSequence } from './SeedSequence.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Mt19937 {
  /** 624 words from 0 to 2^32 - 1 */
  readonly key: ReadonlyArray<number>
  /** from 0 to 624 */
  readonly position: number
}

const size = 624
const shift = 397

const make = (key: Int32Array, position: number): Mt19937 => {
  const words: number[] = []
  for (let i = 0; i < size; i++) words.push(key[i]! >>> 0) // Array.from takes four times as long
  return Object.freeze({ key: Object.freeze(words), position })
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** `init_genrand`: the state for a seed; its lower 32 bits count. */
export const fromSeed = (seed: number): Mt19937 => make(spread(seed), size)

const spread = (seed: number): Int32Array => {
  const key = new Int32Array(size)
  key[0] = seed
  for (let i = 1; i < size; i++) key[i] = Math.imul(folded(key, i - 1), 1812433253) + i
  return key
}

const folded = (key: Int32Array, i: number): number => {
  const word = key[i]!
  return word ^ (word >>> 30)
}

/** `init_by_array`: the state for several words. */
export const fromKey = (words: ReadonlyArray<number>): Mt19937 => {
  const key = spread(19650218)
  let i = 1
  const forward = (): void => {
    i += 1
    if (i < size) return
    key[0] = key[size - 1]!
    i = 1
  }
  for (let n = 0; n < Math.max(size, words.length); n++) {
    const j = n % Math.max(1, words.length)
    key[i] = (key[i]! ^ Math.imul(folded(key, i - 1), 1664525)) + ((words[j] ?? 0) >>> 0) + j
    forward()
  }
  for (let n = 1; n < size; n++) {
    key[i] = (key[i]! ^ Math.imul(folded(key, i - 1), 1566083941)) - i
    forward()
  }
  key[0] = 0x80000000 // the state must not be 0
  return make(key, size)
}

/** NumPy's `MT19937(seed)`: the words of a seed sequence, of which the last is read first. */
export const fromSeedSequence = (sequence: SeedSequence): Mt19937 => {
  const key = Int32Array.from(generateState(sequence, size))
  key[0] = 0x80000000
  return make(key, size - 1)
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const reader = (state: Mt19937): Reader<Mt19937> => {
  const key = new Int32Array(size)
  for (let i = 0; i < size; i++) key[i] = state.key[i] ?? 0
  let { position } = state
  return {
    next: () => {
      if (position >= size) {
        twist(key)
        position = 0
      }
      return tempered(key[position++]!)
    },
    state: () => make(key, position)
  }
}

/** Replaces all words, each computed from itself, the next one and the one 397 further on, modulo 624. */
const twist = (key: Int32Array): void => {
  for (let i = 0; i < size - shift; i++) key[i] = key[i + shift]! ^ twisted(key, i, i + 1)
  for (let i = size - shift; i < size - 1; i++) key[i] = key[i + shift - size]! ^ twisted(key, i, i + 1)
  key[size - 1] = key[shift - 1]! ^ twisted(key, size - 1, 0)
}

const twisted = (key: Int32Array, i: number, j: number): number => {
  const word = (key[i]! & 0x80000000) | (key[j]! & 0x7fffffff)
  return (word >>> 1) ^ (-(word & 1) & 0x9908b0df)
}

const tempered = (word: number): number => {
  const a = word ^ (word >>> 11)
  const b = a ^ ((a << 7) & 0x9d2c5680)
  const c = b ^ ((b << 15) & 0xefc60000)
  return (c ^ (c >>> 18)) >>> 0
}
