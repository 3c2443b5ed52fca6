/**
 * `jax.nn.initializers`, bit for bit except the orthogonal ones (jax 0.10.2; `jax._src.nn.initializers`): the initializers and
 * the arguments that JAX has.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { unsupportedUnless } from '../../codec/problems.js'
import type { DType } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { draw as drawOf, type Initializer, type TensorSpec } from '../../Initializer.js'
import { fromTable, type Tagged, type TagTable, unsupported } from '../../initializers/tagTable.js'
import { Applicative, at, fail, fromErrors, type Validated } from '../../InitializerError.js'
import { type Shape, size } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import { decoder } from '../decoder.js'
import { deterministic } from '../deterministic.js'
import { targetOf } from '../target.js'
import type { Arithmetic } from './arithmetic.js'
import type { Key } from './keys.js'
import { deltaOrthogonal, orthogonal } from './orthogonal.js'
import { arithmeticOf, between, draw, extremes, type How, type Steps, truncatedSteps, uniformSteps } from './random.js'
import { fansOf, normalTimes, scaledSteps } from './variance.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** Draws an initializer that JAX has, or refuses it for a target. */
type Recipe = <D extends DType>(target: Target<D>, how: How) => Validated<(key: Key) => Tensor<D>>

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/**
 * A call of `jax.nn.initializers`: the name of a function with its default arguments, or `{ class_name, config }` with arguments
 * by name. Errors are those of the config, the shape and the dtype, `Unsupported` for what JAX cannot draw, and
 * `BoundOverflow` if an element would be infinite.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * // from the docstring of he_normal, written before JAX 0.5
 * const weights = pipe(jax.initializer('he_normal', { shape: [2, 3] }, { bits: 'legacy' }), E.ap(jax.key(42)))
 * pipe(weights, E.map(({ data }) => data.slice(0, 2))) // => E.right(Float32Array.of(0.6604483, 1.1900088))
 */
export const initializer = <D extends DType = 'float32'>(
  config: unknown,
  spec: TensorSpec<D>,
  how: How = {}
): Validated<(key: Key) => Tensor<D>> => pipe(decode(config), E.chain(sampler<D>(spec, how)))

/** Reads a config of the dialect jax. */
export const decode = /* @__PURE__ */ decoder('jax')

/** The initializer itself if `jax.nn.initializers` or `jax.random` can draw it, else `Unsupported`. */
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

const recipeOf = (it: Initializer): Validated<Recipe> =>
  fromTable(recipes, ({ _tag }) => fail('Unsupported', 'an initializer that JAX has', _tag, ['class_name']))(it)

/** A tensor without random numbers. */
const constant = (it: Initializer): Validated<Recipe> => E.right((target) => drawConstant(it, target))

const drawConstant = <D extends DType>(it: Initializer, target: Target<D>): Validated<(key: Key) => Tensor<D>> =>
  pipe(
    it,
    drawOf(target),
    E.chain(deterministic),
    E.map((run) => (from) => run(from)[0])
  )

// -------------------------------------------------------------------------------------
// independent elements
// -------------------------------------------------------------------------------------

/** The distribution of the elements of a shape. */
type StepsOf = (arithmetic: Arithmetic, shape: Shape) => Validated<Steps>

/** Infinite elements are an error of the field that leads to them. */
const elements =
  (stepsOf: StepsOf, field: string): Recipe =>
  (target, how) => {
    const arithmetic = arithmeticOf(target, how)
    return pipe(
      stepsOf(arithmetic, target.shape),
      E.chain((steps) => {
        const ends = extremes(arithmetic, steps)
        return size(target.shape) === 0 || ends.every(Number.isFinite)
          ? E.right(draw(target, how, steps))
          : fail('BoundOverflow', `elements in the range of ${target.dtype}`, `${ends[0]} to ${ends[1]}`, [
              'config',
              field
            ])
      })
    )
  }

/** `uniform(scale)` starts at 0, bit for bit; other bounds are those of `jax.random.uniform`. */
const uniform =
  ({ minval, maxval }: Tagged<'RandomUniform'>): StepsOf =>
  (arithmetic) =>
    at('config', 'maxval')(between(arithmetic, minval, maxval, uniformSteps))

const normal = ({ mean, stddev }: Tagged<'RandomNormal'>): Validated<Recipe> =>
  fromErrors(
    unsupportedUnless(mean === 0, 'mean', '0, as JAX has none', mean),
    elements((arithmetic) => E.right(normalTimes(arithmetic, arithmetic.round(stddev))), 'stddev')
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
          at('config', 'upper')(between(arithmetic, lower, upper, truncatedSteps)),
          E.map((steps) => [...steps, arithmetic.multiply(arithmetic.round(stddev))])
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
      (arithmetic, shape) =>
        pipe(
          fansOf(it, shape),
          E.map((fans) => scaledSteps(it, fans, arithmetic))
        ),
      'scale'
    )
  )

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

const recipes: TagTable<[], Validated<Recipe>> = {
  Zeros: constant,
  Ones: constant,
  Constant: constant,
  Identity: constant,
  Dirac: constant,
  STFT: constant,
  RandomUniform: (it) => E.right(elements(uniform(it), 'maxval')),
  RandomNormal: normal,
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  Orthogonal: (it) => E.right(orthogonal(it)),
  DeltaOrthogonal: (it) => E.right(deltaOrthogonal(it)),
  UniformUnitScaling: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}
