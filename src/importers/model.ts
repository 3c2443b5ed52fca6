/**
 * From the tensors of a model file to a plan, with a report of what was decided.
 *
 * Rules take precedence over the file: a matching rule replaces the initializer of a parameter, and its dtype if the rule
 * has one. Integer and boolean tensors (counters, indices, masks) are not weights; they are left out and reported.
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
import { fixed, type WeightInitializer } from './weightInitializer.js'

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
 * A tensor that is not a weight.
 *
 * @since 0.1.0
 */
export interface Skipped {
  readonly name: string
  /** as the file writes it */
  readonly dtype: string
}

/**
 * The plan of a model file, and how it was made.
 *
 * @since 0.1.0
 */
export interface Imported {
  readonly source: Source
  /** the dialect of the initializers in the file; null if the file has none */
  readonly dialect: Dialect | null
  readonly plan: Plan.Plan
  /** how the dialect decides the points that the initializers in the plan touch */
  readonly decisions: ReadonlyArray<Decision>
  readonly skipped: ReadonlyArray<Skipped>
  /** the parameters whose initializer in the file was replaced by a rule */
  readonly overridden: ReadonlyArray<string>
  /** the patterns of rules that are not the first match of any parameter */
  readonly unusedRules: ReadonlyArray<string>
}

/** @since 0.1.0 */
export interface ImportOptions {
  /** take precedence over the file */
  readonly rules?: ReadonlyArray<Plan.Rule>
  /** the dtype of every parameter, except where a rule has its own */
  readonly dtype?: DType
}

/** A tensor of a file. */
export interface FileTensor {
  readonly name: string
  readonly shape: Shape
  readonly dtype: FileDType
  /** null if the file has none; one that cannot be read is an error unless a rule replaces it */
  readonly initializer: WeightInitializer | null
  /** in a replay of Keras */
  readonly seed?: Plan.ParameterSeed
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

type Outcome = Pick<Imported, 'plan' | 'decisions' | 'skipped' | 'overridden' | 'unusedRules'>

/** The plan of the tensors, in their order. */
export const planOf =
  ({ rules = [], dtype }: ImportOptions) =>
  (tensors: ReadonlyArray<FileTensor>): Validated<Outcome> => {
    const ruleOf = Plan.firstMatch(rules)
    const { left: weights, right: integers } = pipe(
      tensors,
      RA.partition((each) => each.dtype.kind === 'integer')
    )
    const ruled = weights.map((weight) => ({ ...weight, rule: ruleOf(weight.name) }))
    const used = new Set(ruled.map(({ rule }) => rule))
    return pipe(
      // weights that share a config share its error, which is reported once
      all([...new Set(ruled.map(resolve(dtype)))]),
      E.chain((resolved) =>
        pipe(
          Plan.fromParameters(resolved.map(({ parameter }) => parameter)),
          E.map((plan) => ({
            plan,
            decisions: distinct(resolved.flatMap(({ decisions }) => decisions)),
            skipped: integers.map((each) => ({ name: each.name, dtype: each.dtype.name })),
            overridden: ruled.filter(isOverridden).map(({ name }) => name),
            unusedRules: rules.filter((rule) => !used.has(rule)).map(({ match }) => match)
          }))
        )
      ),
      cap
    )
  }

/** A tensor, and the first rule that matches its name. */
interface Ruled extends FileTensor {
  readonly rule: Plan.Rule | undefined
}

const isOverridden = ({ initializer, rule }: Ruled): boolean => initializer !== null && rule !== undefined

interface Resolved {
  readonly parameter: Plan.Parameter
  readonly decisions: ReadonlyArray<Decision>
}

const resolve =
  (wanted: DType | undefined) =>
  ({ name, shape, dtype: inFile, initializer: own, rule, seed }: Ruled): Validated<Resolved> => {
    const path: Path = ['parameters', name]
    const dtype = rule?.dtype ?? wanted ?? inFile.kind
    const chosen = rule === undefined ? own : fixed(rule.initializer)
    if (chosen === null) return fail('NoInitializer', 'a rule that matches the name (add one)', 'none', path)
    return is(dtype)
      ? pipe(
          chosen,
          E.map(({ initializer, decisions }) => ({
            parameter: { name, shape, dtype, initializer, ...(seed === undefined ? {} : { seed }) },
            decisions
          }))
        )
      : fail('UnsupportedDType', `one of ${dtypes.join(', ')}, in the file or in a rule`, show(inFile.name), [
          ...path,
          'dtype'
        ])
  }

/** The first decision of each point. */
const distinct = (decisions: ReadonlyArray<Decision>): ReadonlyArray<Decision> =>
  [...new Map(decisions.toReversed().map((decision) => [decision.point, decision])).values()].toReversed()
