/** `VarianceScaling`: its distribution follows from the scale and the fans. */
import { Distribution, Fans, Initializer, VarianceScaling } from 'initializers-ts'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { equal, type InitializerCase, law, type Laws } from 'initializers-ts/laws'
import { kindOf } from '../../src/laws/statistics/expected.js'
import { elements } from '../../src/laws/slice.js'

/** 2^-53, half a unit in the last place of 1. */
const halfUlp = 1.1102230246251565e-16

/** A scheme and the fans it is used with, where nothing over- or underflows. */
export interface ScalingCase {
  readonly initializer: VarianceScaling.VarianceScaling
  readonly fans: Fans.Fans
}

const distributionOf = VarianceScaling.distribution

export const scalingLaws = {
  variance: law(
    'the variance is scale / n to 8 ulp, or what uncorrected truncation leaves of it',
    ({ initializer, fans }) => {
      const v = (initializer.scale / Fans.denominator(initializer.mode)(fans)) * fractionLeft(initializer)
      return Math.abs(Distribution.variance(distributionOf(initializer)(fans)) - v) <= 16 * halfUlp * v
    }
  ),
  mean: law('the mean is 0', ({ initializer, fans }) => Distribution.mean(distributionOf(initializer)(fans)) === 0),
  scaleTimesFour: law('four times the scale doubles every parameter exactly', ({ initializer, fans }) =>
    equal(
      distributionOf({ ...initializer, scale: 4 * initializer.scale })(fans),
      doubled(distributionOf(initializer)(fans))
    )
  ),
  fanTimesFour: law(
    'four times the fan halves every parameter exactly',
    ({ initializer, fans: { fanIn, fanOut } }) =>
      fanIn < 1 ||
      fanOut < 1 ||
      equal(
        distributionOf(initializer)({ fanIn, fanOut }),
        doubled(distributionOf(initializer)({ fanIn: 4 * fanIn, fanOut: 4 * fanOut }))
      )
  ),
  increasing: law(
    'a larger scale gives a larger stddev',
    ({ initializer, fans }) =>
      Distribution.stddev(distributionOf({ ...initializer, scale: 1.0001 * initializer.scale })(fans)) >
      Distribution.stddev(distributionOf(initializer)(fans))
  ),
  kind: law(
    'the distribution is the named one',
    ({ initializer, fans }) => kindOf(distributionOf(initializer)(fans)) === initializer.distribution
  ),
  sameVariance: law(
    'the three distributions have the same variance if truncation is corrected',
    ({ initializer, fans }) => {
      const [a, b, c] = kinds.map((distribution) =>
        Distribution.variance(distributionOf({ ...initializer, distribution, corrected: true })(fans))
      )
      return [a, b, c].every((v) => v !== undefined && b !== undefined && Math.abs(v - b) <= 16 * halfUlp * b)
    }
  ),
  symmetric: law('the bounds are symmetric', ({ initializer, fans }) => {
    const [low, high] = Distribution.support(distributionOf(initializer)(fans))
    return low === -high
  })
} satisfies Laws<ScalingCase>

export const drawnScalingLaws = {
  scaleTimesFour: law(
    'four times the scale draws exactly twice the numbers',
    ({ initializer, shape, rng }) =>
      initializer._tag !== 'VarianceScaling' ||
      (['float64', 'float32', 'bfloat16'] as const).every((dtype) =>
        pipe(
          E.Do,
          E.apS('once', Initializer.draw({ shape, dtype })(initializer)),
          E.apS('twice', Initializer.draw({ shape, dtype })({ ...initializer, scale: 4 * initializer.scale })),
          E.exists(({ once, twice }) =>
            equal(
              elements(twice, rng),
              elements(once, rng).map((x) => 2 * x)
            )
          )
        )
      )
  )
} satisfies Laws<InitializerCase>

/** 0.87962566103423978 squared is the variance of a standard normal truncated to ±2. */
const fractionLeft = ({ distribution, corrected }: VarianceScaling.VarianceScaling): number =>
  distribution === 'truncated_normal' && !corrected ? 0.7737413035499232 : 1

const kinds: ReadonlyArray<VarianceScaling.Kind> = ['uniform', 'untruncated_normal', 'truncated_normal']

const doubled = (d: Distribution.Distribution): Distribution.Distribution => {
  switch (d._tag) {
    case 'Uniform':
      return { ...d, low: 2 * d.low, high: 2 * d.high }
    case 'Normal':
      return { ...d, mean: 2 * d.mean, stddev: 2 * d.stddev }
    case 'TruncatedNormal':
      return { ...d, mean: 2 * d.mean, stddev: 2 * d.stddev, low: 2 * d.low, high: 2 * d.high }
  }
}
