/**
 * The distribution of stored numbers. A 16-bit element stands for a cell of numbers, and its probability is that of the
 * cell, exactly.
 */
import { type DType, round, roundDown, roundUp, traits } from '../../DType.js'
import * as Distribution from '../../Distribution.js'
import type { Kind } from '../../initializers/VarianceScaling.js'

/**
 * What the numbers should follow: a distribution whose mean is not far from 0 in units of its stddev, and the dtype in
 * which they are stored.
 *
 * @since 0.1.0
 */
export interface Expected {
  readonly distribution: Distribution.Distribution
  readonly dtype: DType
}

/** Which of the three distributions of `VarianceScaling` it is, if any. */
export const kindOf = (d: Distribution.Distribution): Kind | undefined => {
  switch (d._tag) {
    case 'Uniform':
      return 'uniform'
    case 'Normal':
      return 'untruncated_normal'
    case 'TruncatedNormal':
      return d.bounds[0] === -2 && d.bounds[1] === 2 ? 'truncated_normal' : undefined
  }
}

/**
 * The most that rounding once, within the bounds, changes the variance relatively: by exact sums over all stored numbers
 * for 810 fans; for the wider dtypes half a step.
 */
export const roundingSlack: { readonly [D in DType]: number } = {
  float64: 1e-12,
  float32: 1.2e-7,
  float16: 2.5e-6,
  bfloat16: 1.8e-4
}

/** Whether cells are wide enough to count. */
export const hasCells = (dtype: DType): boolean => traits(dtype).bytesPerElement === 2

/** Half a step above a number of the dtype: every number up to that point is rounded to it or below. */
export const cellEnd =
  (dtype: DType) =>
  (x: number): number =>
    hasCells(dtype) ? x + (successor(dtype)(x) - x) / 2 : x

/** The number above x. 2^-40 of x is less than a step of any narrow dtype, and 2^-200 less than the smallest. */
const successor =
  (dtype: DType) =>
  (x: number): number =>
    roundUp(dtype)(x + Math.abs(x) * 9.094947017729282e-13 + 6.223015277861142e-61)

/** The stored number below x, for a dtype with cells. */
export const predecessor =
  (dtype: DType) =>
  (x: number): number =>
    hasCells(dtype) ? x - 2 * (cellEnd(dtype)(-x) + x) : x

/** The probability that a stored number is x or below. */
export const storedCdf = ({ distribution: d, dtype }: Expected): ((x: number) => number) => {
  const [low, high] = Distribution.support(d)
  const [least, greatest] = d._tag === 'Normal' ? [low, high] : [roundUp(dtype)(low), roundDown(dtype)(high)]
  const end = cellEnd(dtype)
  return (x) => (x >= greatest ? 1 : x < least ? 0 : Distribution.cdf(d)(end(x)))
}

/** The stored number nearest to a quantile, for a centred probability u in (−½, ½). */
export const storedQuantile =
  ({ distribution, dtype }: Expected) =>
  (u: number): number =>
    round(dtype)(Distribution.quantile(distribution)(u))

/** k − 1 stored numbers that divide the distribution into k bins, as equal as their cells allow. */
export const edges = (expected: Expected, k: number): ReadonlyArray<number> =>
  Array.from({ length: k - 1 }, (_, i) => storedQuantile(expected)((i + 1) / k - 0.5))
