/**
 * Reads an untrusted header.
 *
 * Nothing is allocated before it is checked: the length against the size of the file, and each range of bytes against its
 * shape and dtype. The ranges must be contiguous from 0 to the end of the file, so tensors share no bytes and no bytes are
 * hidden between them.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RA from 'fp-ts/ReadonlyArray'
import * as t from 'io-ts'
import { parseJson } from '../../codec/json.js'
import { decode } from '../../codec/problems.js'
import { oneOf } from '../../codec/leaf.js'
import { closed, required } from '../../codec/record.js'
import { all, Applicative, at, cap, error, type Errors, fail, show, type Validated } from '../../InitializerError.js'
import * as Shape from '../../Shape.js'
import { bits, checkMetadata, checkName, type TensorInfo, maxHeader, type Metadata, metadataKey } from './model.js'
import { type ByteRange, prefixSize } from './model.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A decoded header: its entries in the order of their bytes, and the offset of the data in the file.
 *
 * @since 0.1.0
 */
export interface Header {
  readonly metadata: Metadata
  readonly entries: ReadonlyArray<TensorInfo>
  readonly dataStart: number
}

// -------------------------------------------------------------------------------------
// the length
// -------------------------------------------------------------------------------------

/**
 * The number of bytes that `decodeHeader` needs, from the first 8 bytes of the file.
 *
 * Errors: `Truncated`, `HeaderTooLarge`.
 *
 * @since 0.1.0
 */
export const headerSize =
  (fileSize: number) =>
  (prefix: Uint8Array): Validated<number> => {
    if (prefix.length < prefixSize) return fail('Truncated', `${prefixSize} bytes or more`, `${prefix.length} bytes`)
    const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true)
    if (length > maxHeader) return fail('HeaderTooLarge', `at most ${maxHeader} bytes of header`, `${length} bytes`)
    const size = prefixSize + Number(length)
    return size <= fileSize
      ? E.right(size)
      : fail('Truncated', `a header of ${length} bytes`, `a file of ${fileSize} bytes`)
  }

// -------------------------------------------------------------------------------------
// the header
// -------------------------------------------------------------------------------------

/**
 * The header of a file of `fileSize` bytes, from its first bytes.
 *
 * Errors: those of `headerSize`, `BadHeader` for anything other than a JSON object in UTF-8, those of JSON (`BadJson`,
 * `DuplicateKey`, …), of its fields (`WrongType`, `MissingKey`, `UnknownKey`, `UnsupportedDType` for a dtype that the
 * format does not have), of `Shape.check`, and `BadOffsets` or `Truncated`. Paths are `[name, field]` and
 * `['__metadata__', key]`.
 *
 * @since 0.1.0
 * @example
 * import { Safetensors } from 'initializers-ts/formats'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const json = '{"ids":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}}       '
 * const prefix = Uint8Array.of(64, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(json))
 * const header = pipe(prefix, Safetensors.decodeHeader(88))
 * const ids = { name: 'ids', dtype: 'I64', shape: [2], start: 0, stop: 16 }
 * header // => E.right({ metadata: {}, entries: [ids], dataStart: 72 })
 */
export const decodeHeader =
  (fileSize: number) =>
  (prefix: Uint8Array): Validated<Header> =>
    pipe(
      headerSize(fileSize)(prefix),
      E.chain((dataStart) =>
        pipe(
          textOf(prefix, dataStart),
          E.chain(parseJson),
          E.chain(decodeFields),
          E.chainFirst(({ entries }) => checkCover(entries, fileSize - dataStart)),
          E.map((fields) => ({ ...fields, dataStart }))
        )
      ),
      cap
    )

/** The format requires `{` as the first byte, so that a file cannot be valid in another format too. */
const textOf = (prefix: Uint8Array, dataStart: number): Validated<string> => {
  const bytes = prefix.subarray(prefixSize, dataStart)
  if (prefix.length < dataStart) return fail('Truncated', `${dataStart} bytes`, `${prefix.length} bytes`)
  return bytes[0] === '{'.charCodeAt(0)
    ? utf8(bytes)
    : fail('BadHeader', 'a header that begins with {', bytes.length === 0 ? 'an empty header' : `byte ${bytes[0]}`)
}

