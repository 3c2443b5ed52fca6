/**
 * Closed records and the small codecs of their fields, on io-ts.
 *
 * io-ts's own `t.strict` drops unknown keys silently, `t.number` takes NaN, and inherited keys pass. These codecs
 * refuse all three, and their failures carry what an `InitializerError` says: code, expectation, nearest known word.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as t from 'io-ts'
import {
  cap,
  type Code,
  error,
  type InitializerError,
  maxErrors,
  type Path,
  type Validated
} from '../InitializerError.js'
import { fromUnknown, isForeign, isRecord, type Limits, own, type PlainRecord, showPlain } from './plain.js'
import { nearest } from './problems.js'

// -------------------------------------------------------------------------------------
// failures
// -------------------------------------------------------------------------------------

/** An io-ts failure that knows all an `InitializerError` says, but for the path, which is its context. */
type Failure = t.ValidationError & Omit<InitializerError, 'path'>

/** Refuses `u`; what is not plain data keeps its own code. */
export const refuse = (
  u: unknown,
  c: t.Context,
  code: Code,
  expected: string,
  nearest?: string
): t.Validation<never> => {
  const failure: Failure = {
    value: u,
    context: c,
    message: expected,
    code: isForeign(u) ? u.code : code,
    expected,
    received: showPlain(u),
    ...(nearest === undefined ? {} : { nearest })
  }
  return t.failures([failure])
}

const isFailure = (e: t.ValidationError): e is Failure => Object.hasOwn(e, 'code')

/** A place in an array, where io-ts knows keys only. */
interface Index extends t.ContextEntry {
  readonly index: number
}

const isIndex = (entry: t.ContextEntry): entry is Index => Object.hasOwn(entry, 'index')

const keyOf = (entry: t.ContextEntry): Path => (entry === inCopy ? [] : [isIndex(entry) ? entry.index : entry.key])

const entryOf = (key: string | number, type: t.ContextEntry['type']): t.ContextEntry =>
  typeof key === 'number' ? ({ key: String(key), type, index: key } as Index) : { key, type }

const toError = (e: t.ValidationError): InitializerError => {
  const path = e.context.slice(1).flatMap(keyOf)
  return isFailure(e)
    ? {
        ...error(e.code, e.expected, e.received, path),
        ...(Object.hasOwn(e, 'nearest') ? { nearest: e.nearest as string } : {})
      }
    : error('WrongType', e.message ?? 'another value', showPlain(e.value), path)
}

// -------------------------------------------------------------------------------------
// the edge
// -------------------------------------------------------------------------------------

/** Stands in the context of all that is part of a copy already. */
const inCopy: t.ContextEntry = { key: '', type: t.unknown }

/** The codec for values from outside: each is copied once, within limits, and only the copy is looked at. */
export const guarded = <A, O>(codec: t.Type<A, O>, limits: Limits): t.Type<A, O> =>
  new t.Type(
    codec.name,
    (u): u is A => codec.is(fromUnknown(limits)(u)),
    (u, c) => (c.includes(inCopy) ? codec.validate(u, c) : codec.validate(fromUnknown(limits)(u), [...c, inCopy])),
    codec.encode
  )

/** Runs a codec and tells its failures as `InitializerError`s. */
export const decode =
  <A, O>(codec: t.Type<A, O>) =>
  (u: unknown): Validated<A> =>
    pipe(
      codec.decode(u),
      E.mapLeft((failures) => RNEA.map(toError)(failures as unknown as RNEA.ReadonlyNonEmptyArray<t.ValidationError>)),
      cap
    )

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

/** A codec whose values are written as they are. */
export const leaf = <A>(name: string, is: (u: unknown) => u is A, validate: t.Validate<unknown, A>): t.Type<A, A> =>
  new t.Type(name, is, validate, t.identity)

const isFiniteNumber = (u: unknown): u is number => typeof u === 'number' && Number.isFinite(u)

/** A number that is finite; −0 becomes 0. */
export const finite: t.Type<number, number> = leaf('finite', isFiniteNumber, (u, c) =>
  isFiniteNumber(u)
    ? t.success(u + 0)
    : refuse(u, c, typeof u === 'number' ? 'NotFinite' : 'WrongType', 'a finite number')
)

/** A finite number above 0. */
export const positive: t.Type<number, number> = leaf(
  'positive',
  (u): u is number => isFiniteNumber(u) && u > 0,
  (u, c) => {
    const expected = 'a finite number above 0'
    if (typeof u !== 'number') return refuse(u, c, 'WrongType', expected)
    if (!Number.isFinite(u)) return refuse(u, c, 'NotFinite', expected)
    return u > 0 ? t.success(u) : refuse(u, c, 'NotPositive', expected)
  }
)

export const boolean: t.Type<boolean, boolean> = leaf('boolean', t.boolean.is, (u, c) =>
  typeof u === 'boolean' ? t.success(u) : refuse(u, c, 'WrongType', 'true or false')
)

