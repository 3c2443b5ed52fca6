/**
 * Philox4x64-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11), as NumPy's `Philox`: the
 * counter is incremented, and four 64-bit words are computed from it and the key.
 *
 * All numbers are 32-bit words, the lower half of a 64-bit word first. Source: numpy/random/src/philox.
 */
import { add64, increase, multiply64 } from '../../numeric/words/wide.js'
import { frozenWords, halves, type Reader64 } from './Reader.js'
import { generateState, type SeedSequence } from './SeedSequence.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Philox4x64 {
  /** eight words */
  readonly counter: ReadonlyArray<number>
  /** four words */
  readonly key: ReadonlyArray<number>
  /** the outputs of the counter, eight words */
  readonly buffer: ReadonlyArray<number>
  /** how many 64-bit outputs of the buffer were read, from 0 to 4 */
  readonly position: number
  /** the upper half of an output of which only the lower half was read, or null */
  readonly half: number | null
}

const COUNTER = 8
const KEY = 4
const OUTPUTS = 4

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

const zeros: ReadonlyArray<number> = /* @__PURE__ */ Object.freeze(Array.from({ length: COUNTER }, () => 0))

/** NumPy's `Philox(seed)`. */
export const fromSeedSequence = (sequence: SeedSequence): Philox4x64 =>
  Object.freeze({
    counter: zeros,
    key: Object.freeze(Array.from(generateState(sequence, KEY))),
    buffer: zeros,
    position: OUTPUTS,
    half: null
  })

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const reader = ({ counter, key, buffer, position, half }: Philox4x64): Reader64<Philox4x64> => {
  const count = Int32Array.from(counter)
  const outputs = Int32Array.from(buffer)
  const fill = filler(Int32Array.from(key))
  let read = position
  const next64 = (out: Uint32Array): void => {
    if (read >= OUTPUTS) {
      increase(count, 0, COUNTER, 1)
      fill(count, outputs)
      read = 0
    }
    out[0] = outputs[2 * read]!
    out[1] = outputs[2 * read + 1]!
    read += 1
  }
  const { next, half: rest } = halves(next64, half)
  const state = (): Philox4x64 =>
    Object.freeze({
      counter: frozenWords(count, 0, COUNTER),
      key,
      buffer: frozenWords(outputs, 0, COUNTER),
      position: read,
      half: rest()
    })
  return { next, next64, state }
}

// -------------------------------------------------------------------------------------
// arithmetic
// -------------------------------------------------------------------------------------

const ROUNDS = 10

/** 0xd2e7470ee14c6c93 and 0xca5a826395121157 */
const MULTIPLIERS = /* @__PURE__ */ Int32Array.of(0xe14c6c93, 0xd2e7470e, 0x95121157, 0xca5a8263)

/** 0x9e3779b97f4a7c15 and 0xbb67ae8584caa73b, which are added to the key after each round */
const WEYL = /* @__PURE__ */ Int32Array.of(0x7f4a7c15, 0x9e3779b9, 0x84caa73b, 0xbb67ae85)

/** Writes the outputs of a counter. */
const filler = (key: Int32Array): ((counter: Int32Array, out: Int32Array) => void) => {
  const turning = new Int32Array(KEY)
  const [first, second] = [new Int32Array(4), new Int32Array(4)]
  return (counter, out) => {
    out.set(counter)
    turning.set(key)
    for (let round = 0; round < ROUNDS; round++) {
      multiply64(MULTIPLIERS, 0, out, 0, first)
      multiply64(MULTIPLIERS, 2, out, 4, second)
      for (let i = 0; i < 2; i++) {
        out[i] = second[2 + i]! ^ out[2 + i]! ^ turning[i]!
        out[4 + i] = first[2 + i]! ^ out[6 + i]! ^ turning[2 + i]!
        out[2 + i] = second[i]!
        out[6 + i] = first[i]!
      }
      add64(turning, 0, WEYL, 0)
      add64(turning, 2, WEYL, 2)
    }
  }
}
