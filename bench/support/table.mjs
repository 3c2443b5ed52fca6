// @ts-check
// Results as a table: one line per contender, one column per number of elements.
import { isMeasure } from './contenders.mjs'
import { digits } from './targets.mjs'

/** @typedef {import('./rounds.mjs').Result} Result */

/** @param {number} elements a power of two */
export const power = (elements) => `2^${Math.log2(elements)}`

/** In the order of their first appearance. @template A @param {ReadonlyArray<A>} all */
export const distinct = (all) => [...new Set(all)]

/** @param {string} label @param {ReadonlyArray<string>} cells */
const row = (label, cells) => `  ${label.padEnd(30)}${cells.map((cell) => cell.padStart(9)).join('')}`

/** Of one distribution and dtype. @param {ReadonlyArray<Result>} results */
export const ratios = (results) => {
  const sizes = distinct(results.map(({ elements }) => elements))
  /** @param {string} label @param {string} contender @param {(result: Result) => number} value */
  const line = (label, contender, value) => {
    const cells = sizes.map((elements) => {
      const found = results.find((result) => result.contender === contender && result.elements === elements)
      return found === undefined ? '–' : digits(value(found))
    })
    return row(label, cells)
  }
  return [
    row('elements', sizes.map(power)),
    ...distinct(results.map(({ contender }) => contender)).map((name) =>
      isMeasure(name)
        ? line(`${name}, ns`, name, ({ nanoseconds }) => nanoseconds)
        : line(name, name, ({ ratio }) => ratio)
    )
  ].join('\n')
}
