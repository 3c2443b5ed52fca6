/**
 * `torch.nn.init`: calls as values, what they need, and what they draw.
 *
 * A call keeps its arguments as given, since the last bits of a bound come of them and of the order of operations in
 * Python: kaiming_uniform_ has sqrt(3) · (gain / sqrt(fan)), not sqrt(3 gain² / fan).
 *
 * Source: torch/nn/init.py of 2.13.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State } from 'fp-ts/State'
import { own, type Plain, type PlainRecord } from '../../codec/plain.js'
import { read } from '../../dialects/index.js'
import type { DType } from '../../DType.js'
import type * as Draw from '../../Draw.js'
import type { Fans } from '../../Fans.js'
import * as Gain from '../../Gain.js'
import * as Initializer from '../../Initializer.js'
import { error, fromErrors, type InitializerError, type Validated } from '../../InitializerError.js'
import { size } from '../../Shape.js'
import { type Tensor, tooLarge } from '../../Tensor.js'
import { still } from '../still.js'
import { type Generator, open } from './Generator.js'
import { orthogonal, sparse } from './matrices.js'
import { normal } from './normal.js'
import type { Options } from './options.js'
import { acceptance, type Cut, truncatedNormal } from './truncated.js'
import { uniform } from './uniform.js'
import { type Drawing, isHalf, tensorOf, type Values } from './values.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

interface Kaiming {
  readonly a: number
  readonly mode: 'fan_in' | 'fan_out'
  readonly nonlinearity: Gain.Nonlinearity
}
interface Scaled {
  readonly gain: number
}
type None = Readonly<Record<string, never>>

/**
 * The functions and their arguments.
 *
 * @since 0.1.0
 */
export interface Arguments {
  readonly uniform_: { readonly a: number; readonly b: number }
  readonly normal_: { readonly mean: number; readonly std: number }
  readonly trunc_normal_: Cut
  readonly constant_: { readonly val: number }
  readonly ones_: None
  readonly zeros_: None
  readonly eye_: None
  readonly dirac_: { readonly groups: number }
  readonly xavier_uniform_: Scaled
  readonly xavier_normal_: Scaled
  readonly kaiming_uniform_: Kaiming
  readonly kaiming_normal_: Kaiming
  readonly orthogonal_: Scaled
  readonly sparse_: { readonly sparsity: number; readonly std: number }
}

/**
 * A call of one of the functions.
 *
 * @since 0.1.0
 */
export type Call = {
  readonly [N in keyof Arguments]: { readonly name: N; readonly arguments: Arguments[N] }
}[keyof Arguments]

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

const kaiming: Kaiming = { a: 0, mode: 'fan_in', nonlinearity: 'leaky_relu' }

/** PyTorch's own; where a call must say something, null. */
const defaults: { readonly [N in keyof Arguments]: { readonly [K in keyof Arguments[N]]: Arguments[N][K] | null } } = {
  uniform_: { a: 0, b: 1 },
  normal_: { mean: 0, std: 1 },
  trunc_normal_: { mean: 0, std: 1, a: -2, b: 2 },
  constant_: { val: null },
  ones_: {},
  zeros_: {},
  eye_: {},
  dirac_: { groups: 1 },
  xavier_uniform_: { gain: 1 },
  xavier_normal_: { gain: 1 },
  kaiming_uniform_: kaiming,
  kaiming_normal_: kaiming,
  orthogonal_: { gain: 1 },
  sparse_: { sparsity: null, std: 0.01 }
}

/**
 * A call of the function `name`, with PyTorch's defaults for what is not given.
 *
 * @since 0.1.0
 */
export const call = <N extends Call['name']>(name: N, given: Partial<Arguments[N]> = {}): Validated<Call> =>
  decode({ class_name: name, config: given })

/**
 * Reads `{ class_name: 'kaiming_uniform_', config: { a: 2.23 } }`, the name of a function and its arguments.
 *
 * @since 0.1.0
 */
export const decode = (u: unknown): Validated<Call> =>
  pipe(
    read('torch')(u),
    E.map(({ envelope }) => callOf(envelope.config))
  )

/** What a call means in the library's own terms. */
export const toInitializer = ({ name, arguments: config }: Call): Validated<Initializer.Initializer> =>
  pipe(
    read('torch')({ class_name: name, config }),
    E.map(({ initializer }) => initializer)
  )

/** Of a paper that was read without an error, so that all names and arguments are right. */
const callOf = (paper: unknown): Call => {
  const name = nameOf(
    (typeof paper === 'string' ? paper : (own(paper, 'class_name') ?? own(paper, 'className'))) as string
  )
  const given = own(paper, 'config')
  const known: PlainRecord = Object.fromEntries(
    Object.entries<number | string | null>(defaults[name]).map(([key, fallback]) => [
      key,
      (own(given, key) ?? fallback) as Plain
    ])
  )
  return Object.freeze({ name, arguments: Object.freeze(lowered(known)) }) as Call
}

/** The underscore at the end may be missing. */
const nameOf = (name: string): Call['name'] => name.replace(/_?$/, '_') as Call['name']

