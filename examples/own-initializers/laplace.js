// @ts-check
/**
 * Independent elements of a Laplace distribution with density exp(-|x - mean| / scale) / (2 scale).
 *
 * Engines differ in the last bits of `Math.log`. So one state gives one tensor on one engine, in any slices and on any number
 * of threads; on another engine an element can differ by a unit in the last place.
 */
import { Draw, Initializer } from 'initializers-ts'

/**
 * @typedef {{
 *   readonly _tag: 'Laplace'
 *   readonly mean: number
 *   readonly scale: number
 *   readonly seed: number | null
 *   readonly dtype: import('initializers-ts').DType.DType | null
 * }} Laplace
 */

const { dtype, finite, optional, positive, seed } = Initializer.fields

/** @type {Initializer.Definition<Laplace>} */
export const laplace = Initializer.define({
  name: 'Laplace',
  fields: { mean: optional(finite, 0), scale: optional(positive, 0.05), seed, dtype },
  draw: ({ mean, scale }) =>
    Draw.byQuantile(
      { name: 'Laplace', mean, stddev: Math.SQRT2 * scale, low: -Infinity, high: Infinity },
      (u) => mean - scale * Math.sign(u) * Math.log(1 - 2 * Math.abs(u))
    )
})
