/**
 * Where xoroshiro128plus stands after n words, by squaring its matrix over GF(2): slow, and independent of what
 * src/numeric/words/skipAhead.ts uses. The step is that of Blackman & Vigna with the rotations (24, 16, 37).
 */
type Matrix = ReadonlyArray<bigint>

const mask = (1n << 64n) - 1n
const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & mask

/** A state is s0·2^64 + s1. */
const step = (state: bigint): bigint => {
  const s0 = state >> 64n
  const s1 = (state & mask) ^ s0
  return ((rotate(s0, 24n) ^ s1 ^ ((s1 << 16n) & mask)) << 64n) | rotate(s1, 37n)
}

/** Column i is where the i-th bit goes. */
const apply = (columns: Matrix, state: bigint): bigint =>
  columns.reduce((sum, column, i) => ((state >> BigInt(i)) & 1n ? sum ^ column : sum), 0n)

const stepMatrix: Matrix = Array.from({ length: 128 }, (_, i) => step(1n << BigInt(i)))

const after = (state: bigint, n: bigint, power: Matrix = stepMatrix): bigint =>
  n === 0n
    ? state
    : after(
        n & 1n ? apply(power, state) : state,
        n >> 1n,
        power.map((column) => apply(power, column))
      )

/** In pure-rand's order: s0 before s1, and the upper word of each first. */
export const jumped = (words: ReadonlyArray<number>, n: bigint): ReadonlyArray<number> => {
  const state = words.reduce((all, w) => (all << 32n) | BigInt.asUintN(32, BigInt(w)), 0n)
  const end = after(state, n)
  return [96n, 64n, 32n, 0n].map((shift) => Number(BigInt.asIntN(32, end >> shift)))
}
