/**
 * Tensors: as many elements as the shape says, and bytes that give them back.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { type DType, round, traits } from '../DType.js'
import { size } from '../Shape.js'
import * as Summary from '../Summary.js'
import * as Tensor from '../Tensor.js'
import { equal, type Laws } from './law.js'

/** @since 0.1.0 */
export const tensorLaws: Laws<Tensor.Tensor> = {
  'there are as many elements as the sizes multiply to': ({ shape, data }) => data.length === size(shape),
  'there are as many bytes as the dtype takes': (tensor) =>
    Tensor.bytes(tensor).length === size(tensor.shape) * traits(tensor.dtype).bytes,
  'every element is finite': (tensor) => Tensor.values(tensor).every(Number.isFinite),
  'every element is a number of the dtype': (tensor) =>
    Tensor.values(tensor).every((x) => Object.is(round(tensor.dtype)(x), x)),
  'the bytes give the tensor back': (tensor) =>
    equal(Tensor.fromBytes(tensor.dtype, tensor.shape)(Tensor.bytes(tensor)), E.right(tensor)),
  'so do big-endian bytes': (tensor) =>
    equal(
      Tensor.fromBytes(tensor.dtype, tensor.shape, 'big')(Tensor.swapped(Tensor.bytes(tensor), width(tensor.dtype))),
      E.right(tensor)
    ),
  'one byte more is refused': (tensor) =>
    E.isLeft(Tensor.fromBytes(tensor.dtype, tensor.shape)(Uint8Array.from([...Tensor.bytes(tensor), 0]))),
  'it equals itself and its copy': (tensor) =>
    Tensor.eq.equals(tensor, tensor) && Tensor.eq.equals(tensor, { ...tensor, data: tensor.data.slice() }),
  'the summary counts every element and lies within them': (tensor) => {
    const { count, mean, min, max } = Summary.fromTensor(tensor)
    const values = Tensor.values(tensor)
    const rounding = 1e-12 * Math.max(Math.abs(min), Math.abs(max))
    return (
      count === values.length &&
      (count === 0 ||
        (values.includes(min) && values.includes(max) && min <= mean + rounding && mean <= max + rounding)) &&
      values.every((x) => min <= x && x <= max)
    )
  }
}

const width = (dtype: DType): number => traits(dtype).bytes
