/**
 * What the elements of a tensor are, as a printable value: a distribution, one number, or a structure.
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
 * Elements that depend on their index or on each other, or independent elements of a user-defined distribution
 * (`Draw.byQuantile`).
 *
 * @since 0.1.0
 */
export interface Structured extends Structure {
  readonly _tag: 'Structured'
}

/**
 * The name of a structure, the moments over all its elements, and the bounds that every element lies within before rounding.
 *
 * @since 0.1.0
 */
export interface Structure {
  readonly name: string
  readonly mean: number
  readonly stddev: number
  /** finite */
  readonly low: number
  /** finite */
  readonly high: number
}

type Bounds = readonly [low: number, high: number]

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

export const constant = (value: number): Constant => ({ _tag: 'Constant', value })

/** JSON has no -0. */
export const structured = ({ name, mean, stddev, low, high }: Structure): Structured => ({
  _tag: 'Structured',
  name,
  mean: mean + 0,
  stddev,
  low: low + 0,
  high: high + 0
})

/** A value for a fraction of the elements, and 0 for the others. */
export const twoPoint = (name: string, value: number, fraction: number): Structured =>
  structured({
    name,
    mean: fraction * value,
    stddev: Math.abs(value) * Math.sqrt(fraction * (1 - fraction)),
    low: Math.min(0, value),
    high: Math.max(0, value)
  })

/** A part of a tensor: the fraction of its elements, and what they follow. */
export interface Part {
  readonly fraction: number
  readonly content: Content
}

/** Several parts; the bounds are those of the numbers that random words of the dtype can give. */
export const mixture = (dtype: DType, name: string, parts: ReadonlyArray<Part>): Structured => {
  const average = (term: (content: Content) => number): number =>
    parts.reduce((sum, { fraction, content }) => sum + fraction * term(content), 0)
  const m = average(mean)
  const variance = average((content) => stddev(content) * stddev(content) + (mean(content) - m) * (mean(content) - m))
  const bounds = parts.map(({ content }) => drawableRange(dtype, content))
  return structured({
    name,
    mean: m,
    stddev: Math.sqrt(variance),
    low: bounds.reduce((least, [low]) => Math.min(least, low), Infinity),
    high: bounds.reduce((greatest, [, high]) => Math.max(greatest, high), -Infinity)
  })
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Whether the elements are independent of each other and all follow one distribution. */
export const isDistribution = (content: Content): content is Distribution.Distribution =>
  content._tag !== 'Constant' && content._tag !== 'Structured'

/** The only function that distinguishes the three kinds of content. */
const match =
  <A>(
    onConstant: (content: Constant) => A,
    onStructured: (content: Structured) => A,
    onDistribution: (content: Distribution.Distribution) => A
  ) =>
  (content: Content): A => {
    if (isDistribution(content)) return onDistribution(content)
    return content._tag === 'Constant' ? onConstant(content) : onStructured(content)
  }

/** @since 0.1.0 */
export const mean: (content: Content) => number = /* @__PURE__ */ match(
  ({ value }) => value,
  (structure) => structure.mean,
  Distribution.mean
)

/** @since 0.1.0 */
export const stddev: (content: Content) => number = /* @__PURE__ */ match(
  () => 0,
  (structure) => structure.stddev,
  Distribution.stddev
)

/**
 * The bounds that every element lies within, before rounding.
 *
 * @since 0.1.0
 */
export const support: (content: Content) => Bounds = /* @__PURE__ */ match<Bounds>(
  ({ value }) => [value, value],
  ({ low, high }) => [low, high],
  Distribution.support
)

/** The smallest and largest numbers that can be drawn, before rounding. */
const drawableRange = (dtype: DType, content: Content): Bounds =>
  isDistribution(content) ? Distribution.drawableRange(dtype)(content) : support(content)

/** The content of the same elements times a factor. */
export const scale = (factor: number): ((content: Content) => Content) =>
  match<Content>(
    ({ value }) => constant(factor * value + 0),
    ({ name, mean, stddev, low, high }) =>
      structured({
        name,
        mean: factor * mean,
        stddev: Math.abs(factor) * stddev,
        low: factor * (factor < 0 ? high : low),
        high: factor * (factor < 0 ? low : high)
      }),
    Distribution.scale(factor)
  )

// -------------------------------------------------------------------------------------
// what a dtype can hold
// -------------------------------------------------------------------------------------

/**
 * The content, if elements of the dtype can follow it. Errors: those of `Distribution.fits`, `NotRepresentable` for a
 * number beyond the dtype's largest, and for a structure `BoundOverflow` for bounds beyond it and `BadBounds` for bounds
 * that are out of order.
 */
export const fits = (dtype: DType): ((content: Content) => Validated<Content>) =>
  match<Validated<Content>>(
    (content) =>
      isHeld(dtype, content.value)
        ? E.right(content)
        : fail('NotRepresentable', `a number within ±${largest(dtype)}, the largest ${dtype}`, show(content.value)),
    (content) => structureFits(dtype, content),
    Distribution.fits(dtype)
  )

const structureFits = (dtype: DType, content: Structured): Validated<Content> => {
  const { low, high } = content
  const farthest = Math.max(Math.abs(low), Math.abs(high))
  if (!isHeld(dtype, farthest)) {
    return fail('BoundOverflow', `numbers up to ${largest(dtype)}, the largest ${dtype}`, `numbers up to ${farthest}`)
  }
  return low <= high ? E.right(content) : fail('BadBounds', 'low ≤ high', `[${low}, ${high}]`)
}

const isHeld = (dtype: DType, x: number): boolean => Number.isFinite(round(dtype)(x))

/**
 * The numbers of the dtype that elements are clamped to. For a distribution, the outermost ones within its bounds, so
 * that rounding moves no element beyond them. Otherwise the bounds themselves, rounded, so that each element is rounded
 * to the nearest number: 0.3 in float16 is 0.3000…, as a constant and on a diagonal.
 */
export const clampBounds =
  (dtype: DType) =>
  (content: Content): Bounds => {
    const [low, high] = support(content)
    return isDistribution(content)
      ? [roundUp(dtype)(low), roundDown(dtype)(high)]
      : [round(dtype)(low), round(dtype)(high)]
  }
