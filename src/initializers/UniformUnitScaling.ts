/**
 * Uniform between ±factor·√(3 / n), where n is the product of all axes except the last (Sussillo & Abbott, 2014):
 * TensorFlow 1's `UniformUnitScaling`, Haiku's `UniformScaling`.
 *
 * @since 0.1.0
 */
import { positive } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import * as Distribution from '../Distribution.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, type Validated } from '../InitializerError.js'
import { type Shape, size } from '../Shape.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface UniformUnitScaling {
  readonly _tag: 'UniformUnitScaling'
  readonly factor: number
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * The distribution for a checked shape; n is at least 1, as in TensorFlow.
 *
 * @since 0.1.0
 */
export const distribution =
  ({ factor }: UniformUnitScaling) =>
  (shape: Shape): Distribution.Distribution => {
    const limit = Math.sqrt(3 / Math.max(1, size(shape.slice(0, -1)))) * factor
    return Distribution.uniform(-limit, limit)
  }

/** @since 0.1.0 */
export const draw =
  (initializer: UniformUnitScaling) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    at('config', 'factor')(Draw.independent(distribution(initializer)(target.shape))(target))

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'UniformUnitScaling', config: { factor: 1 } }`.
 *
 * @since 0.1.0
 */
export const definition: Definition<UniformUnitScaling> = define<UniformUnitScaling>({
  name: 'UniformUnitScaling',
  fields: { factor: optional(positive, 1), seed, dtype },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
