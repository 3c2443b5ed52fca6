/**
 * `jax.nn.initializers`, bit for bit but for the orthogonal ones (jax 0.10.2; `jax._src.nn.initializers`): which of the
 * library's initializers JAX has, and with which arguments.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { unsupportedUnless } from '../../codec/problems.js'
import { read } from '../../dialects/index.js'
import type { DType } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { draw as drawOf, type Initializer, type TensorSpec } from '../../Initializer.js'
import type { Tagged } from '../../initializers/tagTable.js'
import { Applicative, at, fail, fromErrors, type Validated } from '../../InitializerError.js'
import { type Shape, size } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import { deterministic } from '../deterministic.js'
import { targetOf } from '../target.js'
import type { Arithmetic } from './arithmetic.js'
import type { Key } from './keys.js'
import { deltaOrthogonal, orthogonal } from './orthogonal.js'
import {
  arithmeticOf,
  draw,
  extremes,
  type How as HowNumbers,
  inOrder,
  type Law,
  truncatedLaw,
  uniformLaw
} from './random.js'
import { fansOf, normalTimes, scaledLaw } from './variance.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The JAX that is replayed, as for numbers; with `jit`, an initializer called within `jax.jit`, where XLA makes one
 * number of the two that a normal one is multiplied by. That changes float32 (as verified) and maybe the others.
 *
 * @since 0.1.0
 */
export interface How extends HowNumbers {
  readonly jit?: boolean
}

/** What is left to check once an initializer is known to be JAX's. */
type Recipe = <D extends DType>(target: Target<D>, how: How) => Validated<(key: Key) => Tensor<D>>

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/**
 * A function of `jax.nn.initializers`, called: by its name where it takes its defaults, or as `{ class_name, config }`
 * with its arguments by name. Errors are those of the config, the shape and the dtype, and `Unsupported` and the like
 * where JAX could not draw it or an element would be infinite.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * // The docstring of he_normal, from before JAX 0.5
 * const weights = pipe(jax.initializer('he_normal', { shape: [2, 3] }, { bits: 'legacy' }), E.ap(jax.key(42)))
 * pipe(weights, E.map(({ data }) => data.slice(0, 2))) // => E.right(Float32Array.of(0.6604483, 1.1900088))
 */
export const initializer = <D extends DType = 'float32'>(
  config: unknown,
  spec: TensorSpec<D>,
  how: How = {}
): Validated<(key: Key) => Tensor<D>> => pipe(decode(config), E.chain(sampler<D>(spec, how)))

/** Reads a config in JAX's words. */
export const decode = (u: unknown): Validated<Initializer> =>
  pipe(
    read('jax')(u),
    E.map(({ initializer: read }) => read)
  )

/** The initializer, if `jax.nn.initializers` or `jax.random` can draw it; else `Unsupported`, where they cannot. */
export const fromInitializer = (it: Initializer): Validated<Initializer> =>
  pipe(
    recipeOf(it),
    E.map(() => it)
  )

/** The tensor of an initializer as a function of a key. */
export const sampler =
  <D extends DType>(spec: TensorSpec<D>, how: How) =>
  (it: Initializer): Validated<(key: Key) => Tensor<D>> =>
    pipe(
      sequenceS(Applicative)({ recipe: recipeOf(it), target: targetOf(spec, it.dtype) }),
      E.chain(({ recipe, target }) => recipe(target, how))
    )

const recipeOf = (it: Initializer): Validated<Recipe> => {
  switch (it._tag) {
    case 'Zeros':
    case 'Ones':
    case 'Constant':
    case 'Identity':
    case 'Dirac':
    case 'STFT':
      return E.right(undrawn(it))
    case 'RandomUniform':
      return E.right(elements(uniform(it), 'maxval'))
    case 'RandomNormal':
      return normal(it)
    case 'TruncatedNormal':
      return truncatedNormal(it)
    case 'VarianceScaling':
      return varianceScaling(it)
    case 'Orthogonal':
      return E.right(orthogonal(it))
    case 'DeltaOrthogonal':
      return E.right(deltaOrthogonal(it))
    case 'UniformUnitScaling':
    case 'ConvolutionOrthogonal':
    case 'Sparse':
    case 'Scaled':
    case 'Blocks':
    case 'Masked':
    case 'ICNR':
      return fail('Unsupported', 'an initializer that JAX has', it._tag, ['class_name'])
  }
}

