/**
 * The initializers of TensorFlow 1 as values: a class, the arguments of its constructor, and the library's initializer.
 */
import type { DType } from '../../DType.js'
import type { Value } from '../../initializers/kit/values.js'
import type { Initializer } from '../../Initializer.js'

/**
 * Which fan a scale is divided by, or the mean of both.
 *
 * @since 0.1.0
 */
export type Mode = 'fan_in' | 'fan_out' | 'fan_avg'

/**
 * `normal` is the old name of `truncated_normal`; a config keeps the one that was given.
 *
 * @since 0.1.0
 */
export type Distribution = 'truncated_normal' | 'normal' | 'untruncated_normal' | 'uniform'

/**
 * A safe integer, or null for none.
 *
 * @since 0.1.0
 */
export type Seed = number | null

export interface Typed {
  readonly dtype: DType
}
export interface Seeded {
  readonly seed: Seed
}
export interface Random extends Typed, Seeded {}
export interface Gained extends Random {
  readonly gain: number
}
export interface Moments extends Random {
  readonly mean: number
  readonly stddev: number
}

/**
 * The classes and the arguments of their constructors.
 *
 * @since 0.1.0
 */
export interface Arguments {
  readonly VarianceScaling: Random & {
    readonly scale: number
    readonly mode: Mode
    readonly distribution: Distribution
  }
  readonly GlorotUniform: Random
  readonly GlorotNormal: Random
  /** of `tf.compat.v1.keras`, as are the next three */
  readonly HeUniform: Seeded
  readonly HeNormal: Seeded
  readonly LecunUniform: Seeded
  readonly LecunNormal: Seeded
  readonly UniformUnitScaling: Random & { readonly factor: number }
  readonly RandomUniform: Random & { readonly minval: number; readonly maxval: number | null }
  readonly RandomNormal: Moments
  readonly TruncatedNormal: Moments
  readonly Orthogonal: Gained
  readonly ConvolutionDeltaOrthogonal: Gained
  readonly ConvolutionOrthogonal1D: Gained
  readonly ConvolutionOrthogonal2D: Gained
  readonly ConvolutionOrthogonal3D: Gained
  readonly Zeros: Typed
  readonly Ones: Typed
  readonly Constant: Typed & { readonly value: Value; readonly verify_shape: boolean }
  readonly Identity: Typed & { readonly gain: number }
}

/**
 * The name of a class.
 *
 * @since 0.1.0
 */
export type ClassName = keyof Arguments

/**
 * An initializer of TensorFlow 1: its class, the arguments of its constructor, and the library's initializer.
 *
 * @since 0.1.0
 */
export interface V1<C extends ClassName = ClassName> {
  readonly class_name: C
  readonly arguments: Readonly<Arguments[C]>
  readonly initializer: Initializer
}
