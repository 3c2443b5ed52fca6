/**
 * Layers that merge several tensors into one.
 *
 * @see keras/src/layers/merging
 */
import { integer } from '../../../codec/leaf.js'
import { fail, type Validated } from '../../../InitializerError.js'
import { listed } from '../kit/keys.js'
import { mapSizes, type OpenShape, showShape, type Size } from '../kit/openShape.js'
import {
  inputsOf,
  type LayerCall,
  type LayerReader,
  layerReader,
  type LayerTable,
  optional,
  required
} from '../kit/reader.js'
import { result } from '../kit/weights.js'

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

/** The broadcast of two sizes: 1 adapts to the other, unknown stays unknown. */
const broadcastSize = (a: Size, b: Size): Size => (a === 1 ? b : b === 1 ? a : a === null || b === null ? null : a)

/** As in Keras: the batch axis is separate, the others are aligned at the last axis. */
const broadcast = (a: OpenShape, b: OpenShape): OpenShape => {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a]
  const [batch = null, ...rest] = longer
  const [other = null, ...others] = shorter
  const lead = rest.length - others.length
  return [batch ?? other, ...rest.map((size, i) => (i < lead ? size : broadcastSize(size, others[i - lead] ?? null)))]
}

const mismatch = ({ layer }: LayerCall, expected: string, shapes: ReadonlyArray<OpenShape>): Validated<never> =>
  fail('ShapeMismatch', `${expected} for ${layer.className}`, shapes.map(showShape).join(', ') || 'none', layer.path)

// -------------------------------------------------------------------------------------
// kinds
// -------------------------------------------------------------------------------------

/** Elementwise, with broadcasting. */
export const elementwise: LayerReader = layerReader({}, (_, call) => {
  const [first, ...others] = inputsOf(call)
  return first === undefined ? mismatch(call, 'inputs', []) : result([], others.reduce(broadcast, first))
})

const concatenated = (shapes: ReadonlyArray<OpenShape>, axis: number): OpenShape | null => {
  const [first = []] = shapes
  const index = axis < 0 ? axis + first.length : axis
  if (index < 0 || index >= first.length || shapes.some((shape) => shape.length !== first.length)) return null
  const plus = mapSizes((a = 0, b = 0) => a + b)
  const total = shapes.map((shape) => shape[index] ?? null).reduce((sum, size) => plus(sum, size), 0)
  return first.map((size, i) => (i === index ? total : size))
}

const concatenate: LayerReader = layerReader({ axis: optional(integer, -1) }, ({ axis }, call) => {
  const shapes = inputsOf(call)
  const output = concatenated(shapes, axis)
  return output === null
    ? mismatch(call, `shapes of equal rank that have the axis ${axis}`, shapes)
    : result([], output)
})

const dot: LayerReader = layerReader({ axes: required(listed(integer)) }, ({ axes }, call) => {
  const [a, b, ...others] = inputsOf(call)
  if (a === undefined || b === undefined || others.length > 0) return mismatch(call, 'two inputs', inputsOf(call))
  const [first = 0, second = first] = axes
  const without = (shape: OpenShape, axis: number): OpenShape =>
    shape.filter((_, i) => i !== (axis < 0 ? axis + shape.length : axis))
  const output = [...without(a, first), ...without(b, second).slice(1)]
  return result([], output.length === 1 ? [...output, 1] : output)
})

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const mergings: LayerTable = {
  Add: elementwise,
  Subtract: elementwise,
  Multiply: elementwise,
  Average: elementwise,
  Maximum: elementwise,
  Minimum: elementwise,
  Concatenate: concatenate,
  Dot: dot
}