/** Nothing random: the family's own. */
const undrawn =
  (it: Initializer): Recipe =>
  <D extends DType>(target: Target<D>) =>
    pipe(
      it,
      drawOf(target),
      E.chain(deterministic),
      E.map(
        (run) =>
          (from: Key): Tensor<D> =>
            run(from)[0]
      )
    )

// -------------------------------------------------------------------------------------
// independent elements
// -------------------------------------------------------------------------------------

/** The law of all elements for a shape. */
type Meaning = (arithmetic: Arithmetic, shape: Shape, jit: boolean) => Validated<Law>

/** Refuses a law that leads to infinity, in the field that is to blame. */
const elements =
  (toInitializer: Meaning, field: string): Recipe =>
  (target, how) => {
    const arithmetic = arithmeticOf(target, how)
    return pipe(
      toInitializer(arithmetic, target.shape, how.jit ?? false),
      E.chain((law) => {
        const ends = extremes(arithmetic, law)
        return size(target.shape) === 0 || ends.every(Number.isFinite)
          ? E.right(draw(target, how, law))
          : fail('BoundOverflow', `elements that ${target.dtype} holds`, `${ends[0]} to ${ends[1]}`, ['config', field])
      })
    )
  }

/** `uniform(scale)` is the case from 0 on, bit for bit; the others are `jax.random.uniform`. */
const uniform =
  ({ minval, maxval }: Tagged<'RandomUniform'>): Meaning =>
  (arithmetic) =>
    at('config', 'maxval')(inOrder(arithmetic, minval, maxval, uniformLaw))

const normal = ({ mean, stddev }: Tagged<'RandomNormal'>): Validated<Recipe> =>
  fromErrors(
    unsupportedUnless(mean === 0, 'mean', '0, as JAX has none', mean),
    elements((arithmetic, _, jit) => E.right(normalTimes(arithmetic, arithmetic.round(stddev), jit)), 'stddev')
  )

const truncatedNormal = (it: Tagged<'TruncatedNormal'>): Validated<Recipe> => {
  const { mean, stddev, bounds, corrected } = it
  const lower = it.lower ?? -Infinity
  const upper = it.upper ?? Infinity
  return fromErrors(
    [
      ...unsupportedUnless(mean === 0, 'mean', '0, as JAX has none', mean),
      ...unsupportedUnless(bounds === 'stddev', 'bounds', '"stddev", as in JAX', bounds),
      ...unsupportedUnless(it.lower !== null, 'lower', 'a number, as in JAX', it.lower),
      ...unsupportedUnless(it.upper !== null, 'upper', 'a number, as in JAX', it.upper),
      ...unsupportedUnless(!corrected, 'corrected', 'false, as in JAX', corrected)
    ],
    elements(
      (arithmetic) =>
        pipe(
          at('config', 'upper')(inOrder(arithmetic, lower, upper, truncatedLaw)),
          E.map((law) => [...law, arithmetic.multiply(arithmetic.round(stddev))])
        ),
      'stddev'
    )
  )
}

// -------------------------------------------------------------------------------------
// variance scaling
// -------------------------------------------------------------------------------------

const varianceScaling = (it: Tagged<'VarianceScaling'>): Validated<Recipe> =>
  fromErrors(
    unsupportedUnless(
      it.corrected || it.distribution !== 'truncated_normal',
      'corrected',
      'true, as in JAX',
      it.corrected
    ),
    elements(
      (arithmetic, shape, jit) =>
        pipe(
          fansOf(it, shape),
          E.map((fans) => scaledLaw(it, fans, arithmetic, jit))
        ),
      'scale'
    )
  )
