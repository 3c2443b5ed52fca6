/**
 * Initializers of your own, loaded from JavaScript modules. Loading a module runs its code.
 *
 * @since 0.1.0
 */
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as TE from 'fp-ts/TaskEither'
import { own } from '../codec/plain.js'
import { type AnyInitializer, type Definition, registry, type Registry } from '../Initializer.js'
import { error, type Errors, fail, show, type Validated } from '../InitializerError.js'

type Definitions = ReadonlyArray<Definition<AnyInitializer>>

/**
 * The built-in initializers and those of modules, whose default export is a list of definitions. Errors: `FileError` for a
 * module that cannot be loaded, `WrongType` for one with another export, and those of `Initializer.registry`. The first key
 * of a path is the file.
 *
 * @since 0.1.0
 */
export const loadRegistry = (modules: ReadonlyArray<URL>): TE.TaskEither<Errors, Registry<AnyInitializer>> =>
  pipe(
    modules,
    TE.traverseSeqArray(loadDefinitions),
    TE.chainEitherK((lists) => joined(modules.map(nameOf), lists))
  )

const loadDefinitions = (module: URL): TE.TaskEither<Errors, Definitions> =>
  pipe(
    TE.tryCatch(
      () => import(module.href) as Promise<unknown>,
      (reason): Errors => [
        error('FileError', 'a JavaScript module that can be loaded', messageOf(reason), [nameOf(module)])
      ]
    ),
    TE.chainEitherK((exports) => definitionsIn(nameOf(module), (exports as { readonly default?: unknown }).default))
  )

const definitionsIn = (name: string, exported: unknown): Validated<Definitions> =>
  Array.isArray(exported)
    ? E.right(exported as Definitions)
    : fail('WrongType', 'a default export that is a list of definitions (Initializer.define)', show(exported), [name])

/** The registry of all definitions. The path of an error is its module and the index of the definition in it. */
const joined = (
  names: ReadonlyArray<string>,
  lists: ReadonlyArray<Definitions>
): Validated<Registry<AnyInitializer>> => {
  const origins = lists.flatMap((list, i) => list.map((_, index) => [names[i] ?? '', index] as const))
  return pipe(
    registry(lists.flat()),
    E.bimap(
      RNEA.map((e) => ({ ...e, path: [...(origins[Number(e.path[0])] ?? []), ...e.path.slice(1)] })),
      (known) => known as unknown as Registry<AnyInitializer>
    )
  )
}

const nameOf = (module: URL): string => (module.protocol === 'file:' ? fileURLToPath(module) : module.href)

const messageOf = (reason: unknown): string => String(own(reason, 'message') ?? reason)
