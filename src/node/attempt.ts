/**
 * Failures of the platform as values.
 */
import { getSystemErrorMap } from 'node:util'
import * as TE from 'fp-ts/TaskEither'
import { error, type Errors } from '../InitializerError.js'

/** Runs a function that may reject; the reason becomes a `FileError` at the file's path. */
export const attempt =
  (path: string, expected: string) =>
  <A>(run: () => Promise<A>): TE.TaskEither<Errors, A> =>
    TE.tryCatch(run, (reason): Errors => [error('FileError', expected, describe(reason), [path])])

/** The description of a system error, else the message of the exception. */
const describe = (reason: unknown): string => {
  if (!(reason instanceof Error)) return String(reason)
  const known = isSystemError(reason) ? getSystemErrorMap().get(reason.errno) : undefined
  return known === undefined ? reason.message : `${known[1]} (${known[0]})`
}

const isSystemError = (reason: Error): reason is Error & { readonly errno: number } =>
  'errno' in reason && typeof reason.errno === 'number'
