/**
 * Definitions that come from users: checked when a registry is made, and guarded so that exceptions become errors.
 *
 * A registry reads the parts of a definition and builds the codec itself.
 */
import * as E from 'fp-ts/Either'
import * as t from 'io-ts'
import { own } from '../../codec/plain.js'
import { refuse } from '../../codec/problems.js'
import { snakeCase } from '../../codec/snakeCase.js'
import type * as Draw from '../../Draw.js'
import { error, fail, fromErrors, type InitializerError, show, type Validated } from '../../InitializerError.js'
import { type AnyInitializer, define, type Definition, type DrawOf, type Serialized, type Spec } from './definition.js'

// -------------------------------------------------------------------------------------
// checks
// -------------------------------------------------------------------------------------

type AnySpec = Spec<AnyInitializer>

/** The definitions, if they are well-formed and their names are new; else all errors in them. */
export const checkDefinitions =
  (taken: ReadonlyArray<string>) =>
  (u: unknown): Validated<ReadonlyArray<AnySpec>> => {
    if (!Array.isArray(u)) return fail('WrongType', 'a list of definitions', show(u))
    const specs: ReadonlyArray<unknown> = u
    return fromErrors(
      specs.flatMap((spec, i) => {
        const names = [...taken, ...specs.slice(0, i).map((earlier) => own(earlier, 'name'))]
        return specErrors(spec, names).map((e) => ({ ...e, path: [i, ...e.path] }))
      }),
      specs as ReadonlyArray<AnySpec>
    )
  }

const specErrors = (u: unknown, taken: ReadonlyArray<unknown>): ReadonlyArray<InitializerError> =>
  typeof u === 'object' && u !== null
    ? [
        ...nameErrors(own(u, 'name'), taken),
        ...fieldsErrors(own(u, 'fields')),
        ...functionErrors(own(u, 'rule') ?? String, 'rule'),
        ...functionErrors(own(u, 'draw'), 'draw')
      ]
    : [error('WrongType', 'a definition', show(u))]

const isName = (u: unknown): u is string => typeof u === 'string' && /^[A-Za-z]\w{0,63}$/.test(u)

const nameErrors = (name: unknown, taken: ReadonlyArray<unknown>): ReadonlyArray<InitializerError> => {
  if (!isName(name)) {
    return [error('BadName', 'a letter followed by at most 63 letters, digits or underscores', show(name), ['name'])]
  }
  const spellings = (known: string): ReadonlyArray<string> => [known, snakeCase(known)]
  const isTaken = taken.filter(isName).some((known) => spellings(known).some((it) => spellings(name).includes(it)))
  return isTaken ? [error('DuplicateName', 'a name that no other initializer has', show(name), ['name'])] : []
}

const fieldsErrors = (fields: unknown): ReadonlyArray<InitializerError> => {
  if (typeof fields !== 'object' || fields === null) {
    return [error('WrongType', 'an object of fields', show(fields), ['fields'])]
  }
  const wrong = Object.keys(fields)
    .filter((key) => !isField(own(fields, key)))
    .map((key) => error('WrongType', 'a field with a codec', show(own(fields, key)), ['fields', key]))
  return Object.hasOwn(fields, 'dtype')
    ? wrong
    : [...wrong, error('MissingKey', 'the key dtype', 'undefined', ['fields', 'dtype'])]
}

const isField = (u: unknown): boolean =>
  ['is', 'validate', 'encode'].every((key) => typeof own(own(u, 'codec'), key) === 'function')

const functionErrors = (u: unknown, key: string): ReadonlyArray<InitializerError> =>
  typeof u === 'function' ? [] : [error('WrongType', 'a function', show(u), [key])]

// -------------------------------------------------------------------------------------
// guards
// -------------------------------------------------------------------------------------

/** The definition with a codec and a `draw` that do not throw. */
export const guardedDefinition = ({ name, fields, rule, draw }: AnySpec): Definition<AnyInitializer> => {
  const definition = define<AnyInitializer>({ name, fields, rule, draw: guardedDraw(name, draw) })
  const { codec } = definition
  const guarded = new t.Type<AnyInitializer, Serialized>(
    name,
    (u): u is AnyInitializer => E.getOrElse(() => false)(attempt(() => codec.is(u))),
    (u, c) => {
      const read = attempt(() => codec.validate(u, c))
      return E.isRight(read) ? read.right : refuse(read.left, c, 'BadDefinition', `codecs of ${name} that do not throw`)
    },
    codec.encode
  )
  return { ...definition, codec: guarded }
}

const guardedDraw =
  (name: string, draw: DrawOf<AnyInitializer>): DrawOf<AnyInitializer> =>
  (initializer) =>
  (target) => {
    const drawn = attempt(() => draw(initializer)(target))
    if (E.isLeft(drawn)) return fail('BadDefinition', `a draw function of ${name} that returns its errors`, drawn.left)
    return isAnswer(drawn.right, target)
      ? drawn.right
      : fail('BadDefinition', `a draw function of ${name} that returns a draw of its target`, 'another value')
  }

/** Errors, or a draw of the requested shape and dtype. */
const isAnswer = (fa: unknown, { shape, dtype }: Draw.Target): boolean => {
  if (own(fa, '_tag') === 'Left') return Array.isArray(own(fa, 'left'))
  const draw = own(fa, 'right')
  const drawn = own(draw, 'shape')
  return own(draw, 'dtype') === dtype && Array.isArray(drawn) && drawn.join() === shape.join()
}

/** What a function of a definition returns, or the message of what it throws. */
const attempt = <A>(f: () => A): E.Either<string, A> =>
  E.tryCatch(f, (thrown) => (thrown instanceof Error ? thrown.message : show(thrown)))
