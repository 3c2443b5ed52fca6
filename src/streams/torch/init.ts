/**
 * `torch.nn.init`: what the functions draw. A call is read in `dialects/torch`, which keeps its arguments as given: the last
 * bits of a bound depend on them and on the order of operations in Python. `kaiming_uniform_` computes
 * sqrt(3) · (gain / sqrt(fan)), not sqrt(3 gain² / fan).
 *
 * Source: torch/nn/init.py of 2.13.
 */
import * as E from 'fp-ts/Either'
import { flow, pipe } from 'fp-ts/function'
import type { State } from 'fp-ts/State'
import { write } from '../../dialects/index.js'
import { type Arguments, type Call, readCall } from '../../dialects/torch/read.js'
import { tooLarge } from '../../Draw/make.js'
import type { DType } from '../../DType.js'
import type * as Draw from '../../Draw.js'
import type { Fans } from '../../Fans.js'
import * as Gain from '../../Gain.js'
import * as Initializer from '../../Initializer.js'
import { error, fromErrors, type InitializerError, type Validated } from '../../InitializerError.js'
import { type Shape, size } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import { deterministic } from '../deterministic.js'
import type { Dimensions } from '../orthogonal.js'
import { type Generator, readerOf } from './Generator.js'
import { orthogonal, sparse } from './matrices.js'
import { normal } from './normal.js'
import type { Options } from './options.js'
import { acceptance, truncatedNormal } from './truncated.js'
import { uniform } from './uniform.js'
import { type Drawing, isHalf, tensorOf, type Values } from './values.js'

export type { Arguments, Call } from '../../dialects/torch/read.js'

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * A call of the function `name`; arguments that are not given have PyTorch's defaults.
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
export const decode = (u: unknown): Validated<Call> => readCall(u)

/** The call that draws an initializer; `Unsupported` where PyTorch has none. */
export const fromInitializer: (initializer: Initializer.Initializer) => Validated<Call> = /* @__PURE__ */ flow(
  write('torch'),
  E.chain(({ config }) => decode(config))
)

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The tensor that a call fills, as a function of the generator; float32 where no dtype is given.
 *
 * Bit for bit, except `orthogonal_` (1e-5 absolute) and `trunc_normal_` of 2.11 (2 ulp). Errors are those of
 * `Initializer.draw`, and `Unsupported` for 16-bit dtypes in 2.11 and in `orthogonal_`, for a `trunc_normal_` that would
 * take more than 10^9 random numbers, and for `xavier_` functions with fans of 0.
 *
 * @since 0.1.0
 */
export const sampler =
  (options: Options) =>
  <D extends DType>(spec: Initializer.TensorSpec<D>) =>
  (it: Call): Validated<State<Generator, Tensor<D>>> =>
    pipe(
      drawOf(spec, it),
      E.chain((draw) => fromErrors([...tooLarge(draw.shape, draw.dtype), ...unsupported(options, it, draw)], draw)),
      E.chain((draw) => samplerOf(options, it, draw))
    )

/**
 * PyTorch draws in float32 and rounds: a distribution that is too narrow for the dtype, or between two of its numbers, is
 * drawn all the same.
 */
const drawOf = <D extends DType>(spec: Initializer.TensorSpec<D>, it: Call): Validated<Draw.Draw<D>> =>
  pipe(
    Initializer.draw(spec)(it.initializer),
    E.orElse((errors) =>
      isDeterministic(it) || !errors.every(isTooNarrow)
        ? E.left(errors)
        : pipe(
            Initializer.draw({ ...spec, dtype: 'float64' })(it.initializer),
            E.map((draw) => ({ ...draw, dtype: dtypeOf(spec) }))
          )
    )
  )

const isTooNarrow = ({ code }: InitializerError): boolean => code === 'BoundUnderflow' || code === 'BadBounds'

const dtypeOf = <D extends DType>({ dtype }: Initializer.TensorSpec<D>): D => dtype ?? ('float32' as D)

