/**
 * Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): two
 * words as a function of a key and a counter of 64 bits each. It is the generator of JAX.
 *
 * As a stream its state is `[key0, key1, high, low]`, where (high, low) is the index of the next word; block b is that of
 * the counter (b's upper half, b's lower half), the order of JAX's partitionable keys.
 */
import { fillBlocks } from './counter.js'

/**
 * Puts the two words of the counter (c0, c1) into `out` from `at` on. Written out, as a loop over the rounds takes twice
 * the time; after every four of them a part of the key is added, and the count of such additions.
 */
export const threefry2x32 = (key0: number, key1: number, c0: number, c1: number, out: Int32Array, at: number): void => {
  const k0 = key0 | 0 // so that the engine knows them for int32, and adds them as such
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
  out[at] = x0
  out[at + 1] = x1
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/** Puts the next `n` words into `out` and moves the state on. */
export const fillThreefry2x32 = fillBlocks(2, (state, high, low, out, at) => {
  threefry2x32(state[0] as number, state[1] as number, high, low, out, at)
})
