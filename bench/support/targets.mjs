// @ts-check
// A target: the measured value, the goal, and whether it was met. Each file of `bench/` that has targets exports
// `targets()`, which measures them, and prints them when it is run by itself.
import { fileURLToPath } from 'node:url'

/** @typedef {{ readonly name: string, readonly value: number, readonly goal: number, readonly ok: boolean }} Target */

/** The unit stands in the name. @param {string} name @param {number} value @param {number} goal @returns {Target} */
export const atMost = (name, value, goal) => ({ name, value, goal, ok: value <= goal })

/** @param {string} name @param {number} value @param {number} goal @returns {Target} */
export const atLeast = (name, value, goal) => ({ name, value, goal, ok: value >= goal })

/** Three significant digits. @param {number} value */
export const digits = (value) =>
  value === 0 || !Number.isFinite(value)
    ? String(value)
    : value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))))

/** @param {Target} target */
const line = ({ name, value, goal, ok }) =>
  `${name.padEnd(56)} ${digits(value).padStart(9)}  ${value <= goal === ok ? '≤' : '≥'} ${String(goal).padEnd(6)} ${ok ? 'ok' : 'MISSED'}`

/** @param {ReadonlyArray<Target>} targets */
export const table = (targets) => targets.map((target) => `  ${line(target)}`).join('\n')

/** Whether a file was started as a program, without arguments. @param {string} url `import.meta.url` of the file */
export const isMain = (url) => process.argv[1] === fileURLToPath(url) && process.argv.length === 2

/**
 * Prints the targets of a file that was started as a program, and does nothing when it was imported.
 * @param {string} url `import.meta.url` of the file @param {() => Promise<ReadonlyArray<Target>>} targets
 */
export const main = async (url, targets) => {
  if (!isMain(url)) return
  const measured = await targets()
  console.log(table(measured))
  if (measured.some(({ ok }) => !ok)) process.exitCode = 1
}
