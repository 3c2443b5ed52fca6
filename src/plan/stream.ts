/**
 * The stream that a plan names, as data: a plan can be read and written without any stream.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { isRecord, type PlainRecord } from '../codec/plain.js'
import { valueThat } from '../codec/leaf.js'
import { closed, optional, required, unset } from '../codec/record.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A stream by its name and its options. Whether the stream exists and has these options is checked where it is opened.
 *
 * @since 0.1.0
 */
export interface StreamConfig {
  readonly name: string
  readonly options: PlainRecord
}

/**
 * The stream of this library, which a plan has if it names no other.
 *
 * @since 0.1.0
 */
export const native: StreamConfig = { name: 'native', options: {} }

export const isNative = ({ name, options }: StreamConfig): boolean =>
  name === native.name && Object.keys(options).length === 0

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

const text = valueThat('text', t.string.is, 'a string')
const record = valueThat('record', isRecord, 'an object')

const fields = closed<StreamConfig & { readonly keys: string | null }>('stream', {
  name: required(text),
  options: optional(record, {}),
  keys: unset(text)
})

/** A name alone, or `{ name, options?, keys? }`, where `keys` is short for the option of that name. */
export const streamConfig: t.Type<StreamConfig, unknown> = new t.Type(
  'stream',
  (u): u is StreamConfig => isRecord(u),
  (u, c) =>
    typeof u === 'string'
      ? t.success({ name: u, options: {} })
      : pipe(
          fields.validate(u, c),
          E.map(({ name, options, keys }) => ({ name, options: keys === null ? options : { ...options, keys } }))
        ),
  t.identity
)
