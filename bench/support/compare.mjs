// @ts-check
// Two runs side by side: what became slower or faster between their JSON files.
import { isMeasure } from './contenders.mjs'
import { distinct, power } from './table.mjs'
import { digits } from './targets.mjs'

/** @typedef {import('./rounds.mjs').Result} Result */
/** @typedef {import('./targets.mjs').Target} Target */
/** @typedef {import('./machine.mjs').Machine} Machine */

/** What `--json` writes. @typedef {{ readonly machine: Machine, readonly results?: ReadonlyArray<Result>, readonly targets?: ReadonlyArray<Target> }} Run */

/** Twice as much as medians of one commit differ on an idle machine. */
const noise = 1.1

/** @typedef {{ readonly name: string, readonly group: string, readonly before: number, readonly after: number }} Pair */

/** @param {Run} run @returns {ReadonlyArray<{ name: string, group: string, value: number }>} */
const values = ({ results = [], targets = [] }) => [
  ...results
    .filter(({ contender }) => !isMeasure(contender))
    .map(({ contender, distribution, dtype, elements, ratio }) => ({
      name: `${contender}: ${distribution}, ${dtype}, ${power(elements)}`,
      group: contender,
      value: ratio
    })),
  ...targets.map(({ name, value }) => ({ name, group: 'targets', value }))
]

/** What both runs measured. @param {Run} before @param {Run} after @returns {ReadonlyArray<Pair>} */
export const pairs = (before, after) => {
  const old = new Map(values(before).map(({ name, value }) => [name, value]))
  return values(after).flatMap(({ name, group, value }) => {
    const earlier = old.get(name)
    return earlier === undefined ? [] : [{ name, group, before: earlier, after: value }]
  })
}

/** @param {Pair} pair */
const change = ({ before, after }) => after / before

/** @param {ReadonlyArray<number>} numbers */
const geometricMean = (numbers) => Math.exp(numbers.reduce((sum, x) => sum + Math.log(x), 0) / numbers.length)

/** @param {Run} run */
const facts = ({ machine: { commit, date, node, cpu } }) => `${commit ?? 'no commit'}, ${date}, Node ${node}, ${cpu}`

/** The change of each group, and each pair that changed by more than the noise. @param {Run} before @param {Run} after */
export const comparison = (before, after) => {
  const all = pairs(before, after)
  const groups = distinct(all.map(({ group }) => group)).map((group) => {
    const changes = all.filter((pair) => pair.group === group).map(change)
    return `  ${group.padEnd(28)} ${geometricMean(changes).toFixed(2)} (${changes.length} values)`
  })
  const changed = all
    .filter((pair) => Math.max(change(pair), 1 / change(pair)) > noise)
    .sort((a, b) => change(b) - change(a))
    .map((pair) => `  ${change(pair).toFixed(2)}  ${digits(pair.before)} → ${digits(pair.after)}  ${pair.name}`)
  return [
    `before: ${facts(before)}`,
    `after:  ${facts(after)}`,
    'after / before, geometric mean:',
    ...groups,
    `more than ${Math.round((noise - 1) * 100)} % apart: ${changed.length} of ${all.length}`,
    ...changed
  ].join('\n')
}
