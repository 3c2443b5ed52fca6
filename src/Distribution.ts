/**
 * Distributions as printable values, between a config and the numbers that are drawn.
 *
 * config + fans → distribution is exact arithmetic, tested with equality. distribution → numbers is one quantile function of
 * a centred uniform number u in (-½, ½), tested once per kind of distribution, on a grid and statistically.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { type DType, largest, roundDown, roundUp, smallestSubnormal, traits } from './DType.js'
import { error, type InitializerError, type Validated } from './InitializerError.js'
import { cdf as standardCdf } from './numeric/normal/normal.js'
import { quantile as standardQuantile } from './numeric/normal/quantile.js'
import { FARTHEST, isTruncation, truncatedQuantile, truncationOf } from './numeric/normal/truncation.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Distribution = Uniform | Normal | TruncatedNormal

/** @since 0.1.0 */
export interface Uniform {
  readonly _tag: 'Uniform'
  readonly low: number
  readonly high: number
}

/** @since 0.1.0 */
export interface Normal {
  readonly _tag: 'Normal'
  readonly mean: number
  readonly stddev: number
}

/**
 * A normal distribution truncated to an interval.
 *
 * @since 0.1.0
 */
export interface TruncatedNormal {
  readonly _tag: 'TruncatedNormal'
  /** of the normal distribution before truncation */
  readonly mean: number
  /** of the normal distribution before truncation */
  readonly stddev: number
  /** the interval in units of stddev around the mean; ±Infinity where it is open */
  readonly bounds: readonly [lower: number, upper: number]
  /** the same interval as numbers; every element lies within it */
  readonly low: number
  readonly high: number
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const uniform = (low: number, high: number): Distribution => ({ _tag: 'Uniform', low, high })

/** @since 0.1.0 */
export const normal = (mean: number, stddev: number): Distribution => ({ _tag: 'Normal', mean, stddev })

/**
 * A normal distribution truncated to bounds in units of its stddev around its mean.
 *
 * @since 0.1.0
 */
export const truncatedNormal = (mean: number, stddev: number, lower: number, upper: number): TruncatedNormal => ({
  _tag: 'TruncatedNormal',
  mean,
  stddev,
  bounds: effectiveBounds(lower, upper),
  low: mean + lower * stddev,
  high: mean + upper * stddev
})

/**
 * A normal distribution truncated to an interval [low, high].
 *
 * @since 0.1.0
 */
export const truncatedNormalBetween = (mean: number, stddev: number, low: number, high: number): Distribution => ({
  _tag: 'TruncatedNormal',
  mean,
  stddev,
  bounds: effectiveBounds((low - mean) / stddev, (high - mean) / stddev),
  low,
  high
})

/** Bounds farther out truncate nothing. */
const effectiveBounds = (lower: number, upper: number): readonly [number, number] => [
  lower < -FARTHEST ? -Infinity : lower,
  upper > FARTHEST ? Infinity : upper
]

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The stddev of the standard normal distribution truncated to an interval; 0.87962566103423978 for ±2.
 *
 * @since 0.1.0
 */
export const truncatedStddev = (lower: number, upper: number): number =>
  truncationOf(...effectiveBounds(lower, upper)).stddev

/** @since 0.1.0 */
export const mean = (d: Distribution): number => {
  switch (d._tag) {
    case 'Uniform':
      return middle(d)
    case 'Normal':
      return d.mean
    case 'TruncatedNormal':
      return d.mean + d.stddev * truncationOf(...d.bounds).mean
  }
}

/** @since 0.1.0 */
export const stddev = (d: Distribution): number => {
  switch (d._tag) {
    case 'Uniform':
      return (d.high - d.low) / Math.sqrt(12)
    case 'Normal':
      return d.stddev
    case 'TruncatedNormal':
      return d.stddev * truncationOf(...d.bounds).stddev
  }
}

/** @since 0.1.0 */
export const variance = (d: Distribution): number => stddev(d) * stddev(d)

/**
 * The smallest and largest numbers that the distribution allows.
 *
 * @since 0.1.0
 */
export const support = (d: Distribution): readonly [low: number, high: number] => {
  switch (d._tag) {
    case 'Uniform':
    case 'TruncatedNormal':
      return [d.low, d.high]
    case 'Normal':
      return [-Infinity, Infinity]
  }
}

/**
 * The probability of a number ≤ x.
 *
 * @since 0.1.0
 */
export const cdf =
  (d: Distribution) =>
  (x: number): number => {
    switch (d._tag) {
      case 'Uniform':
        return inUnit((x - d.low) / (d.high - d.low))
      case 'Normal':
        return standardCdf((x - d.mean) / d.stddev)
      case 'TruncatedNormal': {
        const { left, mass } = truncationOf(...d.bounds)
        return x <= d.low ? 0 : x >= d.high ? 1 : inUnit((standardCdf((x - d.mean) / d.stddev) - left) / mass)
      }
    }
  }

const inUnit = (p: number): number => Math.min(1, Math.max(0, p))

/**
 * The number x with `cdf(x) = u + ½`, for a centred u in (-½, ½).
 *
 * @since 0.1.0
 */
export const quantile =
  (d: Distribution) =>
  (u: number): number => {
    switch (d._tag) {
      case 'Uniform':
        return middle(d) + width(d) * u
      case 'Normal':
        return d.mean + d.stddev * standardQuantile(u)
      case 'TruncatedNormal':
        return d.mean + d.stddev * truncatedQuantile(truncationOf(...d.bounds))(u)
    }
  }

/**
 * The distribution of the same numbers times a factor.
 *
 * @since 0.1.0
 * @example
 * import { Distribution } from 'initializers-ts'
 *
 * Distribution.scale(-2)(Distribution.uniform(-1, 3)) // => Distribution.uniform(-6, 2)
 */
export const scale =
  (factor: number) =>
  (d: Distribution): Distribution => {
    const times = (x: number): number => factor * x + 0 // JSON has no -0
    const stretched = (low: number, high: number): readonly [low: number, high: number] =>
      factor < 0 ? [times(high), times(low)] : [times(low), times(high)]
    switch (d._tag) {
      case 'Uniform':
        return uniform(...stretched(d.low, d.high))
      case 'Normal':
        return normal(times(d.mean), Math.abs(factor) * d.stddev)
      case 'TruncatedNormal': {
        const [low, high] = stretched(d.low, d.high)
        const [lower, upper] = d.bounds
        return {
          _tag: 'TruncatedNormal',
          mean: times(d.mean),
          stddev: Math.abs(factor) * d.stddev,
          bounds: factor < 0 ? [0 - upper, 0 - lower] : d.bounds,
          low,
          high
        }
      }
    }
  }

/** Half-way between the bounds, without overflow. */
export const middle = ({ low, high }: Uniform): number => 0.5 * low + 0.5 * high

/** From bound to bound. */
export const width = ({ low, high }: Uniform): number => high - low

// -------------------------------------------------------------------------------------
// what a dtype can hold
// -------------------------------------------------------------------------------------

/** The outermost centred uniform numbers that words give. */
const outermost: { readonly [words in 1 | 2]: number } = {
  1: 0.5 - 0.5 / 0x100000000,
  2: 0.5 - 0.5 / 0x10000000000000
}

/**
 * The smallest and largest numbers that can be drawn, before rounding.
 *
 * @since 0.1.0
 */
export const drawableRange =
  (dtype: DType) =>
  (d: Distribution): readonly [low: number, high: number] => {
    const u = outermost[traits(dtype).wordsPerElement]
    const [low, high] = support(d)
    return [Math.max(low, quantile(d)(-u)), Math.min(high, quantile(d)(u))]
  }

/** The grid is coarse near 0: over fewer steps than this the variance differs from its formula by more than 0.06 %. */
const fewestSteps = 64

/**
 * The distribution, if elements of the dtype can follow it: its bounds are in order and have a number of the dtype
 * between them (`BadBounds`), it does not exceed the largest number (`BoundOverflow`), and it spans enough of the
 * smallest steps (`BoundUnderflow`).
 *
 * @since 0.1.0
 */
export const fits =
  (dtype: DType) =>
  (d: Distribution): Validated<Distribution> => {
    const misfit = boundsMisfit(d) ?? overflow(dtype, d) ?? underflow(dtype, d) ?? gap(dtype, d)
    return misfit === undefined ? E.right(d) : E.left([misfit])
  }

type Misfit = InitializerError | undefined

const boundsMisfit = (d: Distribution): Misfit => {
  switch (d._tag) {
    case 'Uniform':
      return d.low < d.high ? undefined : badBounds('low < high', `[${d.low}, ${d.high}]`)
    case 'Normal':
      return undefined
    case 'TruncatedNormal':
      return isTruncation(...d.bounds)
        ? undefined
        : badBounds(`an interval that comes within ${FARTHEST} stddev of the mean`, `[${d.low}, ${d.high}]`)
  }
}

const badBounds = (expected: string, received: string): Misfit => error('BadBounds', expected, received)

const overflow = (dtype: DType, d: Distribution): Misfit => {
  const farthest = farthestOf(d, dtype)
  return farthest <= largest(dtype)
    ? undefined
    : error('BoundOverflow', `numbers up to ${largest(dtype)}, the largest ${dtype}`, `numbers up to ${farthest}`)
}

/** The greatest magnitude among the results and intermediate values. */
const farthestOf = (d: Distribution, dtype: DType): number => {
  const [low, high] = drawableRange(dtype)(d)
  const magnitude = Math.max(Math.abs(low), Math.abs(high))
  return d._tag === 'Uniform' && !Number.isFinite(width(d)) ? Infinity : Number.isNaN(magnitude) ? Infinity : magnitude
}

const underflow = (dtype: DType, d: Distribution): Misfit => {
  const least = fewestSteps * smallestSubnormal(dtype)
  const spread = spreadOf(d)
  return spread >= least
    ? undefined
    : error(
        'BoundUnderflow',
        `a spread of at least ${least}, ${fewestSteps} steps of ${dtype}`,
        `a spread of ${spread}`
      )
}

/** Half the width of a bounded distribution, the stddev of a normal one; a truncation beyond 2 stddev hardly matters. */
const spreadOf = (d: Distribution): number => {
  switch (d._tag) {
    case 'Uniform':
      return width(d) / 2
    case 'Normal':
      return d.stddev
    case 'TruncatedNormal':
      return Math.min((d.high - d.low) / 2, 2 * d.stddev)
  }
}

const gap = (dtype: DType, d: Distribution): Misfit => {
  const [low, high] = support(d)
  return roundUp(dtype)(low) <= roundDown(dtype)(high)
    ? undefined
    : badBounds(`a number of ${dtype} within the bounds`, `[${low}, ${high}], between two of them`)
}
