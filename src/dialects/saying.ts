/**
 * How initializers are said in a dialect: what a writer gives for a tag, and the parts that several dialects share.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Distribution from '../Distribution.js'
import type { Mode } from '../Fans.js'
import type { FanRule } from '../Fans.js'
import type { Tag, Tagged } from '../initializers/tagTable.js'
import { all, fail, show, type Validated } from '../InitializerError.js'
import type { Point, Points, Traits } from './dialect.js'
import { withCorrection, withoutCorrection } from './roots.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type Config = Readonly<Record<string, unknown>>

/** A class and its config. */
export interface Said {
  readonly class_name: string
  readonly config: Config
  readonly touched: ReadonlyArray<Point>
}

/** One condition of saying something: the points that it touches, or the field that stands in the way. */
export type Check = Validated<ReadonlyArray<Point>>

/**
 * How to say what a dialect has several ways for.
 *
 * @since 0.1.0
 */
export interface WriteOptions {
  /** whether configs of Keras 3 have the keys `input_axes` and `output_axes`, which versions before 3.15 refuse; true by default */
  readonly axes?: boolean
  /** of the weight, where a class depends on it, as TensorFlow 1's `ConvolutionOrthogonal2D` does */
  readonly rank?: number
}

/** The options, each with its value. */
export interface Settled {
  readonly axes: boolean
  readonly rank: number
}

