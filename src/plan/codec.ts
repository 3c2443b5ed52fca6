/**
 * The serialized form of a plan, before rules and defaults are applied.
 *
 * The language of the initializers follows from two other keys of the plan, `stream` and `language`. The caller chooses
 * the codec, so that this module depends on no stream.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Th from 'fp-ts/These'
import * as t from 'io-ts'
import { isRecord, modelLimits, own, type Plain } from '../codec/plain.js'
import { decode, fromValidated, guarded, refuse } from '../codec/problems.js'
import { leaf, oneOf } from '../codec/leaf.js'
import { closed, every, list, optional, required, unset } from '../codec/record.js'
import type { DType } from '../DType.js'
import { at, type Errors, type Validated } from '../InitializerError.js'
import { dtype, seed } from '../initializers/kit/definition.js'
import * as Shape from '../Shape.js'
import { name } from './name.js'
import { type Rule, rulesOf } from './rules.js'
import { type ParameterSeed, parameterSeed } from './seed.js'
import { native, type StreamConfig, streamConfig } from './stream.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The language of a plan's initializers: that of this library, or that of the plan's stream. The native stream has the
 * canonical one.
 *
 * @since 0.1.0
 */
export type Language = 'canonical' | 'stream'

/**
 * The stream of a plan, and the language of its initializers.
 *
 * @since 0.1.0
 */
export interface Source {
  readonly stream: StreamConfig
  readonly language: Language
}

/**
 * The codec of a plan's initializers. Errors are those of the stream, with paths relative to it; if there is a codec too,
 * they are reported together with the errors of the initializers.
 *
 * @since 0.1.0
 */
export type CodecFor<I> = (source: Source) => Th.These<Errors, t.Type<I, unknown>>

export interface SerializedParameter<I> {
  readonly name: string
  readonly shape: Shape.Shape
  readonly dtype: DType | null
  readonly initializer: I | null
  readonly seed: ParameterSeed | null
}

export interface SerializedPlan<I> extends Source {
  readonly dtype: DType | null
  readonly seed: number | null
  readonly parameters: ReadonlyArray<SerializedParameter<I>>
  readonly rules: ReadonlyArray<Rule<I>>
}

// -------------------------------------------------------------------------------------
// parameters
// -------------------------------------------------------------------------------------

const isShape = (u: unknown): u is Shape.Shape => Array.isArray(u)

const shape: t.Type<Shape.Shape, Shape.Shape> = leaf('shape', isShape, (u, c) =>
  isShape(u) ? fromValidated(Shape.check(u), c) : refuse(u, c, 'BadShape', 'an array of sizes')
)

/** An object of parameters by name, or a list of parameters with names. */
const parametersOf = <I>(initializer: t.Type<I, unknown>): t.Type<ReadonlyArray<SerializedParameter<I>>, unknown> => {
  const fields = { shape: required(shape), dtype, initializer: unset(initializer), seed: unset(parameterSeed) }
  const unnamed = closed<Omit<SerializedParameter<I>, 'name'>>('parameter', fields)
  const named = closed<SerializedParameter<I>>('parameter', { name: required(name), ...fields })

  const keyed = (key: string, item: Plain, c: t.Context): t.Validation<SerializedParameter<I>> => {
    const [checkedName, rest] = [name.validate(key, c), unnamed.validate(item, c)]
    if (E.isLeft(checkedName)) return E.left([...checkedName.left, ...(E.isLeft(rest) ? rest.left : [])])
    return E.isLeft(rest) ? rest : t.success({ name: checkedName.right, ...rest.right })
  }
  return new t.Type(
    'parameters',
    (u): u is ReadonlyArray<SerializedParameter<I>> => Array.isArray(u),
    (u, c) => {
      if (Array.isArray(u)) return list(named).validate(u, c)
      return isRecord(u)
        ? every(Object.entries(u), ([key, item]) => keyed(key, item, t.appendContext(c, key, unnamed)))
        : refuse(u, c, 'WrongType', 'an object of parameters by name, or a list of parameters with names')
    },
    t.identity
  )
}

// -------------------------------------------------------------------------------------
// plans
// -------------------------------------------------------------------------------------

const language = oneOf<Language>('UnknownValue', ['stream', 'canonical'])

const planOf = <I>(initializer: t.Type<I, unknown>): t.Type<SerializedPlan<I>, unknown> =>
  closed<SerializedPlan<I>>('plan', {
    stream: optional(streamConfig, native),
    language: optional(language, 'stream'),
    dtype,
    seed,
    parameters: required(parametersOf(initializer)),
    rules: optional(rulesOf(initializer), [])
  })

/** What decides the codec of a plan's initializers, read from a copy of the plan. */
const sourceOf = (plan: unknown, given: StreamConfig | undefined): Validated<Source> =>
  pipe(
    given === undefined ? decode(streamConfig)(own(plan, 'stream') ?? native.name) : E.right(given),
    E.map((stream) => ({ stream, language: languageOf(stream, own(plan, 'language')) }))
  )

const languageOf = (stream: StreamConfig, given: unknown): Language =>
  given === 'canonical' || stream.name === native.name ? 'canonical' : 'stream'

/**
 * Reads a plan with the codec that its source requires. A given stream replaces that of the plan. All errors are reported
 * at once: those of the stream, and those of everything that can be read without it.
 */
export const decodeSerialized = <I>(
  codecFor: CodecFor<I>,
  given?: StreamConfig
): ((u: unknown) => Validated<SerializedPlan<I>>) => {
  const validate = (u: unknown, c: t.Context): t.Validation<SerializedPlan<I>> => {
    const source = sourceOf(u, given)
    if (E.isLeft(source)) return refused(planOf(t.unknown).validate(u, c))
    const codec = codecFor(source.right)
    if (Th.isRight(codec)) {
      return pipe(
        planOf(codec.right).validate(u, c),
        E.map((plan) => ({ ...plan, ...source.right }))
      )
    }
    const plan = Th.isBoth(codec) ? planOf(codec.right) : planOf(t.unknown)
    return refused(plan.validate(u, c), fromValidated(at('stream')(E.left(codec.left)), c))
  }
  return decode(
    guarded(
      new t.Type<SerializedPlan<I>, unknown>('plan', (u): u is SerializedPlan<I> => isRecord(u), validate, t.identity),
      modelLimits
    )
  )
}

/** The errors of both results, at least one of which has failed. */
const refused = (rest: t.Validation<unknown>, first: t.Validation<unknown> = E.right(null)): t.Validation<never> =>
  t.failures([first, rest].flatMap((each) => (E.isLeft(each) ? each.left : [])))
