/**
 * `--dialect`: the language that a CONFIG is in.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { type Decision, type Dialect, dialects, read } from '../dialects/index.js'
import * as Initializer from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import { oneOf } from './arguments.js'

/** That of a framework, or the library's own. */
type Language = Dialect | 'canonical'

const languages: ReadonlyArray<Language> = ['canonical', ...dialects]

/** For people. */
export const dialectHelp = `the language of CONFIG: ${languages.join(', ')}`

/** A config as it was understood. */
export interface Understood {
  readonly language: Language
  readonly initializer: Initializer.Initializer
  /** what the language had to decide */
  readonly decisions: ReadonlyArray<Decision>
}

export const parseDialect = (text: string): Validated<Language> => oneOf('--dialect', 'UnknownName', languages)(text)

export const readIn =
  (language: Language) =>
  (config: unknown): Validated<Understood> =>
    language === 'canonical'
      ? pipe(
          Initializer.decode(config),
          E.map((initializer) => ({ language, initializer, decisions: [] }))
        )
      : pipe(
          read(language)(config),
          E.map(({ initializer, decisions }) => ({ language, initializer, decisions }))
        )
