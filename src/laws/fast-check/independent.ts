/** Initializers of any shape, whose elements are drawn independently or are all the same. */
import * as fc from 'fast-check'
import { type FanRule, modes, standard } from '../../Fans.js'
import type { Initializer } from '../../Initializer.js'
import type { Tagged } from '../../initializers/tagTable.js'
import type { Kind, VarianceScaling } from '../../initializers/VarianceScaling.js'
import { between, bounds, location, spread } from './distributions.js'
import { unset, withSeedAndDType } from './fields.js'

/**
 * A `VarianceScaling` with fans that are defined for any shape, which every dtype can hold over shapes of moderate size.
 *
 * @since 0.1.0
 */
export const varianceScaling = (): fc.Arbitrary<VarianceScaling> => bareVarianceScaling().chain(withSeedAndDType)

/**
 * An initializer that is valid for any shape, with elements that are drawn independently or are all the same. Every dtype can
 * hold it over shapes of moderate size.
 *
 * @since 0.1.0
 */
export const independent = (): fc.Arbitrary<Initializer> => bareIndependent().chain(withSeedAndDType)

export const bareIndependent = (): fc.Arbitrary<Initializer> =>
  fc.oneof(
    bareVarianceScaling(),
    fc.constantFrom('Zeros' as const, 'Ones' as const).map((_tag) => ({ _tag, dtype: null })),
    constant(),
    location().map(([m, s]): Tagged<'RandomUniform'> => ({
      _tag: 'RandomUniform',
      minval: m - s,
      maxval: m + s,
      ...unset
    })),
    location().map(([mean, stddev]): Tagged<'RandomNormal'> => ({ _tag: 'RandomNormal', mean, stddev, ...unset })),
    truncatedNormal(),
    spread().map((factor): Tagged<'UniformUnitScaling'> => ({ _tag: 'UniformUnitScaling', factor, ...unset }))
  )

const bareVarianceScaling = (): fc.Arbitrary<VarianceScaling> =>
  fc.record(
    {
      _tag: fc.constant('VarianceScaling' as const),
      scale: between(0.001, 100),
      mode: fc.constantFrom(...modes),
      distribution: fc.constantFrom<Kind>('truncated_normal', 'untruncated_normal', 'uniform'),
      corrected: fc.boolean(),
      fans: fc.oneof(
        { weight: 4, arbitrary: fc.constant(standard) },
        { weight: 1, arbitrary: explicitFans() },
        { weight: 1, arbitrary: squareFans() }
      ),
      seed: fc.constant(null),
      dtype: fc.constant(null)
    },
    { noNullPrototype: true }
  )

const explicitFans = (): fc.Arbitrary<FanRule> =>
  fc.tuple(between(0.5, 5000), between(0.5, 5000)).map(([fan_in, fan_out]) => ({ rule: 'explicit', fan_in, fan_out }))

/** For the ranks of small shapes. */
const squareFans = (): fc.Arbitrary<FanRule> => fc.subarray([1, 2, 3, 4, 5]).map((ranks) => ({ rule: 'square', ranks }))

/** Within the range of every dtype. */
export const moderate = (): fc.Arbitrary<number> => between(-60000, 60000)

const constant = (): fc.Arbitrary<Tagged<'Constant'>> =>
  fc.tuple(moderate(), fc.boolean()).map(([value, reshape]) => ({ _tag: 'Constant', value, reshape, dtype: null }))

const truncatedNormal = (): fc.Arbitrary<Tagged<'TruncatedNormal'>> =>
  fc
    .tuple(location(), bounds(), fc.boolean(), fc.constantFrom('neither', 'lower', 'upper'))
    .map(([[mean, stddev], [lower, upper], corrected, unbounded]) => ({
      _tag: 'TruncatedNormal',
      mean,
      stddev,
      lower: unbounded === 'lower' ? null : lower,
      upper: unbounded === 'upper' ? null : upper,
      bounds: 'stddev',
      corrected,
      ...unset
    }))
