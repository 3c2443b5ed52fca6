/**
 * Independent elements whose variance is `scale / n`, with n a fan of the shape or an average of both.
 *
 * The contract is TensorFlow's `tf.compat.v1.keras.initializers.VarianceScaling`, after Glorot & Bengio (2010), LeCun
 * et al. (1998) and He et al. (2015), whose schemes are rows of it (`presets`). With v = scale / max(1, n):
 *
 * - truncated normal: stddev √v / 0.87962566103423978, truncated at ±2 stddev, so that √v is the stddev after truncation;
 *   without `corrected`, as in Keras up to 2.1.6 and in TF.js, stddev √v before truncation;
 * - untruncated normal: stddev √v;
 * - uniform: between ±√(3v).
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/function'
import { boolean, oneOf, positive } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import * as Distribution from '../Distribution.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import * as Fans from '../Fans.js'
import { andThen, at, type Validated } from '../InitializerError.js'
import { define, type Definition, dtype, seed } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Kind = 'truncated_normal' | 'untruncated_normal' | 'uniform'

/** @since 0.1.0 */
export interface VarianceScaling {
  readonly _tag: 'VarianceScaling'
  readonly scale: number
  readonly mode: Fans.Mode
  readonly distribution: Kind
  /** whether √v is the stddev of a truncated normal after truncation */
  readonly corrected: boolean
  /** which axes count as inputs and outputs */
  readonly fans: Fans.FanRule
  readonly seed: number | null
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * The distribution for given fans.
 *
 * @since 0.1.0
 * @example
 * import { presets, VarianceScaling } from 'initializers-ts'
 *
 * VarianceScaling.distribution(presets.glorotUniform)({ fanIn: 1, fanOut: 5 }) // => { _tag: 'Uniform', low: -1, high: 1 }
 */
export const distribution =
  ({ scale, mode, distribution: kind, corrected }: VarianceScaling) =>
  (fans: Fans.Fans): Distribution.Distribution => {
    const v = scale / Fans.denominator(mode)(fans)
    const stddev = Math.sqrt(v)
    switch (kind) {
      case 'truncated_normal':
        return Distribution.truncatedNormal(0, corrected ? stddev / Distribution.truncatedStddev(-2, 2) : stddev, -2, 2)
      case 'untruncated_normal':
        return Distribution.normal(0, stddev)
      case 'uniform':
        return Distribution.uniform(-Math.sqrt(3 * v), Math.sqrt(3 * v))
    }
  }

/** @since 0.1.0 */
export const draw =
  (initializer: VarianceScaling) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      at('config', 'fans')(Fans.fromRule(initializer.fans)(target.shape)),
      andThen((fans) => at('config', 'scale')(Draw.independent(distribution(initializer)(fans), fans)(target)))
    )

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'VarianceScaling', config: { scale, mode, distribution } }`, with TensorFlow's defaults. The
 * old name `normal` is read as `truncated_normal`. `corrected` defaults to true and `fans`, a `FanRule`, to TensorFlow's rule;
 * neither is written at its default.
 *
 * @since 0.1.0
 */
export const definition: Definition<VarianceScaling> = define<VarianceScaling>({
  name: 'VarianceScaling',
  fields: {
    scale: optional(positive, 1),
    mode: optional(oneOf('UnknownValue', Fans.modes), 'fan_in'),
    distribution: optional(
      oneOf<Kind>(
        'UnknownValue',
        ['truncated_normal', 'untruncated_normal', 'uniform'],
        new Map([['normal', 'truncated_normal']])
      ),
      'truncated_normal'
    ),
    corrected: { codec: boolean, fallback: true, omit: (corrected) => corrected },
    fans: { codec: Fans.codec, fallback: Fans.standard, omit: ({ rule }) => rule === 'default' },
    seed,
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
