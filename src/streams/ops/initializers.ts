/**
 * The initializers of TensorFlow and Keras, which share their source, as random operations: the arguments in Python's doubles,
 * and a tensor from any implementation of the operations.
 *
 *   scale is divided by max(1, n), where n is a fan or the average of both
 *   uniform:            between ±sqrt(3 scale)
 *   untruncated normal: stddev sqrt(scale)
 *   truncated normal:   stddev sqrt(scale) / 0.87962566103423978, truncated at ±2 stddev
 *
 * Source: tensorflow/python/ops/init_ops.py and init_ops_v2.py, keras/src/initializers/random_initializers.py.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as S from 'fp-ts/State'
import { unsupportedUnless } from '../../codec/problems.js'
import * as Distribution from '../../Distribution.js'
import { type DType, traits } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { denominator, fromRule } from '../../Fans.js'
import { draw as drawOf, type Initializer, type TensorSpec } from '../../Initializer.js'
import { at, fail, fromErrors, type InitializerError, type Validated } from '../../InitializerError.js'
import { fromTable, type Tagged, type TagTable, unsupported } from '../../initializers/tagTable.js'
import { type Shape, size } from '../../Shape.js'
import { type Tensor, values } from '../../Tensor.js'
import { deterministic } from '../deterministic.js'
import { targetOf } from '../target.js'
import { type Dimensions, orthogonalMatrix, tall } from '../orthogonal.js'
import type { RandomOp, RunOp } from './RandomOp.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** Draws a tensor by the operations of a framework. */
type Recipe = <S, D extends DType>(run: RunOp<S>, target: Target<D>) => Validated<S.State<S, Tensor<D>>>

/** The initializers of a version. */
export type Recipes = TagTable<[], Validated<Recipe>>

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** The initializer itself if a version has it, else `Unsupported`. */
export const checkWith =
  (recipes: Recipes) =>
  (initializer: Initializer): Validated<Initializer> =>
    pipe(
      recipeOf(recipes)(initializer),
      E.map(() => initializer)
    )

/**
 * The tensor of an initializer. Numbers of any spread are drawn, also where this library's own distributions refuse them as
 * too coarse for the dtype; numbers beyond the range of the dtype are refused.
 */
export const samplerWith =
  <S>(recipes: Recipes, run: RunOp<S>) =>
  <D extends DType>(spec: TensorSpec<D>) =>
  (initializer: Initializer): Validated<S.State<S, Tensor<D>>> =>
    pipe(
      E.Do,
      E.apS('recipe', recipeOf(recipes)(initializer)),
      E.apS('target', targetOf(spec, initializer.dtype)),
      E.chain(({ recipe, target }) => recipe(run, target))
    )

const recipeOf = (recipes: Recipes): ((initializer: Initializer) => Validated<Recipe>) =>
  fromTable(recipes, ({ _tag }) => fail('Unsupported', 'an initializer that this stream draws', _tag, ['class_name']))

// -------------------------------------------------------------------------------------
// independent elements
// -------------------------------------------------------------------------------------

/** Errors of the operation are errors of the config. */
const elements =
  (opOf: (shape: Shape) => Validated<RandomOp>): Recipe =>
  (run, target) =>
    pipe(
      opOf(target.shape),
      E.chain((op) => pipe(run(op, target), E.mapLeft(RNEA.map(ofConfig))))
    )

const ofConfig = (e: InitializerError): InitializerError => (e.path.length === 0 ? { ...e, path: ['config'] } : e)

const truncatedNormal = ({ mean, stddev, ...rest }: Tagged<'TruncatedNormal'>): Validated<Recipe> =>
  fromErrors(
    [
      ...unsupportedUnless(rest.bounds === 'stddev', 'bounds', '"stddev", as in Keras', rest.bounds),
      ...unsupportedUnless(rest.lower === -2, 'lower', '-2, as in Keras', rest.lower),
      ...unsupportedUnless(rest.upper === 2, 'upper', '2, as in Keras', rest.upper),
      ...unsupportedUnless(!rest.corrected, 'corrected', 'false, as in Keras', rest.corrected)
    ],
    elements(() => E.right({ kind: 'truncated_normal', mean, stddev }))
  )

const varianceScaling = ({
  scale,
  mode,
  distribution,
  corrected,
  fans
}: Tagged<'VarianceScaling'>): Validated<Recipe> =>
  fromErrors(
    [
      ...unsupportedUnless(mode !== 'fan_geo_avg', 'mode', 'fan_in, fan_out or fan_avg, as in Keras', mode),
      ...unsupportedUnless(
        corrected || distribution !== 'truncated_normal',
        'corrected',
        'true, as in Keras',
        corrected
      )
    ],
    elements((shape) =>
      pipe(
        at('config', 'fans')(fromRule(fans)(shape)),
        E.map((counted) => scaled(distribution, scale / denominator(mode)(counted)))
      )
    )
  )

