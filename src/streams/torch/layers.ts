/**
 * What the constructors of `torch.nn` draw from a generator: a layer's weight, then its bias.
 *
 * Source: torch/nn/modules/linear.py, conv.py and sparse.py (`reset_parameters`).
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as S from 'fp-ts/State'
import type { DType } from '../../DType.js'
import { Applicative, fail, type Validated } from '../../InitializerError.js'
import * as Shape from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import type { Generator } from './Generator.js'
import { type Call, call, sampler } from './init.js'
import type { Options } from './options.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The parameters of a layer; `bias` is null for a layer without one.
 *
 * @since 0.1.0
 */
export interface Layer<D extends DType = DType> {
  readonly weight: Tensor<D>
  readonly bias: Tensor<D> | null
}

/** @since 0.1.0 */
export interface Linear<D extends DType = DType> {
  readonly inFeatures: number
  readonly outFeatures: number
  readonly bias?: boolean
  readonly dtype?: D | undefined
}

/** @since 0.1.0 */
export interface Conv<D extends DType = DType> {
  readonly inChannels: number
  readonly outChannels: number
  /** one size for each of the spatial axes */
  readonly kernelSize: ReadonlyArray<number>
  readonly groups?: number
  /** `ConvTransposeNd`: the weight is (inputs, outputs / groups, ...) */
  readonly transposed?: boolean
  readonly bias?: boolean
  readonly dtype?: D | undefined
}

/** @since 0.1.0 */
export interface Embedding<D extends DType = DType> {
  readonly numEmbeddings: number
  readonly embeddingDim: number
  /** the row of zeros, if there is one; a negative index counts from the end */
  readonly paddingIdx?: number
  readonly dtype?: D | undefined
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * `nn.Linear(in_features, out_features)`: a weight (outputs, inputs) and a bias.
 *
 * @since 0.1.0
 */
export const linear =
  (options: Options) =>
  <D extends DType = 'float32'>(it: Linear<D>): Validated<S.State<Generator, Layer<D>>> =>
    layer(options, it, [it.outFeatures, it.inFeatures], it.outFeatures)

/**
 * `nn.Conv1d`, `Conv2d`, `Conv3d` and their transposes; `BadGroups` where the groups do not divide the channels.
 *
 * @since 0.1.0
 */
export const convNd =
  (options: Options) =>
  <D extends DType = 'float32'>(it: Conv<D>): Validated<S.State<Generator, Layer<D>>> => {
    const { inChannels, outChannels, kernelSize, groups = 1, transposed = false } = it
    const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups]
    return inChannels % groups === 0 && outChannels % groups === 0
      ? layer(options, it, [...channels, ...kernelSize], outChannels)
      : fail('BadGroups', `a divisor of ${inChannels} and ${outChannels}`, `${groups}`, ['groups'])
  }

/**
 * `nn.Embedding(num_embeddings, embedding_dim)`: standard normal numbers, and zeros in the row of the padding.
 *
 * @since 0.1.0
 */
export const embedding =
  (options: Options) =>
  <D extends DType = 'float32'>(it: Embedding<D>): Validated<S.State<Generator, Tensor<D>>> => {
    const { numEmbeddings: rows, embeddingDim: cols, paddingIdx = null, dtype } = it
    const isRow = paddingIdx === null || (Number.isInteger(paddingIdx) && paddingIdx >= -rows && paddingIdx < rows)
    if (!isRow) return fail('BadSlice', `a row of ${rows}`, `${paddingIdx}`, ['paddingIdx'])
    return pipe(
      call('normal_'),
      E.chain(sampler(options)<D>({ shape: [rows, cols], dtype })),
      E.map(S.map((weight) => (paddingIdx === null ? weight : withoutRow(weight, (paddingIdx + rows) % rows, cols))))
    )
  }

/** Writes zeros into a row of a tensor that was just drawn. */
const withoutRow = <D extends DType>(tensor: Tensor<D>, row: number, cols: number): Tensor<D> => {
  tensor.data.fill(0, row * cols, (row + 1) * cols)
  return tensor
}

/** The slope with which kaiming_uniform_ draws uniformly from ±1 / sqrt(fan_in). */
const SQRT_FIVE = 2.23606797749979

const layer = <D extends DType>(
  options: Options,
  { bias = true, dtype }: { readonly bias?: boolean; readonly dtype?: D | undefined },
  shape: Shape.Shape,
  outputs: number
): Validated<S.State<Generator, Layer<D>>> => {
  const draw = (dims: Shape.Shape, it: Validated<Call>): Validated<S.State<Generator, Tensor<D>>> =>
    pipe(it, E.chain(sampler(options)<D>({ shape: dims, dtype })))
  const bound = 1 / Math.sqrt(Shape.size(shape.slice(1)))
  const biases: Validated<S.State<Generator, Tensor<D> | null>> = bias
    ? draw([outputs], call('uniform_', { a: -bound, b: bound }))
    : E.right(S.of(null))
  return pipe(
    sequenceS(Applicative)({ weight: draw(shape, call('kaiming_uniform_', { a: SQRT_FIVE })), bias: biases }),
    E.map(sequenceS(S.Applicative))
  )
}
