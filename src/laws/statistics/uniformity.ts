/** Numbers that should be uniform in [0, 1), and pairs that should not correlate. */
import { frequencies } from './counts.js'
import { bernstein, binLimits, isSampleSize, type Measurement, worst } from './intervals.js'

/**
 * The fullest or emptiest of 256 equal bins of numbers that should be uniform in [0, 1); as many as a `SampleSize`.
 *
 * @since 0.1.0
 */
export const evenness = (us: Float64Array): Measurement => {
  const [low, high] = isSampleSize(us.length) ? binLimits[us.length] : [NaN, NaN]
  const counts = frequencies(
    us.map((u) => Math.floor(256 * u)),
    256
  )
  return worst(Array.from(counts, (value) => ({ value, low, high })))
}

/**
 * The correlation of numbers of mean 0, variance 1 and absolute value at most `most` with those `lag` indices later, in
 * pairs of which no two share a number.
 *
 * @since 0.1.0
 */
export const correlation = (zs: Float64Array, lag: number, most: number): Measurement => {
  const isFirst = (i: number): boolean => Math.floor(i / lag) % 2 === 0 && i + lag < zs.length
  const blocks = Math.floor(zs.length / (2 * lag))
  const pairs = blocks * lag + Math.max(0, zs.length - 2 * lag * blocks - lag)
  const sum = zs.reduce((s, z, i) => (isFirst(i) ? s + z * (zs[i + lag] ?? NaN) : s), 0)
  const slack = bernstein(pairs, (most * most) / 3)
  return { value: sum / pairs, low: -slack, high: slack }
}
