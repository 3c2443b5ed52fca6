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
import type { DType } from '../../DType.js'
import type * as Draw from '../../Draw.js'
import type { Fans } from '../../Fans.js'
import * as Gain from '../../Gain.js'
import * as Initializer from '../../Initializer.js'
import { error, fromErrors, type InitializerError, type Validated } from '../../InitializerError.js'
import { size, tooLarge } from '../../Shape.js'
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
 * `Initializer.draw`, and `Unsupported` for 16-bit dtypes in 2.11 and in `orthogonal_`, and for a `trunc_normal_` that would
 * draw more than 1000 tensors.
 *
 * @since 0.1.0
 */
export const sampler =
  (options: Options) =>
  <D extends DType>(spec: Initializer.TensorSpec<D>) =>
  (it: Call): Validated<State<Generator, Tensor<D>>> =>
    pipe(
      it.initializer,
      Initializer.draw(spec),
      E.chain((draw) => fromErrors([...tooLarge(draw.shape, draw.dtype), ...unsupported(options, it, draw)], draw)),
      E.chain((draw) => samplerOf(options, it, draw))
    )

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

/** For a tensor of 10^6 elements, about 14 / acceptance rounds of new tensors are drawn. */
const LEAST_ACCEPTANCE = 0.015

const unsupported = ({ version }: Options, it: Call, { dtype }: Draw.Draw): ReadonlyArray<InitializerError> => [
  ...(isHalf(dtype) && version === '2.11' && !isDeterministic(it)
    ? [error('Unsupported', 'float32 or float64 in version 2.11', dtype, ['dtype'])]
    : []),
  ...(isHalf(dtype) && it.name === 'orthogonal_'
    ? [error('Unsupported', 'float32 or float64, the dtypes of torch.linalg.qr', dtype, ['dtype'])]
    : []),
  ...(it.name === 'trunc_normal_' && version === '2.12' && acceptance(it.arguments) < LEAST_ACCEPTANCE
    ? [
        error('Unsupported', 'bounds that accept at least 1 draw in 70', `${it.arguments.a}, ${it.arguments.b}`, [
          'config',
          'b'
        ])
      ]
    : [])
]
