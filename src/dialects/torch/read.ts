/**
 * The functions of `torch.nn.init` as configs: `class_name` is the function's name, with or without its underscore, and
 * `config` its arguments by name. Weights are (outputs, inputs, …), so all fans are read from the first two axes.
 *
 * `readCall` is the one reader: it gives the call with its arguments, for `streams/torch`, and the initializer.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { configLimits, fromUnknown, type PlainRecord, valueAt } from '../../codec/plain.js'
import { count, finite, fraction, leaf, oneOf, positive } from '../../codec/leaf.js'
import { afterErrors } from '../../codec/problems.js'
import { optional, required } from '../../codec/record.js'
import type { Mode } from '../../Fans.js'
import * as Gain from '../../Gain.js'
import type { Initializer } from '../../Initializer.js'
import { at, cap, type Validated } from '../../InitializerError.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { type Point, type Traits, traitsOf } from '../dialect.js'
import { defaultsOf, lowerCase, spelt } from '../fields.js'
import { gain as gainCodec, scaling, squarable, squareOf } from '../gain.js'
import { type Fields, type Meaning, reads, type Understood } from '../meaning.js'
import { classParts, findIn } from '../parts.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

interface Range {
  readonly a: number
  readonly b: number
}
interface Moments {
  readonly mean: number
  readonly std: number
}
interface Gained {
  readonly gain: number
}
interface Kaiming {
  /** the slope of leaky_relu below 0; other nonlinearities ignore it */
  readonly a: number
  readonly mode: FanMode
  readonly nonlinearity: Gain.Nonlinearity
}
type None = Readonly<Record<string, never>>

type FanMode = Extract<Mode, 'fan_in' | 'fan_out'>

/**
 * The functions of `torch.nn.init` and their arguments.
 *
 * @since 0.1.0
 */
export interface Arguments {
  readonly uniform_: Range
  readonly normal_: Moments
  readonly trunc_normal_: Moments & Range
  readonly constant_: { readonly val: number }
  readonly ones_: None
  readonly zeros_: None
  readonly eye_: None
  readonly dirac_: { readonly groups: number }
  readonly xavier_uniform_: Gained
  readonly xavier_normal_: Gained
  readonly kaiming_uniform_: Kaiming
  readonly kaiming_normal_: Kaiming
  readonly orthogonal_: Gained
  readonly sparse_: { readonly sparsity: number; readonly std: number }
}

type Name = keyof Arguments

/**
 * A call of one of the functions with all its arguments, and the initializer that it is.
 *
 * @since 0.1.0
 */
export type Call<N extends Name = Name> = {
  readonly [K in N]: { readonly name: K; readonly arguments: Arguments[K]; readonly initializer: Initializer }
}[N]

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

/** PyTorch keeps the sign of −0, which other fields of this library do not. */
const signed = (codec: t.Type<number, number>): t.Type<number, number> =>
  leaf(codec.name, codec.is, (u, c) => (codec.is(u) ? t.success(u) : codec.validate(u, c)))

const number = signed(finite)
const gain = signed(gainCodec)

const fanMode = spelt<FanMode>(['fan_in', 'fan_out'], lowerCase)

const range = (a: number, b: number): Fields<Range> => ({ a: optional(number, a), b: optional(number, b) })

const moments: Fields<Moments> = { mean: optional(number, 0), std: optional(positive, 1) }

// -------------------------------------------------------------------------------------
// functions
// -------------------------------------------------------------------------------------

/** A generator is no part of a config, which may say None. */
const generator = { generator: optional(t.null, null) }

/** How the arguments of a function are read, and what it draws in canonical words. */
interface Signature<A> {
  readonly fields: Fields<A>
  readonly canonical: (args: A, traits: Traits, given: PlainRecord) => Meaning
}

const xavier = (distribution: Kind): Signature<Gained> => ({
  fields: { gain: optional(gain, 1), ...generator },
  canonical: ({ gain }, traits) => scaling(squareOf(gain), 'fan_avg', distribution, traits)
})

