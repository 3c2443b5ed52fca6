/** Both sides of a result: the value that a test continues with, or the errors that it expects. */
import * as E from 'fp-ts/Either'
import type { Errors, InitializerError, Validated } from '../../src/InitializerError.js'

/** The value; the test fails with the errors if there are any. */
export const right = <A>(fa: E.Either<unknown, A>): A => {
  if (E.isLeft(fa)) throw new Error(`expected a value, got ${JSON.stringify(fa.left)}`)
  return fa.right
}

/** The errors; the test fails if there are none. */
export const errors = (fa: Validated<unknown>): Errors => {
  if (E.isRight(fa)) throw new Error(`expected errors, got ${JSON.stringify(fa.right)}`)
  return fa.left
}

/** `BadDim shape 0` for each error; none for a value. */
export const problems = (fa: Validated<unknown>): ReadonlyArray<string> => (E.isLeft(fa) ? fa.left.map(problem) : [])

/** The code and the path of an error. */
export const problem = ({ code, path }: InitializerError): string => [code, ...path].join(' ')

/** The code of the first error, if any. */
export const code = (fa: Validated<unknown>): string | undefined => (E.isLeft(fa) ? fa.left[0].code : undefined)

/** The codes of the errors; none for a value. */
export const codes = (fa: Validated<unknown>): ReadonlyArray<string> =>
  E.isLeft(fa) ? fa.left.map(({ code }) => code) : []
