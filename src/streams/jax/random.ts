/**
 * `jax.random` on a CPU, bit for bit (jax and jaxlib 0.10.2; `jax._src.random`): from random words to numbers.
 *
 *   words -> fraction      the upper bits of a word, as a number f with 0 <= f < 1
 *         -> uniform       max(low, f (high - low) + low)
 *         -> normal        sqrt(2) erfInv(u), u uniform between the number next to -1 and 1
 *         -> truncated     the same, u uniform between erf(lower / sqrt(2)) and erf(upper / sqrt(2)); then clamped
 *
 * Every operation is rounded to the dtype. In float64, XLA calls the logarithm and the erf of the C library, here those of
 * glibc. Within `jit` it folds the bounds of a truncation, and float32 bounds have other bits than outside.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { type DType, traits } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { fail, show, type Validated } from '../../InitializerError.js'
import type { TensorSpec } from '../../Initializer.js'
import { powerOfTwo } from '../../numeric/float/bits.js'
import { size } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import { nextDown, nextUp } from '../arithmetic/bits.js'
import { targetOf } from '../target.js'
import { type Arithmetic, arithmetic, type Compilation, type Step } from './arithmetic.js'
import type { Key, Layout } from './keys.js'
import { wordsOf } from './words.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The JAX that is replayed: the arithmetic of a CPU (default `fma`), a layout of words (default `partitionable`), whether the
 * function is called within `jax.jit`, and whether in JAX's x64 mode.
 *
 * @since 0.1.0
 */
export interface How extends Compilation {
  readonly bits?: Layout
}

/** The changes in place that turn fractions into numbers of a distribution. */
export type Steps = ReadonlyArray<Step>

export const arithmeticOf = ({ dtype }: Pick<Target, 'dtype'>, how: How): Arithmetic => arithmetic(dtype, how)

// -------------------------------------------------------------------------------------
// distributions
// -------------------------------------------------------------------------------------

/** `low` and `high` are rounded first. Their difference is rounded too, so `high` itself can be drawn. */
export const uniformSteps = ({ round, spread, flush }: Arithmetic, low: number, high: number): Steps => {
  const [a, b] = [flush(round(low)), flush(round(high))]
  return [spread(flush(round(b - a)), a)]
}

/** erfInv(u) times the root of 2 is a normal number. */
export const rootOfTwo = ({ round }: Arithmetic): number => round(1.4142135623730951)

export const normalSteps = (arithmetic: Arithmetic, factor = rootOfTwo(arithmetic)): Steps => [
  ...uniformSteps(arithmetic, nextUp(arithmetic.format, -1), 1),
  arithmetic.erfInv,
  arithmetic.multiply(factor)
]

export const truncatedSteps = (arithmetic: Arithmetic, lower: number, upper: number): Steps => {
  const { format, round, flush, erfOfBound, erfInv, multiply } = arithmetic
  const [low, high] = [round(lower), round(upper)]
  return [
    ...uniformSteps(arithmetic, erfOfBound(low), erfOfBound(high)),
    erfInv,
    multiply(rootOfTwo(arithmetic)),
    clamp(flush(nextUp(format, low)), flush(nextDown(format, high)))
  ]
}

const clamp =
  (low: number, high: number): Step =>
  (x) => {
    for (let i = 0; i < x.length; i++) x[i] = Math.min(Math.max(x[i]!, low), high)
  }

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** Elements that are drawn at a time, so that they stay in the first cache. */
const chunk = 1024

/** The tensor of a distribution, as a function of a key. */
export const draw =
  <D extends DType>({ shape, dtype }: Target<D>, how: How, steps: Steps) =>
  (key: Key): Tensor<D> => {
    const { width, digits } = arithmeticOf({ dtype }, how)
    const n = size(shape)
    const { make, store } = traits(dtype)
    const data = make(n)
    const bits = wordsOf(how.bits ?? 'partitionable', width, n, key)
    const words = new Int32Array(2 * chunk)
    const reals = new Float64Array(Math.min(chunk, n))
    for (let start = 0; start < n; start += chunk) {
      const part = reals.subarray(0, Math.min(chunk, n - start))
      bits(start, part.length, words)
      if (width === 64) fractions64(words, part)
      else fractions(width, digits, words, part)
      for (const step of steps) step(part)
      store(part, part.length, data, start)
    }
    return { shape, dtype, data }
  }

