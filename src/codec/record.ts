/**
 * Lists, and closed records: objects with a fixed set of keys.
 *
 * io-ts's `t.strict` drops unknown keys without an error and reads inherited ones. `closed` refuses unknown keys, names
 * the nearest known one, and reads own keys only.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { error, type InitializerError, maxErrors } from '../InitializerError.js'
import { codeOf, entryOf, fromError, nearest, refuse } from './problems.js'
import { isRecord, own, type PlainRecord } from './plain.js'

// -------------------------------------------------------------------------------------
// lists
// -------------------------------------------------------------------------------------

/** A list of values of a codec. */
export const list = <A, O>(codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> =>
  new t.Type<ReadonlyArray<A>, ReadonlyArray<O>>(
    `list of ${codec.name}`,
    (u): u is ReadonlyArray<A> => Array.isArray(u) && u.every(codec.is),
    (u, c) =>
      Array.isArray(u)
        ? every(u as ReadonlyArray<unknown>, (item, i) => codec.validate(item, [...c, entryOf(i, codec)]))
        : refuse(u, c, 'WrongType', 'a list'),
    (as) => as.map(codec.encode)
  )

/**
 * All values, or the failures of the entries that failed. Beyond `maxErrors` failures, one `TooManyErrors` states how
 * many entries failed, so that a long list of invalid entries takes no memory.
 */
export const every = <I, A>(
  items: ReadonlyArray<I>,
  validate: (item: I, index: number) => t.Validation<A>
): t.Validation<ReadonlyArray<A>> => {
  const values: Array<A> = []
  const failures: Array<t.ValidationError> = []
  let count: t.ValidationError | undefined
  for (const [i, item] of items.entries()) {
    const validation = validate(item, i)
    if (E.isRight(validation)) {
      values.push(validation.right)
      continue
    }
    for (const failure of validation.left) {
      if (codeOf(failure) === 'TooManyErrors') count ??= failure
      else if (failures.length <= maxErrors) failures.push(failure)
    }
  }
  if (failures.length === 0) return t.success(values)
  const isFull = failures.length > maxErrors
  return t.failures(isFull ? [...failures, count ?? tooMany(items.length - values.length)] : failures)
}

const tooMany = (wrong: number): t.ValidationError =>
  fromError(error('TooManyErrors', `at most ${maxErrors} errors`, `${wrong} wrong entries`), [])

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

/** A field of a closed record. A key without a fallback is required. */
export interface Field<A, O> {
  readonly codec: t.Type<A, O>
  readonly fallback?: A
  /** the values that are left out when the record is written */
  readonly omit?: (a: A) => boolean
}

export const required = <A, O>(codec: t.Type<A, O>): Field<A, O> => ({ codec })
export const optional = <A, O>(codec: t.Type<A, O>, fallback: A): Field<A, O> => ({ codec, fallback })

/** Null is read like a missing key, and is not written. */
export const unset = <A, O>(codec: t.Type<A, O>): Field<A | null, O | null> => ({
  codec: nullable(codec),
  fallback: null,
  omit: (a) => a === null
})

/** A value of a codec, or null. */
export const nullable = <A, O>(codec: t.Type<A, O>): t.Type<A | null, O | null> =>
  new t.Type(
    `${codec.name} or null`,
    (u): u is A | null => u === null || codec.is(u),
    (u, c) => (u === null ? t.success(null) : codec.validate(u, c)),
    (a) => (a === null ? null : codec.encode(a))
  )

// -------------------------------------------------------------------------------------
// records
// -------------------------------------------------------------------------------------

type Fields<A> = { readonly [K in keyof A]: Field<A[K], unknown> }

/** An object with these keys and no others; all keys are checked before it fails. */
export const closed = <A extends object>(name: string, fields: Fields<A>): t.Type<A, PlainRecord> => {
  const keys = Object.keys(fields) as unknown as ReadonlyArray<keyof A & string>
  const has = (key: string): key is keyof A & string => Object.hasOwn(fields, key)

  const field = (p: PlainRecord, c: t.Context, key: keyof A & string): t.Validation<unknown> => {
    const { codec } = fields[key]
    const fallback = own(fields[key], 'fallback') // own: a page may have added the key to Object.prototype
    const context = t.appendContext(c, key, codec)
    if (Object.hasOwn(p, key)) return codec.validate(p[key], context)
    return fallback === undefined ? refuse(undefined, context, 'MissingKey', `the key ${key}`) : t.success(fallback)
  }
  const entry = (p: PlainRecord, c: t.Context, key: keyof A & string): t.Validation<readonly [string, unknown]> =>
    pipe(
      field(p, c, key),
      E.map((value) => [key, value])
    )
  const unknownKey = (p: PlainRecord, c: t.Context, key: string): t.Validation<never> =>
    refuse(p[key], t.appendContext(c, key, t.never), 'UnknownKey', knownKeys(keys), nearest(key, keys))

  return new t.Type<A, PlainRecord>(
    name,
    (u): u is A => isRecord(u) && keys.every((key) => Object.hasOwn(u, key) && fields[key].codec.is(u[key])),
    (u, c) => {
      if (!isRecord(u)) return refuse(u, c, 'WrongType', `an object with ${knownKeys(keys)}`)
      const unknownKeys = Object.keys(u).filter((key) => !has(key))
      return pipe(
        every([...keys, ...unknownKeys], (key) => (has(key) ? entry(u, c, key) : unknownKey(u, c, key))),
        E.map((entries) => Object.fromEntries(entries) as A)
      )
    },
    (a) =>
      Object.fromEntries(
        keys
          .filter((key) => !(own(fields[key], 'omit') as Field<A[typeof key], unknown>['omit'])?.(a[key]))
          .map((key) => [key, fields[key].codec.encode(a[key])])
      ) as PlainRecord
  )
}

const knownKeys = (keys: ReadonlyArray<string>): string =>
  keys.length === 0 ? 'no keys' : `the keys ${keys.join(', ')}`

/** Adds a rule between fields. The paths of its errors are relative to the record. */
export const refined = <A, O>(codec: t.Type<A, O>, rule: (a: A) => ReadonlyArray<InitializerError>): t.Type<A, O> =>
  new t.Type(
    codec.name,
    codec.is,
    (u, c) =>
      pipe(
        codec.validate(u, c),
        E.chain((a) => {
          const broken = rule(a).map((e) => fromError(e, c))
          return broken.length > 0 ? t.failures(broken) : t.success(a)
        })
      ),
    codec.encode
  )
