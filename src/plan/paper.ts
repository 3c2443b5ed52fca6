/**
 * How a plan is written, before rules and defaults are applied.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { isRecord, modelLimits, type Plain } from '../codec/plain.js'
import {
  closed,
  every,
  fromValidated,
  guarded,
  leaf,
  list,
  optional,
  refuse,
  required,
  unset,
  word
} from '../codec/record.js'
import type { DType } from '../DType.js'
import { dtype, seed } from '../family/paper.js'
import { metadataKey } from '../formats/safetensors/model.js'
import * as Initializer from '../Initializer.js'
import * as Shape from '../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface PaperParameter {
  readonly name: string
  readonly shape: Shape.Shape
  readonly dtype: DType | null
  readonly initializer: Initializer.Initializer | null
}

export interface PaperPlan {
  readonly dtype: DType | null
  readonly seed: number | null
  readonly stream: 'native'
  readonly parameters: ReadonlyArray<PaperParameter>
  readonly rules: ReadonlyArray<Rule>
}

/**
 * Which initializer parameters have whose names match, and which dtype if it says one.
 *
 * @since 0.1.0
 */
export interface Rule {
  readonly match: string
  readonly initializer: Initializer.Initializer
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

export const name: t.Type<string, string> = leaf('name', isName, (u, c) =>
  isName(u) ? t.success(u) : refuse(u, c, 'BadName', `a text of 1 to ${maxName} whole characters`)
)

const isShape = (u: unknown): u is Shape.Shape => Array.isArray(u)

const shape: t.Type<Shape.Shape, Shape.Shape> = leaf('shape', isShape, (u, c) =>
  isShape(u) ? fromValidated(Shape.check(u), c) : refuse(u, c, 'BadShape', 'an array of sizes')
)

const unnamed = closed<Omit<PaperParameter, 'name'>>('parameter', {
  shape: required(shape),
  dtype,
  initializer: unset(Initializer.codec)
})

const named = closed<PaperParameter>('parameter', {
  name: required(name),
  shape: required(shape),
  dtype,
  initializer: unset(Initializer.codec)
})

/** A record by name, or a list in which each says its name. */
const parameters: t.Type<PaperPlan['parameters'], unknown> = new t.Type(
  'parameters',
  (u): u is PaperPlan['parameters'] => Array.isArray(u),
  (u, c) => {
    if (Array.isArray(u)) return list(named).validate(u, c)
    return isRecord(u)
      ? every(Object.entries(u), ([key, item]) => keyed(key, item, t.appendContext(c, key, unnamed)))
      : refuse(u, c, 'WrongType', 'an object by name, or a list of objects with names')
  },
  t.identity
)

const keyed = (key: string, item: Plain, c: t.Context): t.Validation<PaperParameter> => {
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

const stream: t.Type<'native', 'native'> = word(
  'Unsupported',
  ['native'],
  new Map<string, never>(),
  'native, the only stream so far'
)

const rule = closed<Rule>('rule', { match: required(name), initializer: required(Initializer.codec), dtype })

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

export const paperPlan: t.Type<PaperPlan, unknown> = guarded(
  closed<PaperPlan>('plan', {
    dtype,
    seed,
    stream: optional(stream, 'native'),
    parameters: required(parameters),
    rules: optional(list(rule), [])
  }),
  modelLimits
)
