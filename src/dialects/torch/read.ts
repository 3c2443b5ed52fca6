/**
 * The functions of `torch.nn.init` as configs: `class_name` is the function's name, with or without its underscore, and
 * `config` its arguments by name. Weights are (outputs, inputs, …), so all fans are counted from the first two axes.
 *
 * `readCall` returns the call with its arguments, which `streams/torch` draws.
 */
import * as E from 'fp-ts/Either'
import { flow } from 'fp-ts/function'
import * as t from 'io-ts'
import { initializerLimits, fromUnknown, type Plain, type PlainRecord, valueAt } from '../../codec/plain.js'
import { count, finite, fraction, leaf, notNegative, oneOf, positive } from '../../codec/leaf.js'
import { optional, required } from '../../codec/record.js'
import type { Mode } from '../../Fans.js'
import * as Gain from '../../Gain.js'
import type { Initializer } from '../../Initializer.js'
import { cap, type Validated } from '../../InitializerError.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { type ClassReading, classReader, type Described, type Fields } from '../kit/classReader.js'
import { defaultsOf, lowerCase, spelt } from '../kit/fields.js'
import { classForm, findIn, readForm } from '../kit/form.js'
import { gain as gainCodec, scaling, squarable, squareOf } from '../kit/gain.js'
import { type Point, when } from '../points.js'
import { spec } from './spec.js'

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

const moments = (std: t.Type<number, number>): Fields<Moments> => ({
  mean: optional(number, 0),
  std: optional(std, spec.defaults.stddev)
})

// -------------------------------------------------------------------------------------
// functions
// -------------------------------------------------------------------------------------

/** The argument `generator`, which is not part of a config and may be None. */
const generator = { generator: optional(t.null, null) }

/** How the arguments of a function are read, and the initializer that they describe; `given` has the arguments of the config. */
interface Signature<A> {
  readonly fields: Fields<A>
  readonly describe: (args: A, given: PlainRecord) => Described
}

const xavier = (distribution: Kind): Signature<Gained> => ({
  fields: { gain: optional(gain, 1), ...generator },
  describe: ({ gain }) => scaling(squareOf(gain), 'fan_avg', distribution, spec)
})

const kaiming = (distribution: Kind): Signature<Kaiming> => ({
  fields: {
    a: optional(signed(squarable), 0),
    mode: optional(fanMode, 'fan_in'),
    nonlinearity: optional(oneOf('UnknownName', Gain.nonlinearities), 'leaky_relu'),
    ...generator
  },
  describe: ({ a, mode, nonlinearity }, given) => {
    const scale = nonlinearity === 'leaky_relu' ? 2 / (1 + squareOf(a)) : scaleOf(nonlinearity)
    const { initializer, points } = scaling(scale, mode, distribution, spec)
    const isExact = (valueAt(given, 'mode') ?? mode) === mode
    return { initializer, keys: { scale: 'a' }, points: [...points, ...when(!isExact, 'mode_case')] }
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

/** What bounds that are equal, and a std of 0, leave of a random function. */
const constant = (value: number) => ({ _tag: 'Constant', value }) as const

/** A function without arguments that matter. */
const bare = (_tag: 'Zeros' | 'Ones' | 'Identity'): Signature<None> => ({
  fields: generator as object as Fields<None>,
  describe: () => ({ initializer: { _tag }, points: [] })
})

const signatures: { readonly [N in Name]: Signature<Arguments[N]> } = {
  uniform_: {
    fields: { ...range(...spec.defaults.range), ...generator },
    describe: ({ a, b }, given) => ({
      initializer: a === b ? constant(a) : { _tag: 'RandomUniform', minval: a, maxval: b },
      keys: { maxval: 'b' },
      points: random(['a', 'b'], given)
    })
  },
  normal_: {
    fields: { ...moments(notNegative), ...generator },
    describe: ({ mean, std }, given) => ({
      initializer: std === 0 ? constant(mean) : { _tag: 'RandomNormal', mean, stddev: std },
      points: random(['std'], given)
    })
  },
  trunc_normal_: {
    fields: { ...moments(positive), ...generator, ...range(-2, 2) },
    describe: ({ mean, std, a, b }, given) => ({
      initializer:
        a === b ? constant(a) : { _tag: 'TruncatedNormal', mean, stddev: std, lower: a, upper: b, bounds: spec.bounds },
      keys: { upper: 'b' },
      points: ['bounds', ...random(['std'], given)]
    })
  },
  constant_: {
    fields: { val: required(number) },
    describe: ({ val }) => ({ initializer: { _tag: 'Constant', value: val }, points: [] })
  },
  ones_: bare('Ones'),
  zeros_: bare('Zeros'),
  eye_: bare('Identity'),
  dirac_: {
    fields: { groups: optional(count, 1) },
    describe: ({ groups }) => ({
      initializer: { _tag: 'Dirac', groups, centre: spec.centre, channels_first: true },
      points: ['centre', 'layout']
    })
  },
  xavier_uniform_: xavier('uniform'),
  xavier_normal_: xavier(spec.namedNormals),
  kaiming_uniform_: kaiming('uniform'),
  kaiming_normal_: kaiming(spec.namedNormals),
  orthogonal_: {
    fields: { gain: optional(number, spec.gain), ...generator },
    describe: ({ gain }) => ({
      initializer: { _tag: 'Orthogonal', gain, column_axis: spec.columnAxis },
      points: ['orthogonal_columns', 'unseeded']
    })
  },
  sparse_: {
    fields: { sparsity: required(fraction), std: optional(positive, 0.01), ...generator },
    describe: ({ sparsity, std }) => ({ initializer: { _tag: 'Sparse', sparsity, stddev: std }, points: ['unseeded'] })
  }
}

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** Reads the config of a function, with the call. */
type ReadFunction = (config: PlainRecord) => Validated<ClassReading & { readonly call: Call }>

const readFunction = (name: Name) => (): ReadFunction => {
  const { fields, describe } = signatures[name] as Signature<object>
  const readClass = classReader<object>(
    () => fields,
    (args, _, given) => describe(args, given)
  )(spec)
  return flow(
    readClass,
    E.map((reading) => ({ ...reading, call: callOf(name, reading) }))
  )
}

const callOf = (name: Name, { config, initializer }: ClassReading): Call => {
  const { generator: _generator, ...args } = config as { readonly generator?: unknown }
  return Object.freeze({ name, arguments: Object.freeze(args), initializer }) as Call
}

const functions = new Map((Object.keys(signatures) as ReadonlyArray<Name>).map((name) => [name, readFunction(name)]))

/** The underscore at the end of a name may be missing. */
const find = findIn<ReadFunction>(functions, spec, (name) => name.replace(/_?$/, '_'))

export const read = flow((config: Plain) => classForm(config, find), E.chain(readForm))

/** Reads `{ class_name: 'kaiming_uniform_', config: { a: 2.23 } }`, the name of a function and its arguments. */
export const readCall: (u: unknown) => Validated<Call> = flow(
  fromUnknown(initializerLimits),
  read,
  E.map(({ call }) => call),
  cap
)
