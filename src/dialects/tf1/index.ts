/**
 * The initializers of `tf.compat.v1` as pure functions: TensorFlow 1's constructors, `from_config`, `get_config` and call.
 *
 * Arguments, their order and defaults, the keys of configs and the order of errors are those of TensorFlow 2.21's
 * `init_ops.py`. TensorFlow raises the first error; here all are returned, and those that TensorFlow does not raise come last.
 * As in TensorFlow, the case of a distribution is ignored and that of a mode is not. (`read('tf1')` reads files and accepts more
 * spellings.) `fromConfig` also reads HeUniform, HeNormal, LecunUniform and LecunNormal, the classes of `tf.compat.v1.keras`.
 *
 * 447 of 480 random calls have the answer of TensorFlow 2.21; the others are of the two kinds that are counted below. These
 * differences are intended:
 *
 * - NaN and infinities are refused, and so are a stddev below 0, a factor that is not above 0 and a `maxval` below `minval`;
 * - a seed is a safe integer or null, and true is not a number, although Python reads it as 1;
 * - dtypes are the four floating-point ones, also where TensorFlow accepts integers (3 calls), and the dtype of a call is
 *   checked too;
 * - GlorotUniform and GlorotNormal keep their dtype, which TensorFlow forgets (30 calls);
 * - a part of a variable is a slice of the whole, where TensorFlow gives all parts of a seeded variable the same numbers.
 *
 * @since 0.1.0
 */
import type { DType } from '../../DType.js'
import type { Value } from '../../initializers/kit/values.js'
import type { Validated } from '../../InitializerError.js'
import { fromConfig } from './classes.js'
import type { Distribution, Mode, Seed, V1 } from './model.js'

export { call, type PartitionInfo, sampler } from './call.js'
export { fromConfig, getConfig } from './classes.js'
export type { Arguments, ClassName, Distribution, Mode, Seed, V1 } from './model.js'

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * Numbers of variance `scale / max(1, n)`, where n is a fan or the average of both.
 *
 * @since 0.1.0
 */