const utf8 = (bytes: Uint8Array): Validated<string> =>
  E.tryCatch(
    () => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    (): Errors => [error('BadHeader', 'UTF-8', 'other bytes')]
  )

const decodeFields = (json: unknown): Validated<Omit<Header, 'dataStart'>> => {
  const { left: tensors, right: metadata } = pipe(
    Object.entries(json as Readonly<Record<string, unknown>>),
    RA.partition(([key]) => key === metadataKey)
  )
  return sequenceS(Applicative)({
    metadata: at(metadataKey)(checkMetadata(metadata[0] === undefined ? {} : metadata[0][1])),
    entries: pipe(all(tensors.map(([name, u]) => at(name)(decodeEntry(name, u)))), E.map(sorted))
  })
}

/** By offset; an empty tensor comes before another one with the same start. */
const sorted = (entries: ReadonlyArray<TensorInfo>): ReadonlyArray<TensorInfo> =>
  [...entries].sort((a, b) => a.start - b.start || a.stop - b.stop)

// -------------------------------------------------------------------------------------
// an entry
// -------------------------------------------------------------------------------------

const fields = closed<{ readonly dtype: string; readonly shape: unknown; readonly data_offsets: unknown }>('entry', {
  dtype: required(oneOf('UnsupportedDType', [...bits.keys()])),
  shape: required(t.unknown),
  data_offsets: required(t.unknown)
})

const decodeEntry = (name: string, u: unknown): Validated<TensorInfo> =>
  pipe(
    sequenceS(Applicative)({ name: checkName(name), raw: decode(fields)(u) }),
    E.chain(({ raw }) =>
      sequenceS(Applicative)({
        dtype: E.right(raw.dtype),
        shape: at('shape')(Shape.check(raw.shape as Shape.Shape)),
        range: at('data_offsets')(checkRange(raw.data_offsets))
      })
    ),
    E.map(({ dtype, shape, range }) => ({ name, dtype, shape, ...range })),
    E.chain(checkSize)
  )

const isOffset = (u: unknown): u is number => Number.isSafeInteger(u) && (u as number) >= 0

const checkRange = (u: unknown): Validated<ByteRange> => {
  const [start, stop, ...rest] = Array.isArray(u) ? (u as ReadonlyArray<unknown>) : []
  return isOffset(start) && isOffset(stop) && start <= stop && rest.length === 0
    ? E.right({ start: start + 0, stop })
    : fail('BadOffsets', '[start, stop] with 0 <= start <= stop', showRange(u))
}

const showRange = (u: unknown): string =>
  Array.isArray(u) ? `[${u.slice(0, 3).map(show).join(', ').slice(0, 72)}]` : show(u)

/** Compares bits, as elements of 4 and 6 bits are packed and must fill whole bytes together. */
const checkSize = (entry: TensorInfo): Validated<TensorInfo> => {
  const [expected, actual] = [BigInt(Shape.size(entry.shape)) * (bits.get(entry.dtype) ?? 0n), entry.stop - entry.start]
  return expected === 8n * BigInt(actual)
    ? E.right(entry)
    : fail('BadOffsets', `${Number(expected) / 8} bytes for the shape and dtype`, `${actual} bytes`, ['data_offsets'])
}

// -------------------------------------------------------------------------------------
// all entries
// -------------------------------------------------------------------------------------

/** The ranges cover the data without gaps and overlaps. */
const checkCover = (entries: ReadonlyArray<TensorInfo>, dataSize: number): Validated<unknown> => {
  const stopBefore = (i: number): number => entries[i - 1]?.stop ?? 0
  const end = stopBefore(entries.length)
  const bad = entries.findIndex(({ start }, i) => start !== stopBefore(i))
  const entry = entries[bad]
  if (entry !== undefined) {
    return fail('BadOffsets', `a start at ${stopBefore(bad)}`, `${entry.start}`, [entry.name, 'data_offsets'])
  }
  return end === dataSize
    ? E.right(entries)
    : fail(end > dataSize ? 'Truncated' : 'BadOffsets', `${end} bytes of data`, `${dataSize} bytes`)
}
