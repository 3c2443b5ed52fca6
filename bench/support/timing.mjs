// @ts-check
// Timing against the reference: a loop of `out[i] = Math.random()` over as many new float32 elements. The two take
// turns, pair by pair, so that a machine that slows down slows both; the median of the ratios counts.

/** @template A @param {{ _tag: string, right?: A, left?: unknown }} validated @returns {A} */
export const unwrap = (validated) => {
  if (validated._tag === 'Left') throw new Error(JSON.stringify(validated.left))
  return /** @type {A} */ (validated.right)
}

/** @param {() => unknown} run @returns milliseconds */
export const time = (run) => {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** @param {readonly number[]} numbers */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN

/** After one run of each that warms up. @param {() => unknown} draw @param {number} elements @param {number} pairs */
export const ratio = (draw, elements, pairs) => {
  const fill = () => {
    const out = new Float32Array(elements)
    for (let i = 0; i < elements; i++) out[i] = Math.random()
    return out
  }
  fill()
  draw()
  return median(Array.from({ length: pairs }, () => time(draw) / time(fill)))
}
