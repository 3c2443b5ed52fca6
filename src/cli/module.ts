/**
 * `--module`: initializers of your own.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as TE from 'fp-ts/TaskEither'
import type { AnyInitializer, Registry } from '../Initializer.js'
import type { Errors } from '../InitializerError.js'
import { loadRegistry } from '../node/index.js'
import type { Environment } from './environment.js'

export const moduleHelp =
  'a JavaScript module with initializers of your own: its default export is a list of definitions. Runs the code of the file. May be repeated'

/** The built-in initializers and those of modules. */
export interface Modules {
  readonly registry: Registry<AnyInitializer>
  readonly urls: ReadonlyArray<URL>
}

/** Loads the modules of `--module`; errors name a file as the user wrote it. */
export const loadModules = ({ cwd }: Environment, files: ReadonlyArray<string>): TE.TaskEither<Errors, Modules> => {
  const paths = files.map((file) => resolve(cwd, file))
  const urls = paths.map((path) => pathToFileURL(path))
  return pipe(
    loadRegistry(urls),
    TE.map((registry) => ({ registry, urls })),
    TE.mapLeft(
      RNEA.map(({ path: [path, ...rest], ...e }) => ({
        ...e,
        path: [files[paths.indexOf(String(path))] ?? '--module', ...rest]
      }))
    )
  )
}
