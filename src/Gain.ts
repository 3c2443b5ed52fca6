/**
 * The gain of a nonlinearity: the factor on the standard deviation of the weights that makes up for what it does to the
 * size of a signal. `scale`, which `VarianceScaling` takes, is its square.
 *
 * There are two kinds, which differ and are kept apart here:
 *
 * - `of`: the numbers of PyTorch's `torch.nn.init.calculate_gain` under PyTorch's names, some of them derived
 *   (relu and leaky_relu: He et al., ICCV 2015), some found by experience (tanh 5/3, selu 3/4, pytorch#50664).
 * - `secondMoment`, and as its square `fromFunction`: 1 / sqrt(E f(z)^2) for a standard normal z. If weights have variance
 *   gain^2 / fan_in and what f is applied to is standard normal, then so is, in its first two moments, what comes next.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { configLimits } from './codec/plain.js'
import { unknownWord } from './codec/problems.js'
import { decode, guarded } from './codec/failure.js'
import { finite } from './codec/leaf.js'
import { closed, optional } from './codec/record.js'
import { Applicative, fail, show, type Validated } from './InitializerError.js'
import { secondMoment as momentOf } from './numeric/normal/quadrature.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * What PyTorch has a gain for, by PyTorch's names.
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
  /** of leaky_relu below 0; 0.01 by default, as in `calculate_gain` (PyTorch's `kaiming_*` take 0) */
  readonly slope?: number
}

/**
 * What has a computed gain. elu has alpha 1, gelu is x Phi(x) and gelu_tanh its approximation (Hendrycks & Gimpel,
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
 * The gain that PyTorch gives a nonlinearity, bit for bit: linear, all convolutions and sigmoid 1, tanh 5/3, relu √2,
 * leaky_relu √(2 / (1 + slope²)), selu 3/4. `UnknownName` for another name, `NotFinite` for the slope or its square.
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
 * The square of the same gain, from the formula: 2 for relu, where `scale` of a rounded √2 is 2.0000000000000004.
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
    { name: known(nonlinearities, nonlinearity, activations, 'Gain.secondMoment'), options: decodeOptions(options) },
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
// gains of the second moment
// -------------------------------------------------------------------------------------

/**
 * The gain 1 / √(E f(z)²) of a common activation, correctly rounded; `UnknownName` for another name.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * Gain.secondMoment('gelu') // => E.right(1.5335304411955353)
 * Gain.secondMoment('tanh') // => E.right(1.5925374197228315)
 */
export const secondMoment = (activation: Activation): Validated<number> =>
  pipe(
    known(activations, activation, nonlinearities, 'Gain.fromNonlinearity'),
    E.map((name) => gains[name])
  )

/**
 * The **scale** 1 / E f(z)² of any function, for `VarianceScaling` as it stands; the gain is its square root.
 *
 * By quadrature, which halves its panels until they agree to 1e-15 of the whole. Measured relative errors: 5e-16 for
 * smooth functions and for kinks and jumps at any place, 3e-13 for 2000 jumps. The function is asked some thousand
 * times, between -38 and 38, where the normal density is above 0. `NotFinite` if one of its values or the moment is not
 * finite or no number of panels agrees, `NotPositive` if the moment is 0 or as good as, `Unreadable` if it throws.
 * What is so narrow that it lies between the points, 30 to a unit, goes unseen.
 *
 * The result has the bits of this engine's f: `Math.tanh` and the like may differ in the last place on another. Write
 * the number into the config, not the function.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const hardtanh = (x: number) => Math.max(-1, Math.min(1, x))
 * pipe(Gain.fromFunction(hardtanh), E.map((scale) => scale.toFixed(12))) // => E.right('1.937764616314')
 * E.isLeft(Gain.fromFunction(Math.log)) // => true
 */
export const fromFunction = (f: (x: number) => number): Validated<number> =>
  typeof f === 'function'
    ? pipe(
        E.tryCatch(
          () => momentOf(f),
          () => null
        ),
        E.fold(() => fail('Unreadable', 'a function from numbers to numbers', 'a function that throws'), inverse)
      )
    : fail('WrongType', 'a function from numbers to numbers', show(f))

const inverse = (m: number): Validated<number> => {
  if (!Number.isFinite(m)) return fail('NotFinite', 'finite values and a second moment that can be found', show(m))
  return Number.isFinite(1 / m) ? E.right(1 / m) : fail('NotPositive', 'a second moment above 0', show(m))
}

/**
 * A gain squared, which is what `VarianceScaling` takes as `scale`.
 *
 * @since 0.1.0
 * @example
 * import { Gain } from 'initializers-ts'
 *
 * Gain.scale(0.75) // => 0.5625
 */
export const scale = (gain: number): number => gain * gain

/** A name of the list; one that only the other table has is sent there, and not to a neighbour in spelling. */
const known = <A extends string>(
  names: ReadonlyArray<A>,
  name: unknown,
  others: ReadonlyArray<string>,
  elsewhere: string
): Validated<A> => {
  const found = names.find((word) => word === name)
  const expected = `one of ${names.join(', ')}`
  if (found !== undefined) return E.right(found)
  if (typeof name !== 'string') return fail('WrongType', expected, show(name))
  if (others.includes(name)) return fail('UnknownName', `${expected} (${elsewhere} knows ${name})`, show(name))
  return E.left([unknownWord('UnknownName', expected, name.toLowerCase(), names, [], show(name))])
}
