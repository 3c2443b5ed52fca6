/**
 * The short form of a plan, for people to read and to edit.
 *
 * Initializers are bare names where possible, and configs have no defaults. Parameters whose names end alike, such as
 * `dense/kernel` and `conv/kernel`, share a rule with the initializer that most of them have; the others keep their own.
 *
 * Law: `decode(compact(plan))` is the plan, except for the seeds and dtypes inside initializers, which a plan ignores.
 */
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { Plain } from '../codec/plain.js'
import type { DType } from '../DType.js'
import type { Initializer } from '../Initializer.js'
import type { Parameter, Plan } from './Plan.js'
import { firstMatch, type Rule } from './rules.js'
import { comparisonKey, shorten } from './shorten.js'
import { isNative } from './stream.js'

// -------------------------------------------------------------------------------------
// the plan
// -------------------------------------------------------------------------------------

/**
 * The short serialized form of a plan. Given rules that match a name come first. Parameters are an object by name, or a
 * list if an object would move names that look like numbers to the front.
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
  ({ stream, seed, parameters }: Plan): object => {
    const rules = rulesFor(given, parameters)
    const dtype = mostCommon(parameters, (parameter) => parameter.dtype)?.dtype ?? 'float32'
    const short = memoizedShorten()
    const rest = remainder(firstMatch(rules), dtype, short)
    return {
      ...(isNative(stream) ? {} : { stream, language: 'canonical' }),
      ...(seed === null ? {} : { seed }),
      ...(dtype === 'float32' ? {} : { dtype }),
      ...(rules.length === 0 ? {} : { rules: rules.map((rule) => serializeRule(rule, short)) }),
      parameters: parameters.some(({ name }) => /^\d+$/.test(name))
        ? parameters.map((parameter) => ({ name: parameter.name, ...rest(parameter) }))
        : Object.fromEntries(parameters.map((parameter) => [parameter.name, rest(parameter)]))
    }
  }

type Shorten = (initializer: Initializer) => Plain

/** Models have many parameters and few initializers. */
const memoizedShorten = (): Shorten => {
  const known = new Map<string, Plain>()
  return (initializer) => {
    const key = comparisonKey(initializer)
    const short = known.get(key) ?? shorten(initializer)
    known.set(key, short)
    return short
  }
}

/** What follows of a parameter neither from its rule nor from the plan's dtype. */
const remainder =
  (find: (name: string) => Rule | undefined, planDType: DType, short: Shorten) =>
  ({ name, shape, dtype, initializer }: Parameter): object => {
    const rule = find(name)
    const isRuled = rule !== undefined && comparisonKey(rule.initializer) === comparisonKey(initializer)
    return {
      shape,
      ...(dtype === ((isRuled ? rule.dtype : null) ?? planDType) ? {} : { dtype }),
      ...(isRuled ? {} : { initializer: short(initializer) })
    }
  }

const serializeRule = ({ match, initializer, dtype }: Rule, short: Shorten): object => ({
  match,
  initializer: short(initializer),
  ...(dtype === null ? {} : { dtype })
})

// -------------------------------------------------------------------------------------
// rules
// -------------------------------------------------------------------------------------

const rulesFor = (given: ReadonlyArray<Rule>, parameters: ReadonlyArray<Parameter>): ReadonlyArray<Rule> => {
  const find = firstMatch(given)
  const used = new Set(parameters.map(({ name }) => find(name)))
  return [
    ...given.filter((rule) => used.has(rule)),
    ...commonRules(parameters.filter(({ name }) => find(name) === undefined))
  ]
}

/** A rule for each suffix of names, if two or more of its parameters have the same initializer. */
const commonRules = (parameters: ReadonlyArray<Parameter>): ReadonlyArray<Rule> =>
  Object.entries(RNEA.groupBy(({ name }: Parameter) => suffixPattern(name))(parameters)).flatMap(([match, group]) => {
    const initializer = mostCommon(group, (parameter) => comparisonKey(parameter.initializer))?.initializer
    return match === '' || initializer === undefined ? [] : [{ match, initializer, dtype: null }]
  })

/** The pattern of all names that end like this one; empty if the name has one part or its end cannot be a pattern. */
const suffixPattern = (name: string): string => {
  const [suffix] = /[/.][^/.*?]+$/.exec(name) ?? []
  return suffix === undefined || suffix.length > 100 ? '' : `**${suffix}`
}

/** The first of the largest group with equal keys, if that group has two or more. */
const mostCommon = <A>(as: ReadonlyArray<A>, key: (a: A) => string): A | undefined => {
  const groups = Object.values(RNEA.groupBy(key)(as))
  const largest = groups.reduce<ReadonlyArray<A>>((most, group) => (group.length > most.length ? group : most), [])
  return largest.length >= 2 ? largest[0] : undefined
}