/** `mode` is written in any case. */
const lowered = (known: PlainRecord): PlainRecord =>
  typeof known['mode'] === 'string' ? { ...known, mode: known['mode'].toLowerCase() } : known

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The tensor that a call leaves, as a function of the generator; float32 where no dtype is given.
 *
 * Bit for bit: everything but `orthogonal_` (1e-5 absolute) and, of 2.11, `trunc_normal_` (2 ulp). What no tensor of the
 * shape and dtype can be, as `Initializer.draw` says it; `Unsupported` for 16-bit dtypes in 2.11 and in `orthogonal_`,
 * and for a `trunc_normal_` that draws more than 1000 tensors.
 *
 * @since 0.1.0
 */
export const sampler =
  (options: Options) =>
  <D extends DType>(spec: Initializer.TensorSpec<D>) =>
  (it: Call): Validated<State<Generator, Tensor<D>>> =>
    pipe(
      read('torch')({ class_name: it.name, config: it.arguments }),
      E.chain(({ initializer }) => Initializer.draw(spec)(initializer)),
      E.chain((draw) => fromErrors([...tooLarge(draw.shape, draw.dtype), ...unsupported(options, it, draw)], draw)),
      E.chain((draw) => stateOf(options, it, draw))
    )

const stateOf = <D extends DType>(
  options: Options,
  it: Call,
  draw: Draw.Draw<D>
): Validated<State<Generator, Tensor<D>>> => {
  const n = size(draw.shape)
  if (isStill(it) || n === 0) return still(draw)
  return E.right((generator) => {
    const source = open(generator)
    const tensor = tensorOf(draw, values({ options, source, dtype: draw.dtype, n }, it, draw))
    return [tensor, source.state()]
  })
}

type Still = Extract<Call['name'], 'constant_' | 'ones_' | 'zeros_' | 'eye_' | 'dirac_'>
type Random = Exclude<Call, { readonly name: Still }>
const stillNames: ReadonlyArray<Call['name']> = ['constant_', 'ones_', 'zeros_', 'eye_', 'dirac_']
const isStill = (it: Call): it is Exclude<Call, Random> => stillNames.includes(it.name)

const SQRT_THREE = 1.7320508075688772

/** What the function does, with a source that moves. The shape is not empty. */
const values = (drawing: Drawing, it: Random, draw: Draw.Draw): Values => {
  const symmetric = (bound: number): Values => uniform(drawing, -bound, bound)
  const centred = (std: number): Values => normal(drawing, 0, std)
  switch (it.name) {
    case 'uniform_':
      return uniform(drawing, it.arguments.a, it.arguments.b)
    case 'normal_':
      return normal(drawing, it.arguments.mean, it.arguments.std)
    case 'trunc_normal_':
      return truncatedNormal(drawing, it.arguments)
    case 'xavier_uniform_':
      return symmetric(SQRT_THREE * xavierStd(it.arguments, draw))
    case 'xavier_normal_':
      return centred(xavierStd(it.arguments, draw))
    case 'kaiming_uniform_':
      return symmetric(SQRT_THREE * kaimingStd(it.arguments, draw))
    case 'kaiming_normal_':
      return centred(kaimingStd(it.arguments, draw))
    case 'orthogonal_':
      return orthogonal(drawing, matrixOf(draw), it.arguments.gain)
    case 'sparse_':
      return sparse(drawing, matrixOf(draw), it.arguments.sparsity, it.arguments.std)
  }
}

const matrixOf = ({ shape: [rows = 1, ...rest] }: Draw.Draw): readonly [number, number] => [rows, size(rest)]

/** With a gain of 0 there are none, and they do not matter. */
const fansOf = ({ fans }: Draw.Draw): Fans => fans ?? { fanIn: 1, fanOut: 1 }

const xavierStd = ({ gain }: Scaled, draw: Draw.Draw): number => {
  const { fanIn, fanOut } = fansOf(draw)
  return gain * Math.sqrt(2 / (fanIn + fanOut))
}

const kaimingStd = ({ a, mode, nonlinearity }: Kaiming, draw: Draw.Draw): number => {
  const { fanIn, fanOut } = fansOf(draw)
  const gain = E.getOrElse(() => 1)(Gain.fromNonlinearity(nonlinearity, { slope: a })) // which was read, and is right
  return gain / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut)
}

// -------------------------------------------------------------------------------------
// what there is not
// -------------------------------------------------------------------------------------

/** Of a tensor with 10^6 elements, some 14 / acceptance rounds of new tensors are drawn. */
const LEAST_ACCEPTANCE = 0.015

const unsupported = ({ version }: Options, it: Call, { dtype }: Draw.Draw): ReadonlyArray<InitializerError> => [
  ...(isHalf(dtype) && version === '2.11' && !isStill(it)
    ? [error('Unsupported', 'float32 or float64 in version 2.11', dtype, ['dtype'])]
    : []),
  ...(isHalf(dtype) && it.name === 'orthogonal_'
    ? [error('Unsupported', 'float32 or float64, which torch.linalg.qr takes', dtype, ['dtype'])]
    : []),
  ...(it.name === 'trunc_normal_' && version === '2.12' && acceptance(it.arguments) < LEAST_ACCEPTANCE
    ? [error('Unsupported', 'bounds that 1 in 70 draws meets', `${it.arguments.a}, ${it.arguments.b}`, ['config', 'b'])]
    : [])
]
