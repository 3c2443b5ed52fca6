/**
 * Philox-4x32 with 10 rounds (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): four
 * words as a function of a key of 64 bits and a counter of 128. It is the generator of TensorFlow.
 *
 * As a stream its state is `[key0, key1, stream0, stream1, high, low]`, where (high, low) is the index of the next word.
 * Block b has the counter (b's lower half, b's upper half, stream0, stream1), so its streams are TensorFlow's.
 */
import { fillBlocks } from './counter.js'
import { mulHigh } from './multiply.js'

/** Writes the four words of the counter (c0, c1, c2, c3), c0 lowest, to `out` from `offset` on. */
export const philox4x32 = (
  key0: number,
  key1: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Int32Array,
  offset: number
): void => {
  let a = c0
  let b = c1
  let c = c2
  let d = c3
  let k0 = key0
  let k1 = key1
  for (let round = 0; round < 10; round++) {
    const lowA = Math.imul(a, 0xd2511f53)
    const lowC = Math.imul(c, 0xcd9e8d57)
    const highA = mulHigh(a, 0xd2511f53)
    a = mulHigh(c, 0xcd9e8d57) ^ b ^ k0
    b = lowC
    c = highA ^ d ^ k1
    d = lowA
    k0 = (k0 + 0x9e3779b9) | 0 // the golden ratio, and below √3 - 1
    k1 = (k1 + 0xbb67ae85) | 0
  }
  out[offset] = a
  out[offset + 1] = b
  out[offset + 2] = c
  out[offset + 3] = d
}

/** Writes the next `n` words to `out` and advances the state. */
export const fillPhilox4x32 = fillBlocks(4, (state, high, low, out, offset) => {
  const key0 = state[0]!
  const key1 = state[1]!
  philox4x32(key0, key1, low, high, state[2]!, state[3]!, out, offset)
})
