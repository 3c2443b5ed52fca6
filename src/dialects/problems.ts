/**
 * What can be wrong with a config before its values are looked at.
 */
import * as E from 'fp-ts/Either'
import { isForeign, type Plain, showPlain } from '../codec/plain.js'
import { nearest } from '../codec/record.js'
import {
  type Code,
  error,
  type Errors,
  fail,
  fromErrors,
  type InitializerError,
  type Path,
  show,
  type Validated
} from '../InitializerError.js'

/** An error that names the known word which is nearest to what came. */
export const misspelt = (
  code: Code,
  expected: string,
  came: string,
  received: string,
  known: ReadonlyArray<string>,
  path: Path
): InitializerError => {
  const near = nearest(came, known)
  const wrong = error(code, expected, received, path)
  return near === undefined ? wrong : { ...wrong, nearest: near }
}

export const unknownKey = (key: string, value: Plain, known: ReadonlyArray<string>): InitializerError => {
  const expected = known.length === 0 ? 'no keys' : `the keys ${known.join(', ')}`
  return misspelt('UnknownKey', expected, key, showPlain(value), known, [key])
}

export const unknownName = (
  name: string,
  expected: string,
  known: ReadonlyArray<string>,
  path: Path = []
): Validated<never> => E.left([misspelt('UnknownName', expected, name, show(name), known, path)])

export const wrongType = (value: Plain | undefined, expected: string, path: Path = []): Validated<never> => {
  if (value === undefined) return fail('MissingKey', expected, 'undefined', path)
  return fail(isForeign(value) ? value.code : 'WrongType', expected, showPlain(value), path)
}

/** These errors, and then those of the rest. */
export const after =
  (first: ReadonlyArray<InitializerError>) =>
  <A>(fa: Validated<A>): Validated<A> =>
    E.isLeft(fa) ? E.left([...first, ...fa.left] as unknown as Errors) : fromErrors(first, fa.right)
