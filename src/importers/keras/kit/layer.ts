/**
 * A layer as a file has it, and the input shapes that Keras 3 writes beside it.
 *
 * Keras 3 writes `{ module, class_name, config, registered_name, build_config }`, Keras 2 and TF.js `{ class_name, config }`.
 * A `build_config` has the shapes that the layer was built with, so the layers before it need not be understood.
 *
 * @see keras/src/saving/serialization_lib.py, keras/src/layers/layer.py (`get_build_config`)
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { decode, wrongType } from '../../../codec/problems.js'
import { list } from '../../../codec/record.js'
import { isRecord, type Plain, type PlainRecord, valueAt } from '../../../codec/plain.js'
import type { Dialect } from '../../../dialects/index.js'
import { all, at, type Path, type Validated } from '../../../InitializerError.js'
import { openShape, type OpenShape } from './openShape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Layer {
  readonly className: string
  readonly name: string
  readonly config: PlainRecord
  readonly dialect: Dialect
  /** of the object with `class_name` and `config` */
  readonly path: Path
  /** the shapes that the layer was built with; null if the file has none */
  readonly buildConfig: PlainRecord | null
  /** the Python module of the class; null if the file has none */
  readonly module: string | null
  /** the number of the input layer of the model that contains it; null if there is none */
  readonly outerInput: number | null
}

/** The input shapes of a layer, by position or by the name of the argument (`query`, `initial_state`). */
export interface LayerInputs {
  readonly positional: ReadonlyArray<OpenShape>
  readonly named: Readonly<Record<string, OpenShape>>
}

/** No input shape is known. */
export const noInputs: LayerInputs = { positional: [], named: {} }

export const oneInput = (shape: OpenShape): LayerInputs => ({ positional: [shape], named: {} })

/** Keras 2 and TF.js have other names for some weights. */
export const isKeras3 = ({ dialect }: Layer): boolean => dialect === 'keras3'

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/** The path of a key of the config. */
export const pathOf = ({ path }: Layer, key: string): Path => [...path, 'config', key]

/** A layer in a config, such as `layer` of a wrapper. Its name is that of its own config, else the key. */
export const innerLayer = (layer: Layer, key: string): Validated<Layer> =>
  pipe(
    layerAt(valueAt(layer.config, key), pathOf(layer, key), layer.dialect, key),
    E.map((inner) => ({ ...inner, outerInput: layer.outerInput }))
  )

/** Reads `{ class_name, config }`. A custom class is known by its registered name, `package>Name`. */
export const layerAt = (u: unknown, path: Path, dialect: Dialect, fallback: string): Validated<Layer> => {
  if (!isRecord(u)) return at(...path)(wrongType(u as Plain, 'a layer { class_name, config }'))
  const { class_name: name = null, config = null, registered_name: registered = null } = u
  if (typeof name !== 'string') return at(...path, 'class_name')(wrongType(name, 'the name of a layer class'))
  if (!isRecord(config)) return at(...path, 'config')(wrongType(config, 'the config of a layer'))
  const isCustom = typeof registered === 'string' && registered.includes('>')
  return E.right({
    className: isCustom ? registered : name,
    name: [config['name'], u['name']].find(isText) ?? fallback,
    config,
    dialect,
    path,
    buildConfig: isRecord(u['build_config']) ? u['build_config'] : null,
    module: isText(u['module']) ? u['module'] : null,
    outerInput: null
  })
}

const isText = (u: unknown): u is string => typeof u === 'string'

// -------------------------------------------------------------------------------------
// build_config
// -------------------------------------------------------------------------------------

/**
 * Whether the file has shapes that the layer was built with. Keras writes an empty `shapes_dict` for a layer that was built
 * without inputs, as `Embedding(weights=…)` is.
 */
export const hasBuildShapes = ({ buildConfig }: Layer): boolean => {
  const { shapes_dict: dict = null, input_shape: input = null } = buildConfig ?? {}
  return [dict, input].some((each) => (isRecord(each) ? Object.values(each).some(isPresent) : isPresent(each)))
}

const isPresent = (u: Plain): boolean => u !== null

/** `{ input_shape }`, one shape or several, or `{ shapes_dict: { query_shape, … } }`. */
export const buildShapes = (layer: Layer): Validated<LayerInputs> => {
  const { input_shape: input = null, shapes_dict: dict = null } = layer.buildConfig ?? {}
  const path = [...layer.path, 'build_config']
  if (isRecord(dict)) return at(...path, 'shapes_dict')(namedShapes(dict))
  const given = withoutTuples(input)
  if (isRecord(given)) return at(...path, 'input_shape')(namedShapes(given))
  const isSeveral = Array.isArray(given) && given.some((each) => Array.isArray(each) || isRecord(each))
  const shapes: Validated<ReadonlyArray<OpenShape>> = isSeveral
    ? decode(list(openShape))((given as ReadonlyArray<Plain>).map(withoutTuples))
    : E.map((one: OpenShape) => [one])(decode(openShape)(given))
  return pipe(
    at(...path, 'input_shape')(shapes),
    E.map((positional) => ({ positional, named: {} }))
  )
}

/** Keras 2 may write a tuple or a TensorShape as `{ class_name, items }`. */
const withoutTuples = (u: Plain): Plain => {
  const { class_name: className = null, items = null } = isRecord(u) ? u : {}
  return className === '__tuple__' || className === 'TensorShape' ? items : u
}

/** The first shape of each argument; arguments without a tensor are null. */
const namedShapes = (shapes: PlainRecord): Validated<LayerInputs> =>
  pipe(
    all(
      Object.entries(shapes).flatMap(([key, u]) => {
        const given = withoutTuples(u)
        const [first = null] = Array.isArray(given) ? (given as ReadonlyArray<Plain>).map(withoutTuples) : []
        const one = Array.isArray(first) ? first : given
        return one === null
          ? []
          : [
              pipe(
                at(key)(decode(openShape)(one)),
                E.map((shape) => [key.replace(/_shape$/, ''), shape] as const)
              )
            ]
      })
    ),
    E.map((named) => ({ positional: [], named: Object.fromEntries(named) }))
  )
