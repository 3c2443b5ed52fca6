/**
 * The four floating-point element types: their bytes, random words and typed arrays.
 *
 * Not all engines have arrays of the two 16-bit types, so their elements are stored as bits in a `Uint16Array`.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { fail, show, type Validated } from './InitializerError.js'
import * as R from './numeric/float/rounding.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type DType = 'float16' | 'bfloat16' | 'float32' | 'float64'

interface Arrays {
  readonly float16: Uint16Array
  readonly bfloat16: Uint16Array
  readonly float32: Float32Array
  readonly float64: Float64Array
}

/**
 * The typed array of a dtype; the 16-bit types are stored as bits.
 *
 * @since 0.1.0
 */
export type DataOf<D extends DType> = Arrays[D]

/**
 * How elements of a dtype are drawn, stored and read.
 *
 * @since 0.1.0
 */
export interface Traits<D extends DType> {
  readonly format: R.BinaryFormat
  readonly bytesPerElement: 2 | 4 | 8
  /** random 32-bit words */
  readonly wordsPerElement: 1 | 2
  readonly make: (n: number) => DataOf<D>
  /** a view of `n` elements in a buffer; `byteOffset` is a multiple of `bytesPerElement` */
  readonly view: (buffer: ArrayBufferLike, byteOffset: number, n: number) => DataOf<D>
  /** rounds the first `n` reals to the nearest element, ties to even, and writes them to `out` from `offset` on */
  readonly store: (reals: Float64Array, n: number, out: DataOf<D>, offset: number) => void
  /** writes the values of `n` elements from `offset` on to the start of `out` */
  readonly load: (data: DataOf<D>, offset: number, n: number, out: Float64Array) => void
}

const table: { readonly [D in DType]: Traits<D> } = {
  float16: {
    format: R.binary16,
    bytesPerElement: 2,
    wordsPerElement: 1,
    make: (n) => new Uint16Array(n),
    view: (buffer, byteOffset, n) => new Uint16Array(buffer, byteOffset, n),
    store: R.storeFloat16,
    load: R.loadFloat16
  },
  bfloat16: {
    format: R.brain16,
    bytesPerElement: 2,
    wordsPerElement: 1,
    make: (n) => new Uint16Array(n),
    view: (buffer, byteOffset, n) => new Uint16Array(buffer, byteOffset, n),
    store: R.storeBfloat16,
    load: R.loadBfloat16
  },
  float32: {
    format: R.binary32,
    bytesPerElement: 4,
    wordsPerElement: 1,
    make: (n) => new Float32Array(n),
    view: (buffer, byteOffset, n) => new Float32Array(buffer, byteOffset, n),
    store: R.storeFloat32,
    load: R.loadFloat
  },
  float64: {
    format: R.binary64,
    bytesPerElement: 8,
    wordsPerElement: 2,
    make: (n) => new Float64Array(n),
    view: (buffer, byteOffset, n) => new Float64Array(buffer, byteOffset, n),
    store: R.storeFloat64,
    load: R.loadFloat
  }
}

/** @since 0.1.0 */
export const all: ReadonlyArray<DType> = ['float16', 'bfloat16', 'float32', 'float64']

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * @since 0.1.0
 * @example
 * import { DType } from 'initializers-ts'
 *
 * DType.traits('bfloat16').bytesPerElement // => 2
 */
export const traits = <D extends DType>(dtype: D): Traits<D> => table[dtype]

/** @since 0.1.0 */
export const is = (u: unknown): u is DType => typeof u === 'string' && Object.hasOwn(table, u)

/**
 * The dtype of a name, or `UnknownDType`.
 *
 * @since 0.1.0
 */
export const check = <D extends DType>(dtype: D): Validated<D> =>
  is(dtype) ? E.right(dtype) : fail('UnknownDType', `one of ${all.join(', ')}`, show(dtype))

/**
 * The largest element of the dtype that is ≤ x.
 *
 * @since 0.1.0
 */
export const roundDown =
  (dtype: DType) =>
  (x: number): number =>
    dtype === 'float64' ? x : R.roundDown(table[dtype].format, x)

/**
 * The smallest element of the dtype that is ≥ x.
 *
 * @since 0.1.0
 */
export const roundUp =
  (dtype: DType) =>
  (x: number): number =>
    -roundDown(dtype)(-x)

/**
 * The nearest element of the dtype, ties to even; ±Infinity beyond its range.
 *
 * @since 0.1.0
 */
export const round =
  (dtype: DType) =>
  (x: number): number =>
    dtype === 'float64' ? x : R.roundNearest(table[dtype].format, x)

/** @since 0.1.0 */
export const largest = (dtype: DType): number => R.largestFinite(table[dtype].format)

/** @since 0.1.0 */
export const smallestSubnormal = (dtype: DType): number => R.smallestSubnormal(table[dtype].format)
