/**
 * Seeds, dtypes and arguments of 0 in Keras, TensorFlow 1 and TF.js.
 */
import type { DType } from '../../DType.js'
import { dtype, seed } from '../../initializers/kit/definition.js'
import type { Fields } from '../kit/classReader.js'
import { type Point, when } from '../points.js'
import type { KerasSpec } from './spec.js'

export interface Common {
  readonly seed: number | null
  readonly dtype: DType | null
}
export const common: Fields<Common> = { seed, dtype }

/** TF.js applies defaults with `||`, so that a 0 stands for the default. */
export const isDefault = (value: unknown, { zeroIsDefault }: KerasSpec): boolean => value === 0 && zeroIsDefault

/** The seed of normal numbers: for TF.js, 0 means no seed. Its uniform numbers accept a seed of 0. */
export const seedOfNormal = (seed: number | null, spec: KerasSpec): number | null =>
  isDefault(seed, spec) ? null : seed

/** The points of a seed; `given` is the seed in the config. */
export const seedPoints = (seed: number | null, given: number | null = seed): ReadonlyArray<Point> => [
  ...when(seed === null, 'unseeded'),
  ...when(seed !== given, 'zero_argument')
]
