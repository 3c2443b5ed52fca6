// @ts-check
// What drawing costs, for every distribution, dtype and number of elements, compared with all available contenders.
import { contenders, kernel } from './support/contenders.mjs'
import { close, measure, open, versionOf } from './support/rounds.mjs'
import { atMost, main } from './support/targets.mjs'
import { distributions, dtypes } from './support/tasks.mjs'
import { median } from './support/timing.mjs'

/** @typedef {import('./support/rounds.mjs').Result} Result */
/** @typedef {import('./support/rounds.mjs').Case} Case */
/** @typedef {import('./support/rounds.mjs').Running} Running */
/** @typedef {import('./support/tasks.mjs').DType} DType */
/** @typedef {import('./support/tasks.mjs').Distribution} Distribution */

/** Fewer rounds where they take seconds. @param {number} elements */
const rounds = (elements) => (elements > 2 ** 24 ? 3 : elements > 2 ** 22 ? 5 : 9)

const cases = dtypes.flatMap((dtype) => distributions.map((distribution) => ({ dtype, distribution })))

/**
 * Every case at 2^10, 2^12, ... elements; `seen` gets the results of a case as soon as they are available.
 * @param {{ python: string, largest: number }} options @param {(results: ReadonlyArray<Result>) => void} seen
 */
export const compare = async ({ python, largest }, seen) => {
  const entries = contenders(python)
  const running = await open(entries)
  const sizes = Array.from({ length: 9 }, (_, i) => 4 ** (5 + i)).filter((elements) => elements <= largest)
  /** @type {Result[]} */
  const results = []
  for (const one of cases) {
    const start = results.length
    for (const elements of sizes) {
      results.push(...(await measure(running, entries, { ...one, elements }, rounds(elements))))
    }
    seen(results.slice(start))
  }
  close(running)
  return { versions: Object.fromEntries(entries.map((entry) => [entry.name, versionOf(running, entry)])), results }
}

/** Ratio to the loop of `Math.random()` at 2^24 elements. @type {Record<DType, Record<Distribution, number>>} */
const goals = {
  float32: { uniform: 0.3, normal: 0.58, 'truncated normal': 0.58 },
  float16: { uniform: 0.45, normal: 0.87, 'truncated normal': 0.87 },
  bfloat16: { uniform: 0.45, normal: 0.87, 'truncated normal': 0.87 },
  float64: { uniform: 0.5, normal: 1.2, 'truncated normal': 1.2 }
}

/** NaN, which meets no goal, if the contender cannot draw it. @param {Running} running @param {Case} what @param {number} times */
const kernelOf = async (running, what, times) => {
  const results = await measure(running, [kernel], what, times)
  return results.find(({ contender }) => contender === kernel.name) ?? { ratio: NaN }
}

/**
 * What an element costs at 2^26, as a ratio to 2^18. Both are taken as ratios to the loop, whose cost is linear, and take
 * turns: other programs disturb a long draw more than a short one.
 * @param {Running} running @param {Distribution} distribution
 */
const growth = async (running, distribution) => {
  /** @param {number} elements @param {number} times */
  const cost = async (elements, times) =>
    (await kernelOf(running, { dtype: 'float32', distribution, elements }, times)).ratio
  const turns = []
  for (let i = 0; i < 5; i++) turns.push((await cost(2 ** 26, 1)) / (await cost(2 ** 18, 9)))
  return median(turns)
}

export const targets = async () => {
  const running = await open([kernel])
  const rows = []
  for (const { dtype, distribution } of cases) {
    const { ratio } = await kernelOf(running, { dtype, distribution, elements: 2 ** 24 }, 9)
    rows.push(atMost(`${distribution}, ${dtype}: ratio to Math.random()`, ratio, goals[dtype][distribution]))
  }
  for (const distribution of distributions) {
    rows.push(atMost(`${distribution}: an element of 2^26, to one of 2^18`, await growth(running, distribution), 1.2))
  }
  close(running)
  return rows
}

await main(import.meta.url, targets)
