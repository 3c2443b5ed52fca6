/**
 * The arguments CONFIG and PLAN: where their value comes from.
 *
 * An argument that starts with `{` is inline JSON, `-` is stdin, one that ends in .json, .yaml or .yml or contains `/` is a
 * file, and anything else is a name.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { maxLength, parseJson } from '../codec/json.js'
import { isRecord } from '../codec/plain.js'
import { at, error, type Errors, fail, show, type Validated } from '../InitializerError.js'
import { collect, decodeText, readText } from '../node/index.js'
import { type Environment, onFile } from './environment.js'
import { parseYaml } from './yaml.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A value, not yet checked, and its name in errors. */
export interface Source {
  readonly name: string
  readonly value: unknown
}

/** For help texts. */
export const help = 'a name such as he_normal, a .json or .yaml file, inline JSON, or - for stdin'
export const planHelp = 'a .json or .yaml file, inline JSON, or - for stdin'

/** In characters. The parser of YAML needs about fifty times the memory of the text. */
export const maxYaml = 10_000_000

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** The argument CONFIG. */
export const readConfig =
  (environment: Environment) =>
  (source: string): TE.TaskEither<Errors, Source> =>
    isName(source) ? TE.right({ name: 'CONFIG', value: source }) : readValue(environment, 'CONFIG', source)

/** The argument PLAN, which cannot be a name. */
export const readPlan = (environment: Environment): ((source: string) => TE.TaskEither<Errors, Source>) =>
  readUnnamed(environment, 'PLAN', planHelp)

/** An argument or option that cannot be a name. */
export const readUnnamed =
  (environment: Environment, argument: string, expected: string) =>
  (source: string): TE.TaskEither<Errors, Source> =>
    isName(source)
      ? TE.left([error('WrongType', expected, show(source), [argument])])
      : readValue(environment, argument, source)

const isName = (source: string): boolean =>
  !source.startsWith('{') && source !== '-' && !/\.(json|ya?ml)$/.test(source) && !source.includes('/')

const readValue = (environment: Environment, argument: string, source: string): TE.TaskEither<Errors, Source> => {
  if (source.startsWith('{')) return TE.fromEither(named(argument)(parseJson(source)))
  if (source === '-') {
    return pipe(
      collect('stdin', maxLength)(environment.stdin()),
      TE.chainEitherK(decodeText('stdin')),
      TE.chainEitherK((text) => named('stdin')(parseAny(text)))
    )
  }
  return pipe(
    onFile(environment, source)((path) => readText(path, maxLength)),
    TE.chainEitherK((text) => named(source)(parserOf(source)(text)))
  )
}

/** Whether a value is a plan rather than a config. */
export const isPlan = ({ value }: Source): boolean => isRecord(value) && Object.hasOwn(value, 'parameters')

const named =
  (name: string) =>
  (value: Validated<unknown>): Validated<Source> =>
    pipe(
      at(name)(value),
      E.map((value) => ({ name, value }))
    )

const parserOf = (file: string): ((text: string) => Validated<unknown>) =>
  file.endsWith('.json') ? parseJson : /\.ya?ml$/.test(file) ? parseShortYaml : parseAny

/** A text that looks like JSON is read as JSON, which has more precise errors. */
const parseAny = (text: string): Validated<unknown> => (/^\s*[{["]/.test(text) ? parseJson(text) : parseShortYaml(text))

const parseShortYaml = (text: string): Validated<unknown> =>
  text.length <= maxYaml
    ? parseYaml(text)
    : fail('TooLarge', `YAML of at most ${maxYaml} characters (or JSON)`, `${text.length} characters`)
