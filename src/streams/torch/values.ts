/**
 * The elements of a tensor while they are computed. float64 is computed in float64; float32 in float32, and so are the 16-bit
 * dtypes, whose elements are rounded from it. Each element is a number of its dtype.
 */
import { type DataOf, type DType, traits } from '../../DType.js'
import type { Target } from '../../Draw.js'
import type { Tensor } from '../../Tensor.js'
import type { GeneratorReader } from './Generator.js'
import type { Options } from './options.js'

export type Values = Float32Array | Float64Array

/** n elements of a dtype, drawn from a reader by one PyTorch. */
export interface Drawing {
  readonly options: Options
  readonly reader: GeneratorReader
  readonly dtype: DType
  readonly n: number
}

export const isHalf = (dtype: DType): boolean => dtype === 'float16' || dtype === 'bfloat16'

/** The tensor of these values; it owns the array afterwards. */
export const tensorOf = <D extends DType>({ shape, dtype }: Target<D>, values: Values): Tensor<D> => {
  if (!isHalf(dtype)) return { shape, dtype, data: values as DataOf<D> }
  const { make, store } = traits(dtype)
  const data = make(values.length)
  store(Float64Array.from(values), values.length, data, 0)
  return { shape, dtype, data }
}
