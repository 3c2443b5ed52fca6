/**
 * Rules: which initializer, and which dtype, the parameters have whose names match a pattern.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { modelLimits, type PlainRecord } from '../codec/plain.js'
import { decode, guarded } from '../codec/problems.js'
import { closed, list, required } from '../codec/record.js'
import type { DType } from '../DType.js'
import type { AnyInitializer, Initializer, Registry } from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import { dtype } from '../initializers/kit/definition.js'
import { registryOr } from '../initializers/registry.js'
import { glob } from './glob.js'
import { name } from './name.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The initializer of all parameters whose names match, and their dtype unless it is null.
 *
 * @since 0.1.0
 */
export interface Rule<I = Initializer> {
  readonly match: string
  readonly initializer: I
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

export const rulesOf = <I>(
  initializer: t.Type<I, unknown>
): t.Type<ReadonlyArray<Rule<I>>, ReadonlyArray<PlainRecord>> =>
  list(closed<Rule<I>>('rule', { match: required(name), initializer: required(initializer), dtype }))

/** A list of rules, or an object with the key `rules` as in a plan. */
const listOrPlan = <I>(rules: t.Type<ReadonlyArray<Rule<I>>, unknown>): t.Type<ReadonlyArray<Rule<I>>, unknown> => {
  const inPlan = closed<{ readonly rules: ReadonlyArray<Rule<I>> }>('rules', { rules: required(rules) })
  return new t.Type<ReadonlyArray<Rule<I>>, unknown>(
    'rules',
    (u): u is ReadonlyArray<Rule<I>> => rules.is(u),
    (u, c) =>
      Array.isArray(u)
        ? rules.validate(u, c)
        : pipe(
            inPlan.validate(u, c),
            E.map((plan) => plan.rules)
          ),
    rules.encode
  )
}

/**
 * Reads rules by themselves: a list of `{ match, initializer, dtype? }`, or an object with such a list at the key `rules`.
 *
 * @since 0.1.0
 */
export const decodeRules: {
  <I extends AnyInitializer>(u: unknown, registry: Registry<I>): Validated<ReadonlyArray<Rule<I>>>
  (u: unknown): Validated<ReadonlyArray<Rule>>
} = <I extends AnyInitializer>(u: unknown, registry?: Registry<I>): Validated<ReadonlyArray<Rule<I>>> =>
  pipe(u, decode(guarded(listOrPlan(rulesOf(registryOr(registry).codec)), modelLimits)))

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Finds the first rule that matches a name. Compiles the patterns once, for many names.
 *
 * @since 0.1.0
 */
export const firstMatch = <I>(rules: ReadonlyArray<Rule<I>>): ((name: string) => Rule<I> | undefined) => {
  const compiled = rules.map((rule) => ({ rule, matches: glob(rule.match) }))
  return (name) => compiled.find(({ matches }) => matches(name))?.rule
}
