/**
 * How codecs report problems: errors that several modules need (an unknown word with the nearest known one, a value of the
 * wrong type, a field that a framework does not support), the same as io-ts failures, and the edge where untrusted values
 * come in.
 *
 * Codecs refuse a value with `refuse`; `decode` runs a codec and turns its failures into errors. `guarded` marks the
 * codecs of public entry points: it copies a value from outside once, and the codec sees only the copy.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as t from 'io-ts'
import { closestMatch } from 'leven'
import {
  cap,
  type Code,
  error,
  fail,
  fromErrors,
  type InitializerError,
  type Path,
  show,
  type Validated
} from '../InitializerError.js'
import { fromUnknown, isForeign, type Limits, type Plain, showPlain } from './plain.js'

// -------------------------------------------------------------------------------------
// unknown words
// -------------------------------------------------------------------------------------

/** The known word nearest to a misspelt one; words of more than 64 characters are not compared. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | undefined =>
  word.length > 64 ? undefined : closestMatch(word, known, { maxDistance: 1 + (word.length >> 2) })

/** An error that names the known word nearest to an unknown one. */
export const unknownWord = (
  code: Code,
  expected: string,
  word: string,
  known: ReadonlyArray<string>,
  path: Path = [],
  received: string = show(word)
): InitializerError => {
  const near = nearest(word, known)
  return { ...error(code, expected, received, path), ...(near === undefined ? {} : { nearest: near }) }
}

export const unknownName = (
  expected: string,
  name: string,
  known: ReadonlyArray<string>,
  path: Path = []
): Validated<never> => E.left([unknownWord('UnknownName', expected, name, known, path)])

export const unknownKey = (key: string, value: Plain, known: ReadonlyArray<string>): InitializerError => {
  const expected = known.length === 0 ? 'no keys' : `the keys ${known.join(', ')}`
  return unknownWord('UnknownKey', expected, key, known, [key], showPlain(value))
}

// -------------------------------------------------------------------------------------
// wrong values
// -------------------------------------------------------------------------------------

export const wrongType = (value: Plain | undefined, expected: string, path: Path = []): Validated<never> => {
  if (value === undefined) return fail('MissingKey', expected, 'undefined', path)
  const [code, limit] = isForeign(value) ? [value.code, value.expected ?? expected] : (['WrongType', expected] as const)
  return fail(code, limit, showPlain(value), path)
}

/** The error for a field whose value a framework does not support, if the condition is false. */
export const unsupportedUnless = (
  condition: boolean,
  field: string,
  expected: string,
  value: unknown
): ReadonlyArray<InitializerError> =>
  condition ? [] : [error('Unsupported', expected, show(value), ['config', field])]

// -------------------------------------------------------------------------------------
// combination
// -------------------------------------------------------------------------------------

/** The value if there are no errors, else these errors followed by its own. */
export const afterErrors =
  (first: ReadonlyArray<InitializerError>) =>
  <A>(fa: Validated<A>): Validated<A> =>
    E.isLeft(fa) ? E.left(RNEA.concat(fa.left)(first)) : fromErrors(first, fa.right)

// -------------------------------------------------------------------------------------
// failures of io-ts
// -------------------------------------------------------------------------------------

/** An io-ts failure with the fields of an `InitializerError`; its context gives the path. */
type Failure = t.ValidationError & Omit<InitializerError, 'path'>

const isFailure = (e: t.ValidationError): e is Failure => Object.hasOwn(e, 'code')

/** The error code of a failure, if this library reported it. */
export const codeOf = (e: t.ValidationError): Code | undefined => (isFailure(e) ? e.code : undefined)

/** A context entry for an index of an array; io-ts itself has string keys only. */
interface IndexEntry extends t.ContextEntry {
  readonly index: number
}

const isIndexEntry = (entry: t.ContextEntry): entry is IndexEntry => Object.hasOwn(entry, 'index')

/** The context entry for a key of an object or an index of an array. */
export const entryOf = (key: string | number, type: t.ContextEntry['type']): t.ContextEntry =>
  typeof key === 'number' ? ({ key: String(key), type, index: key } as IndexEntry) : { key, type }

/** Refuses `u`. A value that is not plain data keeps its own code, and one that is too large its limit. */
export const refuse = (
  u: unknown,
  c: t.Context,
  code: Code,
  expected: string,
  nearest?: string
): t.Validation<never> => {
  const limit = isForeign(u) ? (u.expected ?? expected) : expected
  const failure: Failure = {
    value: u,
    context: c,
    message: limit,
    code: isForeign(u) ? u.code : code,
    expected: limit,
    received: showPlain(u),
    ...(nearest === undefined ? {} : { nearest })
  }
  return t.failures([failure])
}

/** An error as a failure; its path is relative to the context. */
export const fromError = (e: InitializerError, c: t.Context): t.ValidationError => {
  const failure: Failure = {
    ...e,
    value: e.received,
    context: [...c, ...e.path.map((key) => entryOf(key, t.unknown))]
  }
  return failure
}

/** A validated value as a validation; the paths of its errors are relative to the context. */
export const fromValidated = <A>(fa: Validated<A>, c: t.Context): t.Validation<A> =>
  pipe(
    fa,
    E.mapLeft((errors) => errors.map((e) => fromError(e, c)))
  )

// -------------------------------------------------------------------------------------
// the edge
// -------------------------------------------------------------------------------------

/** Marks a context within a value that has been copied. */
const inCopy: t.ContextEntry = { key: '', type: t.unknown }

/** A codec for values from outside: it copies each value once, within limits, and reads only the copy. */
export const guarded = <A, O>(codec: t.Type<A, O>, limits: Limits): t.Type<A, O> =>
  new t.Type(
    codec.name,
    (u): u is A => codec.is(fromUnknown(limits)(u)),
    (u, c) => (c.includes(inCopy) ? codec.validate(u, c) : codec.validate(fromUnknown(limits)(u), [...c, inCopy])),
    codec.encode
  )

/** Runs a codec and reports its failures as `InitializerError`s, at most `maxErrors` of them. */
export const decode =
  <A, O>(codec: t.Type<A, O>) =>
  (u: unknown): Validated<A> =>
    pipe(
      codec.decode(u),
      E.mapLeft((failures) => RNEA.map(toError)(failures as unknown as RNEA.ReadonlyNonEmptyArray<t.ValidationError>)),
      cap
    )

const toError = (e: t.ValidationError): InitializerError => {
  const path = e.context.slice(1).flatMap(pathOf)
  return isFailure(e)
    ? {
        ...error(e.code, e.expected, e.received, path),
        ...(Object.hasOwn(e, 'nearest') ? { nearest: e.nearest as string } : {})
      }
    : error('WrongType', e.message ?? typeNameOf(e), showPlain(e.value), path)
}

/** What an io-ts codec expects, such as `string`. */
const typeNameOf = ({ context }: t.ValidationError): string => context.at(-1)?.type.name ?? 'another value'

const pathOf = (entry: t.ContextEntry): Path =>
  entry === inCopy ? [] : [isIndexEntry(entry) ? entry.index : entry.key]
