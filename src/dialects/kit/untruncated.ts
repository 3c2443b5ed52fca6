/**
 * The normal distribution that a truncated one comes from.
 */
import * as Distribution from '../../Distribution.js'
import type { Tagged } from '../../initializers/tagTable.js'

/** A normal distribution before truncation; the bounds are in units of its stddev, null where open. */
export interface Untruncated {
  readonly stddev: number
  readonly lower: number | null
  readonly upper: number | null
}

export const untruncated = (it: Tagged<'TruncatedNormal'>): Untruncated => {
  const { mean, stddev, lower, upper, bounds, corrected } = it
  if (bounds === 'absolute')
    return { stddev, lower: inStddevs(lower, mean, stddev), upper: inStddevs(upper, mean, stddev) }
  const factor = corrected ? Distribution.truncatedStddev(lower ?? -Infinity, upper ?? Infinity) : 1
  return { stddev: stddev / factor, lower, upper }
}

/** (x - mean) / stddev; an integer that gives x as its bound is exact, though the division is not. */
const inStddevs = (x: number | null, mean: number, stddev: number): number | null => {
  if (x === null) return null
  const k = (x - mean) / stddev
  const whole = Math.floor(k + 0.5)
  return mean + whole * stddev === x ? whole : k
}
