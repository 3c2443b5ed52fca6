/**
 * Other initializers with the same distribution, for dialects that lack the first one.
 */
import * as E from 'fp-ts/Either'
import * as Distribution from '../../Distribution.js'
import { type FanRule, fromRule, standard } from '../../Fans.js'
import type { Initializer } from '../../initializers/registry.js'
import type { AnyInitializer } from '../../initializers/kit/definition.js'
import { fromTable, type Tagged, type TagTable, unsupported } from '../../initializers/tagTable.js'
import * as UniformUnitScaling from '../../initializers/UniformUnitScaling.js'
import * as VarianceScaling from '../../initializers/VarianceScaling.js'
import type { Validated } from '../../InitializerError.js'
import type { WriteSettings } from '../definition.js'
import type { Point } from '../points.js'
import type { DialectSpec } from '../spec.js'
import { squareOf } from './gain.js'
import { notExpressible } from './notExpressible.js'
import { untruncated } from './untruncated.js'

/** An initializer with the same distribution, and the points on which that depends. */
export interface Equivalent {
  readonly initializer: Initializer
  readonly points: ReadonlyArray<Point>
}

// -------------------------------------------------------------------------------------
// table
// -------------------------------------------------------------------------------------

/**
 * Variance scaling by the fan-in for two axes or more. UniformUnitScaling counts a vector as outputs of one input, so that its
 * limit is the same for all vectors; without a rank they are equal only if the dialect refuses vectors.
 */
const unitScaling = (
  it: Tagged<'UniformUnitScaling'>,
  { name, fans }: DialectSpec,
  { rank }: WriteSettings
): Validated<Equivalent> => {
  const ranks = `the option rank, with one for which ${name} counts the inputs`
  if (rank === null) return refusesVectors(fans) ? E.right(scalingByInputs(it)) : notExpressible('rank', ranks, rank)
  if (rank < 2) return E.right(ofVectors(it))
  return fans.rule === 'square' && !fans.ranks.includes(rank)
    ? notExpressible('rank', ranks, rank)
    : E.right(scalingByInputs(it))
}

const refusesVectors = (fans: FanRule): boolean => E.isLeft(fromRule(fans)([1]))

const scalingByInputs = ({ factor, seed, dtype }: Tagged<'UniformUnitScaling'>): Equivalent => ({
  initializer: {
    ...{ _tag: 'VarianceScaling', scale: squareOf(factor), mode: 'fan_in', distribution: 'uniform', corrected: true },
    ...{ fans: standard, seed, dtype }
  },
  points: ['vector_fans']
})

const ofVectors = (it: Tagged<'UniformUnitScaling'>): Equivalent => {
  const { seed, dtype } = it
  return { initializer: { ...withDistribution(UniformUnitScaling.distribution(it)([1])), seed, dtype }, points: [] }
}

/** A normal distribution, if the bounds are beyond all of it: PyTorch's `trunc_normal_` has bounds of ±2, whatever the stddev. */
const normal = (it: Tagged<'TruncatedNormal'>): Validated<Equivalent> | undefined => {
  const { mean, seed, dtype } = it
  const { stddev, lower, upper } = untruncated(it)
  const { bounds } = Distribution.truncatedNormal(mean, stddev, lower ?? -Infinity, upper ?? Infinity)
  const isOpen = !bounds.some(Number.isFinite)
  return isOpen
    ? E.right({ initializer: { _tag: 'RandomNormal', mean, stddev, seed, dtype }, points: ['bounds'] })
    : undefined
}

/** With the fans as numbers, the distribution is the same for all shapes. */
const ofGivenFans = (it: Tagged<'VarianceScaling'>): Validated<Equivalent> | undefined => {
  if (it.fans.rule !== 'explicit') return undefined
  const { fan_in: fanIn, fan_out: fanOut } = it.fans
  const { seed, dtype } = it
  const drawn = withDistribution(VarianceScaling.distribution(it)({ fanIn, fanOut }))
  return E.right({ initializer: { ...drawn, seed, dtype }, points: [] })
}

const withDistribution = (d: Distribution.Distribution) => {
  switch (d._tag) {
    case 'Uniform':
      return { _tag: 'RandomUniform', minval: d.low, maxval: d.high } as const
    case 'Normal':
      return { _tag: 'RandomNormal', mean: d.mean, stddev: d.stddev } as const
    case 'TruncatedNormal': {
      const bounds = { lower: -2, upper: 2, bounds: 'stddev', corrected: false } as const
      return { _tag: 'TruncatedNormal', mean: d.mean, stddev: d.stddev, ...bounds } as const
    }
  }
}

const table: TagTable<[spec: DialectSpec, settings: WriteSettings], Validated<Equivalent> | undefined> = {
  Zeros: unsupported,
  Ones: unsupported,
  Constant: unsupported,
  Identity: unsupported,
  Dirac: unsupported,
  STFT: unsupported,
  RandomUniform: unsupported,
  RandomNormal: unsupported,
  TruncatedNormal: normal,
  VarianceScaling: ofGivenFans,
  UniformUnitScaling: unitScaling,
  Orthogonal: unsupported,
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** The equivalent of an initializer, or why it has none for these settings; undefined if there is none at all. */
export const equivalentOf: (
  initializer: AnyInitializer,
  spec: DialectSpec,
  settings: WriteSettings
) => Validated<Equivalent> | undefined = fromTable(table, () => undefined)
