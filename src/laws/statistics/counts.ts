/** Frequencies, and positions in sorted numbers. */

/** How often each bin from 0 up to `bins` occurs. */
export const frequencies = (bins: ArrayLike<number>, count: number): Uint32Array => {
  const out = new Uint32Array(count)
  for (let i = 0; i < bins.length; i++) out[bins[i]!]! += 1
  return out
}

/** How many of the sorted numbers are ≤ x. */
export const rank = (sorted: Float64Array, x: number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= x) low = middle + 1
    else high = middle
  }
  return low
}
