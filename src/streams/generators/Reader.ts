/**
 * How a generator is read: a state is plain data that never changes, and a reader that starts from it moves, privately to one
 * draw, and returns the state that it has reached.
 */

export interface Reader<S> {
  /** the next random word, from 0 to 2^32 - 1 */
  readonly next: () => number
  /** the state after the last word, frozen */
  readonly state: () => S
}

/** Of a generator whose outputs have 64 bits. */
export interface Reader64<S> extends Reader<S> {
  /** writes the next 64-bit word to `out`, the lower half first */
  readonly next64: (out: Uint32Array) => void
}

/**
 * 32-bit words of a generator of 64-bit words: the lower half of an output, then the upper one. 64-bit words that are read in
 * between do not use the half that is left.
 */
export const halves = (
  next64: (out: Uint32Array) => void,
  half: number | null
): { readonly next: () => number; readonly half: () => number | null } => {
  const out = new Uint32Array(2)
  let upper = half
  const next = (): number => {
    const kept = upper
    if (kept !== null) {
      upper = null
      return kept
    }
    next64(out)
    upper = out[1]!
    return out[0]!
  }
  return { next, half: () => upper }
}

/** Words as numbers from 0 to 2^32 - 1, frozen. */
export const frozenWords = (words: Int32Array, start: number, end: number): ReadonlyArray<number> =>
  Object.freeze(Array.from(words.subarray(start, end), (word) => word >>> 0))
