/**
 * The envelope of a model file: the keys that Keras and TF.js write around a model, and what they tell about the writer.
 *
 * - `model.to_json()` and the `config.json` of a `.keras` archive: `{ class_name, config, keras_version, backend }`; Keras 3
 *   writes `module` and no version
 * - the attributes of an HDF5 file: `{ model_config, keras_version, backend }`
 * - the `model.json` of TF.js: `{ modelTopology, weightsManifest }`, with one of the forms above as the topology
 *
 * This module is the only one that tells these files apart. It reads values from outside, so it reads own keys and never
 * throws.
 */
import { own } from '../../codec/plain.js'
import type { Dialect } from '../registry.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface ModelEnvelope {
  /** the kind of the file; null if it is neither */
  readonly source: 'keras' | 'tfjs' | null
  /** the keys that lead to the model */
  readonly path: ReadonlyArray<string>
  /** the value at the path: `{ class_name, config }` in a valid file */
  readonly model: unknown
  /** the dialect by version, backend or module of the class; null if the file has none of them */
  readonly stated: Dialect | null
  /** the stated dialect, else Keras 3 if the first layer has a module, else Keras 2 */
  readonly dialect: Dialect
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const readEnvelope = (file: unknown): ModelEnvelope => {
  const path = pathIn(file, wrappers)
  const objects = path.reduce<ReadonlyArray<unknown>>((found, key) => [...found, own(found.at(-1), key)], [file])
  const model = objects.at(-1)
  const stated = statedIn([...objects.slice(1), file], model)
  return { source: sourceOf(file), path, model, stated, dialect: stated ?? dialectByLayers(model) }
}

/**
 * The dialect of a model's JSON, by its `keras_version` and `backend`, or else by the module of its class; null if it has
 * none of them. "2.1.6-tf" and "2.2.4-tf" are Keras in TensorFlow 1 (and 2.0, which kept the number).
 *
 * @since 0.1.0
 * @example
 * import { detect } from 'initializers-ts/dialects'
 *
 * detect({ class_name: 'Sequential', config: {}, keras_version: '2.1.6', backend: 'tensorflow' }) // => 'keras2.0'
 * detect({ modelTopology: { keras_version: 'tfjs-layers 4.22.0' } }) // => 'tfjs'
 */
export const detect = (model: unknown): Dialect | null => readEnvelope(model).stated

/** Whether a value is a whole model, and not the config of one initializer, which has a `class_name` too. */
export const isModelFile = (u: unknown): boolean => {
  const { source, path, model } = readEnvelope(u)
  return source === 'tfjs' || path.length > 0 || modelClasses.includes(own(model, 'class_name'))
}

const modelClasses: ReadonlyArray<unknown> = ['Sequential', 'Functional', 'Model']

// -------------------------------------------------------------------------------------
// the kind of file
// -------------------------------------------------------------------------------------

/** The keys that may wrap a model, from the outside in. */
const wrappers: ReadonlyArray<string> = ['modelTopology', 'model_config']

const pathIn = (u: unknown, keys: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [key, ...rest] = keys
  if (key === undefined) return []
  const inner = own(u, key) ?? null
  return inner === null ? pathIn(u, rest) : [key, ...pathIn(inner, rest)]
}

const sourceOf = (file: unknown): ModelEnvelope['source'] => {
  if (hasAny(file, ['modelTopology', 'weightsManifest'])) return 'tfjs'
  return hasAny(file, ['class_name', 'model_config']) ? 'keras' : null
}

const hasAny = (u: unknown, keys: ReadonlyArray<string>): boolean => keys.some((key) => own(u, key) !== undefined)

// -------------------------------------------------------------------------------------
// the dialect
// -------------------------------------------------------------------------------------

/** By the first version and backend among these objects. */
const statedIn = (objects: ReadonlyArray<unknown>, model: unknown): Dialect | null => {
  const first = (key: string): unknown => objects.map((each) => own(each, key) ?? null).find((value) => value !== null)
  const [version, module] = [first('keras_version'), own(model, 'module')]
  if (typeof version === 'string') return byVersion(version, first('backend'))
  return typeof module === 'string' ? byModule(module) : null
}

const byVersion = (version: string, backend: unknown): Dialect | null => {
  if (version.startsWith('tfjs') || (typeof backend === 'string' && /^tensor_?flow\.?js$/i.test(backend))) return 'tfjs'
  const [, major = '', minor] = /^(\d+)\.(\d+)/.exec(version) ?? []
  if (major === '1') return 'keras1'
  if (major !== '2') return Number(major) >= 3 ? 'keras3' : null
  if (/-tf$/.test(version) && Number(minor) <= 2) return 'tf1.keras'
  if (Number(minor) <= 1) return 'keras2.0'
  return Number(minor) <= 3 && !version.endsWith('-tf') ? 'keras2.2' : 'keras2'
}

/** Keras 2 has its model classes in `engine`, Keras 3 in `models`. */
const byModule = (module: string): Dialect | null => {
  if (!/^(tf_)?keras(\.|$)/.test(module)) return null
  return module.startsWith('tf_keras') || module.includes('.engine.') ? 'keras2' : 'keras3'
}

/** Only Keras 3 writes the module of each layer. */
const dialectByLayers = (model: unknown): Dialect => {
  const first = own(own(own(model, 'config'), 'layers'), '0')
  return typeof own(first, 'module') === 'string' ? 'keras3' : 'keras2'
}
