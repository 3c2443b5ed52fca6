/** Distributions that every dtype can hold, and the numbers they are made of. */
import * as fc from 'fast-check'
import * as Distribution from '../../Distribution.js'

/**
 * A finite number from `min` to `max`, evenly over the orders of magnitude where both have one sign.
 *
 * @since 0.1.0
 */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)

/**
 * A centred uniform number as two words produce it: (k + ½) / 2^52, never 0 and never ±½.
 *
 * @since 0.1.0
 */
export const centred = (): fc.Arbitrary<number> =>
  fc.integer({ min: -0x8000000000000, max: 0x7ffffffffffff }).map((k) => (k + 0.5) / 0x10000000000000)

/** Small and large enough for every dtype, float16 included. */
export const spread = (): fc.Arbitrary<number> => between(0.001, 50)

/** A mean and a spread, with the mean so near to 0 that bfloat16 can distinguish the elements. */
export const location = (): fc.Arbitrary<readonly [mean: number, spread: number]> =>
  fc.tuple(fc.oneof(fc.constant(0), between(-3, 3)), spread()).map(([k, s]) => [k * s + 0, s])

/** Bounds of a truncated normal in stddev; at least half a stddev apart. */
export const bounds = (): fc.Arbitrary<readonly [lower: number, upper: number]> =>
  fc.oneof(
    between(0.25, 6).map((b) => [-b, b] as const),
    fc.tuple(between(-4, 4), between(0.5, 2)).map(([a, w]) => [a, a + w] as const)
  )

/**
 * A distribution that every dtype can hold: numbers of size 0.001 to 1000, bounds within 6 stddev of the mean.
 *
 * @since 0.1.0
 */
export const distribution = (): fc.Arbitrary<Distribution.Distribution> =>
  fc.oneof(
    location().map(([m, s]) => Distribution.uniform(m - s, m + s)),
    spread().map((s) => Distribution.uniform(-s, s)),
    location().map(([m, s]) => Distribution.normal(m, s)),
    location().map(([m, s]) => Distribution.truncatedNormal(m, s, -2, 2)),
    fc.tuple(location(), bounds()).map(([[m, s], [lower, upper]]) => Distribution.truncatedNormal(m, s, lower, upper))
  )
