/**
 * Fields of configs that several dialects have.
 */
import * as t from 'io-ts'
import type { PlainRecord } from '../../codec/plain.js'
import { finite, leaf, oneOf, positive } from '../../codec/leaf.js'
import { type Point, when } from '../points.js'

/** A finite number that is not negative. */
export const nonNegative: t.Type<number, number> = leaf(
  'non-negative',
  (u): u is number => finite.is(u) && u >= 0,
  (u, c) => (u === 0 ? t.success(0) : positive.validate(u, c))
)

/** A word in one of the spellings that `spellings` gives for an input. */
export const spelt = <A extends string>(
  words: ReadonlyArray<A>,
  spellings: (text: string) => ReadonlyArray<string>
): t.Type<A, A> => {
  const codec = oneOf<A>('UnknownValue', words)
  return leaf('word', codec.is, (u, c) =>
    codec.validate(typeof u === 'string' ? (words.find((each) => spellings(u).includes(each)) ?? u) : u, c)
  )
}

export const lowerCase = (text: string): ReadonlyArray<string> => [text.toLowerCase()]

/** The point `defaults`, if the config leaves out one of these keys. */
export const defaultsOf = (keys: ReadonlyArray<string>, given: PlainRecord): ReadonlyArray<Point> =>
  when(!keys.every((key) => Object.hasOwn(given, key)), 'defaults')
