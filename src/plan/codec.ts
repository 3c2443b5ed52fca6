/**
 * How a plan is written, before rules and defaults are applied.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { configLimits, isRecord, modelLimits, own, type Plain, type PlainRecord } from '../codec/plain.js'
import { decode, fromValidated, guarded, refuse } from '../codec/failure.js'
import { leaf, valueThat } from '../codec/leaf.js'
import { every, list } from '../codec/list.js'
import { closed, optional, required, unset } from '../codec/record.js'
import type { DType } from '../DType.js'
import { dtype, seed } from '../initializers/kit/codec.js'
import { metadataKey } from '../formats/safetensors/model.js'
import * as Initializer from '../Initializer.js'
import { at, type Validated } from '../InitializerError.js'
import * as Shape from '../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** `I` is what the plan's stream makes of a config. */
export interface PaperParameter<I> {
  readonly name: string
  readonly shape: Shape.Shape
  readonly dtype: DType | null
  readonly initializer: I | null
}

export interface PaperPlan<I> {
  readonly dtype: DType | null
  readonly seed: number | null
  readonly stream: PaperStream
  readonly parameters: ReadonlyArray<PaperParameter<I>>
  readonly rules: ReadonlyArray<Rule<I>>
}

/**
 * The source of a plan's weights, by its name and options.
 *
 * @since 0.1.0
 */
export interface PaperStream {
  readonly name: string
  readonly options: PlainRecord
}

/**
 * Which initializer parameters have whose names match, and which dtype if it says one.
 *
 * @since 0.1.0
 */
export interface Rule<I = Initializer.Initializer> {
  readonly match: string
  readonly initializer: I
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// codecs
// -------------------------------------------------------------------------------------

/** The most characters of a name or a pattern. */
const maxName = 1000

/** Half of a surrogate pair has no UTF-8 form: two such names would be one in a file, where one name is taken. */
const isName = (u: unknown): u is string =>
  typeof u === 'string' && u.length > 0 && u.length <= maxName && u !== metadataKey && !/\p{Surrogate}/u.test(u)

export const name = valueThat('name', isName, `a text of 1 to ${maxName} whole characters`, 'BadName')

const isShape = (u: unknown): u is Shape.Shape => Array.isArray(u)

const shape: t.Type<Shape.Shape, Shape.Shape> = leaf('shape', isShape, (u, c) =>
  isShape(u) ? fromValidated(Shape.check(u), c) : refuse(u, c, 'BadShape', 'an array of sizes')
)

/** A record by name, or a list in which each says its name. */
const parametersOf = <I>(initializer: t.Type<I, unknown>): t.Type<ReadonlyArray<PaperParameter<I>>, unknown> => {
  const fields = { shape: required(shape), dtype, initializer: unset(initializer) }
  const unnamed = closed<Omit<PaperParameter<I>, 'name'>>('parameter', fields)
  const named = closed<PaperParameter<I>>('parameter', { name: required(name), ...fields })

  const keyed = (key: string, item: Plain, c: t.Context): t.Validation<PaperParameter<I>> => {
    const [checkedName, rest] = [name.validate(key, c), unnamed.validate(item, c)]
    return pipe(
      rest,
      E.mapLeft((errors) => (E.isLeft(checkedName) ? [...checkedName.left, ...errors] : errors)),
      E.chain((fields) =>
        pipe(
          checkedName,
          E.map((known) => ({ name: known, ...fields }))
        )
      )
    )
  }
  return new t.Type(
    'parameters',
    (u): u is ReadonlyArray<PaperParameter<I>> => Array.isArray(u),
    (u, c) => {
      if (Array.isArray(u)) return list(named).validate(u, c)
      return isRecord(u)
        ? every(Object.entries(u), ([key, item]) => keyed(key, item, t.appendContext(c, key, unnamed)))
        : refuse(u, c, 'WrongType', 'an object by name, or a list of objects with names')
    },
    t.identity
  )
}

const ruleOf = <I>(initializer: t.Type<I, unknown>): t.Type<Rule<I>, PlainRecord> =>
  closed<Rule<I>>('rule', { match: required(name), initializer: required(initializer), dtype })

const rule = ruleOf(Initializer.codec)

const ruled = closed<{ readonly rules: ReadonlyArray<Rule> }>('rules', { rules: required(list(rule)) })

/** Rules by themselves: a list, or as in a plan under the key `rules`. */
export const paperRules: t.Type<ReadonlyArray<Rule>, unknown> = guarded(
  new t.Type<ReadonlyArray<Rule>, unknown>(
    'rules',
    list(rule).is,
    (u, c) =>
      Array.isArray(u)
        ? list(rule).validate(u, c)
        : pipe(
            ruled.validate(u, c),
            E.map(({ rules }) => rules)
          ),
    list(rule).encode
  ),
  modelLimits
)

/** Plain data that somebody else reads. */
const record = valueThat('record', isRecord, 'an object')

interface NamedStream extends PaperStream {
  readonly keys: string | null
}

const text = valueThat('text', t.string.is, 'a text')

const namedStream = closed<NamedStream>('stream', {
  name: required(text),
  options: optional(record, {}),
  keys: unset(text)
})

/** `"native"`, or `{ name, options?, keys? }`, where `keys` is one of the options. */
const stream: t.Type<PaperStream, unknown> = new t.Type(
  'stream',
  (u): u is PaperStream => isRecord(u),
  (u, c) =>
    typeof u === 'string'
      ? t.success({ name: u, options: {} })
      : pipe(
          namedStream.validate(u, c),
          E.map(({ name, options, keys }) => ({ name, options: keys === null ? options : { ...options, keys } }))
        ),
  t.identity
)

export const native: PaperStream = { name: 'native', options: {} }

export const paperPlan = <I>(initializer: t.Type<I, unknown>): t.Type<PaperPlan<I>, unknown> =>
  guarded(
    closed<PaperPlan<I>>('plan', {
      dtype,
      seed,
      stream: optional(stream, native),
      parameters: required(parametersOf(initializer)),
      rules: optional(list(ruleOf(initializer)), [])
    }),
    modelLimits
  )

/** The stream of a plan alone, whatever else is in it. */
export const streamIn = (u: unknown): Validated<PaperStream> => {
  const found = own(u, 'stream')
  return found === undefined ? E.right(native) : at('stream')(decode(guarded(stream, configLimits))(found))
}
