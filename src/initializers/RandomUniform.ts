/**
 * Independent elements, uniform between two numbers.
 *
 * @since 0.1.0
 */
import { finite } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import * as Distribution from '../Distribution.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, error, type Validated } from '../InitializerError.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface RandomUniform {
  readonly _tag: 'RandomUniform'
  readonly minval: number
  readonly maxval: number
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const distribution = ({ minval, maxval }: RandomUniform): Distribution.Distribution =>
  Distribution.uniform(minval, maxval)

/** @since 0.1.0 */
export const draw =
  (initializer: RandomUniform) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    at('config')(Draw.independent(distribution(initializer))(target))

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'RandomUniform', config: { minval, maxval } }`, with Keras's defaults.
 *
 * @since 0.1.0
 */
export const definition: Definition<RandomUniform> = define<RandomUniform>({
  name: 'RandomUniform',
  fields: { minval: optional(finite, -0.05), maxval: optional(finite, 0.05), seed, dtype },
  rule: ({ minval, maxval }) =>
    minval < maxval ? [] : [error('BadBounds', `a number above minval, ${minval}`, `${maxval}`, ['maxval'])],
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
