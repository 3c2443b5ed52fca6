/**
 * The options of a stream: words, the default first, or a whole number, as seeds are, where a table says so.
 */
import type * as t from 'io-ts'
import { closed, decode, type Field, guarded, word } from '../codec/record.js'
import { configLimits } from '../codec/plain.js'
import { seed } from '../initializers/kit/codec.js'
import type { Validated } from '../InitializerError.js'

/**
 * Option → its words, the default first; or a whole number, null where it is not given.
 *
 * @since 0.1.0
 */
export type Table = Readonly<Record<string, ReadonlyArray<string> | 'integer'>>

/**
 * What a table's options are once they are read.
 *
 * @since 0.1.0
 */
export type Chosen<T extends Table> = {
  readonly [K in keyof T]: T[K] extends ReadonlyArray<infer W> ? W : number | null
}

/** Reads options, whose defaults a table has. */
export const chosen = <const T extends Table>(table: T): ((u: unknown) => Validated<Chosen<T>>) => {
  const fields = Object.fromEntries(Object.entries(table).map(([key, words]) => [key, fieldOf(words)]))
  return decode(guarded(closed<Chosen<T>>('options', fields as never), configLimits))
}

const fieldOf = (words: ReadonlyArray<string> | 'integer'): Field<unknown, unknown> =>
  typeof words === 'string'
    ? (seed as Field<unknown, unknown>)
    : { codec: word('UnknownValue', words) as t.Type<unknown, unknown>, fallback: words[0] }
