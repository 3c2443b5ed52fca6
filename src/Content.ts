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
  /** the bounds that no element leaves */
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
  mean,
  stddev,
  low,
  high
})

/**
 * A value on a share of the places, and 0 on the others.
 *
 * @since 0.1.0
 */
export const sprinkled = (name: string, value: number, share: number): Structured =>
  mixed(name, [
    { share, content: constant(value) },
    { share: 1 - share, content: constant(0) }
  ])

/**
 * Parts, each with its share of the places.
 *
 * @since 0.1.0
 */
export const mixed = (
  name: string,
  parts: ReadonlyArray<{ readonly share: number; readonly content: Content }>
): Structured => {
  const sum = (term: (content: Content) => number): number =>
    parts.reduce((total, { share, content }) => total + share * term(content), 0)
  const average = sum(mean)
  const square = sum((content) => variance(content) + (mean(content) - average) * (mean(content) - average))
  const bounds = parts.map(({ content }) => support(content))
  return structured(
    name,
    average,
    Math.sqrt(square),
    Math.min(...bounds.map(([low]) => low)),
    Math.max(...bounds.map(([, high]) => high))
  )
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

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

/**
 * The same elements times a factor.
 *
 * @since 0.1.0
 */
export const scale =
  (factor: number) =>
  (content: Content): Content => {
    const ordered = (low: number, high: number): readonly [low: number, high: number] =>
      factor < 0 ? [factor * high, factor * low] : [factor * low, factor * high]
    switch (content._tag) {
      case 'Constant':
        return constant(factor * content.value)
      case 'Structured': {
        const [low, high] = ordered(content.low, content.high)
        return structured(content.name, factor * content.mean, Math.abs(factor) * content.stddev, low, high)
      }
      case 'Uniform':
        return Distribution.uniform(...ordered(content.low, content.high))
      case 'Normal':
        return Distribution.normal(factor * content.mean, Math.abs(factor) * content.stddev)
      case 'TruncatedNormal': {
        const [low, high] = ordered(content.low, content.high)
        const [lower, upper] = content.cut
        return {
          _tag: 'TruncatedNormal',
          mean: factor * content.mean,
          stddev: Math.abs(factor) * content.stddev,
          cut: factor < 0 ? [-upper, -lower] : content.cut,
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
        return farthest <= most || !Number.isFinite(content.low + content.high)
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
 * The least and greatest number of the dtype that lie within the bounds: what is kept between them stays in the bounds
 * when it is rounded.
 *
 * @since 0.1.0
 */
export const roundedSupport =
  (dtype: DType) =>
  (content: Content): readonly [low: number, high: number] => {
    const [low, high] = support(content)
    return [roundUp(dtype)(low), roundDown(dtype)(high)]
  }
