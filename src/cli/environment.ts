/**
 * Everything that the command line reads and writes, so that tests can replace it.
 */
import { resolve } from 'node:path'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import type { Task } from 'fp-ts/Task'
import * as TE from 'fp-ts/TaskEither'
import type { Errors } from '../InitializerError.js'

export interface Environment {
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** whether stderr is a terminal */
  readonly isTTY: boolean
  readonly stdin: () => AsyncIterable<Uint8Array>
  readonly cwd: string
  /** aborted by an interruption, with the exit code as its reason */
  readonly signal: AbortSignal
  /** aborts `signal` on interruptions while a task runs; otherwise they end the process */
  readonly interruptible: <A>(task: Task<A>) => Task<A>
}

/** The output of a command, for programs and for people. */
export interface Report {
  readonly json: unknown
  readonly text: string
}

/** A command with its arguments. */
export type Action = TE.TaskEither<Errors, Report>

/** Runs an action, prints its report or its errors, and stores the exit code. */
export type Run = (action: Action, json?: true) => Promise<void>

/**
 * Runs an effect on a file. In errors of the command line, the first key of a path is the source as the user wrote it: a file
 * or an option. Here it is the file, or `origin` for errors of another source.
 */
export const onFile =
  ({ cwd }: Environment, file: string, origin: string = file) =>
  <A>(effect: (path: string) => TE.TaskEither<Errors, A>): TE.TaskEither<Errors, A> => {
    const path = resolve(cwd, file)
    return pipe(
      effect(path),
      TE.mapLeft(
        RNEA.map((e) => ({ ...e, path: e.path[0] === path ? [file, ...e.path.slice(1)] : [origin, ...e.path] }))
      )
    )
  }
