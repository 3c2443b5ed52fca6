/**
 * The initializers of TensorFlow and Keras, which came from one source: what each draws for a shape, in Python's doubles,
 * and how that becomes a tensor, whoever draws the numbers.
 *
 *   scale is divided by max(1, n), with n a fan or the average of both
 *   uniform:            between ±sqrt(3 scale)
 *   untruncated normal: stddev sqrt(scale)
 *   truncated normal:   stddev sqrt(scale) / 0.87962566103423978, cut at ±2 stddev
 *
 * Source: tensorflow/python/ops/init_ops.py and init_ops_v2.py, keras/src/initializers/random_initializers.py.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as RNEA from 'fp-ts/ReadonlyNonEmptyArray'
import * as S from 'fp-ts/State'
import { unsupportedUnless } from '../../codec/problems.js'
import { type DType, round, traits } from '../../DType.js'
import type { Draw } from '../../Draw.js'
import { type Fans, denominator } from '../../Fans.js'
import { draw as drawOf, type Initializer, type TensorSpec } from '../../Initializer.js'
import type { Tagged } from '../../initializers/tagTable.js'
import { fail, fromErrors, type Validated } from '../../InitializerError.js'
import { orthonormalColumns, transpose } from '../../numeric/matrix/qr.js'
import { size } from '../../Shape.js'
import { type Tensor, tooLarge, values } from '../../Tensor.js'
import { deterministic } from '../deterministic.js'
import type { Drawer, Law } from './law.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** What is left to find out once an initializer is known to be the framework's. */
type Recipe = <S, D extends DType>(drawer: Drawer<S>, draw: Draw<D>) => Validated<S.State<S, Tensor<D>>>

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/** The initializer, if the framework has it; else `Unsupported`, where it does not. `UniformUnitScaling` is of TF 1. */
export const adopt =
  (isV1: boolean) =>
  (it: Initializer): Validated<Initializer> =>
    pipe(
      recipeOf(isV1, it),
      E.map(() => it)
    )

/** The tensor of an initializer, its numbers by a drawer; or what is wrong, as `Initializer.draw` says it. */
export const sampler =
  <S>(isV1: boolean, drawer: Drawer<S>) =>
  <D extends DType>(spec: TensorSpec<D>) =>
  (it: Initializer): Validated<S.State<S, Tensor<D>>> =>
    pipe(
      E.Do,
      E.apS('recipe', recipeOf(isV1, it)),
      E.apS('draw', drawOf(spec)(it)),
      E.chain(({ recipe, draw }) =>
        pipe(
          fromErrors(tooLarge(draw.shape, draw.dtype), draw),
          E.chain((held) => recipe(drawer, held))
        )
      )
    )

const recipeOf = (isV1: boolean, it: Initializer): Validated<Recipe> => {
  switch (it._tag) {
    case 'Zeros':
    case 'Ones':
    case 'Constant':
    case 'Identity':
    case 'Dirac':
    case 'STFT':
      return E.right((_, draw) => deterministic(draw))
    case 'RandomUniform':
      return E.right(elements(() => ({ kind: 'uniform', minval: it.minval, maxval: it.maxval })))
    case 'RandomNormal':
      return E.right(elements(() => ({ kind: 'normal', mean: it.mean, stddev: it.stddev })))
    case 'TruncatedNormal':
      return truncatedNormal(it)
    case 'VarianceScaling':
      return varianceScaling(it)
    case 'UniformUnitScaling':
      return isV1 ? E.right(uniformUnitScaling(it)) : unknown(it)
    case 'Orthogonal':
      return fromErrors(
        unsupportedUnless(it.column_axis === -1, 'column_axis', '-1, as in Keras', it.column_axis),
        orthogonal(it)
      )
    case 'DeltaOrthogonal':
    case 'ConvolutionOrthogonal':
    case 'Sparse':
    case 'Scaled':
    case 'Blocks':
    case 'Masked':
    case 'ICNR':
      return unknown(it)
  }
}

const unknown = (it: Initializer): Validated<never> =>
  fail('Unsupported', 'an initializer that this stream draws', it._tag, ['class_name'])

// -------------------------------------------------------------------------------------
// independent elements
// -------------------------------------------------------------------------------------

