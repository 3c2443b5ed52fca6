/**
 * A whole model: an ordered list of named parameters, each with a shape, a dtype and an initializer.
 *
 * Each parameter draws from the state `foldIn(name)`, so adding, removing or reordering parameters changes no other weight.
 * A plan names the stream of its numbers as data; `replay` opens it.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Th from 'fp-ts/These'
import type * as t from 'io-ts'
import { decode as decodeName } from '../codec/problems.js'
import { own } from '../codec/plain.js'
import type { DType } from '../DType.js'
import type { AnyInitializer, Initializer, Registry } from '../Initializer.js'
import { all, Applicative, at, cap, error, fail, show, type Validated } from '../InitializerError.js'
import { registryOr } from '../initializers/registry.js'
import * as Shape from '../Shape.js'
import { type CodecFor, decodeSerialized, type SerializedParameter, type SerializedPlan, type Source } from './codec.js'
import { duplicateNames, name as nameCodec } from './name.js'
import { firstMatch, type Rule } from './rules.js'
import type { ParameterSeed } from './seed.js'
import { isNative as isNativeStream, native, type StreamConfig } from './stream.js'

export type { CodecFor, Language, Source } from './codec.js'
export { decodeRules, firstMatch, type Rule } from './rules.js'
export type { ParameterSeed } from './seed.js'
export { native, type StreamConfig } from './stream.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * `I` is the type of initializers: the built-in ones, those of a registry, or the configs of another stream.
 *
 * @since 0.1.0
 */
export interface Parameter<I = Initializer> {
  readonly name: string
  readonly shape: Shape.Shape
  readonly dtype: DType
  /** its own seed and dtype are ignored */
  readonly initializer: I
  /** its seed in a replay of Keras; other streams ignore it */
  readonly seed?: ParameterSeed
}

/** @since 0.1.0 */
export interface Plan<I = Initializer> extends Source {
  /** the default of a run; null for none */
  readonly seed: number | null
  readonly parameters: ReadonlyArray<Parameter<I>>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * Reads a plan: `{ dtype?, seed?, stream?, language?, parameters, rules? }`, with parameters `{ NAME: { shape, dtype?,
 * initializer? } }` or `[{ name, … }]` and rules `[{ match, initializer, dtype? }]`. A parameter's initializer is its
 * own, else that of the first rule that matches its name; its dtype is its own, else that of the rule, of the
 * initializer, of the plan, else float32.
 *
 * A rule matches whole names, case-sensitive: `*` is any run of characters except `/` and `.`, `**` any run at all, `?` any
 * one character. The seed and dtype inside an initializer are ignored when it is drawn.
 *
 * `stream` is `NAME` or `{ name, options? }`. `language` is the language of the initializers in the plan of another
 * stream: `'stream'` (the default) for that of the stream, which `Replay.decode` reads, or `'canonical'`.
 *
 * Initializers are the built-in ones, or those of a registry.
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
export const decode: {
  <I extends AnyInitializer>(u: unknown, registry: Registry<I>): Validated<Plan<I>>
  (u: unknown): Validated<Plan>
} = <I extends AnyInitializer>(u: unknown, registry?: Registry<I>): Validated<Plan<I>> =>
  pipe(u, decodeWith(canonical(registryOr(registry).codec)))

const canonical =
  <I>(codec: t.Type<I, unknown>): CodecFor<I> =>
  ({ stream, language }) =>
    language === 'stream' || (stream.name === native.name && !isNativeStream(stream))
      ? Th.left([error('Unsupported', canonicalSource, show(stream.name))])
      : Th.right(codec)

const canonicalSource =
  'the stream native without options, or "language": "canonical" (Replay.decode reads the configs of other streams)'

/**
 * Reads a plan with a codec for initializers that depends on its stream and language. A given stream replaces that of the
 * plan.
 *
 * @since 0.1.0
 */
export const decodeWith = <I>(codecFor: CodecFor<I>, stream?: StreamConfig): ((u: unknown) => Validated<Plan<I>>) => {
  const read = decodeSerialized(codecFor, stream)
  return (u) => pipe(read(u), E.chain(resolve), cap)
}

/** Applies rules and defaults. */
const resolve = <I>(plan: SerializedPlan<I>): Validated<Plan<I>> => {
  const find = firstMatch(plan.rules)
  const { stream, language, seed } = plan
  return pipe(
    all([...plan.parameters.map((p) => resolveParameter(plan, find, p)), ...duplicateNames(plan.parameters)]),
    E.map((parameters) => ({ stream, language, seed, parameters }))
  )
}

const resolveParameter = <I>(
  plan: SerializedPlan<I>,
  find: (name: string) => Rule<I> | undefined,
  { name, shape, dtype, initializer: own, seed }: SerializedParameter<I>
): Validated<Parameter<I>> => {
  const rule = own === null ? find(name) : undefined
  const initializer = own ?? rule?.initializer
  return initializer === undefined
    ? fail('NoInitializer', 'an initializer, or a rule that matches the name', 'none', ['parameters', name])
    : E.right({
        name,
        shape,
        dtype: dtype ?? rule?.dtype ?? dtypeIn(initializer) ?? plan.dtype ?? 'float32',
        initializer,
        ...(seed === null ? {} : { seed })
      })
}

/** The configs of some streams have no dtype. */
const dtypeIn = (initializer: unknown): DType | null => (own(initializer, 'dtype') as DType | null | undefined) ?? null

/**
 * The plan of parameters that a file can hold: each name once, of 1 to 1000 characters without lone surrogates, and shapes
 * that `Shape.check` accepts. Paths are `['parameters', name, …]`.
 *
 * @since 0.1.0
 */
export const fromParameters = <I>(parameters: ReadonlyArray<Parameter<I>>): Validated<Plan<I>> =>
  pipe(
    all([...parameters.map(checkParameter), ...duplicateNames(parameters)]),
    E.map((checked) => ({ stream: native, language: 'canonical' as const, seed: null, parameters: checked })),
    cap
  )

const checkParameter = <I>(parameter: Parameter<I>): Validated<Parameter<I>> =>
  pipe(
    sequenceS(Applicative)({
      name: decodeName(nameCodec)(parameter.name),
      shape: at('shape')(Shape.check(parameter.shape))
    }),
    at('parameters', parameter.name),
    E.map((checked) => ({ ...parameter, ...checked }))
  )

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Whether this library's own stream draws the plan. `toModel` accepts such a plan, which chunks and threads can draw.
 *
 * @since 0.1.0
 */
export const isNative = (plan: Plan<unknown>): plan is Plan<AnyInitializer> => isNativeStream(plan.stream)

/**
 * Writes a resolved plan. Parameters are a list, because an object would move names that look like numbers to the front.
 *
 * @since 0.1.0
 */
export const encode: {
  <I extends AnyInitializer>(plan: Plan<I>, registry: Registry<I>): unknown
  (plan: Plan): unknown
} = <I extends AnyInitializer>({ stream, seed, parameters }: Plan<I>, registry?: Registry<I>): unknown => ({
  ...(isNativeStream(stream) ? {} : { stream, language: 'canonical' }),
  ...(seed === null ? {} : { seed }),
  parameters: parameters.map((p) => ({ ...p, initializer: registryOr(registry).codec.encode(p.initializer) }))
})
