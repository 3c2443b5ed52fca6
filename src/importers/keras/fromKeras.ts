/**
 * A plan from a Keras model: names, shapes, dtypes and initializers of all its weights, in the order of `model.weights`.
 *
 * It reads what `model.to_json()` of Keras 2 and 3 writes, the `config.json` of a `.keras` archive and the `model.json` of
 * TF.js. Names are those of Keras 3's `weight.path` for its files, and Keras 2's without `:0` for older ones; where a TF.js
 * file lists its weights, the list's.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fromUnknown, isRecord, modelLimits, type Plain, showPlain } from '../../codec/plain.js'
import { unknownName } from '../../codec/problems.js'
import { detect, type Dialect } from '../../dialects/index.js'
import { is } from '../../DType.js'
import type { FanRule } from '../../Fans.js'
import { all, cap, error, type Errors, fail, show, type Validated } from '../../InitializerError.js'
import { maxRank } from '../../Shape.js'
import { fromDType } from '../dtype.js'
import type { LayerCall } from './kit/reader.js'
import { buildShapes, type Layer, layerAt, noInputs } from './kit/layer.js'
import { layers } from './layers/index.js'
import { withManifestNames } from './manifest.js'
import { type FileTensor, type Imported, planOf } from '../model.js'
import { modelReader } from './graph/run.js'
import { showShape } from './kit/openShape.js'
import { mapInitializer, initializerReader } from '../weightInitializer.js'
import { type LayerResult, under, type Weight } from './kit/weights.js'
import { isOperation, unknownOutput } from './layers/weightless.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface KerasOptions {
  /**
   * Whether variance scaling takes the fans of the layer's kind for the kernels of grouped, depthwise and transposed
   * convolutions, and of equations. Keras takes them by the last two axes.
   */
  readonly rightFans?: boolean
}

/**
 * What a Keras model says of its weights.
 *
 * @since 0.1.0
 */
export interface KerasModel extends Pick<Imported, 'plan' | 'decisions' | 'skipped'> {
  readonly dialect: Dialect
}

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/**
 * Reads a Keras model, or tells everything that is wrong with it: `UnknownName` for a layer that is none of Keras's,
 * `MissingKey` for one of whose input nothing is said, and the errors of initializers.
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
    weightsIn(fromUnknown(modelLimits)(u), options),
    E.chain(({ dialect, found }) =>
      pipe(
        planOf({})(found),
        E.map(({ plan, decisions, skipped }) => ({ plan, dialect, decisions, skipped }))
      )
    )
  )

/** The weights of a file that has been copied, with whatever is wrong with their initializers. */
export const weightsIn = (
  file: Plain,
  { rightFans = false }: KerasOptions = {}
): Validated<{ readonly dialect: Dialect; readonly found: ReadonlyArray<FileTensor> }> =>
  pipe(
    modelOf(file),
    E.chain((model) =>
      pipe(
        builder(model.dialect)(model, noInputs),
        E.map(({ weights }) => under(model.name)(weights)),
        E.chain(withManifestNames(file)),
        E.map((weights) => ({ dialect: model.dialect, found: weights.map(toFound(rightFans)) }))
      )
    ),
    cap
  )

/** The model itself, within what writers put around it. */
const modelOf = (file: Plain): Validated<Layer> => {
  const path = pathTo(file, ['modelTopology', 'model_config'])
  const model = path.reduce<Plain>((u, key) => (isRecord(u) ? (u[key] ?? null) : null), file)
  if (isRecord(model) && Object.hasOwn(model, 'node')) {
    return fail('Unsupported', 'a model of layers, as format layers-model has it', 'a graph of operations', path)
  }
  const config = isRecord(model) ? model['config'] : null
  const dialect = detect(file) ?? dialectOf(config ?? null)
  if (dialect === 'keras1') return fail('Unsupported', 'a model of Keras 2 or 3, or TF.js', 'one of Keras 1', path)
  // up to 2.2.2 the config of a Sequential is its list of layers
  const whole = isRecord(model) && Array.isArray(config) ? { ...model, config: { layers: config } } : model
  return pipe(
    layerAt(whole, path, dialect, 'model'),
    E.filterOrElse(
      (layer) => modelReader(layer) !== null,
      ({ className }): Errors => [
        error('Unsupported', 'a Sequential or functional model', className, [...path, 'class_name'])
      ]
    )
  )
}

/** The keys, in this order, that a file has around its model. */
const pathTo = (file: Plain, keys: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [key, ...rest] = keys
  if (key === undefined) return []
  const inner = isRecord(file) ? (file[key] ?? null) : null
  return inner === null ? pathTo(file, rest) : [key, ...pathTo(inner, rest)]
}

