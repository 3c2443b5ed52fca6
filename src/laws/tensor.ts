/**
 * Tensors: as many elements as the shape has, each a finite number of the dtype, and bytes that round-trip.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { round, traits } from '../DType.js'
import { size } from '../Shape.js'
import * as Summary from '../Summary.js'
import * as Tensor from '../Tensor.js'
import { equal } from './equal.js'
import { law, type Laws } from './law.js'

/**
 * Laws of a tensor.
 *
 * @since 0.1.0
 */
export const tensorLaws = {
  elementCount: law('there are as many elements as the shape has', ({ shape, data }) => data.length === size(shape)),
  byteCount: law(
    'there are as many bytes as the dtype takes',
    (tensor) => Tensor.bytes(tensor).length === size(tensor.shape) * width(tensor)
  ),
  finite: law('every element is finite', (tensor) => Tensor.values(tensor).every(Number.isFinite)),
  representable: law('every element is a number of the dtype', (tensor) =>
    Tensor.values(tensor).every((x) => Object.is(round(tensor.dtype)(x), x))
  ),
  bytesRoundTrip: law('the bytes decode to the tensor', (tensor) =>
    equal(Tensor.fromBytes(tensor.dtype, tensor.shape)(Tensor.bytes(tensor)), E.right(tensor))
  ),
  bigEndianRoundTrip: law('the big-endian bytes decode to the tensor', (tensor) =>
    equal(
      Tensor.fromBytes(tensor.dtype, tensor.shape, 'big')(Tensor.swapped(Tensor.bytes(tensor), width(tensor))),
      E.right(tensor)
    )
  ),
  exactLength: law('an extra byte is refused', (tensor) =>
    E.isLeft(Tensor.fromBytes(tensor.dtype, tensor.shape)(Uint8Array.from([...Tensor.bytes(tensor), 0])))
  ),
  reflexive: law(
    'it equals itself and a copy',
    (tensor) => Tensor.eq.equals(tensor, tensor) && Tensor.eq.equals(tensor, { ...tensor, data: tensor.data.slice() })
  ),
  summary: law('the summary counts every element and bounds them', (tensor) => {
    const { count, mean, min, max } = Summary.fromTensor(tensor)
    const values = Tensor.values(tensor)
    const rounding = 1e-12 * Math.max(Math.abs(min), Math.abs(max))
    const isBetween = min <= mean + rounding && mean <= max + rounding
    return (
      count === values.length &&
      (count === 0 || (values.includes(min) && values.includes(max) && isBetween)) &&
      values.every((x) => min <= x && x <= max)
    )
  })
} satisfies Laws<Tensor.Tensor>

const width = ({ dtype }: Tensor.Tensor): number => traits(dtype).bytesPerElement
