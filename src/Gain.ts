/**
 * The gain of a nonlinearity: the factor on the standard deviation of the weights that compensates for its effect on the
 * size of a signal. The `scale` of `VarianceScaling` is the square of a gain: `from…` functions return a gain,
 * `scaleFrom…` a scale.
 *
 * There are two kinds of gain, with different values:
 *
 * - `fromNonlinearity`: the numbers of PyTorch's `torch.nn.init.calculate_gain` under PyTorch's names. Some are derived
 *   (relu and leaky_relu: He et al., ICCV 2015), some are empirical (tanh 5/3, selu 3/4, pytorch#50664).
 * - `fromActivation`, and as a scale `scaleFromFunction`: 1 / sqrt(E f(z)^2) for a standard normal z. If the input of f is
 *   standard normal and the weights of the next layer have variance gain^2 / fan_in, the next input has mean square 1.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { configLimits } from './codec/plain.js'
import { decode, guarded, unknownWord } from './codec/problems.js'
import { finite } from './codec/leaf.js'
import { closed, optional } from './codec/record.js'
import { Applicative, fail, show, type Validated } from './InitializerError.js'
import { secondMoment } from './numeric/normal/quadrature.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The nonlinearities that PyTorch has a gain for, by PyTorch's names.
 *
 * @since 0.1.0
 */
export type Nonlinearity = (typeof nonlinearities)[number]

/** @since 0.1.0 */
export const nonlinearities = [
  'linear',
  'conv1d',
  'conv2d',
  'conv3d',
  'conv_transpose1d',
  'conv_transpose2d',
  'conv_transpose3d',
  'sigmoid',
  'tanh',
  'relu',
  'leaky_relu',
  'selu'
] as const

/** @since 0.1.0 */
export interface Options {
  /** the slope of leaky_relu below 0; 0.01 by default, as in `calculate_gain` (PyTorch's `kaiming_*` default to 0) */
  readonly slope?: number
}

/**
 * The activations that have a computed gain. elu has alpha 1, gelu is x Phi(x) and gelu_tanh its approximation (Hendrycks & Gimpel,
 * 2016), silu or swish is x sigmoid(x), mish x tanh(softplus(x)), selu has the constants of Klambauer et al., 2017.
 *
 * @since 0.1.0
 */
export type Activation = keyof typeof gains

/** 1 / sqrt(E f(z)^2), the doubles nearest to 50 digits (scripts/gains.py). */
const gains = {
  elu: 1.2451983007007066,
  gelu: 1.5335304411955353,
  gelu_tanh: 1.533580521666147,
  mish: 1.486847581273208,
  relu: 1.4142135623730951,
  selu: 1,
  sigmoid: 1.8462285453386054,
  silu: 1.676532470331091,
  softplus: 1.0418668355353018,
  swish: 1.676532470331091,
  tanh: 1.5925374197228315
} as const

/** @since 0.1.0 */
export const activations = Object.keys(gains) as ReadonlyArray<Activation>

// -------------------------------------------------------------------------------------
// PyTorch's gains
// -------------------------------------------------------------------------------------

/**
 * PyTorch's gain of a nonlinearity, bit for bit: linear, all convolutions and sigmoid 1, tanh 5/3, relu √2, leaky_relu
 * √(2 / (1 + slope²)), selu 3/4. `UnknownName` for any other name, `NotFinite` if the slope or its square is not finite.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * Gain.fromNonlinearity('relu') // => E.right(Math.SQRT2)
 * Gain.fromNonlinearity('leaky_relu', { slope: 1 }) // => E.right(1)
 * Gain.fromNonlinearity('tanh') // => E.right(5 / 3)
 */
export const fromNonlinearity = (nonlinearity: Nonlinearity, options: Options = {}): Validated<number> =>
  pipe(scaleFromNonlinearity(nonlinearity, options), E.map(Math.sqrt))

/**
 * The square of PyTorch's gain, computed by its own formula: 2 for relu, while the square of the rounded √2 is
 * 2.0000000000000004.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * Gain.scaleFromNonlinearity('relu') // => E.right(2)
 * Gain.scaleFromNonlinearity('selu') // => E.right(9 / 16)
 */
export const scaleFromNonlinearity = (nonlinearity: Nonlinearity, options: Options = {}): Validated<number> =>
  pipe(
    { name: known(nonlinearities, nonlinearity, activations, 'Gain.fromActivation'), options: decodeOptions(options) },
    sequenceS(Applicative),
    E.chain(({ name, options: { slope } }) => square(name, slope))
  )

