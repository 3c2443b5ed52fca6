/**
 * `--stream` and `--stream-option`: where the weights come from.
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
import { type AnyStream, names, open, optionsOf, parseOptions } from '../streams/index.js'
import { oneOf } from './arguments.js'

/** For people. */
export const streamHelp = `the source of the weights: ${names.join(', ')}`

/** For people: each stream with its options, their words, the default first. */
export const streamOptionHelp = `an option of the stream, such as profile=nofma; ${names
  .flatMap((name) => {
    const options = Object.entries(optionsOf(name)).map(
      ([key, kind]) => `${key} ${typeof kind === 'string' ? kind : kind.join('|')}`
    )
    return options.length === 0 ? [] : [`${name}: ${options.join(', ')}`]
  })
  .join('; ')}`

/** An option that may come several times. */
export const collect = (text: string, before: ReadonlyArray<string>): ReadonlyArray<string> => [...before, text]

/** A stream by its name, with options as `key=value`, which go before those of a plan. */
export const openStream = (name: string, texts: ReadonlyArray<string>, ofPlan: object = {}): Validated<AnyStream> =>
  pipe(
    sequenceS(Applicative)({
      known: oneOf('--stream', 'UnknownName', names)(name),
      pairs: at('--stream-option')(parsePairs(texts))
    }),
    E.chain(({ known, pairs }) =>
      pipe(
        parseOptions(known)({ ...ofPlan, ...Object.fromEntries(pairs) }),
        E.chain((options) => open(known, options)),
        at('--stream-option')
      )
    )
  )

type Pair = readonly [key: string, value: string]

/** Each option once. */
const parsePairs = (texts: ReadonlyArray<string>): Validated<ReadonlyArray<Pair>> =>
  pipe(
    all(texts.map((text, i) => at(i)(parsePair(text)))),
    E.chain((pairs) => fromErrors(repeated(pairs), pairs))
  )

const repeated = (pairs: ReadonlyArray<Pair>): ReadonlyArray<InitializerError> => {
  const places = new Map(pairs.map(([key], i) => [key, i]))
  return pairs
    .filter(([key], i) => places.get(key) !== i)
    .map(([key, value]) => error('DuplicateKey', 'an option once', show(value), [key]))
}

const parsePair = (text: string): Validated<Pair> => {
  const [whole, key = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? []
  return whole === undefined ? fail('WrongType', 'key=value', show(text)) : E.right([key, value])
}
