/**
 * Builds any layer of a file: finds the reader of its class, calls it with the input shapes, and checks the result.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { isRecord, type Plain, showPlain } from '../../codec/plain.js'
import { unknownName } from '../../codec/problems.js'
import type { Dialect } from '../../dialects/index.js'
import { is } from '../../DType.js'
import { all, type Errors, fail, show, type Validated } from '../../InitializerError.js'
import { maxRank } from '../../Shape.js'
import { initializerReader } from '../weightInitializer.js'
import { modelReader } from './graph/run.js'
import { buildShapes, hasBuildShapes, type Layer, type LayerInputs } from './kit/layer.js'
import { showShape } from './kit/openShape.js'
import type { LayerCall, LayerReader } from './kit/reader.js'
import type { LayerResult, Weight } from './kit/weights.js'
import { layers } from './layers/index.js'
import { withSeeds } from './seeds.js'
import { isOperation, unknownOutput } from './layers/weightless.js'

/** Limit of layer calls in a file. A nested model counts again for each call with different shapes. */
const maxCalls = 300_000

/**
 * A function that builds the layers of one file. It counts its calls, so a file needs its own. A layer is built with the
 * shapes in its `build_config`; if they do not suffice, with those inferred from the layers before it.
 */
export const layerBuilder = (dialect: Dialect): LayerCall['build'] => {
  const readInitializer = initializerReader(dialect)
  let calls = 0
  const build: LayerCall['build'] = (layer, inputs) => {
    calls += 1
    if (calls > maxCalls) return fail('TooLarge', `at most ${maxCalls} layer calls`, 'more', layer.path)
    const read = readerOf(layer)
    if (read === undefined) return unknownLayer(layer)
    const withInputs = (known: LayerInputs): Validated<LayerResult> =>
      pipe(
        read({ layer, inputs: known, build, readInitializer }),
        E.chain(checked(layer)),
        E.map(withSeeds(layer, readInitializer))
      )
    const fallback = (errors: Errors): Validated<LayerResult> =>
      isKnown(inputs)
        ? pipe(
            withInputs(inputs),
            E.mapLeft(() => errors)
          )
        : E.left(errors)
    return hasBuildShapes(layer)
      ? pipe(buildShapes(layer), E.chain(withInputs), E.orElse(fallback))
      : withInputs(inputs)
  }
  return build
}

const isKnown = ({ positional, named }: LayerInputs): boolean => positional.length > 0 || Object.keys(named).length > 0

const readerOf = (layer: Layer): LayerReader | undefined =>
  modelReader(layer) ?? (isOperation(layer.module) ? unknownOutput : layers.get(layer.className))

const unknownLayer = ({ className, name, path }: Layer): Validated<never> =>
  unknownName(
    `a Keras layer (write a plan by hand to give the weights of ${show(name)}, one line each, such as ` +
      `"${name.slice(0, 40)}/kernel": { "shape": [64, 10], "initializer": "glorot_uniform" })`,
    className,
    [...layers.keys()],
    [...path, 'class_name']
  )

// -------------------------------------------------------------------------------------
// checks
// -------------------------------------------------------------------------------------

/** Limits the ranks of outputs, requires known sizes of weights, and gives weights without a dtype that of the layer. */
const checked =
  (layer: Layer) =>
  (result: LayerResult): Validated<LayerResult> => {
    if (result.outputs.some(({ length }) => length > maxRank)) {
      return fail('RankTooLarge', `outputs of at most ${maxRank} axes`, 'more', layer.path)
    }
    return result.weights.length === 0 ? E.right(result) : typed(layer, result)
  }

const typed = (layer: Layer, { weights, ...result }: LayerResult): Validated<LayerResult> =>
  pipe(
    all(weights.filter(({ shape }) => shape.includes(null)).map((weight) => unknownSize(layer, weight))),
    E.chain(() => variableDType(layer)),
    E.map((dtype) => ({ ...result, weights: weights.map((each) => ({ dtype, ...each })) }))
  )

const unknownSize = ({ path }: Layer, { name, shape }: Weight): Validated<never> =>
  fail('BadDim', `a known size for each axis of ${name}, from the shape of the input`, showShape(shape), path)

/**
 * The dtype of a layer's variables. A mixed policy computes in one dtype and keeps variables in float32. An integer dtype,
 * which Keras 2 and TF.js write for an Embedding, is that of the input. Every other policy has weights that cannot be drawn.
 */
const variableDType = ({ config, dialect, path }: Layer): Validated<NonNullable<Weight['dtype']>> => {
  const policy = config['dtype'] ?? null
  const name = policyName(policy)
  const isFloat32 = name === null || name === 'mixed_float16' || name === 'mixed_bfloat16'
  if (isFloat32 || (dialect !== 'keras3' && (name === 'int32' || name === 'int64'))) return E.right('float32')
  return typeof name === 'string' && is(name)
    ? E.right(name)
    : fail('UnsupportedDType', unquantized, showPolicy(policy), [...path, 'config', 'dtype'])
}

const unquantized = 'a policy of float16, bfloat16, float32 or float64 (weights of quantized layers are not drawn)'

/**
 * The name of a dtype policy: a string, or an object with a name. A quantized policy has a mode in place of a name; a map
 * of policies counts as its default if it has no others.
 */
const policyName = (policy: Plain): Plain | undefined => {
  if (!isRecord(policy)) return policy
  const { config = null } = policy
  if (!isRecord(config)) return undefined
  const { policy_map: others = null, default_policy: standard = null } = config
  return isRecord(others) && Object.keys(others).length === 0 ? policyName(standard) : config['name']
}

const showPolicy = (policy: Plain): string => {
  const { class_name: className, config } = isRecord(policy) ? policy : {}
  const mode = isRecord(config) ? (config['mode'] ?? config['name']) : undefined
  return typeof className === 'string' && typeof mode === 'string' ? `${className} ${show(mode)}` : showPlain(policy)
}
