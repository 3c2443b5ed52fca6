// @ts-check
// Contenders in turn: a round asks the loop of `Math.random()` and then every contender for the same draw, so that a
// machine that
// slows down slows all. The first round warms up; of the others, the median of each contender's ratios counts.
import { start } from './contender.mjs'
import { measures } from './contenders.mjs'
import { median } from './timing.mjs'

/** @typedef {import('./contenders.mjs').Entry} Entry */
/** @typedef {Omit<import('./tasks.mjs').Task, 'arrays'>} Case */
/** @typedef {import('./contender.mjs').Contender} Contender */

/** @typedef {Case & { readonly contender: string, readonly ratio: number, readonly nanoseconds: number }} Result nanoseconds: of one element */

/** The programs of the entries, started once each. @param {ReadonlyArray<Entry>} entries */
export const open = async (entries) => {
  /** @type {Map<string, Contender>} */
  const running = new Map()
  for (const { program } of [...Object.values(measures), ...entries]) {
    if (running.has(program.join(' '))) continue
    const [command, ...args] = program
    const contender = await start(command, args)
    if (contender !== undefined) running.set(program.join(' '), contender)
  }
  return running
}

/** @typedef {Awaited<ReturnType<typeof open>>} Running */

/** @param {Running} running @param {Entry} entry */
export const versionOf = (running, { program }) => running.get(program.join(' '))?.version ?? null

/** @param {Running} running */
export const close = (running) => running.forEach(({ stop }) => stop())

/**
 * Milliseconds by entry, for those that can draw it.
 * @param {Running} running @param {ReadonlyArray<Entry>} entries @param {Case} what
 */
const round = async (running, entries, what) => {
  /** @type {Map<Entry, number>} */
  const times = new Map()
  for (const entry of entries) {
    const milliseconds = await running.get(entry.program.join(' '))?.ask({ ...what, arrays: entry.arrays })
    if (typeof milliseconds === 'number') times.set(entry, milliseconds)
  }
  return times
}

/**
 * @param {Running} running @param {ReadonlyArray<Entry>} entries @param {Case} what @param {number} rounds
 * @returns {Promise<ReadonlyArray<Result>>}
 */
export const measure = async (running, entries, what, rounds) => {
  const asked = entries.filter(({ most = Infinity }) => what.elements <= most)
  const against = Object.values(measures).filter(({ arrays }) => asked.some((entry) => entry.arrays === arrays))
  const warm = await round(running, [...against, ...asked], what)
  /** @type {Map<Entry, number>[]} */
  const times = []
  for (let i = 0; i < rounds; i++) times.push(await round(running, [...warm.keys()], what))
  /** @param {Entry} entry @param {(milliseconds: number, measure: number) => number} f */
  const typical = (entry, f) =>
    median(times.map((time) => f(time.get(entry) ?? NaN, time.get(measures[entry.arrays]) ?? NaN)))
  return [...warm.keys()].map((entry) => ({
    contender: entry.name,
    ...what,
    ratio: typical(entry, (milliseconds, measure) => milliseconds / measure),
    nanoseconds: typical(entry, (milliseconds) => (milliseconds * 1e6) / what.elements)
  }))
}
