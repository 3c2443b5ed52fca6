/**
 * Normalizations, and the activation that has weights.
 *
 * @see keras/src/layers/normalization, keras/src/layers/activations/prelu.py, keras/src/layers/preprocessing/normalization.py
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { count, integer } from '../codec/fields.js'
import { boolean, list } from '../codec/record.js'
import type { Initializer } from '../Initializer.js'
import { all, at, fail, type Validated } from '../InitializerError.js'
import { resolveAxis } from '../Shape.js'
import { listed } from './core.js'
import {
  built,
  type Built,
  type Call,
  entry,
  firstInput,
  given,
  initializer,
  type Layer,
  ones,
  type OpenShape,
  type Read,
  single,
  sizeAt,
  type Table,
  type Weight,
  weight,
  when,
  zeros
} from './layer.js'

// -------------------------------------------------------------------------------------
// scale and centre
// -------------------------------------------------------------------------------------

const affine = {
  center: given(boolean, true),
  scale: given(boolean, true),
  beta_initializer: initializer('zeros'),
  gamma_initializer: initializer('ones')
}

interface Affine {
  readonly center: boolean
  readonly scale: boolean
  readonly beta_initializer: Initializer
  readonly gamma_initializer: Initializer
}

const affineWeights = (c: Affine, shape: OpenShape): ReadonlyArray<Weight> => [
  ...when(c.scale, weight('gamma', shape, c.gamma_initializer)),
  ...when(c.center, weight('beta', shape, c.beta_initializer))
]

/** An axis, or several: Keras 2 has `[3]` for one. */
const axes: Read<ReadonlyArray<number>> = given(listed(integer), [-1])

/** The places of axes in a shape, as the config has them. */
const places = (layer: Layer, shape: OpenShape, named: ReadonlyArray<number>): Validated<ReadonlyArray<number>> =>
  at(...layer.path, 'config', 'axis')(all(named.map(resolveAxis(shape.map(() => 0)))))

interface Along {
  readonly axis: ReadonlyArray<number>
}

/** A layer whose weights have the sizes of some axes, and whose output is of the shape of its input. */
const along =
  <C extends Along>(weights: (config: C, shape: OpenShape) => ReadonlyArray<Weight>) =>
  (config: C, call: Call): Validated<Built> =>
    pipe(
      firstInput(call),
      E.chain((input) =>
        pipe(
          places(call.layer, input, config.axis),
          E.chain((found) =>
            built(
              weights(
                config,
                found.toSorted((a, b) => a - b).map((axis) => sizeAt(input, axis))
              ),
              input
            )
          )
        )
      )
    )

// -------------------------------------------------------------------------------------
// batch normalization
// -------------------------------------------------------------------------------------

interface Batch extends Affine, Along {
  readonly moving_mean_initializer: Initializer
  readonly moving_variance_initializer: Initializer
  readonly renorm: boolean
}

const batchWeights = (c: Batch, shape: OpenShape): ReadonlyArray<Weight> => [
  ...affineWeights(c, shape),
  weight('moving_mean', shape, c.moving_mean_initializer),
  weight('moving_variance', shape, c.moving_variance_initializer),
  ...when(
    c.renorm,
    weight('moving_stddev', shape, rootOf(c.moving_variance_initializer)),
    weight('renorm_mean', shape, c.moving_mean_initializer),
    weight('renorm_stddev', shape, rootOf(c.moving_variance_initializer))
  )
]

/** The root of a constant. */
const rootOf = (initial: Initializer): Initializer =>
  initial._tag === 'Constant' && typeof initial.value === 'number'
    ? { ...initial, value: Math.sqrt(Math.max(0, initial.value)) }
    : initial

const hasRoot = (initial: Initializer): boolean => ['Zeros', 'Ones', 'Constant'].includes(initial._tag)

/** With `renorm`, Keras draws from an initializer and takes the root, for which there is no word here but with constants. */
const batch = entry<Batch>(
  {
    ...affine,
    axis: axes,
    moving_mean_initializer: initializer('zeros'),
    moving_variance_initializer: initializer('ones'),
    renorm: given(boolean, false)
  },
  (config, call) =>
    config.renorm && !hasRoot(config.moving_variance_initializer)
      ? fail('Unsupported', 'a constant, with renorm', config.moving_variance_initializer._tag, [
          ...call.layer.path,
          'config',
          'moving_variance_initializer'
        ])
      : along(batchWeights)(config, call)
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
const normalization = entry(
  { axis: given(listed(integer), null), mean: (layer: Layer, key: string) => E.right(layer.config[key] ?? null) },
  (config, call) => {
    const axis = config.axis ?? (Object.hasOwn(call.layer.config, 'axis') ? [] : [-1])
    const weights = (_: object, shape: OpenShape): ReadonlyArray<Weight> =>
      when(
        config.mean === null,
        weight('mean', shape, zeros),
        weight('variance', shape, ones),
        weight('count', [], zeros, { dtype: 'int32' })
      )
    return along(weights)({ axis }, call)
  }
)

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const normalizations: Table = {
  BatchNormalization: batch,
  BatchNormalizationV1: batch,
  BatchNormalizationV2: batch,
  SyncBatchNormalization: batch,
  LayerNormalization: entry(
    { ...affine, axis: axes, rms_scaling: given(boolean, false) },
    along((c, shape) =>
      affineWeights({ ...c, scale: c.scale || c.rms_scaling, center: c.center && !c.rms_scaling }, shape)
    )
  ),
  GroupNormalization: entry({ ...affine, axis: axes }, along<Affine & Along>(affineWeights)),
  RMSNormalization: entry(
    { axis: axes },
    along((_, shape) => [weight('scale', shape, ones)])
  ),
  UnitNormalization: single({}),
  Normalization: normalization,
  PReLU: single(
    { alpha_initializer: initializer('zeros'), shared_axes: given(list(count), []) },
    { weights: (c, input) => [weight('alpha', perElement(c.shared_axes, input), c.alpha_initializer)] }
  )
}
