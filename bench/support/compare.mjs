// @ts-check
// Two runs side by side: what became slower or faster between their JSON files.
import { isMeasure } from './contenders.mjs'
import { distinct, power } from './table.mjs'
import { median } from './timing.mjs'

/** @typedef {import('./rounds.mjs').Result} Result */
/** @typedef {import('./targets.mjs').Target} Target */
/** @typedef {import('./machine.mjs').Machine} Machine */

/** What `--json` writes. @typedef {{ readonly machine: Machine, readonly results?: ReadonlyArray<Result>, readonly targets?: ReadonlyArray<Target> }} Run */

/** @typedef {{ readonly name: string, readonly curve: string, readonly value: number }} Value curve: what is seen as one */
/** @typedef {{ readonly curve: string, readonly change: number, readonly values: number }} Change after / before */

/** @param {Run} run @returns {ReadonlyArray<Value>} */
const valuesOf = ({ results = [], targets = [] }) => [
  ...results
    .filter(({ contender }) => !isMeasure(contender))
    .map(({ contender, distribution, dtype, elements, ratio }) => {
      const curve = `${contender}: ${distribution}, ${dtype}`
      return { name: `${curve}, ${power(elements)}`, curve, value: ratio }
    }),
  ...targets.map(({ name, value }) => ({ name, curve: name, value }))
]

/**
 * How each curve that both runs have moved: the median over its numbers of elements, since a burst of another program
 * affects one or two of them. Largest first.
 * @param {Run} before @param {Run} after @returns {ReadonlyArray<Change>}
 */
export const changes = (before, after) => {
  const old = new Map(valuesOf(before).map(({ name, value }) => [name, value]))
  const moved = valuesOf(after).flatMap(({ name, curve, value }) => {
    const earlier = old.get(name)
    return typeof earlier === 'number' && typeof value === 'number' ? [{ curve, change: value / earlier }] : []
  })
  return distinct(moved.map(({ curve }) => curve))
    .map((curve) => {
      const all = moved.filter((one) => one.curve === curve).map(({ change }) => change)
      return { curve, change: median(all), values: all.length }
    })
    .sort((a, b) => b.change - a.change)
}

/** @param {Run} run */
const facts = ({ machine: { commit, date, node, cpu } }) => `${commit ?? 'no commit'}, ${date}, Node ${node}, ${cpu}`

/** @param {Run} before @param {Run} after */
export const comparison = (before, after) =>
  [
    `before: ${facts(before)}`,
    `after:  ${facts(after)}`,
    'after / before, median over the numbers of elements:',
    ...changes(before, after).map(({ curve, change, values }) => `  ${change.toFixed(2)}  ${curve} (${values})`)
  ].join('\n')
