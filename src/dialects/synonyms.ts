/**
 * The same distribution in other words, for dialects that lack the first ones.
 */
import type * as Distribution from '../Distribution.js'
import { standard } from '../Fans.js'
import * as VarianceScaling from '../initializers/VarianceScaling.js'
import type { Tagged } from '../initializers/tagTable.js'
import type { Initializer } from '../Initializer.js'
import { FARTHEST } from '../numeric/normal/truncation.js'
import type { Point } from './dialect.js'
import { squareOf } from './gain.js'
import { parent } from './saying.js'

export interface Synonym {
  readonly initializer: Initializer
  readonly touched: ReadonlyArray<Point>
}

export const synonymOf = (it: Initializer): Synonym | undefined => {
  switch (it._tag) {
    case 'UniformUnitScaling':
      return unitScaling(it)
    case 'TruncatedNormal':
      return uncutNormal(it)
    case 'VarianceScaling':
      return ofGivenFans(it)
    case 'Zeros':
    case 'Ones':
    case 'Constant':
    case 'RandomUniform':
    case 'RandomNormal':
    case 'Identity':
    case 'Dirac':
    case 'STFT':
    case 'Orthogonal':
    case 'DeltaOrthogonal':
    case 'ConvolutionOrthogonal':
    case 'Sparse':
    case 'Scaled':
    case 'Blocks':
    case 'Masked':
    case 'ICNR':
      return undefined
  }
}

/** Variance scaling by the fan-in; only of a vector, which it takes for outputs, the fan-in is another. */
const unitScaling = ({ factor, seed, dtype }: Tagged<'UniformUnitScaling'>): Synonym => ({
  initializer: {
    ...{ _tag: 'VarianceScaling', scale: squareOf(factor), mode: 'fan_in', distribution: 'uniform', corrected: true },
    ...{ fans: standard, seed, dtype }
  },
  touched: ['vector_fans']
})

/** A normal distribution, where the cut leaves all of it: PyTorch's `trunc_normal_` cuts at ±2, whatever the stddev. */
const uncutNormal = (it: Tagged<'TruncatedNormal'>): Synonym | undefined => {
  const { stddev, lower, upper } = parent(it)
  const isUncut = (lower ?? -Infinity) < -FARTHEST && (upper ?? Infinity) > FARTHEST
  const { mean, seed, dtype } = it
  return isUncut ? { initializer: { _tag: 'RandomNormal', mean, stddev, seed, dtype }, touched: ['bounds'] } : undefined
}

/** With the fans as numbers, the distribution is the same for all shapes. */
const ofGivenFans = (it: Tagged<'VarianceScaling'>): Synonym | undefined => {
  if (it.fans.rule !== 'explicit') return undefined
  const { fan_in: fanIn, fan_out: fanOut } = it.fans
  const { seed, dtype } = it
  return {
    initializer: { ...drawnFrom(VarianceScaling.distribution(it)({ fanIn, fanOut })), seed, dtype },
    touched: []
  }
}

const drawnFrom = (d: Distribution.Distribution) => {
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
