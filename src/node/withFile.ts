/**
 * Opens a file for reading, and always closes it.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { identity, pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import type { Errors, Validated } from '../InitializerError.js'
import { attempt } from './attempt.js'

export const withFile = <A>(
  path: string,
  use: (handle: FileHandle) => Promise<Validated<A>>
): TE.TaskEither<Errors, A> => {
  const io = attempt(path, 'a file that can be read')
  return TE.bracket(
    io(() => open(path)),
    (handle) =>
      pipe(
        io(() => use(handle)),
        TE.chainEitherK(identity)
      ),
    (handle) => io(() => handle.close())
  )
}
