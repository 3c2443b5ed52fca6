/**
 * The short form of a plan, for people to read and to edit.
 *
 * Initializers are bare names where possible, and configs have no defaults. Parameters whose names have the same ending,
 * such as `dense/kernel` and `conv/kernel`, share a rule with the initializer that most of them have; the others keep
 * their own.
 *
 * Law: `decode(compact(plan))` is the plan, except for the seeds and dtypes inside initializers, which a plan ignores.
 */
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { DType } from '../DType.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import { registryOr } from '../initializers/registry.js'
import type { Parameter, Plan } from './Plan.js'
import { firstMatch, type Rule } from './rules.js'
import { type Shortener, shortener } from './shorten.js'
import { isNative } from './stream.js'

// -------------------------------------------------------------------------------------
// the plan
// -------------------------------------------------------------------------------------

/**
 * The short serialized form of a plan. Given rules that match a name come first. Parameters are an object by name, or a
 * list if an object would move names that look like numbers to the front. With a registry, it accepts the registry's
 * initializers.
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
export const compact: {
  <I extends AnyInitializer>(rules: ReadonlyArray<Rule<I>>, registry: Registry<I>): (plan: Plan<I>) => object
  (rules?: ReadonlyArray<Rule>): (plan: Plan) => object
} =
  <I extends AnyInitializer>(given: ReadonlyArray<Rule<I>> = [], registry?: Registry<I>) =>
  ({ stream, seed, parameters }: Plan<I>): object => {
    const short = shortener(registryOr(registry))
    const rules = rulesFor(short, given, parameters)
    const dtype = mostCommon(parameters, (parameter) => parameter.dtype)?.dtype ?? 'float32'
    const rest = remainder(short, firstMatch(rules), dtype)
    return {
      ...(isNative(stream) ? {} : { stream, language: 'canonical' }),
      ...(seed === null ? {} : { seed }),
      ...(dtype === 'float32' ? {} : { dtype }),
      ...(rules.length === 0 ? {} : { rules: rules.map(serializeRule(short)) }),
      parameters: parameters.some(({ name }) => /^\d+$/.test(name))
        ? parameters.map((parameter) => ({ name: parameter.name, ...rest(parameter) }))
        : Object.fromEntries(parameters.map((parameter) => [parameter.name, rest(parameter)]))
    }
  }

/** What the rule of a parameter and the plan's dtype do not give. */
const remainder =
  <I extends AnyInitializer>(
    { keyOf, shorten }: Shortener<I>,
    find: (name: string) => Rule<I> | undefined,
    planDType: DType
  ) =>
  ({ name, shape, dtype, initializer, seed }: Parameter<I>): object => {
    const rule = find(name)
    const isRuled = rule !== undefined && keyOf(rule.initializer) === keyOf(initializer)
    return {
      shape,
      ...(dtype === ((isRuled ? rule.dtype : null) ?? planDType) ? {} : { dtype }),
      ...(isRuled ? {} : { initializer: shorten(initializer) }),
      ...(seed === undefined ? {} : { seed })
    }
  }

const serializeRule =
  <I extends AnyInitializer>({ shorten }: Shortener<I>) =>
  ({ match, initializer, dtype }: Rule<I>): object => ({
    match,
    initializer: shorten(initializer),
    ...(dtype === null ? {} : { dtype })
  })

// -------------------------------------------------------------------------------------
// rules
// -------------------------------------------------------------------------------------

const rulesFor = <I extends AnyInitializer>(
  short: Shortener<I>,
  given: ReadonlyArray<Rule<I>>,
  parameters: ReadonlyArray<Parameter<I>>
): ReadonlyArray<Rule<I>> => {
  const find = firstMatch(given)
  const used = new Set(parameters.map(({ name }) => find(name)))
  return [
    ...given.filter((rule) => used.has(rule)),
    ...commonRules(
      short,
      parameters.filter(({ name }) => find(name) === undefined)
    )
  ]
}

/** A rule for each suffix of names, if two or more of its parameters have the same initializer. */
const commonRules = <I extends AnyInitializer>(
  { keyOf }: Shortener<I>,
  parameters: ReadonlyArray<Parameter<I>>
): ReadonlyArray<Rule<I>> =>
  Object.entries(RNEA.groupBy(({ name }: Parameter<I>) => suffixPattern(name))(parameters)).flatMap(
    ([match, group]) => {
      const initializer = mostCommon(group, (parameter) => keyOf(parameter.initializer))?.initializer
      return match === '' || initializer === undefined ? [] : [{ match, initializer, dtype: null }]
    }
  )

/** The pattern of all names that end like this one; empty if the name has one part or its end cannot be a pattern. */
const suffixPattern = (name: string): string => {
  const [suffix] = /[/.][^/.*?]+$/.exec(name) ?? []
  return suffix === undefined || suffix.length > 100 ? '' : `**${suffix}`
}

/** The first item of the largest group with equal keys, if that group has two or more. */
const mostCommon = <A>(as: ReadonlyArray<A>, key: (a: A) => string): A | undefined => {
  const groups = Object.values(RNEA.groupBy(key)(as))
  const largest = groups.reduce<ReadonlyArray<A>>((most, group) => (group.length > most.length ? group : most), [])
  return largest.length >= 2 ? largest[0] : undefined
}
