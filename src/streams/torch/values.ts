/**
 * The elements of a tensor while they are made: numbers, all of which the dtype has. float32 and the 16-bit dtypes, which
 * are rounded from it, are computed in float32, float64 in float64.
 */
import { type DataOf, type DType, traits } from '../../DType.js'
import type { Target } from '../../Draw.js'
import type { Tensor } from '../../Tensor.js'
import type { Source } from './Generator.js'
import type { Options } from './options.js'

export type Values = Float32Array | Float64Array

/** n elements of a dtype, as one PyTorch draws them from a source. */
export interface Drawing {
  readonly options: Options
  readonly source: Source
  readonly dtype: DType
  readonly n: number
}

export const isHalf = (dtype: DType): boolean => dtype === 'float16' || dtype === 'bfloat16'

/** The tensor of these values, which it takes over. */
export const tensorOf = <D extends DType>({ shape, dtype }: Target<D>, values: Values): Tensor<D> => {
  if (!isHalf(dtype)) return { shape, dtype, data: values as DataOf<D> }
  const { make, store } = traits(dtype)
  const data = make(values.length)
  store(Float64Array.from(values), values.length, data, 0)
  return { shape, dtype, data }
}
