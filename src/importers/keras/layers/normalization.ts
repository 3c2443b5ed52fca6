/**
 * Normalizations, and PReLU, the activation with weights.
 *
 * @see keras/src/layers/normalization, keras/src/layers/activations/prelu.py, keras/src/layers/preprocessing/normalization.py
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { boolean, count, integer } from '../../../codec/leaf.js'
import { list } from '../../../codec/record.js'
import { all, at, fail, type Path, type Validated } from '../../../InitializerError.js'
import { resolveAxis } from '../../../Shape.js'
import { ones, type WeightInitializer, zeros } from '../../weightInitializer.js'
import { listed } from '../kit/keys.js'
import { isKeras3, type Layer, pathOf } from '../kit/layer.js'
import { type OpenShape, sizeAt } from '../kit/openShape.js'
import {
  type ConfigReader,
  firstInput,
  initializer,
  type LayerCall,
  layerReader,
  type LayerTable,
  optional,
  single
} from '../kit/reader.js'
import { type LayerResult, result, type Weight, weight, weightsIf } from '../kit/weights.js'

// -------------------------------------------------------------------------------------
// scale and center
// -------------------------------------------------------------------------------------

const affine = {
  center: optional(boolean, true),
  scale: optional(boolean, true),
  beta_initializer: initializer('zeros'),
  gamma_initializer: initializer('ones')
}

interface AffineConfig {
  readonly center: boolean
  readonly scale: boolean
  readonly beta_initializer: WeightInitializer
  readonly gamma_initializer: WeightInitializer
}

const affineWeights = (c: AffineConfig, shape: OpenShape): ReadonlyArray<Weight> => [
  ...weightsIf(c.scale, weight('gamma', shape, c.gamma_initializer)),
  ...weightsIf(c.center, weight('beta', shape, c.beta_initializer))
]

/** One axis or several; Keras 2 writes `[3]` for one. */
const axes: ConfigReader<ReadonlyArray<number>> = optional(listed(integer), [-1])

/** The axes of the config as indices from 0, in their order. */
const resolveAxes = (layer: Layer, shape: OpenShape, named: ReadonlyArray<number>): Validated<ReadonlyArray<number>> =>
  at(...pathOf(layer, 'axis'))(all(named.map(resolveAxis(shape.map(() => 0)))))

interface AxisConfig {
  readonly axis: ReadonlyArray<number>
}

const sorted = (axes: ReadonlyArray<number>): ReadonlyArray<number> => axes.toSorted((a, b) => a - b)

/** A layer whose weights have the sizes of these axes, and whose output has the shape of its input. */
const normalized =
  <C extends AxisConfig>(
    weights: (config: C, shape: OpenShape) => ReadonlyArray<Weight>,
    shapeOf: (input: OpenShape, axes: ReadonlyArray<number>, layer: Layer) => OpenShape = sizesAt
  ) =>
  (config: C, call: LayerCall): Validated<LayerResult> =>
    pipe(
      firstInput(call),
      E.chain((input) =>
        pipe(
          resolveAxes(call.layer, input, config.axis),
          E.chain((found) => result(weights(config, shapeOf(input, found, call.layer)), input))
        )
      )
    )

const sizesAt = (input: OpenShape, axes: ReadonlyArray<number>): OpenShape => axes.map((axis) => sizeAt(input, axis))

/** Keras 3 sorts the axes; Keras 2 and TF.js do not. */
const sizesInKerasOrder = (input: OpenShape, axes: ReadonlyArray<number>, layer: Layer): OpenShape =>
  sizesAt(input, isKeras3(layer) ? sorted(axes) : axes)

/** The size of one axis, or for several (only Keras 2) their sizes with 1 for all other axes. */
const broadcastable = (input: OpenShape, axes: ReadonlyArray<number>): OpenShape =>
  axes.length === 1 ? sizesAt(input, axes) : input.map((size, axis) => (axes.includes(axis) ? size : 1))

// -------------------------------------------------------------------------------------
// batch normalization
// -------------------------------------------------------------------------------------

