/**
 * What a tensor's elements follow, as a printable value: a distribution, one number, or a structure.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import * as Distribution from './Distribution.js'
import { type DType, largest, round, roundDown, roundUp } from './DType.js'
import { fail, show, type Validated } from './InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Content = Distribution.Distribution | Constant | Structured

/**
 * Every element is one number.
 *
 * @since 0.1.0
 */
export interface Constant {
  readonly _tag: 'Constant'
  readonly value: number
}

/**
 * Elements that differ by place or depend on each other. The moments are those over all of them.
 *
 * @since 0.1.0
 */
export interface Structured {
  readonly _tag: 'Structured'
  readonly name: string
  readonly mean: number
  readonly stddev: number
  /** the bounds that no element leaves before rounding, finite */
  readonly low: number
  readonly high: number
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const constant = (value: number): Constant => ({ _tag: 'Constant', value })

/** @since 0.1.0 */
export const structured = (name: string, mean: number, stddev: number, low: number, high: number): Structured => ({
  _tag: 'Structured',
  name,
  mean: mean + 0, // JSON has no -0
  stddev,
  low: low + 0,
  high: high + 0
})

/**
 * A value on a share of the places, and 0 on the others.
 *
 * @since 0.1.0
 */
export const twoPoint = (name: string, value: number, share: number): Structured =>
  structured(
    name,
    share * value,
    Math.abs(value) * Math.sqrt(share * (1 - share)),
    Math.min(0, value),
    Math.max(0, value)
  )

/**
 * Parts, each with its share of the places; the bounds are those of what the dtype's words can draw.
 *
 * @since 0.1.0
 */
export const mixture = (
  dtype: DType,
  name: string,
  parts: ReadonlyArray<{ readonly share: number; readonly content: Content }>
): Structured => {
  const sum = (term: (content: Content) => number): number =>
    parts.reduce((total, { share, content }) => total + share * term(content), 0)
  const average = sum(mean)
  const square = sum((content) => variance(content) + (mean(content) - average) * (mean(content) - average))
  const bounds = parts.map(({ content }) => drawableRange(dtype)(content))
  const low = bounds.reduce((least, [bound]) => Math.min(least, bound), Infinity)
  const high = bounds.reduce((most, [, bound]) => Math.max(most, bound), -Infinity)
  return structured(name, average, Math.sqrt(square), low, high)
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Whether elements are independent of each other, and each follows the distribution.
 *
 * @since 0.1.0
 */
export const isDistribution = (content: Content): content is Distribution.Distribution =>
  content._tag !== 'Constant' && content._tag !== 'Structured'

/** @since 0.1.0 */
export const mean = (content: Content): number => {
  switch (content._tag) {
    case 'Constant':
      return content.value
    case 'Structured':
      return content.mean
    case 'Uniform':
    case 'Normal':
    case 'TruncatedNormal':
      return Distribution.mean(content)
  }
}

/** @since 0.1.0 */
export const stddev = (content: Content): number => {
  switch (content._tag) {
    case 'Constant':
      return 0
    case 'Structured':
      return content.stddev
    case 'Uniform':
    case 'Normal':
    case 'TruncatedNormal':
      return Distribution.stddev(content)
  }
}

const variance = (content: Content): number => stddev(content) * stddev(content)

/**
 * The bounds that no element leaves, before rounding.
 *
 * @since 0.1.0
 */
export const support = (content: Content): readonly [low: number, high: number] => {
  switch (content._tag) {
    case 'Constant':
      return [content.value, content.value]
    case 'Structured':
      return [content.low, content.high]
    case 'Uniform':
    case 'Normal':
    case 'TruncatedNormal':
      return Distribution.support(content)
  }
}

/** The least and greatest number that can be drawn, before rounding. */
const drawableRange =
  (dtype: DType) =>
  (content: Content): readonly [low: number, high: number] =>
    isDistribution(content) ? Distribution.drawableRange(dtype)(content) : support(content)

/**
 * The same elements times a factor.
 *
 * @since 0.1.0
 */
export const scale =
  (factor: number) =>
  (content: Content): Content => {
    const times = (x: number): number => factor * x + 0 // JSON has no -0
    const ordered = (low: number, high: number): readonly [low: number, high: number] =>
      factor < 0 ? [times(high), times(low)] : [times(low), times(high)]
    switch (content._tag) {
      case 'Constant':
        return constant(times(content.value))
      case 'Structured': {
        const [low, high] = ordered(content.low, content.high)
        return structured(content.name, times(content.mean), Math.abs(factor) * content.stddev, low, high)
      }
      case 'Uniform':
        return Distribution.uniform(...ordered(content.low, content.high))
      case 'Normal':
        return Distribution.normal(times(content.mean), Math.abs(factor) * content.stddev)
      case 'TruncatedNormal': {
        const [low, high] = ordered(content.low, content.high)
        const [lower, upper] = content.bounds
        return {
          _tag: 'TruncatedNormal',
          mean: times(content.mean),
          stddev: Math.abs(factor) * content.stddev,
          bounds: factor < 0 ? [0 - upper, 0 - lower] : content.bounds,
          low,
          high
        }
      }
    }
  }

// -------------------------------------------------------------------------------------
// what a dtype can hold
// -------------------------------------------------------------------------------------

/**
 * The content, if elements of the dtype can follow it: what `Distribution.fits` says, `NotRepresentable` for a number
 * beyond the dtype's largest, `BoundOverflow` for a structure that reaches beyond it.
 *
 * @since 0.1.0
 */
export const fits =
  (dtype: DType) =>
  (content: Content): Validated<Content> => {
    const most = largest(dtype)
    switch (content._tag) {
      case 'Constant':
        return Number.isFinite(round(dtype)(content.value))
          ? E.right(content)
          : fail('NotRepresentable', `a number within ±${most}, the largest ${dtype}`, show(content.value))
      case 'Structured': {
        const farthest = Math.max(Math.abs(content.low), Math.abs(content.high))
        return Number.isFinite(round(dtype)(farthest))
          ? E.right(content)
          : fail('BoundOverflow', `numbers up to ${most}, the largest ${dtype}`, `numbers up to ${farthest}`)
      }
      case 'Uniform':
      case 'Normal':
      case 'TruncatedNormal':
        return Distribution.fits(dtype)(content)
    }
  }

/**
 * The numbers of the dtype to keep elements between: the outermost ones within the bounds of a distribution, so that no
 * element leaves them when it is rounded; else the bounds themselves, rounded, so that each element is rounded to the
 * nearest number (0.3 in float16 is 0.3000…, be it a constant or on a diagonal).
 *
 * @since 0.1.0
 */
export const clampBounds =
  (dtype: DType) =>
  (content: Content): readonly [low: number, high: number] => {
    const [low, high] = support(content)
    return isDistribution(content)
      ? [roundUp(dtype)(low), roundDown(dtype)(high)]
      : [round(dtype)(low), round(dtype)(high)]
  }
