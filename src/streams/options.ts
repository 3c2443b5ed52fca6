/**
 * The options of a stream, declared as a table: for each option its words (the default first), `boolean` (false by
 * default) or `integer` (null by default). The types, the codecs, the help texts and the documentation follow from it.
 *
 * @since 0.1.0
 */
import { flow } from 'fp-ts/function'
import type * as t from 'io-ts'
import { configLimits, fromUnknown, isRecord, type Plain } from '../codec/plain.js'
import { decode } from '../codec/problems.js'
import { boolean, oneOf } from '../codec/leaf.js'
import { closed, type Field, optional } from '../codec/record.js'
import { seed } from '../initializers/kit/definition.js'
import type { Validated } from '../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type OptionKind = ReadonlyArray<string> | 'boolean' | 'integer'

/**
 * The kind of each option.
 *
 * @since 0.1.0
 */
export type OptionTable = Readonly<Record<string, OptionKind>>

type ValueOf<K extends OptionKind> =
  K extends ReadonlyArray<infer W> ? W : K extends 'boolean' ? boolean : number | null

/**
 * A value for each option of a table.
 *
 * @since 0.1.0
 */
export type OptionValues<T extends OptionTable> = { readonly [K in keyof T]: ValueOf<T[K]> }

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** Reads options; one that is left out has its default. */
export const decodeOptions = <const T extends OptionTable>(table: T): ((u: unknown) => Validated<OptionValues<T>>) =>
  flow(fromUnknown(configLimits), decode(codecOf(table)))

/**
 * The same for options that come from a command line or a plan: the texts `true`, `false` and `-7` also stand for the
 * boolean and the integer that they name.
 */
export const parseOptions = <const T extends OptionTable>(table: T): ((u: unknown) => Validated<OptionValues<T>>) =>
  flow(fromUnknown(configLimits), parseTexts(table), decode(codecOf(table)))

const codecOf = <T extends OptionTable>(table: T): t.Type<OptionValues<T>, unknown> =>
  closed<OptionValues<T>>(
    'options',
    Object.fromEntries(Object.entries(table).map(([key, kind]) => [key, fieldOf(kind)])) as never
  )

const fieldOf = (kind: OptionKind): Field<unknown, unknown> => {
  if (kind === 'boolean') return optional(boolean as t.Type<unknown, unknown>, false)
  if (kind === 'integer') return seed as Field<unknown, unknown>
  return optional(oneOf('UnknownValue', kind) as t.Type<unknown, unknown>, kind[0])
}

const parseTexts =
  (table: OptionTable) =>
  (options: Plain): unknown =>
    isRecord(options)
      ? Object.fromEntries(
          Object.entries(options).map(([key, value]) => [
            key,
            typeof value === 'string' && Object.hasOwn(table, key) ? parseText(table[key], value) : value
          ])
        )
      : options

/** A text that names no value of the kind stays, and the codec refuses it. */
const parseText = (kind: OptionKind | undefined, text: string): boolean | number | string => {
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return kind === 'integer' && /^-?\d{1,16}$/.test(text) ? Number(text) : text
}
