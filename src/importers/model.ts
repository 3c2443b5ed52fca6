/**
 * What comes of a model file: its plan, and what was decided on the way to it.
 *
 * What a rule says goes before what the file says: the initializer of each parameter that it matches, and the dtype if the
 * rule has one. Integers and truth values (counters of batches, indices, masks) are no weights: they are left out of the
 * plan, and said.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import type { Decision, Dialect } from '../dialects/index.js'
import { all as dtypes, type DType, is } from '../DType.js'
import { all, cap, fail, type Path, show, type Validated } from '../InitializerError.js'
import * as Plan from '../plan/index.js'
import type { Shape } from '../Shape.js'
import type { FileDType } from './dtype.js'
import { fixed, type Start } from './start.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The kinds of model files.
 *
 * @since 0.1.0
 */
export type Source = 'keras' | 'tfjs' | 'safetensors' | 'shapes'

/**
 * A tensor that is no weight.
 *
 * @since 0.1.0
 */
export interface Skipped {
  readonly name: string
  /** in the words of the file */
  readonly dtype: string
}

/** @since 0.1.0 */
export interface Imported {
  readonly source: Source
  /** of the initializers in the file; null where it has none */
  readonly dialect: Dialect | null
  readonly plan: Plan.Plan
  /** on which points of contradiction between dialects the initializers of the file touch that have a part in the plan */
  readonly choices: ReadonlyArray<Decision>
  readonly skipped: ReadonlyArray<Skipped>
  /** the parameters whose initializer in the file gave way to that of a rule */
  readonly overridden: ReadonlyArray<string>
  /** the patterns of rules that match no parameter before any other rule does */
  readonly unusedRules: ReadonlyArray<string>
}

/** @since 0.1.0 */
export interface Options {
  /** go before what the file says */
  readonly rules?: ReadonlyArray<Plan.Rule>
  /** of all parameters but those whose rule says another */
  readonly dtype?: DType
}

/** A tensor as a file has it. */
export interface Found {
  readonly name: string
  readonly shape: Shape
  readonly dtype: FileDType
  /** null where the file says none; one that cannot be read is an error unless a rule stands in for it */
  readonly start: Start | null
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

type Outcome = Pick<Imported, 'plan' | 'choices' | 'skipped' | 'overridden' | 'unusedRules'>

/** The plan of what was found, in its order. */
export const planOf =
  ({ rules = [], dtype }: Options) =>
  (found: ReadonlyArray<Found>): Validated<Outcome> => {
    const find = Plan.firstMatch(rules)
    const { left: weights, right: integers } = pipe(
      found,
      RA.partition((each) => each.dtype.meaning === 'integer')
    )
    const ruled = weights.map((weight) => ({ ...weight, rule: find(weight.name) }))
    const used = new Set(ruled.map(({ rule }) => rule))
    return pipe(
      // a config that several weights share is wrong once
      all([...new Set(ruled.map(resolve(dtype)))]),
      E.chain((resolved) =>
        pipe(
          Plan.fromParameters(resolved.map(({ parameter }) => parameter)),
          E.map((plan) => ({
            plan,
            choices: distinct(resolved.flatMap(({ choices }) => choices)),
            skipped: integers.map((each) => ({ name: each.name, dtype: each.dtype.word })),
            overridden: ruled.filter(isOverridden).map(({ name }) => name),
            unusedRules: rules.filter((rule) => !used.has(rule)).map(({ match }) => match)
          }))
        )
      ),
      cap
    )
  }

/** What was found, and the rule that matches its name. */
interface Ruled extends Found {
  readonly rule: Plan.Rule | undefined
}

const isOverridden = ({ start, rule }: Ruled): boolean => start !== null && rule !== undefined

interface Resolved {
  readonly parameter: Plan.Parameter
  readonly choices: ReadonlyArray<Decision>
}

const resolve =
  (wanted: DType | undefined) =>
  ({ name, shape, dtype: { word, meaning }, start: own, rule }: Ruled): Validated<Resolved> => {
    const path: Path = ['parameters', name]
    const dtype = rule?.dtype ?? wanted ?? meaning
    const start = rule === undefined ? own : fixed(rule.initializer)
    if (start === null) return fail('NoInitializer', 'a rule that matches the name (add one)', 'none', path)
    return is(dtype)
      ? pipe(
          start,
          E.map(({ initializer, choices }) => ({ parameter: { name, shape, dtype, initializer }, choices }))
        )
      : fail('UnsupportedDType', `one of ${dtypes.join(', ')}, in the file or in a rule`, show(word), [
          ...path,
          'dtype'
        ])
  }

/** The first of each point. */
const distinct = (choices: ReadonlyArray<Decision>): ReadonlyArray<Decision> =>
  [...new Map(choices.toReversed().map((choice) => [choice.point, choice])).values()].toReversed()
