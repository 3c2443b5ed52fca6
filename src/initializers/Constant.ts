/**
 * Every element is the same number, or an array fills the tensor, rounded to the dtype. No random word is drawn, so the
 * next state is the given one.
 *
 * An array, of at most 20,000,000 numbers (160 MB), is broadcast to the shape as in NumPy and Keras 3: its axes are aligned with
 * the last axes of the tensor, and each has the tensor's size or 1. With `reshape` its values, as many as the tensor has or a
 * single one, fill the tensor in row-major order, as in TensorFlow and Keras 2.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { boolean } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import { type DType, largest, round } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, fail, type Validated } from '../InitializerError.js'
import { define, type Definition, dtype } from './kit/definition.js'
import { broadcast, type Filling, reshaped, value, type Value } from './kit/values.js'

export type { Value } from './kit/values.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Constant {
  readonly _tag: 'Constant'
  readonly value: Value
  /** whether the values of an array fill the tensor in row-major order, whatever its axes */
  readonly reshape: boolean
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `NotRepresentable` for a value beyond the dtype's largest, `ShapeMismatch` for an array that is ragged or does not fit
 * the shape.
 *
 * @since 0.1.0
 */
export const draw =
  ({ value, reshape }: Constant) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      typeof value === 'number' ? Draw.constant(value)(target) : arrayDraw(value, reshape, target),
      at('config', 'value')
    )

const arrayDraw = <D extends DType>(value: Value, reshape: boolean, target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
  pipe(
    (reshape ? reshaped : broadcast)(value, target.shape),
    E.chain((filling) => filledWith(filling, target))
  )

const filledWith = <D extends DType>(
  { values, valueIndex }: Filling,
  target: Draw.Target<D>
): Validated<Draw.Draw<D>> => {
  const bad = values.find((x) => !Number.isFinite(round(target.dtype)(x)))
  if (bad !== undefined) {
    return fail('NotRepresentable', `numbers within ±${largest(target.dtype)}, the largest ${target.dtype}`, `${bad}`)
  }
  return Draw.byIndex(structureOf(values), (i) => values[valueIndex(i)]!)(target)
}

/** Every value is equally frequent. */
const structureOf = (values: ReadonlyArray<number>): Draw.Structure => {
  const n = Math.max(1, values.length)
  const mean = values.reduce((sum, x) => sum + x, 0) / n
  const sumOfSquares = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0)
  const low = values.reduce((least, x) => Math.min(least, x), values[0] ?? 0)
  const high = values.reduce((most, x) => Math.max(most, x), values[0] ?? 0)
  return { name: 'constant array', mean, stddev: Math.sqrt(sumOfSquares / n), low, high }
}

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Constant', config: { value: 0 } }`, with Keras's default.
 *
 * @since 0.1.0
 */
export const definition: Definition<Constant> = define<Constant>({
  name: 'Constant',
  fields: {
    value: optional(value, 0),
    reshape: { codec: boolean, fallback: false, omit: (reshape) => !reshape },
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
