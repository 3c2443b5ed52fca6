/**
 * Streams of words from a function of a counter: block b holds the words b·size to b·size + size - 1.
 *
 * A state ends with `[high, low]`, the 64-bit index of the next word; what comes before is the function's own. So any
 * place is reached by a sum, and every state is a right one.
 */

/** Puts block `(high, low)` into `out` from `at` on. */
export type Block = (state: Int32Array, high: number, low: number, out: Int32Array, at: number) => void

/** Puts the next `n` words into the first places of `out` and moves the state on. */
export type FillWords = (state: Int32Array, out: Int32Array, n: number) => void

/** The words of blocks of 2, 4, 8, … words; only the first and the last may be taken in part. */
export const fillBlocks =
  (size: number, block: Block): FillWords =>
  (state, out, n) => {
    const [bits, place] = [31 - Math.clz32(size), state.length - 2]
    const [wordHigh, wordLow] = [state[place] as number, state[place + 1] as number]
    const part = new Int32Array(size)
    let high = wordHigh >>> bits
    let low = (wordLow >>> bits) | (wordHigh << (32 - bits))
    for (let at = -(wordLow & (size - 1)); at < n; at += size) {
      if (at >= 0 && at + size <= n) block(state, high, low, out, at)
      else {
        block(state, high, low, part, 0)
        for (let i = Math.max(0, at); i < Math.min(n, at + size); i++) out[i] = part[i - at] as number
      }
      low = (low + 1) | 0
      if (low === 0) high = (high + 1) & (-1 >>> bits)
    }
    moveBy(state, n)
  }

/** Moves a state by `n` words, back if `n` is negative, modulo 2^64. */
export const moveBy = (state: Int32Array, n: number | bigint): void => {
  const place = state.length - 2
  const sum = ((state[place + 1] as number) >>> 0) + lowOf(n)
  state[place] = (state[place] as number) + highOf(n) + (sum >= 0x100000000 ? 1 : 0)
  state[place + 1] = sum
}

const lowOf = (n: number | bigint): number => (typeof n === 'bigint' ? Number(BigInt.asUintN(32, n)) : n >>> 0)

const highOf = (n: number | bigint): number =>
  typeof n === 'bigint' ? Number(BigInt.asIntN(32, n >> 32n)) : Math.floor(n / 0x100000000)