const scaled = (distribution: Tagged<'VarianceScaling'>['distribution'], scale: number): RandomOp => {
  switch (distribution) {
    case 'truncated_normal':
      return { kind: 'truncated_normal', mean: 0, stddev: Math.sqrt(scale) / Distribution.truncatedStddev(-2, 2) }
    case 'untruncated_normal':
      return { kind: 'normal', mean: 0, stddev: Math.sqrt(scale) }
    case 'uniform':
      return symmetric(Math.sqrt(3 * scale))
  }
}

const symmetric = (limit: number): RandomOp => ({ kind: 'uniform', minval: -limit, maxval: limit })

const uniformUnitScaling = ({ factor }: Tagged<'UniformUnitScaling'>): Recipe =>
  elements((shape) => E.right(symmetric(Math.sqrt(3 / Math.max(1, size(shape.slice(0, -1)))) * factor)))

// -------------------------------------------------------------------------------------
// orthogonal
// -------------------------------------------------------------------------------------

/** The columns run along the last axis; of a wide matrix the transpose is drawn. */
const orthogonalIn =
  (dtypes: ReadonlyArray<DType>) =>
  (it: Tagged<'Orthogonal'>): Validated<Recipe> =>
    fromErrors(
      unsupportedUnless(it.column_axis === -1, 'column_axis', '-1, as in Keras', it.column_axis),
      orthogonal(it, dtypes)
    )

const orthogonal =
  (it: Tagged<'Orthogonal'>, dtypes: ReadonlyArray<DType>): Recipe =>
  (run, target) => {
    const { shape, dtype } = target
    if (!dtypes.includes(dtype))
      return fail('Unsupported', `${dtypes.join(' or ')}, the dtypes of qr`, dtype, ['dtype'])
    const dimensions = [size(shape.slice(0, -1)), shape[shape.length - 1] ?? 1] as const
    return pipe(
      drawOf(target)(it),
      E.chain(() => run({ kind: 'normal', mean: 0, stddev: 1 }, { shape: tall(dimensions), dtype })),
      E.map(S.map((normals) => ({ shape, dtype, data: matrixOf(normals, dimensions, it.gain) })))
    )
  }

const matrixOf = <D extends DType>(normals: Tensor<D>, dimensions: Dimensions, gain: number): Tensor<D>['data'] => {
  const { make, store } = traits(normals.dtype)
  const data = make(normals.data.length)
  if (data.length === 0) return data
  store(orthogonalMatrix(values(normals), dimensions, normals.dtype, gain), data.length, data, 0)
  return data
}

// -------------------------------------------------------------------------------------
// the tables
// -------------------------------------------------------------------------------------

/** The gain times an identity matrix: with a negative gain the zeros are -0. */
const identity = (it: Tagged<'Identity'>): Validated<Recipe> =>
  E.right((_, target) =>
    pipe(
      drawOf(target)(it),
      E.chain(deterministic),
      E.map((run) => (state) => {
        const [tensor, next] = run(state)
        return [it.gain < 0 ? withNegativeZeros(tensor) : tensor, next]
      })
    )
  )

const withNegativeZeros = <D extends DType>(tensor: Tensor<D>): Tensor<D> => {
  const reals = values(tensor).map((x) => (x === 0 ? -0 : x))
  const { make, store } = traits(tensor.dtype)
  const data = make(reals.length)
  store(reals, reals.length, data, 0)
  return { ...tensor, data }
}

const constant = (it: Initializer): Validated<Recipe> =>
  E.right((_, target) => pipe(drawOf(target)(it), E.chain(deterministic)))

/** Keras 3. */
export const recipes: Recipes = {
  Zeros: constant,
  Ones: constant,
  Constant: constant,
  Identity: identity,
  Dirac: constant,
  STFT: constant,
  RandomUniform: ({ minval, maxval }) => E.right(elements(() => E.right({ kind: 'uniform', minval, maxval }))),
  RandomNormal: ({ mean, stddev }) => E.right(elements(() => E.right({ kind: 'normal', mean, stddev }))),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  Orthogonal: orthogonalIn(['float32', 'float64']),
  UniformUnitScaling: unsupported,
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}

/** TensorFlow 2 and Keras 2. */
export const recipes2: Recipes = { ...recipes, Orthogonal: orthogonalIn(['float16', 'float32', 'float64']) }

/** TensorFlow 1. */
export const recipes1: Recipes = {
  ...recipes2,
  UniformUnitScaling: (it) => E.right(uniformUnitScaling(it))
}
