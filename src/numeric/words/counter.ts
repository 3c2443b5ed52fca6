/**
 * Streams of words from a function of a counter: block b holds the words b·size to b·size + size - 1.
 *
 * A state ends with `[high, low]`, the 64-bit index of the next word; the words before belong to the function. So a skip is
 * an addition, and every state is valid.
 */

/** Writes block `(high, low)` to `out` from `offset` on. */
export type Block = (state: Int32Array, high: number, low: number, out: Int32Array, offset: number) => void

/** Writes the next `n` words to the start of `out` and advances the state. */
export type FillWords = (state: Int32Array, n: number, out: Int32Array) => void

/** The words of blocks of 2, 4, 8, … words; the first and the last block may be used in part. */
export const fillBlocks =
  (size: number, block: Block): FillWords =>
  (state, n, out) => {
    const [bits, counter] = [31 - Math.clz32(size), state.length - 2]
    const [wordHigh, wordLow] = [state[counter]!, state[counter + 1]!]
    const part = new Int32Array(size)
    let high = wordHigh >>> bits
    let low = (wordLow >>> bits) | (wordHigh << (32 - bits))
    for (let offset = -(wordLow & (size - 1)); offset < n; offset += size) {
      if (offset >= 0 && offset + size <= n) block(state, high, low, out, offset)
      else {
        block(state, high, low, part, 0)
        for (let i = Math.max(0, offset); i < Math.min(n, offset + size); i++) out[i] = part[i - offset]!
      }
      low = (low + 1) | 0
      if (low === 0) high = (high + 1) & (-1 >>> bits)
    }
    moveBy(state, n)
  }

/** Advances a state by `n` words, backwards if `n` is negative, modulo 2^64. */
export const moveBy = (state: Int32Array, n: number | bigint): void => {
  const counter = state.length - 2
  const sum = (state[counter + 1]! >>> 0) + lowOf(n)
  state[counter] = state[counter]! + highOf(n) + (sum >= 0x100000000 ? 1 : 0)
  state[counter + 1] = sum
}

const lowOf = (n: number | bigint): number => (typeof n === 'bigint' ? Number(BigInt.asUintN(32, n)) : n >>> 0)

const highOf = (n: number | bigint): number =>
  typeof n === 'bigint' ? Number(BigInt.asIntN(32, n >> 32n)) : Math.floor(n / 0x100000000)
