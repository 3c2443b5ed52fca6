/**
 * Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): two
 * words as a function of a key and a counter of 64 bits each. It is the generator of JAX.
 *
 * As a stream its state is `[key0, key1, high, low]`, where (high, low) is the index of the next word. Block b has the counter
 * (b's upper half, b's lower half), the order of JAX's partitionable keys.
 */
import { fillBlocks } from './counter.js'

/**
 * Writes the two words of the counter (c0, c1) to `out` from `offset` on. The rounds are unrolled, as a loop takes twice the
 * time. After every four rounds a part of the key and the number of such additions are added.
 */
export const threefry2x32 = (
  key0: number,
  key1: number,
  c0: number,
  c1: number,
  out: Int32Array,
  offset: number
): void => {
  const k0 = key0 | 0 // so that the engine knows they are int32 and adds them as such
  const k1 = key1 | 0
  const k2 = k0 ^ k1 ^ 0x1bd11bda
  let x0 = (c0 + k0) | 0
  let x1 = (c1 + k1) | 0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 13) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 15) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 26) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 6) ^ x0
  x0 = (x0 + k1) | 0
  x1 = (x1 + k2 + 1) | 0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 17) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 29) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 16) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 24) ^ x0
  x0 = (x0 + k2) | 0
  x1 = (x1 + k0 + 2) | 0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 13) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 15) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 26) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 6) ^ x0
  x0 = (x0 + k0) | 0
  x1 = (x1 + k1 + 3) | 0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 17) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 29) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 16) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 24) ^ x0
  x0 = (x0 + k1) | 0
  x1 = (x1 + k2 + 4) | 0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 13) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 15) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 26) ^ x0
  x0 = (x0 + x1) | 0
  x1 = rotate(x1, 6) ^ x0
  x0 = (x0 + k2) | 0
  x1 = (x1 + k0 + 5) | 0
  out[offset] = x0
  out[offset + 1] = x1
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/** Writes the next `n` words to `out` and advances the state. */
export const fillThreefry2x32 = fillBlocks(2, (state, high, low, out, offset) => {
  threefry2x32(state[0]!, state[1]!, high, low, out, offset)
})
