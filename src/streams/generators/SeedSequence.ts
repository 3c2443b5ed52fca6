/**
 * NumPy's `SeedSequence` (O'Neill, "Developing a seed_seq alternative", 2015): entropy of any length becomes a pool of four
 * words, and the pool gives as many words as a generator needs.
 *
 * Source: numpy/random/bit_generator.pyx.
 */
import { wordsOfInteger } from './words.js'

/** The pool: four words. */
export type SeedSequence = readonly [number, number, number, number]

const size = 4

/** The pool of an integer or of a list of them. A negative integer counts by its magnitude; NumPy refuses it. */
export const seedSequence = (entropy: number | bigint | ReadonlyArray<number | bigint>): SeedSequence =>
  pooled((typeof entropy === 'object' ? entropy : [entropy]).flatMap(wordsOfInteger))

const pooled = (words: ReadonlyArray<number>): SeedSequence => {
  const hash = hasher(0x43b0d7e5, 0x931e8875)
  const pool = Array.from({ length: size }, (_, i) => hash(words[i] ?? 0))
  const stir = (i: number, word: number): void => {
    pool[i] = mix(pool[i]!, hash(word))
  }
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) if (to !== from) stir(to, pool[from]!)
  }
  for (const word of words.slice(size)) for (let to = 0; to < size; to++) stir(to, word)
  const [a = 0, b = 0, c = 0, d = 0] = pool
  return Object.freeze([a, b, c, d] as const)
}

/** A hash function whose constant changes with each word. */
const hasher = (start: number, factor: number): ((word: number) => number) => {
  let constant = start
  return (word) => {
    const mixed = word ^ constant
    constant = Math.imul(constant, factor)
    const product = Math.imul(mixed, constant)
    return (product ^ (product >>> 16)) >>> 0
  }
}

const mix = (x: number, y: number): number => {
  const sum = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)
  return (sum ^ (sum >>> 16)) >>> 0
}

/** `generate_state(n, uint32)`; a 64-bit word is two of these, the lower first. */
export const generateState = (pool: SeedSequence, n: number): Uint32Array => {
  const hash = hasher(0x8b51f9dd, 0x58f38ded)
  return Uint32Array.from({ length: n }, (_, i) => hash(pool[i % size]!))
}