/** What a drawer has against a law is said of the config. */
const elements =
  (lawOf: (draw: Draw) => Law): Recipe =>
  (drawer, draw) =>
    pipe(drawer(lawOf(draw), draw), E.mapLeft(RNEA.map((e) => (e.path.length === 0 ? { ...e, path: ['config'] } : e))))

const truncatedNormal = ({ mean, stddev, ...rest }: Tagged<'TruncatedNormal'>): Validated<Recipe> =>
  fromErrors(
    [
      ...unsupportedUnless(rest.bounds === 'stddev', 'bounds', '"stddev", as in Keras', rest.bounds),
      ...unsupportedUnless(rest.lower === -2, 'lower', '-2, as in Keras', rest.lower),
      ...unsupportedUnless(rest.upper === 2, 'upper', '2, as in Keras', rest.upper),
      ...unsupportedUnless(!rest.corrected, 'corrected', 'false, as in Keras', rest.corrected)
    ],
    elements(() => ({ kind: 'truncated_normal', mean, stddev }))
  )

/** The stddev of a standard normal number that is cut at ±2. */
const STDDEV_OF_CUT = 0.87962566103423978

const varianceScaling = ({ scale, mode, distribution, corrected }: Tagged<'VarianceScaling'>): Validated<Recipe> =>
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
    elements(({ fans }) => scaledLaw(distribution, scale / denominator(mode)(fans ?? none)))
  )

/** What variance scaling never has. */
const none: Fans = { fanIn: 1, fanOut: 1 }

const scaledLaw = (distribution: Tagged<'VarianceScaling'>['distribution'], scale: number): Law => {
  switch (distribution) {
    case 'truncated_normal':
      return { kind: 'truncated_normal', mean: 0, stddev: Math.sqrt(scale) / STDDEV_OF_CUT }
    case 'untruncated_normal':
      return { kind: 'normal', mean: 0, stddev: Math.sqrt(scale) }
    case 'uniform':
      return symmetric(Math.sqrt(3 * scale))
  }
}

const symmetric = (limit: number): Law => ({ kind: 'uniform', minval: -limit, maxval: limit })

const uniformUnitScaling = ({ factor }: Tagged<'UniformUnitScaling'>): Recipe =>
  elements(({ shape }) => symmetric(Math.sqrt(3 / Math.max(1, size(shape.slice(0, -1)))) * factor))

// -------------------------------------------------------------------------------------
// orthogonal
// -------------------------------------------------------------------------------------

/**
 * Q of normal numbers with the signs of R's diagonal, in float64 and rounded. Frameworks leave it to LAPACK or Eigen in the
 * dtype itself; as Q is unique, they differ by rounding only, up to 1e-5 in float32 for matrices of up to 1000 columns.
 */
const orthogonal =
  ({ gain }: Tagged<'Orthogonal'>): Recipe =>
  (drawer, { shape, dtype }) => {
    if (dtype !== 'float32' && dtype !== 'float64') {
      return fail('Unsupported', 'float32 or float64, which qr takes', dtype, ['dtype'])
    }
    const cols = shape[shape.length - 1] ?? 1
    const rows = size(shape.slice(0, -1))
    const tall = [Math.max(rows, cols), Math.min(rows, cols)]
    return pipe(
      drawer({ kind: 'normal', mean: 0, stddev: 1 }, { shape: tall, dtype }),
      E.map(S.map((normals) => ({ shape, dtype, data: matrixOf(normals, rows, cols, gain) })))
    )
  }

/** Of a wide one the transpose was drawn. */
const matrixOf = <D extends DType>(normals: Tensor<D>, rows: number, cols: number, gain: number): Tensor<D>['data'] => {
  const { make, store } = traits(normals.dtype)
  const data = make(normals.data.length)
  if (data.length === 0) return data
  const [most, least] = [Math.max(rows, cols), Math.min(rows, cols)]
  const q = orthonormalColumns(values(normals), most, least)
  const r = round(normals.dtype)
  const matrix = (rows < cols ? transpose(q, cols, rows) : q).map((x) => r(x) * r(gain))
  store(matrix, matrix.length, data, 0)
  return data
}
