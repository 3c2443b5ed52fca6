/**
 * A plan in few words, for people to read and to change.
 *
 * Initializers are bare names where that says it all, and configs hold no defaults. Parameters that end in the same word,
 * such as `dense/kernel` and `conv/kernel`, share a rule with the initializer that most of them have; the others say
 * their own.
 *
 * Law: `decode(compact(plan))` is the plan, but for the seeds and dtypes inside initializers, which a plan does not read.
 */
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { Plain } from '../codec/plain.js'
import type { DType } from '../DType.js'
import type { Initializer } from '../Initializer.js'
import { firstMatch, type Parameter, type Plan, type Rule } from './Plan.js'
import { shorten, textOf } from './short.js'

// -------------------------------------------------------------------------------------
// the plan
// -------------------------------------------------------------------------------------

/**
 * The short paper form of a plan. Of the rules that are given, those that match a name first come before its own.
 * Parameters are an object by name, or a list where an object would move names that look like numbers to its front.
 *
 * @since 0.1.0
 * @example
 * import * as Plan from 'initializers-ts/plan'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const he = { class_name: 'VarianceScaling', config: { scale: 2, mode: 'fan_in' } }
 * const plan = Plan.decode({
 *   parameters: { 'a.weight': { shape: [3, 2], initializer: he }, 'b.weight': { shape: [2, 1], initializer: he } }
 * })
 * const rules = [{ match: '**.weight', initializer: 'he_normal' }]
 * const short = pipe(plan, E.map(Plan.compact()))
 * short // => E.right({ rules, parameters: { 'a.weight': { shape: [3, 2] }, 'b.weight': { shape: [2, 1] } } })
 */
export const compact =
  (given: ReadonlyArray<Rule> = []) =>
  ({ seed, parameters }: Plan): object => {
    const rules = rulesOf(given, parameters)
    const dtype = mostCommon(parameters, (parameter) => parameter.dtype)?.dtype ?? 'float32'
    const short = shortener()
    const rest = remainder(firstMatch(rules), dtype, short)
    return {
      ...(seed === null ? {} : { seed }),
      ...(dtype === 'float32' ? {} : { dtype }),
      ...(rules.length === 0 ? {} : { rules: rules.map((rule) => rulePaper(rule, short)) }),
      parameters: parameters.some(({ name }) => /^\d+$/.test(name))
        ? parameters.map((parameter) => ({ name: parameter.name, ...rest(parameter) }))
        : Object.fromEntries(parameters.map((parameter) => [parameter.name, rest(parameter)]))
    }
  }

type Short = (initializer: Initializer) => Plain

/** Models have many parameters and few initializers. */
const shortener = (): Short => {
  const known = new Map<string, Plain>()
  return (initializer) => {
    const text = textOf(initializer)
    const short = known.get(text) ?? shorten(initializer)
    known.set(text, short)
    return short
  }
}

/** What neither a rule nor the plan's dtype says of a parameter. */
const remainder =
  (find: (name: string) => Rule | undefined, common: DType, short: Short) =>
  ({ name, shape, dtype, initializer }: Parameter): object => {
    const rule = find(name)
    const isRuled = rule !== undefined && textOf(rule.initializer) === textOf(initializer)
    return {
      shape,
      ...(dtype === ((isRuled ? rule.dtype : null) ?? common) ? {} : { dtype }),
      ...(isRuled ? {} : { initializer: short(initializer) })
    }
  }

const rulePaper = ({ match, initializer, dtype }: Rule, short: Short): object => ({
  match,
  initializer: short(initializer),
  ...(dtype === null ? {} : { dtype })
})

// -------------------------------------------------------------------------------------
// rules
// -------------------------------------------------------------------------------------

const rulesOf = (given: ReadonlyArray<Rule>, parameters: ReadonlyArray<Parameter>): ReadonlyArray<Rule> => {
  const find = firstMatch(given)
  const used = new Set(parameters.map(({ name }) => find(name)))
  return [
    ...given.filter((rule) => used.has(rule)),
    ...commonRules(parameters.filter(({ name }) => find(name) === undefined))
  ]
}

/** A rule for each end of names, where two or more parameters have the initializer. */
const commonRules = (parameters: ReadonlyArray<Parameter>): ReadonlyArray<Rule> =>
  Object.entries(RNEA.groupBy(({ name }: Parameter) => endOf(name))(parameters)).flatMap(([match, group]) => {
    const initializer = mostCommon(group, (parameter) => textOf(parameter.initializer))?.initializer
    return match === '' || initializer === undefined ? [] : [{ match, initializer, dtype: null }]
  })

/** The pattern of all names that end as this one does; none where that is the whole name or no pattern can say it. */
const endOf = (name: string): string => {
  const [end] = /[/.][^/.*?]+$/.exec(name) ?? []
  return end === undefined || end.length > 100 ? '' : `**${end}`
}

/** The first of those that are most often alike, if two are. */
const mostCommon = <A>(as: ReadonlyArray<A>, key: (a: A) => string): A | undefined => {
  const groups = Object.values(RNEA.groupBy(key)(as))
  const largest = groups.reduce<ReadonlyArray<A>>((most, group) => (group.length > most.length ? group : most), [])
  return largest.length >= 2 ? largest[0] : undefined
}
