/**
 * A whole model: an ordered list of named parameters, each with a shape, a dtype and an initializer.
 *
 * Each parameter draws from the state `foldIn(name)`, so adding, removing or reordering parameters changes no other
 * weight. The paper form is read in `paper.ts`; here it is resolved: which initializer and dtype each parameter has.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as t from 'io-ts'
import { decode as decodePaper } from '../codec/failure.js'
import { own } from '../codec/plain.js'
import type { DType } from '../DType.js'
import * as Initializer from '../Initializer.js'
import { all, Applicative, at, cap, fail, show, type Validated } from '../InitializerError.js'
import * as Shape from '../Shape.js'
import { duplicates } from './duplicates.js'
import { glob } from './glob.js'
import {
  name as nameCodec,
  type PaperParameter,
  type PaperPlan,
  paperPlan,
  paperRules,
  type PaperStream,
  type Rule,
  streamIn
} from './codec.js'

export type { PaperStream, Rule } from './codec.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * `I` is the library's own initializer, or what another stream makes of a config.
 *
 * @since 0.1.0
 */
export interface Parameter<I = Initializer.Initializer> {
  readonly name: string
  readonly shape: Shape.Shape
  readonly dtype: DType
  /** a seed or dtype inside it is not read */
  readonly initializer: I
}

/** @since 0.1.0 */
export interface Plan<I = Initializer.Initializer> {
  /** for a run that is given none */
  readonly seed: number | null
  readonly parameters: ReadonlyArray<Parameter<I>>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * Reads a plan: `{ dtype?, seed?, stream?, parameters, rules? }`, with parameters `{ NAME: { shape, dtype?,
 * initializer? } }` or `[{ name, … }]` and rules `[{ match, initializer, dtype? }]`. A parameter's initializer is its
 * own, else that of the first rule that matches its name; its dtype is its own, else that of the rule, of the
 * initializer, of the plan, else float32.
 *
 * A rule matches whole names, case-sensitive: `*` is any run of characters but `/` and `.`, `**` any run at all, `?` any one
 * character. A seed or dtype inside an initializer of a plan is not read for drawing.
 *
 * @since 0.1.0
 * @example
 * import * as Plan from 'initializers-ts/plan'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const plan = Plan.decode({
 *   parameters: { 'dense/kernel': { shape: [784, 10] }, 'dense/bias': { shape: [10], initializer: 'zeros' } },
 *   rules: [{ match: '**' + '/kernel', initializer: 'glorot_uniform', dtype: 'bfloat16' }]
 * })
 * pipe(plan, E.map(({ parameters }) => parameters.map(({ dtype }) => dtype))) // => E.right(['bfloat16', 'float32'])
 */
export const decode = (u: unknown): Validated<Plan> => {
  const stream = streamOf(u)
  return E.isRight(stream) && !isNative(stream.right)
    ? fail('Unsupported', 'native, without options (`Replay` draws from others)', show(stream.right.name), ['stream'])
    : decodeWith(Initializer.codec)(u) // which tells what is wrong with the stream too
}

const isNative = ({ name, options }: PaperStream): boolean => name === 'native' && Object.keys(options).length === 0

/**
 * Reads a plan whose configs are another stream's; which one, `streamOf` tells.
 *
 * @since 0.1.0
 */
export const decodeWith = <I>(initializer: t.Type<I, unknown>): ((u: unknown) => Validated<Plan<I>>) => {
  const codec = paperPlan(initializer)
  return (u) =>
    pipe(
      decodePaper(codec)(u),
      E.chain((paper) => {
        const find = firstMatch(paper.rules)
        return pipe(
          all([...paper.parameters.map((p) => resolve(paper, find, p)), ...duplicates(paper.parameters)]),
          E.map((parameters) => ({ seed: paper.seed, parameters }))
        )
      }),
      cap
    )
}

/**
 * The stream that a plan names, `native` where it names none.
 *
 * @since 0.1.0
 */
export const streamOf: (u: unknown) => Validated<PaperStream> = streamIn

/**
 * Reads rules by themselves: a list of `{ match, initializer, dtype? }`, or an object with them under the key `rules`.
 *
 * @since 0.1.0
 */
export const decodeRules = (u: unknown): Validated<ReadonlyArray<Rule>> => pipe(u, decodePaper(paperRules))

/**
 * The first rule that matches a name, if one does. Compiles the rules once, for many names.
 *
 * @since 0.1.0
 */
export const firstMatch = <I>(rules: ReadonlyArray<Rule<I>>): ((name: string) => Rule<I> | undefined) => {
  const compiled = rules.map((rule) => ({ rule, matches: glob(rule.match) }))
  return (name) => compiled.find(({ matches }) => matches(name))?.rule
}

const resolve = <I>(
  paper: PaperPlan<I>,
  find: (name: string) => Rule<I> | undefined,
  { name, shape, dtype, initializer }: PaperParameter<I>
): Validated<Parameter<I>> => {
  const rule = initializer === null ? find(name) : undefined
  const found = initializer ?? rule?.initializer
  return found === undefined
    ? fail('NoInitializer', 'an initializer, or a rule that matches the name', 'none', ['parameters', name])
    : E.right({
        name,
        shape,
        dtype: dtype ?? rule?.dtype ?? dtypeIn(found) ?? paper.dtype ?? 'float32',
        initializer: found
      })
}

/** What other streams make of a config need not have a dtype. */
const dtypeIn = (initializer: unknown): DType | null => (own(initializer, 'dtype') as DType | null | undefined) ?? null

/**
 * The plan of these parameters, if a file can hold them: names of 1 to 1000 whole characters, each once, and shapes of
 * which `Shape.check` thinks well. Paths are `['parameters', name, …]`.
 *
 * @since 0.1.0
 */
export const fromParameters = (parameters: ReadonlyArray<Parameter>): Validated<Plan> =>
  pipe(
    all([...parameters.map(checkParameter), ...duplicates(parameters)]),
    E.map((checked) => ({ seed: null, parameters: checked })),
    cap
  )

const checkParameter = (parameter: Parameter): Validated<Parameter> =>
  pipe(
    sequenceS(Applicative)({
      name: decodePaper(nameCodec)(parameter.name),
      shape: at('shape')(Shape.check(parameter.shape))
    }),
    at('parameters', parameter.name),
    E.map((checked) => ({ ...parameter, ...checked }))
  )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Writes a resolved plan: a list, as an object would move names that look like numbers to the front.
 *
 * @since 0.1.0
 */
export const encode = ({ seed, parameters }: Plan): unknown => ({
  ...(seed === null ? {} : { seed }),
  parameters: parameters.map((p) => ({ ...p, initializer: Initializer.encode(p.initializer) }))
})
