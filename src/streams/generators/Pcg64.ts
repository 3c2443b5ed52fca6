/**
 * PCG64 (O'Neill, "PCG: a family of simple fast space-efficient statistically good algorithms", HMC-CS-2014-0905): a
 * linear congruential generator of 128 bits with the output function XSL-RR, used by NumPy's `default_rng`.
 *
 * 128-bit numbers are four words, highest first. As in NumPy, a state may hold half an output: a 32-bit word is the lower
 * half of a 64-bit one, and the upper half is the next; 64-bit words do not use it. Source: numpy/random/src/pcg64.
 */
import { mulHigh } from '../../numeric/words/multiply.js'
import { halves, type Reader64 } from './Reader.js'
import { generateState, type SeedSequence } from './SeedSequence.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** Four words from 0 to 2^32 - 1, highest first. */
export type Wide = readonly [number, number, number, number]

export interface Pcg64 {
  readonly state: Wide
  /** odd */
  readonly increment: Wide
  /** the upper half of an output of which only the lower half was read, or null */
  readonly half: number | null
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** NumPy's `PCG64(seed)`, which `default_rng(seed)` uses. */
export const fromSeedSequence = (sequence: SeedSequence): Pcg64 => {
  const [b = 0, a = 0, d = 0, c = 0, f = 0, e = 0, h = 0, g = 0] = generateState(sequence, 8)
  return fromPair([a, b, c, d], [e, f, g, h])
}

/**
 * `pcg_setseq_128_srandom`: the state for a start and a stream of 128 bits each; the highest bit of the stream does not
 * count. (The first step is from 0 and leads to the increment.)
 */
export const fromPair = (start: Wide, [a, b, c, d]: Wide): Pcg64 => {
  const increment = [(a << 1) | (b >>> 31), (b << 1) | (c >>> 31), (c << 1) | (d >>> 31), (d << 1) | 1]
  const words = Int32Array.of(...increment, ...increment)
  let carry = 0
  for (let i = 3; i >= 0; i--) {
    const sum = word(words, i) + ((start[i] ?? 0) >>> 0) + carry
    words[i] = sum
    carry = sum >= base ? 1 : 0
  }
  step(words)
  return make(words, null)
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const reader = ({ state, increment, half }: Pcg64): Reader64<Pcg64> => {
  const words = Int32Array.of(...state, ...increment)
  const next64 = (to: Uint32Array): void => {
    step(words)
    output(words, to)
  }
  const { next, half: rest } = halves(next64, half)
  return { next, next64, state: () => make(words, rest()) }
}

// -------------------------------------------------------------------------------------
// arithmetic
// -------------------------------------------------------------------------------------

/** `words` are the state and the increment, one after the other, as int32. */
const make = (words: Int32Array, half: number | null): Pcg64 =>
  Object.freeze({ state: wide(words, 0), increment: wide(words, 4), half })

const wide = (words: Int32Array, at: number): Wide =>
  Object.freeze([word(words, at), word(words, at + 1), word(words, at + 2), word(words, at + 3)] as const)

const word = (words: Int32Array, i: number): number => words[i]! >>> 0

const base = 0x100000000

/** 0x2360ed051fc65da44385df649fccf645, highest word first. */
const m3 = 0x2360ed05
const m2 = 0x1fc65da4
const m1 = 0x4385df64
const m0 = 0x9fccf645

/** state ← state · m + increment, modulo 2^128, by columns of words; no column reaches 2^36. */
const step = (words: Int32Array): void => {
  const s3 = words[0]!
  const s2 = words[1]!
  const s1 = words[2]!
  const s0 = words[3]!
  const c0 = low(s0, m0) + word(words, 7)
  const c1 = high(s0, m0) + low(s0, m1) + low(s1, m0) + word(words, 6) + Math.floor(c0 / base)
  const c2 =
    high(s0, m1) + high(s1, m0) + low(s0, m2) + low(s1, m1) + low(s2, m0) + word(words, 5) + Math.floor(c1 / base)
  const c3 =
    high(s0, m2) + high(s1, m1) + high(s2, m0) + low(s0, m3) + low(s1, m2) + low(s2, m1) + low(s3, m0) + word(words, 4)
  words[0] = c3 + Math.floor(c2 / base)
  words[1] = c2
  words[2] = c1
  words[3] = c0
}

const low = (x: number, y: number): number => Math.imul(x, y) >>> 0

const high = (x: number, y: number): number => mulHigh(x, y) >>> 0

/** XSL-RR: the exclusive or of the two halves of the state, rotated right by its highest 6 bits. */
const output = (words: Int32Array, out: Uint32Array): void => {
  const s3 = words[0]!
  const upper = s3 ^ words[2]!
  const lower = words[1]! ^ words[3]!
  const isSwapped = s3 < 0 // a rotation by 32 or more
  const bits = (s3 >>> 26) & 31
  out[0] = isSwapped ? rotated(lower, upper, bits) : rotated(upper, lower, bits)
  out[1] = isSwapped ? rotated(upper, lower, bits) : rotated(lower, upper, bits)
}

/** The lower of two words after a rotation to the right by 0 to 31 bits. */
const rotated = (upper: number, lower: number, bits: number): number =>
  bits === 0 ? lower : (lower >>> bits) | (upper << (32 - bits))
