/**
 * `--stream` and `--stream-option`: which stream draws, and with which options.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import {
  all,
  Applicative,
  at,
  error,
  fail,
  fromErrors,
  type InitializerError,
  show,
  type Validated
} from '../InitializerError.js'
import type { StreamConfig } from '../plan/index.js'
import { names, optionsOf, parseOptions } from '../streams/index.js'
import { oneOf } from './arguments.js'

// -------------------------------------------------------------------------------------
// help
// -------------------------------------------------------------------------------------

export const streamHelp = `the stream that draws: ${names.join(', ')}`

/** Each stream with its options and their values, the default first. */
export const streamOptionHelp = `an option of the stream, such as profile=nofma; ${names
  .flatMap((name) => {
    const options = Object.entries(optionsOf(name)).map(
      ([key, kind]) => `${key} ${typeof kind === 'string' ? kind : kind.join('|')}`
    )
    return options.length === 0 ? [] : [`${name}: ${options.join(', ')}`]
  })
  .join('; ')}`

/** Collects an option that may be given several times. */
export const collect = (text: string, before: ReadonlyArray<string>): ReadonlyArray<string> => [...before, text]

// -------------------------------------------------------------------------------------
// parsing
// -------------------------------------------------------------------------------------

/** A stream's name and options as `key=value`, which replace those of a plan. The options are those that the stream has. */
export const parseStream = (
  name: string,
  texts: ReadonlyArray<string>,
  planned: StreamConfig['options'] = {}
): Validated<StreamConfig> =>
  pipe(
    sequenceS(Applicative)({
      known: oneOf('--stream', 'UnknownName', names)(name),
      pairs: at('--stream-option')(parsePairs(texts))
    }),
    E.chain(({ known, pairs }) =>
      pipe(
        parseOptions(known)({ ...planned, ...Object.fromEntries(pairs) }),
        E.map((options) => ({ name: known, options: { ...options } })),
        at('--stream-option')
      )
    )
  )

type Pair = readonly [key: string, value: string]

const parsePairs = (texts: ReadonlyArray<string>): Validated<ReadonlyArray<Pair>> =>
  pipe(
    all(texts.map((text, i) => at(i)(parsePair(text)))),
    E.chain((pairs) => fromErrors(repeated(pairs), pairs))
  )

const parsePair = (text: string): Validated<Pair> => {
  const [matched, key = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? []
  return matched === undefined ? fail('WrongType', 'key=value', show(text)) : E.right([key, value])
}

const repeated = (pairs: ReadonlyArray<Pair>): ReadonlyArray<InitializerError> => {
  const keys = pairs.map(([key]) => key)
  return pairs
    .filter(([key], i) => keys.indexOf(key) !== i)
    .map(([key, value]) => error('DuplicateKey', 'each option once', show(value), [key]))
}