/** One of some words, or an alias that is read as the word it means. */
export const word = <A extends string>(
  code: Code,
  words: ReadonlyArray<A>,
  aliases: ReadonlyMap<string, A> = new Map(),
  expected = `one of ${words.join(', ')}`
): t.Type<A, A> => {
  const meaning = new Map<string, A>([...words.map((w) => [w, w] as const), ...aliases])
  return leaf(
    'word',
    (u): u is A => (words as ReadonlyArray<unknown>).includes(u),
    (u, c) => {
      if (typeof u !== 'string') return refuse(u, c, code === 'UnknownDType' ? code : 'WrongType', expected)
      const found = meaning.get(u)
      return found === undefined ? refuse(u, c, code, expected, nearest(u, words)) : t.success(found)
    }
  )
}

/** What a codec takes, or null. */
export const nullable = <A, O>(codec: t.Type<A, O>): t.Type<A | null, O | null> =>
  new t.Type(
    `${codec.name} or null`,
    (u): u is A | null => u === null || codec.is(u),
    (u, c) => (u === null ? t.success(null) : codec.validate(u, c)),
    (a) => (a === null ? null : codec.encode(a))
  )

/** A list of what a codec takes. */
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

/** All values, or the failures of those that failed: the first hundred, and how many there were. */
export const every = <I, A>(
  items: ReadonlyArray<I>,
  validate: (item: I, index: number) => t.Validation<A>
): t.Validation<ReadonlyArray<A>> => {
  const [failures, counts] = [new Set<t.ValidationError>(), new Set<t.ValidationError>()]
  const keep = (failure: t.ValidationError): void => {
    if (isCount(failure)) counts.add(failure)
    else if (failures.size <= maxErrors) failures.add(failure)
  }
  const values = items.flatMap((item, i) => {
    const validation = validate(item, i)
    if (E.isLeft(validation)) validation.left.forEach(keep)
    return E.isLeft(validation) ? [] : [validation.right]
  })
  if (failures.size === 0) return t.success(values)
  const count = [...counts][0] ?? tooMany(items.length - values.length)
  return t.failures([...failures, ...(failures.size > maxErrors ? [count] : [])])
}

const isCount = (e: t.ValidationError): boolean => isFailure(e) && e.code === 'TooManyErrors'

const tooMany = (wrong: number): Failure =>
  fromError(error('TooManyErrors', `at most ${maxErrors} errors`, `${wrong} wrong entries`), [])

// -------------------------------------------------------------------------------------
// records
// -------------------------------------------------------------------------------------

/** A field of a closed record: without a fallback its key must be there. */
export interface Field<A, O> {
  readonly codec: t.Type<A, O>
  readonly fallback?: A
  /** which values are not written, as leaving them out means the same */
  readonly omit?: (a: A) => boolean
}

export const required = <A, O>(codec: t.Type<A, O>): Field<A, O> => ({ codec })
export const optional = <A, O>(codec: t.Type<A, O>, fallback: A): Field<A, O> => ({ codec, fallback })

/** May be null or left out, which is the same and written as the latter. */
export const unset = <A, O>(codec: t.Type<A, O>): Field<A | null, O | null> => ({
  codec: nullable(codec),
  fallback: null,
  omit: (a) => a === null
})

type Fields<A> = { readonly [K in keyof A]: Field<A[K], unknown> }

/** An object with these keys and no others, all checked before any error is told. */
export const closed = <A extends object>(name: string, fields: Fields<A>): t.Type<A, PlainRecord> => {
  const keys = Object.keys(fields) as unknown as ReadonlyArray<keyof A & string>
  const has = (key: string): key is keyof A & string => Object.hasOwn(fields, key)

  const field = (p: PlainRecord, c: t.Context, key: keyof A & string): t.Validation<unknown> => {
    const { codec } = fields[key]
    const fallback = own(fields[key], 'fallback') // what a page adds to Object.prototype is none
    const inner = t.appendContext(c, key, codec)
    if (Object.hasOwn(p, key)) return codec.validate(p[key], inner)
    return fallback === undefined ? refuse(undefined, inner, 'MissingKey', `the key ${key}`) : t.success(fallback)
  }
  const entry = (p: PlainRecord, c: t.Context, key: keyof A & string): t.Validation<readonly [string, unknown]> =>
    pipe(
      field(p, c, key),
      E.map((value) => [key, value])
    )
  const stranger = (p: PlainRecord, c: t.Context, key: string): t.Validation<never> =>
    refuse(p[key], t.appendContext(c, key, t.never), 'UnknownKey', knownKeys(keys), nearest(key, keys))

  return new t.Type<A, PlainRecord>(
    name,
    (u): u is A => isRecord(u) && keys.every((key) => Object.hasOwn(u, key) && fields[key].codec.is(u[key])),
    (u, c) => {
      if (!isRecord(u)) return refuse(u, c, 'WrongType', `an object with ${knownKeys(keys)}`)
      const strangers = Object.keys(u).filter((key) => !has(key))
      return pipe(
        every([...keys, ...strangers], (key) => (has(key) ? entry(u, c, key) : stranger(u, c, key))),
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

/** Adds a rule that spans fields; its errors' paths are relative to the record. */
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

/** What a function of ours says of a part, as io-ts says it. */
export const fromValidated = <A>(fa: Validated<A>, c: t.Context): t.Validation<A> =>
  pipe(
    fa,
    E.mapLeft((errors) => errors.map((e) => fromError(e, c)))
  )

const fromError = (e: InitializerError, c: t.Context): Failure => ({
  ...e,
  value: e.received,
  context: [...c, ...e.path.map((key) => entryOf(key, t.unknown))]
})
