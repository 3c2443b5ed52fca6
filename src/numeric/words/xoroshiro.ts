/**
 * The words of pure-rand's two generators, many at a time: the same bits, faster, as the state stays in registers.
 *
 * 64-bit numbers are pairs of int32 halves; a state is `[high a, low a, high b, low b]`, in pure-rand's order. A word is the
 * lower half of a + b. A test compares both loops with pure-rand, word by word.
 */

/** xoroshiro128+ (24, 16, 37) of Blackman & Vigna, 2018: writes `n` words to `out` and advances the state. */
export const fillXoroshiro128plus = (state: Int32Array, n: number, out: Int32Array): void => {
  let ah = state[0]!
  let al = state[1]!
  let bh = state[2]!
  let bl = state[3]!
  for (let i = 0; i < n; i++) {
    out[i] = al + bl
    const xh = ah ^ bh
    const xl = al ^ bl
    const high = ((ah << 24) | (al >>> 8)) ^ xh ^ ((xh << 16) | (xl >>> 16))
    al = ((al << 24) | (ah >>> 8)) ^ xl ^ (xl << 16)
    ah = high
    bh = (xl << 5) | (xh >>> 27)
    bl = (xh << 5) | (xl >>> 27)
  }
  state[0] = ah
  state[1] = al
  state[2] = bh
  state[3] = bl
}

/** xorshift128+ (23, 18, 5) of Vigna, 2017: writes `n` words to `out` and advances the state. */
export const fillXorshift128plus = (state: Int32Array, n: number, out: Int32Array): void => {
  let ah = state[0]!
  let al = state[1]!
  let bh = state[2]!
  let bl = state[3]!
  for (let i = 0; i < n; i++) {
    out[i] = al + bl
    const xh = ah ^ ((ah << 23) | (al >>> 9))
    const xl = al ^ (al << 23)
    ah = bh
    al = bl
    bh = xh ^ ah ^ (xh >>> 18) ^ (ah >>> 5)
    bl = xl ^ al ^ ((xl >>> 18) | (xh << 14)) ^ ((al >>> 5) | (ah << 27))
  }
  state[0] = ah
  state[1] = al
  state[2] = bh
  state[3] = bl
}
