/**
 * The functions of `torch.nn.init` as configs: `class_name` is the function's name, with or without its underscore, and
 * `config` its arguments by name. Weights are (outputs, inputs, …), so all fans are read from the first two axes.
 */
import * as E from 'fp-ts/Either'
import * as t from 'io-ts'
import { count, finite, fraction, oneOf, positive } from '../../codec/leaf.js'
import { optional, required } from '../../codec/record.js'
import { type PlainRecord, valueAt } from '../../codec/plain.js'
import * as Gain from '../../Gain.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import type { Mode } from '../../Fans.js'
import type { Point } from '../dialect.js'
import { bare, defaultsOf, lowerCase, spelt } from '../fields.js'
import { gain, scaling, squarable, squareOf } from '../gain.js'
import { type Fields, type ReadClass, reads } from '../meaning.js'

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

/** A generator of random numbers is no part of a config. */
const generator = optional(t.null, null)

interface Options {
  readonly generator: null
}
const options: Fields<Options> = { generator }

type FanMode = Extract<Mode, 'fan_in' | 'fan_out'>

const fanMode = spelt<FanMode>(['fan_in', 'fan_out'], lowerCase)

// -------------------------------------------------------------------------------------
// functions
// -------------------------------------------------------------------------------------

const xavier = (distribution: Kind): ReadClass =>
  reads<Options & { readonly gain: number }>(
    () => ({ gain: optional(gain, 1), ...options }),
    ({ gain }, traits) => scaling(squareOf(gain), 'fan_avg', distribution, traits)
  )

interface Kaiming extends Options {
  /** of a leaky_relu below 0, which alone reads it */
  readonly a: number
  readonly mode: FanMode
  readonly nonlinearity: Gain.Nonlinearity
}

const kaiming = (distribution: Kind): ReadClass =>
  reads<Kaiming>(
    () => ({
      a: optional(squarable, 0),
      mode: optional(fanMode, 'fan_in'),
      nonlinearity: optional(oneOf('UnknownName', Gain.nonlinearities), 'leaky_relu'),
      ...options
    }),
    ({ a, mode, nonlinearity }, traits, given) => {
      const scale = nonlinearity === 'leaky_relu' ? 2 / (1 + squareOf(a)) : scaleOf(nonlinearity)
      const meaning = scaling(scale, mode, distribution, traits)
      return {
        ...meaning,
        keys: { scale: 'a' },
        touched: [
          ...(meaning.touched ?? []),
          ...(scale === 2 ? (['he_scale'] as const) : []),
          ...((valueAt(given, 'mode') ?? mode) === mode ? [] : (['mode_case'] as const))
        ]
      }
    }
  )

/** Known for every nonlinearity but leaky_relu, whose slope may be too great. */
const scaleOf = (nonlinearity: Gain.Nonlinearity): number =>
  E.getOrElse(() => 1)(Gain.scaleFromNonlinearity(nonlinearity))

/** What is told where the config leaves some of these to PyTorch. */
const random = (keys: ReadonlyArray<string>, given: PlainRecord): ReadonlyArray<Point> => [
  ...defaultsOf(keys, given),
  'unseeded'
]

interface Range extends Options {
  readonly a: number
  readonly b: number
}

const uniform: ReadClass = reads<Range>(
  () => ({ a: optional(finite, 0), b: optional(finite, 1), ...options }),
  ({ a, b }, _, given) => ({
    class_name: 'RandomUniform',
    config: { minval: a, maxval: b },
    keys: { maxval: 'b' },
    touched: random(['a', 'b'], given)
  })
)

interface Moments extends Options {
  readonly mean: number
  readonly std: number
}

const moments: Fields<Moments> = { mean: optional(finite, 0), std: optional(positive, 1), ...options }

const normal: ReadClass = reads<Moments>(
  () => moments,
  ({ mean, std }, _, given) => ({
    class_name: 'RandomNormal',
    config: { mean, stddev: std },
    touched: random(['std'], given)
  })
)

const truncatedNormal: ReadClass = reads<Moments & Range>(
  () => ({ ...moments, a: optional(finite, -2), b: optional(finite, 2) }),
  ({ mean, std, a, b }, _, given) => ({
    class_name: 'TruncatedNormal',
    config: { mean, stddev: std, lower: a, upper: b, bounds: 'absolute' },
    keys: { upper: 'b' },
    touched: ['bounds', ...random(['std'], given)]
  })
)

const constant: ReadClass = reads<{ readonly val: number }>(
  () => ({ val: required(finite) }),
  ({ val }) => ({ class_name: 'Constant', config: { value: val } })
)

const dirac: ReadClass = reads<{ readonly groups: number }>(
  () => ({ groups: optional(count, 1) }),
  ({ groups }) => ({
    class_name: 'Dirac',
    config: { groups, centre: 'upper', channels_first: true },
    touched: ['centre', 'layout']
  })
)

const orthogonal: ReadClass = reads<Options & { readonly gain: number }>(
  () => ({ gain: optional(finite, 1), ...options }),
  ({ gain }) => ({
    class_name: 'Orthogonal',
    config: { gain, column_axis: 0 },
    touched: ['orthogonal_columns', 'unseeded']
  })
)

const sparse: ReadClass = reads<Options & { readonly sparsity: number; readonly std: number }>(
  () => ({ sparsity: required(fraction), std: optional(positive, 0.01), ...options }),
  ({ sparsity, std }) => ({
    class_name: 'Sparse',
    config: { sparsity, stddev: std },
    touched: ['sparse', 'unseeded']
  })
)

/** Function → how a call of it is read. */
export const classes: ReadonlyMap<string, ReadClass> = new Map([
  ['uniform_', uniform],
  ['normal_', normal],
  ['trunc_normal_', truncatedNormal],
  ['constant_', constant],
  ['ones_', bare('Ones', options)],
  ['zeros_', bare('Zeros', options)],
  ['eye_', bare('Identity', options)],
  ['dirac_', dirac],
  ['xavier_uniform_', xavier('uniform')],
  ['xavier_normal_', xavier('untruncated_normal')],
  ['kaiming_uniform_', kaiming('uniform')],
  ['kaiming_normal_', kaiming('untruncated_normal')],
  ['orthogonal_', orthogonal],
  ['sparse_', sparse]
])
