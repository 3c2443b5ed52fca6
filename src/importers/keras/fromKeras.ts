/**
 * A plan from a Keras model: names, shapes, dtypes and initializers of all its weights, in the order of `model.weights`.
 *
 * It reads what `model.to_json()` of Keras 2 and 3 writes, the `config.json` of a `.keras` archive and the `model.json` of
 * TF.js. Names are `weight.path` of Keras 3 for its own files, and Keras 2's names without `:0` for older ones. If a TF.js
 * file lists its weights, names are those of the list.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fromUnknown, isRecord, modelLimits, type Plain } from '../../codec/plain.js'
import type { Dialect } from '../../dialects/index.js'
import { readEnvelope } from '../../dialects/keras/envelope.js'
import type { FanRule } from '../../Fans.js'
import { cap, error, type Errors, fail, type Validated } from '../../InitializerError.js'
import { seedOf } from '../../Initializer.js'
import type { ParameterSeed } from '../../plan/index.js'
import { fromDType } from '../dtype.js'
import { type FileTensor, type Imported, planOf } from '../model.js'
import { mapInitializer } from '../weightInitializer.js'
import { layerBuilder } from './build.js'
import { modelReader } from './graph/run.js'
import { type Layer, layerAt, noInputs } from './kit/layer.js'
import { type SeedCount, under, type Weight } from './kit/weights.js'
import { withManifestNames } from './manifest.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface KerasOptions {
  /**
   * Whether variance scaling uses the fans of the layer's kind for the kernels of grouped, depthwise and transposed
   * convolutions, and of einsum equations. Keras computes them from the last two axes.
   */
  readonly rightFans?: boolean
}

/**
 * The plan of a Keras model, and how it was made.
 *
 * @since 0.1.0
 */
export interface KerasModel extends Pick<Imported, 'plan' | 'decisions' | 'skipped'> {
  readonly dialect: Dialect
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Reads a Keras model. Errors, all at once: `UnknownName` for a layer that is not part of Keras, `MissingKey` for a layer
 * whose input shape is unknown, the errors of each layer's config and of its initializers.
 *
 * @since 0.1.0
 * @example
 * import { fromKeras } from 'initializers-ts/importers'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const input = { class_name: 'InputLayer', config: { name: 'input', batch_shape: [null, 784] } }
 * const dense = { class_name: 'Dense', config: { name: 'dense', units: 10 } }
 * const model = { module: 'keras', class_name: 'Sequential', config: { name: 'mlp', layers: [input, dense] } }
 * const names = pipe(fromKeras(model), E.map(({ plan }) => plan.parameters.map(({ name }) => name)))
 * names // => E.right(['mlp/dense/kernel', 'mlp/dense/bias'])
 */
export const fromKeras = (u: unknown, options: KerasOptions = {}): Validated<KerasModel> =>
  pipe(
    tensorsIn(fromUnknown(modelLimits)(u), options),
    E.chain(({ dialect, tensors }) =>
      pipe(
        planOf({})(tensors),
        E.map(({ plan, decisions, skipped }) => ({ plan, dialect, decisions, skipped }))
      )
    )
  )

/** The weights of a copied file. Errors of initializers stay with their weights, because rules may replace them. */
export const tensorsIn = (
  file: Plain,
  { rightFans = false }: KerasOptions = {}
): Validated<{ readonly dialect: Dialect; readonly tensors: ReadonlyArray<FileTensor> }> =>
  pipe(
    modelIn(file),
    E.chain((model) =>
      pipe(
        layerBuilder(model.dialect)(model, noInputs),
        E.map(({ weights }) => under(model.name)(weights)),
        E.chain(withManifestNames(file)),
        E.map((weights) => {
          const tensors = weights.map(toTensor(rightFans))
          return { dialect: model.dialect, tensors: model.dialect === 'keras3' ? withSeeds(weights, tensors) : tensors }
        })
      )
    ),
    cap
  )

// -------------------------------------------------------------------------------------
// the model
// -------------------------------------------------------------------------------------

const modelIn = (file: Plain): Validated<Layer> => {
  const { path, model, dialect } = readEnvelope(file)
  if (isRecord(model) && Object.hasOwn(model, 'node')) {
    return fail('Unsupported', 'a layers model (format layers-model)', 'a graph model', path)
  }
  if (dialect === 'keras1') return fail('Unsupported', 'a Keras 2, Keras 3 or TF.js model', 'a Keras 1 model', path)
  return pipe(
    layerAt(withLayersKey(model), path, dialect, 'model'),
    E.filterOrElse(
      (layer) => modelReader(layer) !== null,
      ({ className }): Errors => [
        error('Unsupported', 'a Sequential or functional model', className, [...path, 'class_name'])
      ]
    )
  )
}

/** Up to Keras 2.2.2 the config of a Sequential is its list of layers. */
const withLayersKey = (model: unknown): unknown =>
  isRecord(model) && Array.isArray(model['config']) ? { ...model, config: { layers: model['config'] } } : model

// -------------------------------------------------------------------------------------
// its weights
// -------------------------------------------------------------------------------------

const toTensor =
  (rightFans: boolean) =>
  ({ name, shape, dtype = 'float32', initializer, fans }: Weight): FileTensor => ({
    name,
    shape: shape.map((size) => size ?? 0),
    dtype: dtype === 'int32' ? { name: dtype, kind: 'integer' } : fromDType(dtype),
    initializer: rightFans && fans !== undefined ? withFans(fans)(initializer) : initializer
  })

/**
 * Adds to each tensor the seed of its config, or which seed of Keras's sequence it has. Indices are left out if they are 0, 1,
 * 2, … in the order of the weights.
 */
const withSeeds = (weights: ReadonlyArray<Weight>, tensors: ReadonlyArray<FileTensor>): ReadonlyArray<FileTensor> => {
  const taken = weights.flatMap(({ seed }) => (seed === undefined ? [] : [seed]))
  const isPlain = taken.every((seed, i) => seed === i)
  return tensors.map((tensor, i) => {
    const seed = ownSeed(tensor) ?? (isPlain ? undefined : parameterSeed(weights[i]?.seed))
    return seed === undefined ? tensor : { ...tensor, seed }
  })
}

const ownSeed = ({ initializer }: FileTensor): ParameterSeed | undefined => {
  const own = initializer === null || E.isLeft(initializer) ? null : seedOf(initializer.right.initializer)
  return own === null ? undefined : { own }
}

const parameterSeed = (seed: SeedCount | undefined): ParameterSeed | undefined => {
  if (seed === undefined) return undefined
  return typeof seed === 'number' ? { index: seed } : { unknown: seed }
}

/** Fans by axes that the file lists are kept. */
const withFans = (fans: FanRule) =>
  mapInitializer((initializer) =>
    initializer._tag === 'VarianceScaling' && ['default', 'square'].includes(initializer.fans.rule)
      ? { ...initializer, fans }
      : initializer
  )
