/**
 * A tensor: a shape, a dtype and its elements in row-major order.
 *
 * The data is an ordinary typed array that the caller owns; no two tensors share one. The 16-bit dtypes are stored as bits:
 * `values` reads them. `bytes` are little-endian on every machine.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import type { Eq } from 'fp-ts/Eq'
import { pipe } from 'fp-ts/function'
import { check as checkDType, type DataOf, type DType, traits } from './DType.js'
import { Applicative, at, fail, type Validated } from './InitializerError.js'
import { isLittleEndian } from './numeric/float/bits.js'
import { type Box, boxShape, check as checkShape, runs, type Shape, size } from './Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Tensor<D extends DType = DType> {
  readonly shape: Shape
  readonly dtype: D
  /** row-major; the bits of the 16-bit dtypes */
  readonly data: DataOf<D>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * A tensor with a copy of the bytes of its elements; `ShapeMismatch` if their number does not match the shape.
 *
 * @since 0.1.0
 * @example
 * import { Tensor } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const tensor = Tensor.fromBytes('float32', [2])(Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 128))
 * tensor // => E.right({ shape: [2], dtype: 'float32', data: Float32Array.of(1, -0) })
 */
export const fromBytes =
  <D extends DType>(dtype: D, shape: Shape, order: 'little' | 'big' = 'little') =>
  (bytes: Uint8Array): Validated<Tensor<D>> =>
    pipe(
      checkDType(dtype),
      E.chain(() => checkShape(shape)),
      E.chain((shape) => {
        const { bytesPerElement: width, make } = traits(dtype)
        const expected = size(shape) * width
        if (bytes.length !== expected) return fail('ShapeMismatch', `${expected} bytes`, `${bytes.length} bytes`)
        const data = make(size(shape))
        if (expected === 0) return E.right({ shape, dtype, data }) // a detached buffer must not be touched
        new Uint8Array(data.buffer).set((order === 'little') === isLittleEndian ? bytes : swapped(bytes, width))
        return E.right({ shape, dtype, data })
      })
    )

/**
 * The tensor, if its data matches its shape and dtype; else `WrongType` or `ShapeMismatch`.
 *
 * @since 0.1.0
 */
export const check = <T extends Tensor>(tensor: T): Validated<T> =>
  pipe(
    sequenceS(Applicative)({
      dtype: at('dtype')(checkDType(tensor.dtype)),
      shape: at('shape')(checkShape(tensor.shape))
    }),
    E.chain(({ dtype, shape }) => {
      const kind = kindOf(traits(dtype).make(0))
      if (kindOf(tensor.data) !== kind) return fail('WrongType', `a ${kind}`, kindOf(tensor.data), ['data'])
      return tensor.data.length === size(shape)
        ? E.right(tensor)
        : fail('ShapeMismatch', `${size(shape)} elements`, `${tensor.data.length}`, ['data'])
    })
  )

/** `Float32Array` and the like, from any realm. */
const kindOf = (u: unknown): string => Object.prototype.toString.call(u).slice('[object '.length, -1)

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The elements in a box that `Shape.checkBox` has accepted.
 *
 * @since 0.1.0
 * @example
 * import { Tensor } from 'initializers-ts'
 *
 * const tensor = { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4) } as const
 * Tensor.slice([[0, 2], [1, 2]])(tensor).data // => Float32Array.of(2, 4)
 */
export const slice =
  (box: Box) =>
  <D extends DType>({ shape, dtype, data }: Tensor<D>): Tensor<D> => {
    const part = boxShape(box)
    const out = traits(dtype).make(size(part))
    let offset = 0
    for (const { start, length } of runs(shape)(box)) {
      out.set(data.subarray(start, start + length), offset)
      offset += length
    }
    return { shape: part, dtype, data: out }
  }

/**
 * The exact values of the elements, as float64.
 *
 * @since 0.1.0
 * @example
 * import { Tensor } from 'initializers-ts'
 *
 * Tensor.values({ shape: [2], dtype: 'bfloat16', data: Uint16Array.of(0x3f80, 0xc000) }) // => Float64Array.of(1, -2)
 */
export const values = <D extends DType>({ dtype, data }: Tensor<D>): Float64Array => {
  const out = new Float64Array(data.length)
  traits(dtype).load(data, 0, data.length, out)
  return out
}

/**
 * The bytes of the elements, little-endian. On a little-endian machine this is a view of the data, not a copy.
 *
 * @since 0.1.0
 */
export const bytes = <D extends DType>({ dtype, data }: Tensor<D>): Uint8Array => {
  const native = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return isLittleEndian ? native : swapped(native, traits(dtype).bytesPerElement)
}

/** A copy with the bytes of each element reversed. */
export const swapped = (native: Uint8Array, width: number): Uint8Array => {
  const out = new Uint8Array(native.length)
  for (let i = 0; i < native.length; i++) out[i] = native[i - (i % width) + width - 1 - (i % width)]!
  return out
}

// -------------------------------------------------------------------------------------
// instances
// -------------------------------------------------------------------------------------

/**
 * Equal bit for bit: −0 is not 0.
 *
 * @since 0.1.0
 */
export const eq: Eq<Tensor> = {
  equals: (a, b) => {
    const [x, y] = [bytes(a), bytes(b)]
    return (
      a.dtype === b.dtype &&
      a.shape.length === b.shape.length &&
      a.shape.every((dim, axis) => dim === b.shape[axis]) &&
      x.length === y.length &&
      x.every((byte, i) => byte === y[i])
    )
  }
}
