/**
 * Where a CONFIG or a PLAN comes from, and the value that it holds.
 *
 * It starts with `{`: inline JSON; `-`: stdin; it ends in .json, .yaml or .yml or holds a `/`: a file; else it is a name.
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

/** A value, still to be checked, and what it is called in errors. */
export interface Source {
  readonly name: string
  readonly value: unknown
}

/** For people: CONFIG and PLAN are explained in the same words. */
export const help = 'a name such as he_normal, a .json or .yaml file, inline JSON, or - for stdin'
export const planHelp = 'a .json or .yaml file, inline JSON, or - for stdin'

/** The longest YAML: its parser takes some fifty times the memory of the text. */
export const maxYaml = 10_000_000

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** The argument CONFIG. */
export const readConfig =
  (environment: Environment) =>
  (source: string): TE.TaskEither<Errors, Source> =>
    isName(source) ? TE.right({ name: 'CONFIG', value: source }) : readValue(environment, 'CONFIG', source)

/** The argument PLAN, which has no names. */
export const readPlan = (environment: Environment): ((source: string) => TE.TaskEither<Errors, Source>) =>
  readUnnamed(environment, 'PLAN', planHelp)

/** An argument or option that has no names. */
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

/** Whether the value is meant as a plan. */
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

/** JSON where it looks so: its errors are more to the point. */
const parseAny = (text: string): Validated<unknown> => (/^\s*[{["]/.test(text) ? parseJson(text) : parseShortYaml(text))

const parseShortYaml = (text: string): Validated<unknown> =>
  text.length <= maxYaml
    ? parseYaml(text)
    : fail('TooLarge', `YAML of at most ${maxYaml} characters (or JSON)`, `${text.length} characters`)
