/**
 * The dtypes of model files, in the words of safetensors (`F32`), NumPy (`float32`) and PyTorch (`torch.float32`).
 */
import * as E from 'fp-ts/Either'
import { nearest } from '../codec/record.js'
import * as DType from '../DType.js'
import { words } from '../formats/safetensors/model.js'
import { error, type Errors, show, type Validated } from '../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A dtype as a file says it. */
export interface FileDType {
  /** in the file */
  readonly word: string
  /** `integer` is also said of truth values; `other` are numbers that no `DType` holds, such as those of 8 bits */
  readonly meaning: DType.DType | 'integer' | 'other'
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

export const ours = (dtype: DType.DType): FileDType => ({ word: dtype, meaning: dtype })

/** What a word means; `UnknownDType` if it is none. */
export const readDType = (word: string): Validated<FileDType> => {
  const short = word.replace(/^(torch|numpy|jnp)\./, '')
  const meaning = weights.get(short) ?? (integers.test(short) ? 'integer' : others.test(short) ? 'other' : undefined)
  return meaning === undefined ? unknown(word) : E.right({ word, meaning })
}

const weights: ReadonlyMap<string, DType.DType> = new Map(
  DType.all.flatMap((dtype) => [
    [dtype, dtype],
    [words[dtype], dtype]
  ])
)

const integers = /^(u?int\d{1,2}|[IU]\d{1,2}|bool|BOOL)$/
const others = /^(float[468]_\w{1,20}|F[468](_\w{1,20})?|complex\d{2,3}|C\d{2,3})$/

const unknown = (word: string): Validated<never> => {
  const near = nearest(word, DType.all)
  const wrong = error('UnknownDType', `one of ${DType.all.join(', ')}, or one of integers`, show(word))
  return E.left<Errors>([near === undefined ? wrong : { ...wrong, nearest: near }])
}
