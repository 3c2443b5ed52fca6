/**
 * Samples: do these numbers follow that distribution?
 *
 * Every check has a bound on its false alarms that holds at the exact size of the sample, without a normal
 * approximation. The budget is one false alarm in 10^9 runs of 512 checks, so each check has alpha = 10^-9 / 512
 * (Bonferroni). No tolerance is tuned: each is a formula of n, alpha and the distribution (`statistics/intervals.ts`).
 *
 * What one sample of 2^20 detects: a stddev that is wrong by 1 % is missed with a probability of 2e-12 (normal), 1e-23
 * (truncated), 7e-53 (uniform); a mean that is off by 1.35 % of a stddev with 1e-10.
 *
 * @since 0.1.0
 */
import { flow } from 'fp-ts/function'
import * as R from 'fp-ts/ReadonlyRecord'
import { contramap, law, type Laws } from './law.js'
import { asDrawn, type Drawn, lagOf, meanOf, pairsOf, varianceOf } from './statistics/drawn.js'
import type { Expected } from './statistics/expected.js'
import { isWithin, type Measurement } from './statistics/intervals.js'
import {
  asSorted,
  binsOf,
  distanceOf,
  endsOf,
  greatestOf,
  leastOf,
  lowerEndOf,
  type Sorted,
  tailsOf,
  upperEndOf
} from './statistics/sorted.js'

export type { Expected } from './statistics/expected.js'
export { isWithin, type Measurement, type SampleSize } from './statistics/intervals.js'
export { correlation, evenness } from './statistics/uniformity.js'

interface Check<S> {
  readonly description: string
  readonly measure: (sample: S) => Measurement
}

const check = <S>(description: string, measure: (sample: S) => Measurement): Check<S> => ({ description, measure })

const lag = (n: number): Check<Drawn> => check(`numbers ${n} apart do not correlate`, lagOf(n))

const drawnChecks = {
  mean: check('the mean is as expected', meanOf),
  variance: check('the variance is as expected', varianceOf),
  pairs: check('consecutive pairs fill 16 × 16 equal cells equally', pairsOf),
  lag1: lag(1),
  lag2: lag(2),
  lag3: lag(3),
  lag4: lag(4),
  lag5: lag(5),
  lag7: lag(7),
  lag8: lag(8),
  lag16: lag(16),
  lag31: lag(31),
  lag32: lag(32),
  lag64: lag(64),
  lag256: lag(256),
  lag1024: lag(1024),
  lag4096: lag(4096),
  lag16384: lag(16384)
}

const sortedChecks = {
  shape: check('the distribution function is as expected', distanceOf),
  bins: check('equal bins fill equally', binsOf),
  tails: check('1 % of the numbers are in the outermost 1 %', tailsOf(0.005)),
  farTails: check('0.27 % are in the outermost 0.27 %, which is beyond 3 stddev of a normal', tailsOf(0.00135)),
  lowerBound: check('no number lies below the bounds', leastOf),
  upperBound: check('no number lies above the bounds', greatestOf),
  lowerEnd: check('the lower end is reached', lowerEndOf),
  upperEnd: check('the upper end is reached', upperEndOf),
  ends: check('numbers do not pile up at the bounds', endsOf)
} satisfies Readonly<Record<string, Check<Sorted>>>

/** The name of a check. */
type Name = keyof typeof drawnChecks | keyof typeof sortedChecks

/**
 * What each check of a sample measures, and the interval that it allows. The sample is as long as a `SampleSize`, in
 * the order in which it was drawn.
 *
 * @since 0.1.0
 */
export const measurements =
  (expected: Expected) =>
  (values: Float64Array): Readonly<Record<Name, Measurement>> => {
    const [drawn, sorted] = [asDrawn(expected)(values), asSorted(expected)(values)]
    return {
      ...R.map(({ measure }: Check<Drawn>) => measure(drawn))(drawnChecks),
      ...R.map(({ measure }: Check<Sorted>) => measure(sorted))(sortedChecks)
    }
  }

/**
 * The same checks as laws of a sample.
 *
 * @since 0.1.0
 * @example
 * import { Distribution, Initializer, Tensor } from 'initializers-ts'
 * import { broken, statisticalLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const expected = { distribution: Distribution.normal(0, 0.05), dtype: 'float32' } as const
 * const weights = Initializer.init({ shape: [256, 256], dtype: 'float32', seed: 1 })('random_normal')
 * pipe(weights, E.map(Tensor.values), E.map(broken(statisticalLaws(expected)))) // => E.right([])
 */
export const statisticalLaws = (expected: Expected) =>
  ({
    ...contramap(asDrawn(expected))(R.map(lawOf<Drawn>)(drawnChecks)),
    ...contramap(asSorted(expected))(R.map(lawOf<Sorted>)(sortedChecks))
  }) satisfies Laws<Float64Array>

const lawOf = <S>({ description, measure }: Check<S>) => law(description, flow(measure, isWithin))