const decodeOptions = decode(
  guarded(closed<Required<Options>>('gain options', { slope: optional(finite, 0.01) }), configLimits)
)

const square = (nonlinearity: Nonlinearity, slope: number): Validated<number> => {
  switch (nonlinearity) {
    case 'linear':
    case 'conv1d':
    case 'conv2d':
    case 'conv3d':
    case 'conv_transpose1d':
    case 'conv_transpose2d':
    case 'conv_transpose3d':
    case 'sigmoid':
      return E.right(1)
    case 'tanh':
      return E.right(25 / 9)
    case 'relu':
      return E.right(2)
    case 'leaky_relu':
      return Number.isFinite(slope * slope)
        ? E.right(2 / (1 + slope * slope))
        : fail('NotFinite', 'a slope with a finite square', show(slope), ['slope'])
    case 'selu':
      return E.right(9 / 16)
  }
}

// -------------------------------------------------------------------------------------
// gains by the second moment
// -------------------------------------------------------------------------------------

/**
 * The gain 1 / √(E f(z)²) of a common activation, correctly rounded; `UnknownName` for any other name.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * Gain.fromActivation('gelu') // => E.right(1.5335304411955353)
 * Gain.fromActivation('tanh') // => E.right(1.5925374197228315)
 */
export const fromActivation = (activation: Activation): Validated<number> =>
  pipe(
    known(activations, activation, nonlinearities, 'Gain.fromNonlinearity'),
    E.map((name) => gains[name])
  )

/**
 * The scale 1 / E f(z)² of any function, for `VarianceScaling`; the gain is its square root.
 *
 * It is computed by quadrature on panels that are halved until they agree to 1e-15 of the integral. Measured relative errors:
 * 5e-16 for smooth functions and for single kinks and jumps, 3e-13 for 2000 jumps. The function is called a few thousand times,
 * between -38 and 38, where the normal density is above 0. A feature so narrow that it lies between the points, 30 per unit, is
 * missed. `NotFinite` if a value or the moment is not finite or the panels do not converge, `NotPositive` if the moment is 0
 * or so small that its inverse overflows, `Unreadable` if the function throws.
 *
 * The last bits depend on the engine: `Math.tanh` and the like may differ between engines. Write the number into the
 * config, not the function.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const hardtanh = (x: number) => Math.max(-1, Math.min(1, x))
 * pipe(Gain.scaleFromFunction(hardtanh), E.map((scale) => scale.toFixed(12))) // => E.right('1.937764616314')
 * E.isLeft(Gain.scaleFromFunction(Math.log)) // => true
 */
export const scaleFromFunction = (f: (x: number) => number): Validated<number> =>
  typeof f === 'function'
    ? pipe(
        E.tryCatch(
          () => secondMoment(f),
          () => null
        ),
        E.fold(() => fail('Unreadable', 'a function from numbers to numbers', 'a function that throws'), inverse)
      )
    : fail('WrongType', 'a function from numbers to numbers', show(f))

const inverse = (m: number): Validated<number> => {
  if (!Number.isFinite(m))
    return fail('NotFinite', 'a function whose values are finite and whose second moment converges', show(m))
  return Number.isFinite(1 / m)
    ? E.right(1 / m)
    : fail('NotPositive', 'a function with a second moment above 0', show(m))
}

/**
 * The square of a gain, which is the `scale` of `VarianceScaling`.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 *
 * Gain.scaleFromGain(0.75) // => 0.5625
 */
export const scaleFromGain = (gain: number): number => gain * gain

/** A known name. The error for a name of the other table points to that table instead of a similar name. */
const known = <A extends string>(
  names: ReadonlyArray<A>,
  name: unknown,
  others: ReadonlyArray<string>,
  elsewhere: string
): Validated<A> => {
  const found = names.find((each) => each === name)
  const expected = `one of ${names.join(', ')}`
  if (found !== undefined) return E.right(found)
  if (typeof name !== 'string') return fail('WrongType', expected, show(name))
  if (others.includes(name)) return fail('UnknownName', `${expected} (${elsewhere} has ${name})`, show(name))
  return E.left([unknownWord('UnknownName', expected, name.toLowerCase(), names, [], show(name))])
}
