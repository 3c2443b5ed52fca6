/**
 * The dtype names of model files: those of safetensors (`F32`), NumPy (`float32`) and PyTorch (`torch.float32`).
 */
import * as E from 'fp-ts/Either'
import { unknownWord } from '../codec/problems.js'
import * as DType from '../DType.js'
import { dtypeNames } from '../formats/safetensors/model.js'
import type { Validated } from '../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** The dtype of a tensor in a file. */
export interface FileDType {
  /** as the file writes it */
  readonly name: string
  /** `integer` includes booleans; `other` is a dtype that cannot be drawn, such as 8-bit or complex numbers */
  readonly kind: DType.DType | 'integer' | 'other'
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

export const fromDType = (dtype: DType.DType): FileDType => ({ name: dtype, kind: dtype })

/** Reads a dtype name. Error: `UnknownDType`. */
export const readDType = (name: string): Validated<FileDType> => {
  const short = name.replace(/^(torch|numpy|jnp)\./, '')
  const kind = drawable.get(short) ?? (integers.test(short) ? 'integer' : others.test(short) ? 'other' : undefined)
  return kind === undefined ? unknownDType(name) : E.right({ name, kind })
}

const drawable: ReadonlyMap<string, DType.DType> = new Map(
  DType.all.flatMap((dtype) => [
    [dtype, dtype],
    [dtypeNames[dtype], dtype]
  ])
)

const integers = /^(u?int\d{1,2}|[IU]\d{1,2}|bool|BOOL)$/
const others = /^(float[468]_\w{1,20}|F[468](_\w{1,20})?|complex\d{2,3}|C\d{2,3})$/

const unknownDType = (name: string): Validated<never> =>
  E.left([unknownWord('UnknownDType', `one of ${DType.all.join(', ')}, or an integer dtype`, name, DType.all)])
