/**
 * Fields of configs, and what is told of them, that several dialects have in common.
 */
import * as t from 'io-ts'
import type { PlainRecord } from '../codec/plain.js'
import { finite, leaf, oneOf, positive } from '../codec/leaf.js'
import type { Point } from './dialect.js'
import { type Fields, type ReadClass, reads } from './meaning.js'

/** A finite number from 0. */
export const nonNegative: t.Type<number, number> = leaf(
  'non-negative',
  (u): u is number => finite.is(u) && u >= 0,
  (u, c) => (u === 0 ? t.success(0) : positive.validate(u, c))
)

/** A word, also as `spell` would have it. */
export const spelt = <A extends string>(
  words: ReadonlyArray<A>,
  spell: (text: string) => ReadonlyArray<string>
): t.Type<A, A> => {
  const codec = oneOf<A>('UnknownValue', words)
  return leaf('word', codec.is, (u, c) =>
    codec.validate(typeof u === 'string' ? (words.find((each) => spell(u).includes(each)) ?? u) : u, c)
  )
}

export const lowerCase = (text: string): ReadonlyArray<string> => [text.toLowerCase()]

/** A class whose fields change nothing. */
export const bare = <A extends object>(class_name: string, fields: Fields<A>): ReadClass =>
  reads<A>(
    () => fields,
    () => ({ class_name, config: {} })
  )

/** What is told where a config leaves some of these keys to the dialect. */
export const defaultsOf = (keys: ReadonlyArray<string>, given: PlainRecord): ReadonlyArray<Point> =>
  keys.every((key) => Object.hasOwn(given, key)) ? [] : ['defaults']