/** Only Keras 3 writes where a layer is from and has such batch shapes. */
const dialectOf = (config: Plain): Dialect => {
  const layers = isRecord(config) ? config['layers'] : null
  const [first] = Array.isArray(layers) ? (layers as ReadonlyArray<Plain>) : []
  return isRecord(first) && typeof first['module'] === 'string' ? 'keras3' : 'keras2'
}

// -------------------------------------------------------------------------------------
// building
// -------------------------------------------------------------------------------------

/** How many calls of layers a model may have, those of a nested model counted each time it is called with other shapes. */
const maxCalls = 300_000

/** Builds any layer, and says the dtypes of its weights. */
const builder = (dialect: Dialect): LayerCall['build'] => {
  const readInitializer = initializerReader(dialect)
  const spent = new Map<'calls', number>()
  const build: LayerCall['build'] = (layer, inputs) => {
    const calls = 1 + (spent.get('calls') ?? 0)
    spent.set('calls', calls)
    if (calls > maxCalls) return fail('TooLarge', `at most ${maxCalls} calls of layers`, 'more', layer.path)
    const entry = modelReader(layer) ?? (isOperation(layer.module) ? unknownOutput : layers.get(layer.className))
    if (entry === undefined) return unknownLayer(layer)
    return pipe(
      buildShapes(layer),
      E.chain((shapes) => entry({ layer, inputs: shapes ?? inputs, build, readInitializer })),
      E.filterOrElse(
        ({ outputs }) => outputs.every(({ length }) => length <= maxRank),
        (): Errors => [error('RankTooLarge', `outputs of at most ${maxRank} axes`, 'more', layer.path)]
      ),
      E.chain((built) => (built.weights.length === 0 ? E.right(built) : typed(layer, built)))
    )
  }
  return build
}

const unknownLayer = ({ className, name, path }: Layer): Validated<never> =>
  unknownName(
    `a layer of Keras, or the weights of ${show(name)} by hand in a plan, a line each such as ` +
      `"${name.slice(0, 40)}/kernel": { "shape": [64, 10], "initializer": "glorot_uniform" }`,
    className,
    [...layers.keys()],
    [...path, 'class_name']
  )

/** Weights that say no dtype have that of the layer's variables, and all sizes of all must be known. */
const typed = (layer: Layer, { weights, outputs }: LayerResult): Validated<LayerResult> =>
  pipe(
    all(weights.filter(({ shape }) => shape.includes(null)).map((weight) => openWeight(layer, weight))),
    E.chain(() => variableDType(layer)),
    E.map((dtype) => ({ weights: weights.map((each) => ({ dtype, ...each })), outputs }))
  )

const openWeight = ({ path }: Layer, { name, shape }: Weight): Validated<never> =>
  fail('BadDim', `a known size for each axis of ${name}, from the shape of the input`, showShape(shape), path)

/**
 * A policy computes in one dtype and keeps variables in another: mixed ones in float32. An integer is the dtype of what comes
 * in, as TF.js and Keras 2 write it for an Embedding.
 */
const variableDType = ({ config, dialect, path }: Layer): Validated<NonNullable<Weight['dtype']>> => {
  const policy = config['dtype'] ?? null
  const inner = isRecord(policy) ? policy['config'] : null
  const name = isRecord(policy) ? (isRecord(inner) ? (inner['name'] ?? null) : null) : policy
  const isFloat32 = name === null || name === 'mixed_float16' || name === 'mixed_bfloat16'
  if (isFloat32 || (dialect !== 'keras3' && (name === 'int32' || name === 'int64'))) return E.right('float32')
  return typeof name === 'string' && is(name)
    ? E.right(name)
    : fail('UnsupportedDType', 'float16, bfloat16, float32 or float64', showPlain(name), [...path, 'config', 'dtype'])
}

// -------------------------------------------------------------------------------------
// weights
// -------------------------------------------------------------------------------------

const toFound =
  (rightFans: boolean) =>
  ({ name, shape, dtype = 'float32', initializer, fans }: Weight): FileTensor => ({
    name,
    shape: shape.map((size) => size ?? 0),
    dtype: dtype === 'int32' ? { name: dtype, kind: 'integer' } : fromDType(dtype),
    initializer: rightFans && fans !== undefined ? withFans(fans)(initializer) : initializer
  })

/** Axes that the file names itself stay. */
const withFans = (fans: FanRule) =>
  mapInitializer((initial) =>
    initial._tag === 'VarianceScaling' && ['default', 'square'].includes(initial.fans.rule)
      ? { ...initial, fans }
      : initial
  )
