/**
 * Normalizations, and the activation that has weights.
 *
 * @see keras/src/layers/normalization, keras/src/layers/activations/prelu.py, keras/src/layers/preprocessing/normalization.py
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { boolean, count, integer } from '../../../codec/leaf.js'
import { list } from '../../../codec/list.js'
import { all, at, fail, type Path, type Validated } from '../../../InitializerError.js'
import { resolveAxis } from '../../../Shape.js'
import {
  type LayerCall,
  layerReader,
  firstInput,
  optional,
  initializer,
  type ConfigReader,
  single,
  type LayerTable
} from '../kit/reader.js'
import { listed } from '../kit/keys.js'
import { isKeras3, type Layer, pathOf } from '../kit/layer.js'
import { type OpenShape, sizeAt } from '../kit/openShape.js'
import { ones, type WeightInitializer, zeros } from '../../weightInitializer.js'
import { type LayerResult, result, type Weight, weight, weightsIf } from '../kit/weights.js'

// -------------------------------------------------------------------------------------
// scale and centre
// -------------------------------------------------------------------------------------

const affine = {
  center: optional(boolean, true),
  scale: optional(boolean, true),
  beta_initializer: initializer('zeros'),
  gamma_initializer: initializer('ones')
}

interface Affine {
  readonly center: boolean
  readonly scale: boolean
  readonly beta_initializer: WeightInitializer
  readonly gamma_initializer: WeightInitializer
}

const affineWeights = (c: Affine, shape: OpenShape): ReadonlyArray<Weight> => [
  ...weightsIf(c.scale, weight('gamma', shape, c.gamma_initializer)),
  ...weightsIf(c.center, weight('beta', shape, c.beta_initializer))
]

/** An axis, or several: Keras 2 has `[3]` for one. */
const axes: ConfigReader<ReadonlyArray<number>> = optional(listed(integer), [-1])

/** The places of axes in a shape, as the config has them. */
const places = (layer: Layer, shape: OpenShape, named: ReadonlyArray<number>): Validated<ReadonlyArray<number>> =>
  at(...pathOf(layer, 'axis'))(all(named.map(resolveAxis(shape.map(() => 0)))))

interface Along {
  readonly axis: ReadonlyArray<number>
}

const sorted = (axes: ReadonlyArray<number>): ReadonlyArray<number> => axes.toSorted((a, b) => a - b)

/** A layer whose weights have the sizes of some axes, in this order, and whose output is of the shape of its input. */
const along =
  <C extends Along>(
    weights: (config: C, shape: OpenShape) => ReadonlyArray<Weight>,
    shapeOf: (input: OpenShape, places: ReadonlyArray<number>, layer: Layer) => OpenShape = sizesAt
  ) =>
  (config: C, call: LayerCall): Validated<LayerResult> =>
    pipe(
      firstInput(call),
      E.chain((input) =>
        pipe(
          places(call.layer, input, config.axis),
          E.chain((found) => result(weights(config, shapeOf(input, found, call.layer)), input))
        )
      )
    )

const sizesAt = (input: OpenShape, places: ReadonlyArray<number>): OpenShape =>
  places.map((axis) => sizeAt(input, axis))

/** Keras 3 sorts the axes first; Keras 2 and TF.js take them as they are. */
const sizesInOrder = (input: OpenShape, places: ReadonlyArray<number>, layer: Layer): OpenShape =>
  sizesAt(input, isKeras3(layer) ? sorted(places) : places)

/** One size, or those of several axes with 1 at all others, which Keras 2 alone knows. */
const broadcastable = (input: OpenShape, places: ReadonlyArray<number>): OpenShape =>
  places.length === 1 ? sizesAt(input, places) : input.map((size, axis) => (places.includes(axis) ? size : 1))

// -------------------------------------------------------------------------------------
// batch normalization
// -------------------------------------------------------------------------------------

interface Batch extends Affine, Along {
  readonly moving_mean_initializer: WeightInitializer
  readonly moving_variance_initializer: WeightInitializer
  readonly renorm: boolean
}

const batchWeights =
  (root: (start: WeightInitializer) => WeightInitializer) =>
  (c: Batch, shape: OpenShape): ReadonlyArray<Weight> => [
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

/** With `renorm`, Keras draws from an initializer and takes the root, for which there is no word here but with constants. */
const rootAt = (path: Path): ((start: WeightInitializer) => WeightInitializer) =>
  E.chain(({ initializer: it, decisions }): WeightInitializer => {
    if (it._tag === 'Zeros' || it._tag === 'Ones') return E.right({ initializer: it, decisions })
    return it._tag === 'Constant' && typeof it.value === 'number'
      ? E.right({ initializer: { ...it, value: Math.sqrt(Math.max(0, it.value)) }, decisions })
      : fail('Unsupported', 'a constant, with renorm', it._tag, path)
  })

const batch = layerReader<Batch>(
  {
    ...affine,
    axis: axes,
    moving_mean_initializer: initializer('zeros'),
    moving_variance_initializer: initializer('ones'),
    renorm: optional(boolean, false)
  },
  (config, call) =>
    along(batchWeights(rootAt(pathOf(call.layer, 'moving_variance_initializer'))), broadcastable)(config, call)
)

// -------------------------------------------------------------------------------------
// others
// -------------------------------------------------------------------------------------

/** The shape without the batch, with 1 for shared axes, which count from 1. */
const perElement = (shared: ReadonlyArray<number>, [, ...rest]: OpenShape): OpenShape =>
  rest.map((size, i) => (shared.includes(i + 1) ? 1 : size))

/**
 * The statistics of the data, unless the config has them. The count is no longer in use, but a weight.
 */
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
    return along(weights, (input, places) => sizesAt(input, sorted(places)))({ axis }, call)
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
    along(
      (c, shape) => affineWeights({ ...c, scale: c.scale || c.rms_scaling, center: c.center && !c.rms_scaling }, shape),
      sizesInOrder
    )
  ),
  GroupNormalization: layerReader({ ...affine, axis: axes }, along<Affine & Along>(affineWeights)),
  RMSNormalization: layerReader({ axis: axes }, ({ axis }, call) =>
    along((_, shape) => [weight('scale', shape, ones)])({ axis: sorted(axis) }, call)
  ),
  UnitNormalization: single({}),
  Normalization: normalization,
  PReLU: single(
    { alpha_initializer: initializer('zeros'), shared_axes: optional(list(count), []) },
    { weights: (c, input) => [weight('alpha', perElement(c.shared_axes, input), c.alpha_initializer)] }
  )
}
