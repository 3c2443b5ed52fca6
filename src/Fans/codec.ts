/**
 * The codec of rules: an object that names its rule, with the fields of that rule and no others.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { fromValidated, guarded, nearest, refuse } from '../codec/problems.js'
import { boolean, count, integer, leaf, oneOf, positive, valueThat } from '../codec/leaf.js'
import { closed, list, optional, required } from '../codec/record.js'
import { configLimits, isRecord, own } from '../codec/plain.js'
import { fromErrors } from '../InitializerError.js'
import { maxRank } from '../Shape.js'
import {
  type Axes,
  type Axis,
  type Default,
  type Einsum,
  type Explicit,
  type FanRule,
  inconsistencies,
  type Layout,
  layoutNames,
  type Listed,
  type Packed,
  type Square,
  standard
} from './rule.js'

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

/** A single number is read as a list with one entry. */
export const axis: t.Type<Axis, Axis> = leaf(
  'axes',
  (u): u is Axis => Array.isArray(u) && u.every(integer.is),
  (u, c) => {
    if (integer.is(u)) return t.success([u + 0])
    if (!Array.isArray(u)) {
      return refuse(u, c, typeof u === 'number' ? 'BadAxis' : 'WrongType', 'an integer or a list of integers')
    }
    return u.length > maxRank ? refuse(u, c, 'RankTooLarge', `at most ${maxRank} axes`) : list(integer).validate(u, c)
  }
)

const isEquation = (u: unknown): u is string => typeof u === 'string' && u.length <= 200

const equation = valueThat('equation', isEquation, 'a string of at most 200 characters')

const isRule = <R extends string>(rule: R) => required(oneOf('UnknownValue', [rule]))

/** A packed rule contains a rule; this codec refers to the table below when it is used. */
const inner: t.Type<FanRule, unknown> = new t.Type(
  'FanRule',
  (u): u is FanRule => codec.is(u),
  (u, c) => codec.validate(u, c),
  (rule) => codec.encode(rule)
)

const codecs: { readonly [R in FanRule['rule']]: t.Type<Extract<FanRule, { readonly rule: R }>, unknown> } = {
  default: closed<Default>('Default', { rule: isRule('default') }),
  square: closed<Square>('Square', { rule: isRule('square'), ranks: optional(list(count), [2, 3, 4, 5]) }),
  explicit: closed<Explicit>('Explicit', {
    rule: isRule('explicit'),
    fan_in: required(positive),
    fan_out: required(positive)
  }),
  axes: closed<Axes>('Axes', {
    rule: isRule('axes'),
    in_axis: optional(axis, [-2]),
    out_axis: optional(axis, [-1]),
    batch_axis: optional(axis, [])
  }),
  listed: closed<Listed>('Listed', {
    rule: isRule('listed'),
    input_axes: required(axis),
    output_axes: required(axis)
  }),
  layout: closed<Layout>('Layout', {
    rule: isRule('layout'),
    layout: required(oneOf('UnknownValue', layoutNames)),
    groups: optional(count, 1),
    transposed: optional(boolean, false),
    depthwise: optional(boolean, false)
  }),
  packed: closed<Packed>('Packed', {
    rule: isRule('packed'),
    count: required(count),
    axis: optional(integer, -1),
    of: optional(inner, standard)
  }),
  einsum: closed<Einsum>('Einsum', { rule: isRule('einsum'), equation: required(equation) })
}

const names = Object.keys(codecs)
const isName = (u: unknown): u is FanRule['rule'] => typeof u === 'string' && Object.hasOwn(codecs, u)

const validate = (u: unknown, c: t.Context): t.Validation<FanRule> => {
  if (!isRecord(u)) return refuse(u, c, 'WrongType', 'an object with a rule')
  const rule = own(u, 'rule')
  const context = t.appendContext(c, 'rule', t.string)
  if (rule === undefined) return refuse(rule, context, 'MissingKey', 'the key rule')
  if (typeof rule !== 'string') return refuse(rule, context, 'WrongType', `one of ${names.join(', ')}`)
  if (!isName(rule)) return refuse(rule, context, 'UnknownValue', `one of ${names.join(', ')}`, nearest(rule, names))
  return pipe(
    codecs[rule].validate(u, c),
    E.chain((valid: FanRule) => fromValidated(fromErrors(inconsistencies(valid), valid), c))
  )
}

/** @since 0.1.0 */
export const codec: t.Type<FanRule, unknown> = guarded(
  new t.Type<FanRule, unknown>(
    'FanRule',
    (u): u is FanRule => isRecord(u) && isName(u['rule']) && codecs[u['rule']].is(u),
    validate,
    (rule) => encode(rule)
  ),
  configLimits
)

/** Writes every field, including defaults. The table has the codec of each rule under its name. */
const encode = (rule: FanRule): unknown => (codecs[rule.rule] as unknown as t.Type<FanRule, unknown>).encode(rule)
