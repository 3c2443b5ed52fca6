/**
 * The parts of a safetensors header, and the rules that reading and writing share.
 *
 * The limits are those of huggingface/safetensors (safetensors/src/tensor.rs). Names are stricter: they are not empty and
 * have no lone surrogates, which UTF-8 would make equal.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fromUnknown, isRecord, modelLimits, type Plain, showPlain } from '../../codec/plain.js'
import type { DType } from '../../DType.js'
import { all, fail, show, type Validated } from '../../InitializerError.js'
import type { Shape } from '../../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The name, shape and dtype of a tensor.
 *
 * @since 0.1.0
 */
export interface NamedSpec {
  readonly name: string
  readonly shape: Shape
  readonly dtype: DType
}

/**
 * A half-open range of bytes, counted from the end of the header.
 *
 * @since 0.1.0
 */
export interface ByteRange {
  readonly start: number
  readonly stop: number
}

/**
 * Strings by key. Hugging Face's `transformers` looks for `{ format: 'pt' }`.
 *
 * @since 0.1.0
 */
export type Metadata = Readonly<Record<string, string>>

/**
 * The header entry of a tensor. The dtype is the name of the format: `F32`, or `I64`, which a `Tensor` does not have.
 *
 * @since 0.1.0
 */
export interface TensorInfo extends ByteRange {
  readonly name: string
  readonly dtype: string
  readonly shape: Shape
}

/** In bytes, of the number before the header. */
export const prefixSize = 8
/** In bytes, padding included (`MAX_HEADER_SIZE`). */
export const maxHeader = 100_000_000
export const metadataKey = '__metadata__'

const maxName = 0x10000
/** In characters. JSON needs up to six for each, and the result is still a string that engines support. */
const maxText = 80_000_000

/** The format's names of dtypes. */
export const dtypeNames: { readonly [D in DType]: string } = {
  float16: 'F16',
  bfloat16: 'BF16',
  float32: 'F32',
  float64: 'F64'
}

/** Bits of an element, for each dtype of the format (`Dtype::bitsize`). */
export const bits: ReadonlyMap<string, bigint> = new Map(
  Object.entries({
    4: 'F4',
    6: 'F6_E2M3 F6_E3M2',
    8: 'BOOL U8 I8 F8_E5M2 F8_E4M3 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ',
    16: 'I16 U16 F16 BF16',
    32: 'I32 U32 F32',
    64: 'I64 U64 F64 C64'
  }).flatMap(([n, names]) => names.split(' ').map((name) => [name, BigInt(n)] as const))
)

// -------------------------------------------------------------------------------------
// checks
// -------------------------------------------------------------------------------------

/** UTF-8 would encode every lone surrogate as U+FFFD. */
const isText = (u: unknown, max: number): u is string =>
  typeof u === 'string' && u.length <= max && !/\p{Surrogate}/u.test(u)

export const checkName = (name: string): Validated<string> =>
  isText(name, maxName) && name !== '' && name !== metadataKey
    ? E.right(name)
    : fail('BadName', `1 to ${maxName} characters without lone surrogates, other than ${metadataKey}`, show(name))

export const checkMetadata = (u: unknown): Validated<Metadata> => {
  const record = fromUnknown(modelLimits)(u)
  return isRecord(record)
    ? pipe(all(Object.entries(record).map(checkText)), E.map(Object.fromEntries<string>))
    : fail('WrongType', 'an object of strings', showPlain(record))
}

const checkText = ([key, text]: readonly [string, Plain]): Validated<readonly [string, string]> =>
  isText(key, maxText) && isText(text, maxText)
    ? E.right([key, text])
    : fail('WrongType', 'a string without lone surrogates', showPlain(text), [key])
