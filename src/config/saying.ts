/**
 * How initializers are said in a dialect: what a writer gives for a tag, and the parts that several dialects share.
 */
import * as E from 'fp-ts/Either'
import * as Distribution from '../Distribution.js'
import type { Mode } from '../Fans.js'
import type { FanRule } from '../FanRule.js'
import type { Initializer } from '../Initializer.js'
import { fail, show, type Validated } from '../InitializerError.js'
import type { Point, Traits } from './dialect.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** A class and its config. */
export interface Said {
  readonly class_name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly touched?: ReadonlyArray<Point>
}

export interface WriteOptions {
  /** whether configs of Keras 3 have the keys `input_axes` and `output_axes`, which versions before 3.15 refuse; true by default */
  readonly axes?: boolean
  /** of the weight, where a class depends on it, as TensorFlow 1's `ConvolutionOrthogonal2D` does */
  readonly rank?: number
}

type Tag = Initializer['_tag']
export type Of<T extends Tag> = Extract<Initializer, { readonly _tag: T }>

/** Tag → how it is said; the tags that are missing cannot be. */
export type Writers = {
  readonly [T in Tag]?: (initializer: Of<T>, traits: Traits, options: WriteOptions) => Validated<Said>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

export const said = (
  class_name: string,
  config: Readonly<Record<string, unknown>> = {},
  touched: ReadonlyArray<Point> = []
): Validated<Said> => E.right({ class_name, config, touched })

/** The field of the initializer that a dialect cannot say. */
export const unsayable = (field: string, expected: string, value: unknown): Validated<never> =>
  fail('Unsupported', expected, typeof value === 'object' && value !== null ? JSON.stringify(value) : show(value), [
    field
  ])

// -------------------------------------------------------------------------------------
// shared parts
// -------------------------------------------------------------------------------------

/** What the cut at ±2 leaves of a variance. */
const left = Distribution.stddevOfCut(-2, 2) * Distribution.stddevOfCut(-2, 2)

/** The scale with which a dialect draws the same truncated normal: it makes up for the cut, or it does not. */
export const scaleFor = (
  { scale, distribution, corrected }: Of<'VarianceScaling'>,
  { points: { correction } }: Traits
): { readonly scale: number; readonly touched: ReadonlyArray<Point> } => {
  if (distribution !== 'truncated_normal' || corrected === (correction !== 'uncorrected')) return { scale, touched: [] }
  return { scale: corrected ? scale / left : scale * left, touched: ['correction'] }
}

/** The stddev before the cut, and the bounds in numbers of it. */
export const parent = (
  it: Of<'TruncatedNormal'>
): { readonly stddev: number; readonly lower: number | null; readonly upper: number | null } => {
  const { mean, stddev, lower, upper, bounds, corrected } = it
  const inStddevs = (x: number | null) => (x === null ? null : (x - mean) / stddev)
  switch (bounds) {
    case 'absolute':
      return { stddev, lower: inStddevs(lower), upper: inStddevs(upper) }
    case 'stddev':
      return {
        stddev: corrected ? stddev / Distribution.stddevOfCut(lower ?? -Infinity, upper ?? Infinity) : stddev,
        lower,
        upper
      }
  }
}

/**
 * Whether a rule of fans is the rule of some dialect for a kernel in its own layout, so that another dialect may put its own
 * rule in the place; if it is another one, the points on which the two differ.
 */
export const relayout = (rule: FanRule, traits: Traits): Validated<ReadonlyArray<Point>> => {
  if (!isPlain(rule)) return unsayable('fans', `fans as ${traits.dialect} takes them by itself`, rule)
  const isFirst = (each: FanRule): boolean => each.rule === 'axes' && each.out_axis[0] === 0
  return E.right([
    ...(sameRule(rule, traits.fans) ? [] : (['vector_fans'] as const)),
    ...(isFirst(rule) === isFirst(traits.fans) ? [] : (['layout'] as const))
  ])
}

const sameRule = (a: FanRule, b: FanRule): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Inputs and outputs on the last two axes, or outputs and inputs on the first two, and all others a receptive field. */
const isPlain = (rule: FanRule): boolean => {
  switch (rule.rule) {
    case 'default':
    case 'square':
      return true
    case 'axes': {
      const axes = `${rule.in_axis.join()};${rule.out_axis.join()};${rule.batch_axis.join()}`
      return axes === '-2;-1;' || axes === '1;0;'
    }
    case 'explicit':
    case 'listed':
    case 'layout':
    case 'packed':
    case 'einsum':
      return false
  }
}

/** The names of rows of variance scaling: `Glorot` or `glorot`, by scale and mode. */
export const rowOf = (scale: number, mode: Mode): 'glorot' | 'he' | 'lecun' | undefined => {
  if (scale === 1 && mode === 'fan_avg') return 'glorot'
  if (mode !== 'fan_in') return undefined
  return scale === 2 ? 'he' : scale === 1 ? 'lecun' : undefined
}

/** Columns that are numbered by outputs, wherever a dialect has them. */
export const orthogonalPoints = (column_axis: number, traits: Traits): Validated<ReadonlyArray<Point>> => {
  const own = traits.points.orthogonal_columns === 'first axis' ? 0 : -1
  if (column_axis !== 0 && column_axis !== -1) return unsayable('column_axis', '0 or -1', column_axis)
  return E.right(column_axis === own ? [] : ['orthogonal_columns'])
}

/** The root of a scale, as a gain. */
export const gainOf = (scale: number): number => Math.sqrt(scale)
