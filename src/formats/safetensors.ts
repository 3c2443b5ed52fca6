/**
 * safetensors: a header with the names, shapes, dtypes and offsets of tensors, followed by their bytes.
 *
 *     8 bytes   n, the length of the header, little-endian
 *     n bytes   JSON { "__metadata__"?: { key: text }, NAME: { dtype, shape, data_offsets: [start, stop] }, … }, padded
 *     the rest  row-major elements, little-endian, one tensor after the other
 *
 * Source: https://github.com/huggingface/safetensors (README and safetensors/src/tensor.rs). For files that are larger than
 * memory, `layout` writes the header alone, and `headerSize`, `decodeHeader` and `decodeTensor` read parts of a file.
 *
 * Laws: `decode` inverts `encode`, in the order of the bytes; the same tensors and metadata give the same bytes; `decode`
 * allocates at most a small multiple of the size of a file.
 *
 * @since 0.1.0
 */
import { maxBytes } from '../Draw/make.js'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as DType from '../DType.js'
import { all, at, cap, fail, show, type Validated } from '../InitializerError.js'
import * as Tensor from '../Tensor.js'
import { decodeHeader } from './safetensors/header.js'
import { layout } from './safetensors/layout.js'
import { type TensorInfo, type Metadata, dtypeNames } from './safetensors/model.js'

export { decodeHeader, type Header, headerSize } from './safetensors/header.js'
export { layout, type Layout } from './safetensors/layout.js'
export type { TensorInfo, Metadata, ByteRange, NamedSpec } from './safetensors/model.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A tensor and its name.
 *
 * @since 0.1.0
 */
export interface Named extends Tensor.Tensor {
  readonly name: string
}

/**
 * The contents of a file.
 *
 * @since 0.1.0
 */
export interface Contents {
  readonly metadata: Metadata
  readonly tensors: ReadonlyArray<Named>
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The file of tensors. Errors: those of `layout` and `Tensor.check`.
 *
 * @since 0.1.0
 * @example
 * import { Safetensors } from 'initializers-ts/formats'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const tensors = [{ name: 'w', shape: [2], dtype: 'float32' as const, data: Float32Array.of(1, -0) }]
 * const again = pipe(tensors, Safetensors.encode({ format: 'pt' }), E.chain(Safetensors.decode))
 * again // => E.right({ metadata: { format: 'pt' }, tensors })
 */
export const encode =
  (metadata: Metadata = {}) =>
  (tensors: ReadonlyArray<Named>): Validated<Uint8Array> =>
    pipe(
      layout(metadata)(tensors),
      E.chainFirst(() => cap(all(tensors.map((tensor, i) => at(i)(Tensor.check(tensor)))))),
      E.chainFirst(({ fileSize }) => checkFileSize(fileSize)),
      E.map(({ header, entries, fileSize }) => {
        const file = new Uint8Array(fileSize)
        file.set(header)
        for (const entry of entries) file.set(Tensor.bytes(entry), header.length + entry.start)
        return file
      })
    )

const checkFileSize = (n: number): Validated<unknown> =>
  n <= maxBytes ? E.right(n) : fail('TooLarge', `a file of at most ${maxBytes} bytes`, `${n} bytes`)

/**
 * The tensors of a file in the order of their bytes; their data are copies. Errors: those of `decodeHeader`, and
 * `UnsupportedDType` for a dtype that is not a `DType`.
 *
 * @since 0.1.0
 */
export const decode = (bytes: Uint8Array): Validated<Contents> =>
  pipe(
    decodeHeader(bytes.length)(bytes),
    E.chain(({ metadata, entries, dataStart }) =>
      pipe(
        all(
          entries.map((entry) => decodeTensor(entry)(bytes.subarray(dataStart + entry.start, dataStart + entry.stop)))
        ),
        E.map((tensors) => ({ metadata, tensors }))
      )
    ),
    cap
  )

const dtypes: ReadonlyMap<string, DType.DType> = new Map(DType.all.map((dtype) => [dtypeNames[dtype], dtype]))

/**
 * One tensor, from the bytes of its range.
 *
 * @since 0.1.0
 */
export const decodeTensor =
  ({ name, dtype: word, shape }: TensorInfo) =>
  (bytes: Uint8Array): Validated<Named> => {
    const dtype = dtypes.get(word)
    return pipe(
      dtype === undefined
        ? fail('UnsupportedDType', `one of ${[...dtypes.keys()].join(', ')}`, show(word), ['dtype'])
        : Tensor.fromBytes(dtype, shape)(bytes),
      E.map((tensor) => ({ name, ...tensor })),
      at(name)
    )
  }
