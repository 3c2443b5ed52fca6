/**
 * Independent elements of a normal distribution, untruncated.
 *
 * @since 0.1.0
 */
import { finite, positive } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import * as Distribution from '../Distribution.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, type Validated } from '../InitializerError.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface RandomNormal {
  readonly _tag: 'RandomNormal'
  readonly mean: number
  readonly stddev: number
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const distribution = ({ mean, stddev }: RandomNormal): Distribution.Distribution =>
  Distribution.normal(mean, stddev)

/** @since 0.1.0 */
export const draw =
  (initializer: RandomNormal) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    at('config')(Draw.independent(distribution(initializer))(target))

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'RandomNormal', config: { mean, stddev } }`, with Keras's defaults.
 *
 * @since 0.1.0
 */
export const definition: Definition<RandomNormal> = define<RandomNormal>({
  name: 'RandomNormal',
  fields: {
    mean: optional(finite, 0),
    stddev: optional(positive, 0.05),
    seed,
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