interface BatchConfig extends AffineConfig, AxisConfig {
  readonly moving_mean_initializer: WeightInitializer
  readonly moving_variance_initializer: WeightInitializer
  readonly renorm: boolean
}

const batchWeights =
  (root: (start: WeightInitializer) => WeightInitializer) =>
  (c: BatchConfig, shape: OpenShape): ReadonlyArray<Weight> => [
    ...affineWeights(c, shape),
    weight('moving_mean', shape, c.moving_mean_initializer),
    weight('moving_variance', shape, c.moving_variance_initializer),
    ...weightsIf(
      c.renorm,
      weight('moving_stddev', shape, root(c.moving_variance_initializer)),
      weight('renorm_mean', shape, c.moving_mean_initializer),
      weight('renorm_stddev', shape, root(c.moving_variance_initializer))
    )
  ]

/** With `renorm`, Keras takes the square root of what an initializer draws. Only constants can express that. */
const rootAt = (path: Path): ((weight: WeightInitializer) => WeightInitializer) =>
  E.chain(({ initializer, decisions }): WeightInitializer => {
    if (initializer._tag === 'Zeros' || initializer._tag === 'Ones') return E.right({ initializer, decisions })
    return initializer._tag === 'Constant' && typeof initializer.value === 'number'
      ? E.right({ initializer: { ...initializer, value: Math.sqrt(Math.max(0, initializer.value)) }, decisions })
      : fail('Unsupported', 'a constant initializer, because renorm is on', initializer._tag, path)
  })

const batch = layerReader<BatchConfig>(
  {
    ...affine,
    axis: axes,
    moving_mean_initializer: initializer('zeros'),
    moving_variance_initializer: initializer('ones'),
    renorm: optional(boolean, false)
  },
  (config, call) =>
    normalized(batchWeights(rootAt(pathOf(call.layer, 'moving_variance_initializer'))), broadcastable)(config, call)
)

// -------------------------------------------------------------------------------------
// others
// -------------------------------------------------------------------------------------

/** The shape without the batch, with 1 for shared axes, which are counted from 1. */
const perElement = (shared: ReadonlyArray<number>, [, ...rest]: OpenShape): OpenShape =>
  rest.map((size, i) => (shared.includes(i + 1) ? 1 : size))

/** The statistics of the data, unless the config has them. Keras no longer uses the count, but it is a weight. */
const normalization = layerReader(
  {
    axis: optional(listed(integer), null),
    mean: ({ layer }: LayerCall, key: string) => E.right(layer.config[key] ?? null)
  },
  (config, call) => {
    const axis = config.axis ?? (Object.hasOwn(call.layer.config, 'axis') ? [] : [-1])
    const weights = (_: object, shape: OpenShape): ReadonlyArray<Weight> =>
      weightsIf(
        config.mean === null,
        weight('mean', shape, zeros),
        weight('variance', shape, ones),
        weight('count', [], zeros, { dtype: 'int32' })
      )
    return normalized(weights, (input, axes) => sizesAt(input, sorted(axes)))({ axis }, call)
  }
)

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const normalizations: LayerTable = {
  BatchNormalization: batch,
  BatchNormalizationV1: batch,
  BatchNormalizationV2: batch,
  SyncBatchNormalization: batch,
  LayerNormalization: layerReader(
    { ...affine, axis: axes, rms_scaling: optional(boolean, false) },
    normalized(
      (c, shape) => affineWeights({ ...c, scale: c.scale || c.rms_scaling, center: c.center && !c.rms_scaling }, shape),
      sizesInKerasOrder
    )
  ),
  GroupNormalization: layerReader({ ...affine, axis: axes }, normalized<AffineConfig & AxisConfig>(affineWeights)),
  RMSNormalization: layerReader({ axis: axes }, ({ axis }, call) =>
    normalized((_, shape) => [weight('scale', shape, ones)])({ axis: sorted(axis) }, call)
  ),
  UnitNormalization: single({}),
  Normalization: normalization,
  PReLU: single(
    { alpha_initializer: initializer('zeros'), shared_axes: optional(list(count), []) },
    { weights: (c, input) => [weight('alpha', perElement(c.shared_axes, input), c.alpha_initializer)] }
  )
}
