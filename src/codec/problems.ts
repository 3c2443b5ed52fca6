/**
 * Errors that several modules report: an unknown word with the nearest known one, a value of the wrong type, a field that a
 * framework does not support.
 */
import * as E from 'fp-ts/Either'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import { closestMatch } from 'leven'
import {
  type Code,
  error,
  fail,
  fromErrors,
  type InitializerError,
  type Path,
  show,
  type Validated
} from '../InitializerError.js'
import { isForeign, type Plain, showPlain } from './plain.js'

// -------------------------------------------------------------------------------------
// unknown words
// -------------------------------------------------------------------------------------

/** The known word that a misspelt one is nearest to; words of more than 64 characters are not compared. */
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
  return fail(isForeign(value) ? value.code : 'WrongType', expected, showPlain(value), path)
}

/** The error of a config's field that has a value which a framework does not support, if the condition is false. */
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
