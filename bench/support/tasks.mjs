// @ts-check
// What the contenders are asked to draw.

/** @typedef {'uniform' | 'normal' | 'truncated normal'} Distribution */
/** @typedef {'float32' | 'float16' | 'bfloat16' | 'float64'} DType */

/**
 * `kept`: into memory that has been written to before; `new`: into an array that is allocated for it.
 * @typedef {'kept' | 'new'} Arrays
 */

/** @typedef {{ readonly distribution: Distribution, readonly dtype: DType, readonly elements: number, readonly arrays: Arrays }} Task */

/** @type {ReadonlyArray<Distribution>} */
export const distributions = ['uniform', 'normal', 'truncated normal']

/** @type {ReadonlyArray<DType>} */
export const dtypes = ['float32', 'float16', 'bfloat16', 'float64']

/** As Keras has them: ±0.05; stddev 0.05; stddev 0.05, truncated at ±0.1. */
export const configs = /** @type {const} */ ({
  uniform: 'random_uniform',
  normal: 'random_normal',
  'truncated normal': 'truncated_normal'
})

/** Fewer elements are drawn repeatedly up to this number, so that the resolution of the clock does not matter. */
export const batch = 2 ** 20