/** The upper `digits` of `width` bits, as a binary fraction. */
const fractions = (width: number, digits: number, words: Int32Array, out: Float64Array): void => {
  const unit = powerOfTwo(-digits)
  for (let i = 0; i < out.length; i++) out[i] = ((words[i]! << (32 - width)) >>> (32 - digits)) * unit
}

/** The upper 52 of 64 bits. */
const fractions64 = (words: Int32Array, out: Float64Array): void => {
  for (let i = 0; i < out.length; i++) {
    const high = words[2 * i]! >>> 0
    const low = words[2 * i + 1]! >>> 12
    out[i] = (high * 0x100000 + low) / 0x10000000000000
  }
}

/** The numbers from the least and the greatest fraction; all others lie between them. */
export const extremes = ({ digits }: Arithmetic, steps: Steps): readonly [least: number, greatest: number] => {
  const ends = Float64Array.of(0, 1 - powerOfTwo(-digits))
  for (const step of steps) step(ends)
  return [ends[0]!, ends[1]!]
}

// -------------------------------------------------------------------------------------
// jax.random
// -------------------------------------------------------------------------------------

/**
 * `jax.random.uniform`: numbers from `minval` to `maxval`, which rounding may reach; bit for bit. Errors are those of a
 * shape and a dtype, and `BadBounds` for bounds that are not in order or too far apart for the dtype.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const numbers = pipe(jax.uniform({ shape: [3] }), E.ap(jax.key(0)), E.map(({ data }) => data))
 * numbers // => E.right(Float32Array.of(0.947667, 0.9785799, 0.33229148))
 */
export const uniform = <D extends DType = 'float32'>(
  spec: TensorSpec<D>,
  minval = 0,
  maxval = 1,
  how: How = {}
): Validated<(key: Key) => Tensor<D>> =>
  drawer(spec, how, (arithmetic) => between(arithmetic, minval, maxval, uniformSteps))

/**
 * `jax.random.normal`: bit for bit; in float64 if XLA's C library is glibc.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const numbers = pipe(jax.normal({ shape: [3] }), E.ap(jax.key(0)), E.map(({ data }) => data))
 * numbers // => E.right(Float32Array.of(1.6226422, 2.0252647, -0.43359444))
 */
export const normal = <D extends DType = 'float32'>(
  spec: TensorSpec<D>,
  how: How = {}
): Validated<(key: Key) => Tensor<D>> => drawer(spec, how, (arithmetic) => E.right(normalSteps(arithmetic)))

/**
 * `jax.random.truncated_normal`: numbers between `lower` and `upper`, both exclusive; bit for bit as `normal`.
 *
 * @since 0.1.0
 */
export const truncatedNormal = <D extends DType = 'float32'>(
  spec: TensorSpec<D>,
  lower = -2,
  upper = 2,
  how: How = {}
): Validated<(key: Key) => Tensor<D>> =>
  drawer(spec, how, (arithmetic) => between(arithmetic, lower, upper, truncatedSteps))

const drawer = <D extends DType>(
  spec: TensorSpec<D>,
  how: How,
  stepsOf: (arithmetic: Arithmetic) => Validated<Steps>
): Validated<(key: Key) => Tensor<D>> =>
  pipe(
    targetOf(spec),
    E.chain((target) =>
      pipe(
        stepsOf(arithmeticOf(target, how)),
        E.map((steps) => draw(target, how, steps))
      )
    )
  )

/**
 * The steps of a distribution between two bounds; `BadBounds` if they are not in order or too far apart for the dtype. They may
 * be the same number of the dtype.
 */
export const between = (
  arithmetic: Arithmetic,
  low: number,
  high: number,
  stepsOf: (arithmetic: Arithmetic, low: number, high: number) => Steps
): Validated<Steps> => {
  const { round } = arithmetic
  const fits = low < high && Number.isFinite(round(round(high) - round(low)))
  return fits
    ? E.right(stepsOf(arithmetic, low, high))
    : fail('BadBounds', 'two numbers of the dtype in order', `${show(low)} and ${show(high)}`)
}