/** Tag → how it is said; the tags that are missing cannot be. */
export type Writers = {
  readonly [T in Tag]?: (initializer: Tagged<T>, traits: Traits, options: Settled) => Validated<Said>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** A class and its config, if all checks let it be said, or else all that stands in the way. */
export const say = (class_name: string, config: Config = {}, ...checks: ReadonlyArray<Check>): Validated<Said> =>
  pipe(
    all(checks),
    E.map((touched) => ({ class_name, config, touched: touched.flat() }))
  )

export const touches = (...points: ReadonlyArray<Point>): Check => E.right(points)

/** The field of the initializer that a dialect cannot say. */
export const notExpressible = (field: string, expected: string, value: unknown): Validated<never> =>
  fail('Unsupported', expected, typeof value === 'object' && value !== null ? JSON.stringify(value) : show(value), [
    field
  ])

// -------------------------------------------------------------------------------------
// checks
// -------------------------------------------------------------------------------------

/** A field that has one value in a dialect. */
export const fixed = <A extends number | string>(field: string, value: A, only: A, why = ''): Check =>
  value === only ? touches() : notExpressible(field, `${only}${why}`, value)

/** A constant that is no array. */
export const scalar = (value: unknown): Check =>
  typeof value === 'number' ? touches() : notExpressible('value', 'a number', value)

/** An array of constants that is broadcast; a number is the same either way. */
export const broadcast = ({ value, reshape }: Tagged<'Constant'>): Check =>
  reshape && typeof value !== 'number'
    ? notExpressible('reshape', 'false, as arrays are broadcast', reshape)
    : touches()

export const uncut = ({ distribution }: Tagged<'VarianceScaling'>, { dialect }: Traits): Check =>
  distribution === 'truncated_normal'
    ? notExpressible('distribution', `uniform or untruncated_normal, as ${dialect} cuts none`, distribution)
    : touches()

/** An arithmetic mean of the fans, or one of them. */
export const notGeometric = (mode: Mode): Check =>
  mode === 'fan_geo_avg' ? notExpressible('mode', 'fan_in, fan_out or fan_avg', mode) : touches()

/** A bound that a dialect must have as a number. */
export const closed = (it: Tagged<'TruncatedNormal'>, field: 'lower' | 'upper'): Check =>
  it[field] === null ? notExpressible(field, 'a number', null) : touches('bounds')

/** Columns that are numbered by outputs, wherever a dialect has them. */
export const columns = (column_axis: number, { points: { orthogonal_columns } }: Traits): Check => {
  if (column_axis !== 0 && column_axis !== -1) return notExpressible('column_axis', '0 or -1', column_axis)
  const own = orthogonal_columns === 'first axis' ? 0 : -1
  return column_axis === own ? touches() : touches('orthogonal_columns')
}

/**
 * Whether a rule of fans is the rule of some dialect for a kernel in its own layout, so that another dialect may put its own
 * rule in the place. Where the two are not the same rule, they differ for vectors and for ranks that one of them has no
 * kernels of.
 */
export const relayout = (rule: FanRule, traits: Traits): Check => {
  const order = orderOf(rule)
  if (order === undefined) return notExpressible('fans', `fans as ${traits.dialect} takes them by itself`, rule)
  return touches(
    ...(sameRule(rule, traits.fans) ? [] : (['vector_fans'] as const)),
    ...(order === traits.points.layout ? [] : (['layout'] as const))
  )
}

export const sameRule = (a: FanRule, b: FanRule): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The order of a kernel's axes, where all but one of the inputs and one of the outputs are a receptive field. */
const orderOf = (rule: FanRule): Points['layout'] | 'another' | undefined => {
  switch (rule.rule) {
    case 'default':
      return 'inputs, outputs'
    case 'square':
      return ['2,3,4,5', '2,4,5'].includes(rule.ranks.toSorted().join()) ? 'inputs, outputs' : undefined
    case 'axes':
      return orders.get(`${rule.in_axis.join()};${rule.out_axis.join()};${rule.batch_axis.join()}`)
    case 'layout': {
      if (rule.groups !== 1 || rule.transposed || rule.depthwise) return undefined
      if (rule.layout.endsWith('IO')) return 'inputs, outputs'
      return rule.layout.startsWith('OI') ? 'outputs, inputs' : 'another'
    }
    case 'explicit':
    case 'listed':
    case 'packed':
    case 'einsum':
      return undefined
  }
}

const orders: ReadonlyMap<string, Points['layout']> = new Map([
  ['-2;-1;', 'inputs, outputs'],
  ['1;0;', 'outputs, inputs']
])

// -------------------------------------------------------------------------------------
// values
// -------------------------------------------------------------------------------------

/** The names of rows of variance scaling: `Glorot` or `glorot`, by scale and mode. */
export const rowOf = (scale: number, mode: Mode): 'glorot' | 'he' | 'lecun' | undefined => {
  if (scale === 1 && mode === 'fan_avg') return 'glorot'
  if (mode !== 'fan_in') return undefined
  return scale === 2 ? 'he' : scale === 1 ? 'lecun' : undefined
}

/** The scale with which a dialect draws the same truncated normal: it makes up for the cut, or it does not. */
export const scaleFor = (
  { scale, distribution, corrected }: Tagged<'VarianceScaling'>,
  { points: { correction } }: Traits
): { readonly scale: number; readonly moved: Check } => {
  if (distribution !== 'truncated_normal' || corrected === (correction !== 'uncorrected')) {
    return { scale, moved: touches() }
  }
  return { scale: corrected ? withoutCorrection(scale) : withCorrection(scale), moved: touches('correction') }
}

/** A normal distribution before its cut; the bounds in numbers of its stddev, null where they are open. */
export interface Parent {
  readonly stddev: number
  readonly lower: number | null
  readonly upper: number | null
}

export const parent = ({ mean, stddev, lower, upper, bounds, corrected }: Tagged<'TruncatedNormal'>): Parent => {
  if (bounds === 'absolute')
    return { stddev, lower: inStddevs(lower, mean, stddev), upper: inStddevs(upper, mean, stddev) }
  const cut = corrected ? Distribution.truncatedStddev(lower ?? -Infinity, upper ?? Infinity) : 1
  return { stddev: stddev / cut, lower, upper }
}

/** (x - mean) / stddev; a whole number where that has x as its bound, though the division is a little off. */
const inStddevs = (x: number | null, mean: number, stddev: number): number | null => {
  if (x === null) return null
  const k = (x - mean) / stddev
  const whole = Math.floor(k + 0.5)
  return mean + whole * stddev === x ? whole : k
}
