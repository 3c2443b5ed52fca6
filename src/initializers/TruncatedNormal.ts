/**
 * Independent elements of a normal distribution truncated to an interval.
 *
 * TensorFlow and Keras truncate at ±2 stddev, JAX at any number of stddev, PyTorch's `trunc_normal_` at absolute numbers.
 * `bounds` is the unit of `lower` and `upper`; null leaves a side open (JSON has no infinity). None of these frameworks
 * corrects the stddev for truncation. With `corrected`, `stddev` is that of the elements rather than that of the normal
 * distribution before truncation.
 *
 * @since 0.1.0
 */
import { boolean, finite, oneOf, positive } from '../codec/leaf.js'
import { nullable, optional } from '../codec/record.js'
import * as Distribution from '../Distribution.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, error, type InitializerError, type Validated } from '../InitializerError.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The unit of the bounds: stddev around the mean, or absolute numbers.
 *
 * @since 0.1.0
 */
export type Bounds = 'stddev' | 'absolute'

/** @since 0.1.0 */
export interface TruncatedNormal {
  readonly _tag: 'TruncatedNormal'
  readonly mean: number
  readonly stddev: number
  /** null: open below */
  readonly lower: number | null
  /** null: open above */
  readonly upper: number | null
  readonly bounds: Bounds
  /** whether stddev is that of the elements */
  readonly corrected: boolean
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const distribution = (initializer: TruncatedNormal): Distribution.Distribution => {
  const { mean, stddev, bounds, corrected } = initializer
  const lower = initializer.lower ?? -Infinity
  const upper = initializer.upper ?? Infinity
  switch (bounds) {
    case 'absolute':
      return Distribution.truncatedNormalBetween(mean, stddev, lower, upper)
    case 'stddev':
      return Distribution.truncatedNormal(
        mean,
        corrected ? stddev / Distribution.truncatedStddev(lower, upper) : stddev,
        lower,
        upper
      )
  }
}

/** @since 0.1.0 */
export const draw =
  (initializer: TruncatedNormal) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    at('config')(Draw.independent(distribution(initializer))(target))

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

const boundsErrors = ({
  lower,
  upper,
  bounds,
  corrected
}: Omit<TruncatedNormal, '_tag'>): ReadonlyArray<InitializerError> => [
  ...(lower === null && upper === null
    ? [error('BadBounds', 'at least one bound (RandomNormal has none)', 'null', ['upper'])]
    : []),
  ...(lower !== null && upper !== null && lower >= upper
    ? [error('BadBounds', `a number above lower, ${lower}`, `${upper}`, ['upper'])]
    : []),
  ...(corrected && bounds === 'absolute'
    ? [error('Unsupported', 'false with absolute bounds, which the correction would move', 'true', ['corrected'])]
    : [])
]

/**
 * Serialized as `{ class_name: 'TruncatedNormal', config: { mean, stddev } }`, with Keras's defaults.
 *
 * @since 0.1.0
 */
export const definition: Definition<TruncatedNormal> = define<TruncatedNormal>({
  name: 'TruncatedNormal',
  fields: {
    mean: optional(finite, 0),
    stddev: optional(positive, 0.05),
    lower: optional(nullable(finite), -2),
    upper: optional(nullable(finite), 2),
    bounds: optional(oneOf<Bounds>('UnknownValue', ['stddev', 'absolute']), 'stddev'),
    corrected: optional(boolean, false),
    seed,
    dtype
  },
  rule: boundsErrors,
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
