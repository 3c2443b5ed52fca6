/**
 * Conditions under which dialects can express an initializer.
 */
import type { Mode } from '../../Fans.js'
import type { FanRule } from '../../Fans.js'
import type { Tagged } from '../../initializers/tagTable.js'
import { when } from '../points.js'
import type { DialectSpec } from '../spec.js'
import { axisOrder, sameRule } from './axisOrder.js'
import { type Check, notExpressible, pass } from './writer.js'

/** A field that has one value in a dialect. */
export const fixed = <A extends number | string>(field: string, value: A, only: A, why = ''): Check =>
  value === only ? pass() : notExpressible(field, `${only}${why}`, value)

/** A constant that is a number. */
export const scalar = (value: unknown): Check =>
  typeof value === 'number' ? pass() : notExpressible('value', 'a number', value)

/** A constant that is a number, or an array that is broadcast. */
export const broadcast = ({ value, reshape }: Tagged<'Constant'>): Check =>
  reshape && typeof value !== 'number' ? notExpressible('reshape', 'false, as arrays are broadcast', reshape) : pass()

export const notTruncated = ({ distribution }: Tagged<'VarianceScaling'>, { name }: DialectSpec): Check =>
  distribution === 'truncated_normal'
    ? notExpressible('distribution', `uniform or untruncated_normal, as ${name} has no truncated_normal`, distribution)
    : pass()

/** One of the fans, or their arithmetic mean. */
export const notGeometric = (mode: Mode): Check =>
  mode === 'fan_geo_avg' ? notExpressible('mode', 'fan_in, fan_out or fan_avg', mode) : pass()

/** A bound that is a number. */
export const bounded = (it: Tagged<'TruncatedNormal'>, field: 'lower' | 'upper'): Check =>
  it[field] === null ? notExpressible(field, 'a number', null) : pass('bounds')

/** Columns that are numbered by the first or the last axis; which one depends on the dialect's layout. */
export const orthogonalColumns = (column_axis: number, { columnAxis }: DialectSpec): Check => {
  if (column_axis !== 0 && column_axis !== -1) return notExpressible('column_axis', '0 or -1', column_axis)
  return column_axis === columnAxis ? pass() : pass('orthogonal_columns')
}

/**
 * A rule of fans that some dialect has for a kernel in its own layout, so that this dialect can use its own rule instead. Two
 * such rules differ for vectors, and for ranks that one of them does not count as kernels.
 */
export const ownFans = (rule: FanRule, { name, fans }: DialectSpec): Check => {
  const order = axisOrder(rule)
  if (order === undefined) return notExpressible('fans', `fans as ${name} counts them by default`, rule)
  return pass(...when(!sameRule(rule, fans), 'vector_fans'), ...when(order !== axisOrder(fans), 'layout'))
}

/** The preset of this scale and mode, as its names begin. */
export const presetOf = (scale: number, mode: Mode): 'glorot' | 'he' | 'lecun' | undefined => {
  if (scale === 1 && mode === 'fan_avg') return 'glorot'
  if (mode !== 'fan_in') return undefined
  return scale === 2 ? 'he' : scale === 1 ? 'lecun' : undefined
}
