/**
 * PCG64DXSM, a variant of PCG64 with a 64-bit multiplier and the output function DXSM, "double xor shift multiply". Its states
 * and its seeding are those of PCG64; the output is computed from the state before a step.
 *
 * Source: numpy/random/src/pcg64 (`pcg_cm_random_r`).
 */
import { add64, multiply64 } from '../../numeric/words/wide.js'
import type { Pcg64, Wide } from './Pcg64.js'
import { halves, type Reader64 } from './Reader.js'

/** 0xda942042e4dd58b5, the lower word first. */
const MULTIPLIER = /* @__PURE__ */ Int32Array.of(0xe4dd58b5, 0xda942042)

/** Words in the opposite order: those of a state are highest first. */
const reversed = ([a, b, c, d]: Wide): Wide => [d, c, b, a]

const wide = (words: Int32Array): Wide =>
  Object.freeze([words[3]! >>> 0, words[2]! >>> 0, words[1]! >>> 0, words[0]! >>> 0] as const)

export const reader = ({ state, increment, half }: Pcg64): Reader64<Pcg64> => {
  const words = Int32Array.of(...reversed(state))
  const steps = Int32Array.of(...reversed(increment))
  const product = new Int32Array(4)
  const upper = new Int32Array(4)
  const next64 = (out: Uint32Array): void => {
    output(words, product, out)
    step(words, steps, product, upper)
  }
  const { next, half: rest } = halves(next64, half)
  return { next, next64, state: () => Object.freeze({ state: wide(words), increment, half: rest() }) }
}

/** h ^= h >> 32; h *= m; h ^= h >> 48; h *= l | 1, where h and l are the halves of the state. */
const output = (words: Int32Array, product: Int32Array, out: Uint32Array): void => {
  const pair = Int32Array.of(words[2]! ^ words[3]!, words[3]!, words[0]! | 1, words[1]!)
  multiply64(pair, 0, MULTIPLIER, 0, product)
  pair[0] = product[0]! ^ (product[1]! >>> 16)
  pair[1] = product[1]!
  multiply64(pair, 0, pair, 2, product)
  out[0] = product[0]!
  out[1] = product[1]!
}

/** state ← state · m + increment, modulo 2^128. */
const step = (words: Int32Array, steps: Int32Array, product: Int32Array, upper: Int32Array): void => {
  multiply64(words, 2, MULTIPLIER, 0, upper)
  multiply64(words, 0, MULTIPLIER, 0, product)
  add64(product, 2, upper, 0)
  let carry = 0
  for (let i = 0; i < 4; i++) {
    const sum = (product[i]! >>> 0) + (steps[i]! >>> 0) + carry
    words[i] = sum
    carry = sum > 0xffffffff ? 1 : 0
  }
}