const kaiming = (distribution: Kind): Signature<Kaiming> => ({
  fields: {
    a: optional(signed(squarable), 0),
    mode: optional(fanMode, 'fan_in'),
    nonlinearity: optional(oneOf('UnknownName', Gain.nonlinearities), 'leaky_relu'),
    ...generator
  },
  canonical: ({ a, mode, nonlinearity }, traits, given) => {
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
})

/** Defined for every nonlinearity except leaky_relu, whose slope may be too large. */
const scaleOf = (nonlinearity: Gain.Nonlinearity): number =>
  E.getOrElse(() => 1)(Gain.scaleFromNonlinearity(nonlinearity))

/** The points of a random function: a config may leave some arguments to PyTorch. */
const random = (keys: ReadonlyArray<string>, given: PlainRecord): ReadonlyArray<Point> => [
  ...defaultsOf(keys, given),
  'unseeded'
]

/** A function whose arguments change nothing. */
const bare = (class_name: string): Signature<None> => ({
  fields: generator as object as Fields<None>,
  canonical: () => ({ class_name, config: {} })
})

const signatures: { readonly [N in Name]: Signature<Arguments[N]> } = {
  uniform_: {
    fields: { ...range(0, 1), ...generator },
    canonical: ({ a, b }, _, given) => ({
      class_name: 'RandomUniform',
      config: { minval: a, maxval: b },
      keys: { maxval: 'b' },
      touched: random(['a', 'b'], given)
    })
  },
  normal_: {
    fields: { ...moments, ...generator },
    canonical: ({ mean, std }, _, given) => ({
      class_name: 'RandomNormal',
      config: { mean, stddev: std },
      touched: random(['std'], given)
    })
  },
  trunc_normal_: {
    fields: { ...moments, ...generator, ...range(-2, 2) },
    canonical: ({ mean, std, a, b }, _, given) => ({
      class_name: 'TruncatedNormal',
      config: { mean, stddev: std, lower: a, upper: b, bounds: 'absolute' },
      keys: { upper: 'b' },
      touched: ['bounds', ...random(['std'], given)]
    })
  },
  constant_: {
    fields: { val: required(number) },
    canonical: ({ val }) => ({ class_name: 'Constant', config: { value: val } })
  },
  ones_: bare('Ones'),
  zeros_: bare('Zeros'),
  eye_: bare('Identity'),
  dirac_: {
    fields: { groups: optional(count, 1) },
    canonical: ({ groups }) => ({
      class_name: 'Dirac',
      config: { groups, centre: 'upper', channels_first: true },
      touched: ['centre', 'layout']
    })
  },
  xavier_uniform_: xavier('uniform'),
  xavier_normal_: xavier('untruncated_normal'),
  kaiming_uniform_: kaiming('uniform'),
  kaiming_normal_: kaiming('untruncated_normal'),
  orthogonal_: {
    fields: { gain: optional(number, 1), ...generator },
    canonical: ({ gain }) => ({
      class_name: 'Orthogonal',
      config: { gain, column_axis: 0 },
      touched: ['orthogonal_columns', 'unseeded']
    })
  },
  sparse_: {
    fields: { sparsity: required(fraction), std: optional(positive, 0.01), ...generator },
    canonical: ({ sparsity, std }) => ({
      class_name: 'Sparse',
      config: { sparsity, stddev: std },
      touched: ['sparse', 'unseeded']
    })
  }
}

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** What a function makes of a config, with the call. */
type ReadFunction = (traits: Traits) => (config: PlainRecord) => Validated<Understood & { readonly call: Call }>

const readFunction = (name: Name): ReadFunction => {
  const { fields, canonical } = signatures[name] as Signature<object>
  const readClass = reads<object>(() => fields, canonical)
  return (traits) => (config) =>
    pipe(
      readClass(traits)(config),
      E.map((understood) => ({ ...understood, call: callOf(name, understood) }))
    )
}

const callOf = (name: Name, { config, initializer }: Understood): Call => {
  const { generator: _generator, ...args } = config as { readonly generator?: unknown }
  return Object.freeze({ name, arguments: Object.freeze(args), initializer }) as Call
}

/** Function → how a call of it is read. */
export const classes: ReadonlyMap<string, ReadFunction> = new Map(
  (Object.keys(signatures) as ReadonlyArray<Name>).map((name) => [name, readFunction(name)])
)

/** The underscore at the end of a name may be left out. */
export const findFunction = findIn(classes, (name) => name.replace(/_?$/, '_'))

/** Reads `{ class_name: 'kaiming_uniform_', config: { a: 2.23 } }`, the name of a function and its arguments. */
export const readCall = (u: unknown): Validated<Call> =>
  pipe(
    classParts(fromUnknown(configLimits)(u), findFunction),
    E.chain(({ read, config, path, problems }) =>
      pipe(at(...path)(read(traitsOf('torch'))(config)), afterErrors(problems))
    ),
    E.map(({ call }) => call),
    cap
  )
