/**
 * What the command line knows of the world, so that tests can be the world.
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
  /** heeds interruptions while a task runs; at other times they end the process */
  readonly interruptible: <A>(task: Task<A>) => Task<A>
}

/** What a command has to say, for programs and for people. */
export interface Report {
  readonly json: unknown
  readonly text: string
}

/** A command that has been given its arguments. */
export type Action = TE.TaskEither<Errors, Report>

/** Runs an action, prints its report or its errors, and keeps the exit code. */
export type Run = (action: Action, json?: true) => Promise<void>

/**
 * Runs an effect on a file. In the command line's errors the first key of a path is the source, as the user wrote it:
 * a file or an option. Here that is the file, and `origin` for errors that are not the file's.
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