export const VarianceScaling = (
  scale = 1,
  mode: Mode = 'fan_in',
  distribution: Distribution | Uppercase<Distribution> = 'truncated_normal',
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1<'VarianceScaling'>> => fromConfig('VarianceScaling')({ scale, mode, distribution, seed, dtype })

/**
 * `VarianceScaling(1, 'fan_avg', 'uniform')`, after Glorot and Bengio (2010).
 *
 * @since 0.1.0
 */
export const GlorotUniform = (seed: Seed = null, dtype: DType = 'float32'): Validated<V1<'GlorotUniform'>> =>
  fromConfig('GlorotUniform')({ seed, dtype })

/**
 * `VarianceScaling(1, 'fan_avg', 'truncated_normal')`, after Glorot and Bengio (2010).
 *
 * @since 0.1.0
 */
export const GlorotNormal = (seed: Seed = null, dtype: DType = 'float32'): Validated<V1<'GlorotNormal'>> =>
  fromConfig('GlorotNormal')({ seed, dtype })

/**
 * `VarianceScaling(1, 'fan_in', 'truncated_normal')`, after LeCun et al. (1998); a function in TensorFlow too.
 *
 * @since 0.1.0
 */
export const lecun_normal = (seed: Seed = null): Validated<V1<'VarianceScaling'>> =>
  VarianceScaling(1, 'fan_in', 'truncated_normal', seed)

/**
 * `VarianceScaling(1, 'fan_in', 'uniform')`, after LeCun et al. (1998).
 *
 * @since 0.1.0
 */
export const lecun_uniform = (seed: Seed = null): Validated<V1<'VarianceScaling'>> =>
  VarianceScaling(1, 'fan_in', 'uniform', seed)

/**
 * `VarianceScaling(2, 'fan_in', 'truncated_normal')`, after He et al. (2015).
 *
 * @since 0.1.0
 */
export const he_normal = (seed: Seed = null): Validated<V1<'VarianceScaling'>> =>
  VarianceScaling(2, 'fan_in', 'truncated_normal', seed)

/**
 * `VarianceScaling(2, 'fan_in', 'uniform')`, after He et al. (2015).
 *
 * @since 0.1.0
 */
export const he_uniform = (seed: Seed = null): Validated<V1<'VarianceScaling'>> =>
  VarianceScaling(2, 'fan_in', 'uniform', seed)

/**
 * Uniform numbers of variance `factor`² / n, where n is the product of all axes but the last.
 *
 * @since 0.1.0
 */
export const UniformUnitScaling = (
  factor = 1,
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1<'UniformUnitScaling'>> => fromConfig('UniformUnitScaling')({ factor, seed, dtype })

/**
 * Uniform numbers from `minval` to `maxval`, which is 1 if null. (`tf.compat.v1.keras.initializers` has -0.05 to 0.05.)
 *
 * @since 0.1.0
 */
export const RandomUniform = (
  minval = 0,
  maxval: number | null = null,
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1<'RandomUniform'>> => fromConfig('RandomUniform')({ minval, maxval, seed, dtype })

/**
 * Normal numbers. (In `tf.compat.v1.keras.initializers` the stddev is 0.05 by default.)
 *
 * @since 0.1.0
 */
export const RandomNormal = (
  mean = 0,
  stddev = 1,
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1<'RandomNormal'>> => fromConfig('RandomNormal')({ mean, stddev, seed, dtype })

/**
 * Normal numbers truncated at 2 stddev; `stddev` is that before truncation. (In `tf.compat.v1.keras.initializers` it is 0.05 by
 * default.)
 *
 * @since 0.1.0
 */
export const TruncatedNormal = (
  mean = 0,
  stddev = 1,
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1<'TruncatedNormal'>> => fromConfig('TruncatedNormal')({ mean, stddev, seed, dtype })

/**
 * Orthonormal columns on the last axis, or rows where they are fewer, times `gain`.
 *
 * @since 0.1.0
 */
export const Orthogonal = (gain = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1<'Orthogonal'>> =>
  fromConfig('Orthogonal')({ gain, seed, dtype })

/**
 * A kernel whose centre is orthogonal and whose other taps are 0, after Xiao et al. (2018).
 *
 * @since 0.1.0
 */
export const ConvolutionDeltaOrthogonal = (
  gain = 1,
  seed: Seed = null,
  dtype: DType = 'float32'
): Validated<V1<'ConvolutionDeltaOrthogonal'>> => fromConfig('ConvolutionDeltaOrthogonal')({ gain, seed, dtype })

const convolutionOrthogonal =
  <D extends 1 | 2 | 3>(dimensions: D) =>
  (gain = 1, seed: Seed = null, dtype: DType = 'float32'): Validated<V1<`ConvolutionOrthogonal${D}D`>> =>
    fromConfig<`ConvolutionOrthogonal${D}D`>(`ConvolutionOrthogonal${dimensions}D`)({ gain, seed, dtype })

/**
 * An orthogonal kernel for a convolution in one dimension: of rank 3.
 *
 * @since 0.1.0
 */
export const ConvolutionOrthogonal1D = convolutionOrthogonal(1)

/**
 * An orthogonal kernel for a convolution in two dimensions, after Xiao et al. (2018): of rank 4.
 *
 * @since 0.1.0
 */
export const ConvolutionOrthogonal2D = convolutionOrthogonal(2)

/**
 * An orthogonal kernel for a convolution in three dimensions: of rank 5.
 *
 * @since 0.1.0
 */
export const ConvolutionOrthogonal3D = convolutionOrthogonal(3)

/**
 * All elements 0.
 *
 * @since 0.1.0
 */
export const Zeros = (dtype: DType = 'float32'): Validated<V1<'Zeros'>> => fromConfig('Zeros')({ dtype })

/**
 * All elements 1.
 *
 * @since 0.1.0
 */
export const Ones = (dtype: DType = 'float32'): Validated<V1<'Ones'>> => fromConfig('Ones')({ dtype })

/**
 * A number, or an array whose values are used in row-major order; with `verify_shape` it must have the tensor's shape.
 *
 * The number of values must be that of the tensor. (TensorFlow refuses others too, except in a graph, where it repeats the last
 * of too few values.)
 *
 * @since 0.1.0
 */
export const Constant = (value: Value = 0, dtype: DType = 'float32', verify_shape = false): Validated<V1<'Constant'>> =>
  fromConfig('Constant')({ value, dtype, verify_shape })

/**
 * `gain` on the diagonal of a matrix.
 *
 * @since 0.1.0
 */
export const Identity = (gain = 1, dtype: DType = 'float32'): Validated<V1<'Identity'>> =>
  fromConfig('Identity')({ gain, dtype })