const samplerOf = <D extends DType>(
  options: Options,
  it: Call,
  draw: Draw.Draw<D>
): Validated<State<Generator, Tensor<D>>> => {
  const n = size(draw.shape)
  if (isDeterministic(it) || n === 0) return deterministic(draw)
  return E.right((generator) => {
    const reader = readerOf(generator)
    const tensor = tensorOf(draw, values({ options, reader, dtype: draw.dtype, n }, it, draw))
    return [tensor, reader.state()]
  })
}

const deterministicNames = ['constant_', 'ones_', 'zeros_', 'eye_', 'dirac_'] as const
type Deterministic = Extract<Call, { readonly name: (typeof deterministicNames)[number] }>
const isDeterministic = (it: Call): it is Deterministic => deterministicNames.some((name) => name === it.name)

const SQRT_THREE = 1.7320508075688772

/** The elements of a tensor that is not empty. */
const values = (drawing: Drawing, it: Exclude<Call, Deterministic>, draw: Draw.Draw): Values => {
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

const matrixOf = ({ shape: [rows = 1, ...rest] }: Draw.Draw): Dimensions => [rows, size(rest)]

/** With a gain of 0 the draw has no fans, and they do not matter. */
const fansOf = ({ fans }: Draw.Draw): Fans => fans ?? { fanIn: 1, fanOut: 1 }

const xavierStd = ({ gain }: Arguments['xavier_normal_'], draw: Draw.Draw): number => {
  const { fanIn, fanOut } = fansOf(draw)
  return gain * Math.sqrt(2 / (fanIn + fanOut))
}

const kaimingStd = ({ a, mode, nonlinearity }: Arguments['kaiming_normal_'], draw: Draw.Draw): number => {
  const { fanIn, fanOut } = fansOf(draw)
  const gain = E.getOrElse(() => 1)(Gain.fromNonlinearity(nonlinearity, { slope: a })) // valid, as the call was read
  return gain / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut)
}

// -------------------------------------------------------------------------------------
// limits
// -------------------------------------------------------------------------------------

/** Of trunc_normal_; a tensor of 10^6 elements takes about 14 / acceptance rounds, each of one number an element. */
const ROUNDS = 14
const LEAST_ACCEPTANCE = 0.015
const MOST_NUMBERS = 1e9

const isEndless = (args: Arguments['trunc_normal_'], n: number): boolean => {
  const accepted = acceptance(args)
  return accepted < LEAST_ACCEPTANCE && (ROUNDS * n) / accepted > MOST_NUMBERS
}

const unsupported = ({ version }: Options, it: Call, draw: Draw.Draw): ReadonlyArray<InitializerError> => {
  const { dtype, shape } = draw
  return [
    ...(isHalf(dtype) && version === '2.11' && !isDeterministic(it)
      ? [error('Unsupported', 'float32 or float64 in version 2.11', dtype, ['dtype'])]
      : []),
    ...(isHalf(dtype) && it.name === 'orthogonal_' && size(shape) > 0
      ? [error('Unsupported', 'float32 or float64, the dtypes of torch.linalg.qr', dtype, ['dtype'])]
      : []),
    ...(it.name === 'trunc_normal_' && version === '2.12' && isEndless(it.arguments, size(shape))
      ? [
          error('Unsupported', 'bounds that 10^9 random numbers fill', `${it.arguments.a}, ${it.arguments.b}`, [
            'config',
            'b'
          ])
        ]
      : []),
    ...(it.name.startsWith('xavier_') && !hasFans(shape)
      ? [error('Unsupported', 'fans with a sum above 0, by which PyTorch divides', `[${shape.join(', ')}]`, ['shape'])]
      : [])
  ]
}

/** With a gain of 0, PyTorch computes the fans all the same. */
const hasFans = ([outputs = 0, inputs = NaN, ...rest]: Shape): boolean => (outputs + inputs) * size(rest) > 0
