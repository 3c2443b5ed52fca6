/**
 * Writes a header, which assigns a range of bytes to each tensor.
 *
 * The order is by descending element size, and as given for equal sizes. The header is padded to a multiple of 8 bytes, so
 * each tensor is aligned to its element size, which readers that map the file into memory need.
 *
 * Law: the same specs and metadata give the same bytes. (tensor.rs sorts by name too, but the order of its metadata is that
 * of a hash map; here keys are sorted by code units.)
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as DType from '../../DType.js'
import { all, Applicative, at, cap, error, fail, fromErrors, show, type Validated } from '../../InitializerError.js'
import * as Shape from '../../Shape.js'
import { checkMetadata, checkName, maxHeader, type Metadata, metadataKey } from './model.js'
import { type ByteRange, prefixSize, type NamedSpec, dtypeNames } from './model.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The header, and the entries in the order of their bytes, which follow it.
 *
 * @since 0.1.0
 */
export interface Layout<S extends NamedSpec = NamedSpec> {
  readonly header: Uint8Array
  readonly entries: ReadonlyArray<S & ByteRange>
  readonly fileSize: number
}

// -------------------------------------------------------------------------------------
// constructor
// -------------------------------------------------------------------------------------

/**
 * The header and the offsets of tensors, for a writer that produces them one by one. In the JSON `__metadata__` comes first,
 * then the tensors in the order of their bytes.
 *
 * Errors: `BadName`, `DuplicateName`, those of `Shape.check` and `DType.check`, `TooLarge` beyond a file of 2^53 bytes,
 * `HeaderTooLarge` beyond 100,000,000 bytes of header. Paths are `[index, field]` and `['__metadata__', key]`.
 *
 * @since 0.1.0
 * @example
 * import { Safetensors } from 'initializers-ts/formats'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const ranges = pipe(
 *   [
 *     { name: 'bias', shape: [3], dtype: 'float16' as const },
 *     { name: 'kernel', shape: [2, 3], dtype: 'float32' as const }
 *   ],
 *   Safetensors.layout(),
 *   E.map(({ entries }) => entries.map(({ name, start, stop }) => [name, start, stop]))
 * )
 * ranges // => E.right([['kernel', 0, 24], ['bias', 24, 30]])
 */
export const layout =
  (metadata: Metadata = {}) =>
  <S extends NamedSpec>(specs: ReadonlyArray<S>): Validated<Layout<S>> =>
    pipe(
      sequenceS(Applicative)({ metadata: at(metadataKey)(checkMetadata(metadata)), specs: checkSpecs(specs) }),
      E.bind('entries', ({ specs }) => assignOffsets(specs)),
      E.bind('header', ({ metadata, entries }) => headerBytes(metadata, entries)),
      E.map(({ entries, header }) => ({ header, entries, fileSize: header.length + dataSize(entries) })),
      cap
    )

// -------------------------------------------------------------------------------------
// checks
// -------------------------------------------------------------------------------------

const checkSpecs = <S extends NamedSpec>(specs: ReadonlyArray<S>): Validated<ReadonlyArray<S>> =>
  pipe(
    all(specs.map((spec, i) => at(i)(checkSpec(spec)))),
    E.chain((checked) => fromErrors(duplicates(checked), checked))
  )

const checkSpec = <S extends NamedSpec>(spec: S): Validated<S> =>
  pipe(
    sequenceS(Applicative)({
      name: at('name')(checkName(spec.name)),
      shape: at('shape')(Shape.check(spec.shape)),
      dtype: at('dtype')(DType.check(spec.dtype))
    }),
    E.map((checked) => ({ ...spec, ...checked }))
  )

const duplicates = (specs: ReadonlyArray<NamedSpec>) => {
  const first = new Map(specs.map(({ name }, i) => [name, i] as const).reverse())
  return specs.flatMap(({ name }, i) =>
    first.get(name) === i ? [] : [error('DuplicateName', 'each name once', show(name), [i, 'name'])]
  )
}

// -------------------------------------------------------------------------------------
// offsets
// -------------------------------------------------------------------------------------

/** The specs in the order of their bytes, with their ranges. */
export const assignOffsets = <S extends NamedSpec>(
  specs: ReadonlyArray<S>
): Validated<ReadonlyArray<S & ByteRange>> => {
  const width = ({ dtype }: NamedSpec): number => DType.traits(dtype).bytesPerElement
  let stop = 0
  const entries = [...specs]
    .sort((a, b) => width(b) - width(a))
    .map((spec) => ({ ...spec, start: stop, stop: (stop += Shape.size(spec.shape) * width(spec)) }))
  // sums above 2^53 are rounded, but not below 2^53
  return stop <= Number.MAX_SAFE_INTEGER - prefixSize - maxHeader
    ? E.right(entries)
    : fail('TooLarge', 'a file of less than 2^53 bytes', `${stop} bytes`)
}

const dataSize = (entries: ReadonlyArray<ByteRange>): number => entries.at(-1)?.stop ?? 0

// -------------------------------------------------------------------------------------
// bytes
// -------------------------------------------------------------------------------------

const headerBytes = (metadata: Metadata, entries: ReadonlyArray<NamedSpec & ByteRange>): Validated<Uint8Array> => {
  const texts = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1))
  // a character takes at least one byte, so a header that is too long is refused before it is built
  if (total([...texts.flat(), ...entries.map(({ name }) => name)]) > maxHeader) return headerTooLarge
  const fields = [...(texts.length > 0 ? [metadataField(texts)] : []), ...entries.map(entryField)]
  if (total(fields) + fields.length > maxHeader) return headerTooLarge
  const json = new TextEncoder().encode(`{${fields.join(',')}}`)
  const size = Math.ceil(json.length / 8) * 8
  return size > maxHeader ? headerTooLarge : E.right(prefixed(json, size))
}

const total = (texts: ReadonlyArray<string>): number => texts.reduce((n, { length }) => n + length, 0)

const headerTooLarge = fail('HeaderTooLarge', `at most ${maxHeader} bytes of header`, 'more')

const metadataField = (texts: ReadonlyArray<readonly [string, string]>): string =>
  `${JSON.stringify(metadataKey)}:{${texts.map((pair) => pair.map((text) => JSON.stringify(text)).join(':')).join(',')}}`

const entryField = ({ name, dtype, shape, start, stop }: NamedSpec & ByteRange): string =>
  `${JSON.stringify(name)}:${JSON.stringify({ dtype: dtypeNames[dtype], shape, data_offsets: [start, stop] })}`

const prefixed = (json: Uint8Array, size: number): Uint8Array => {
  const header = new Uint8Array(prefixSize + size).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(size), true)
  header.set(json, prefixSize)
  return header
}
