/**
 * `--stream` and `--stream-option`: where the weights come from.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { all, at, fail, show, type Validated } from '../InitializerError.js'
import { type AnyStream, names, openWith as optioned, optionsOf } from '../streams/index.js'
import { oneOf } from './arguments.js'

/** For people. */
export const streamHelp = `the source of the weights: ${names.join(', ')}`

/** For people: each stream with its options, their words, the default first. */
export const streamOptionHelp = `an option of the stream, such as profile=nofma; ${names
  .flatMap((name) => {
    const options = Object.entries(optionsOf(name)).map(
      ([key, words]) => `${key} ${typeof words === 'string' ? words : words.join('|')}`
    )
    return options.length === 0 ? [] : [`${name}: ${options.join(', ')}`]
  })
  .join('; ')}`

/** An option that may come several times. */
export const collect = (text: string, before: ReadonlyArray<string>): ReadonlyArray<string> => [...before, text]

/** A stream by its name, with options as `key=value`, which go before those of a plan. */
export const openStream = (name: string, texts: ReadonlyArray<string>, ofPlan: object = {}): Validated<AnyStream> =>
  pipe(
    E.Do,
    E.apS('known', oneOf('--stream', 'UnknownName', names)(name)),
    E.apS('pairs', at('--stream-option')(all(texts.map(parseOption)))),
    E.chain(({ known, pairs }) => {
      const words = pairs.map(([key, value]) => [key, optionsOf(known)[key] === 'integer' ? integerOf(value) : value])
      return at('--stream-option')(optioned(known)({ ...ofPlan, ...Object.fromEntries(words) }))
    })
  )

const parseOption = (text: string): Validated<readonly [key: string, value: string]> => {
  const [whole, key = '', value = ''] = /^([\w]+)=(.*)$/.exec(text) ?? []
  return whole === undefined ? fail('WrongType', 'key=value', show(text)) : E.right([key, value])
}

/** What is no integer stays a text, which is refused. */
const integerOf = (text: string): number | string => (/^-?\d{1,16}$/.test(text) ? Number(text) : text)
