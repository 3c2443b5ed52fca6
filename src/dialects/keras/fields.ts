/**
 * Seeds, dtypes and arguments of 0 as Keras, TensorFlow 1 and TF.js have them.
 */
import type { DType } from '../../DType.js'
import { dtype, seed } from '../../initializers/kit/codec.js'
import type { Point, Traits } from '../dialect.js'
import type { Fields } from '../meaning.js'

export interface Common {
  readonly seed: number | null
  readonly dtype: DType | null
}
export const common: Fields<Common> = { seed, dtype }

/** TF.js, written with `||`, takes a 0 for what was left out. */
export const isDefault = (value: unknown, { points }: Traits): boolean =>
  value === 0 && points.zero_argument === 'the default'

/** The seed of normal numbers, where TF.js takes a 0 for none; its uniform numbers have a seed of 0. */
export const seedOfNormal = (seed: number | null, traits: Traits): number | null =>
  isDefault(seed, traits) ? null : seed

/** What is told of a seed, as it is meant and as it came. */
export const seedPoints = (meant: number | null, came: number | null = meant): ReadonlyArray<Point> => [
  ...(meant === null ? (['unseeded'] as const) : []),
  ...(meant === came ? [] : (['zero_argument'] as const))
]
