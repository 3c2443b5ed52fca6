/**
 * `--dialect`: the dialect of CONFIG.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { type Decision, type Dialect, dialects, read } from '../dialects/index.js'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import { oneOf } from './arguments.js'

/** The dialect of a framework, or the canonical language of this library. */
type Language = Dialect | 'canonical'

const languages: ReadonlyArray<Language> = ['canonical', ...dialects]

export const dialectHelp = `the dialect of CONFIG: ${languages.join(', ')}`

/** An initializer read from a config. */
export interface Read {
  readonly language: Language
  readonly initializer: AnyInitializer
  /** on points where dialects differ */
  readonly decisions: ReadonlyArray<Decision>
}

export const parseDialect = (text: string): Validated<Language> => oneOf('--dialect', 'UnknownName', languages)(text)

/** Reads a config; initializers of a registry have canonical configs only. */
export const readIn =
  (language: Language, registry: Registry<AnyInitializer>) =>
  (config: unknown): Validated<Read> =>
    language === 'canonical'
      ? pipe(
          Initializer.decode(config, registry),
          E.map((initializer) => ({ language, initializer, decisions: [] }))
        )
      : pipe(
          read(language)(config),
          E.map(({ initializer, decisions }) => ({ language, initializer, decisions }))
        )
