/**
 * Which dialect a whole model file speaks, by what it says of its writer.
 */
import { own } from '../codec/plain.js'
import type { Dialect } from './dialect.js'

/**
 * The dialect of a model's JSON, by its `keras_version` and `backend`, or else by the module of its class; null where
 * nothing tells. "2.1.6-tf" and "2.2.4-tf" are Keras in TensorFlow 1 (and 2.0, which kept the number).
 *
 * @since 0.1.0
 * @example
 * import { detect } from 'initializers-ts/dialects'
 *
 * detect({ class_name: 'Sequential', config: {}, keras_version: '2.1.6', backend: 'tensorflow' }) // => 'keras2.0'
 * detect({ modelTopology: { keras_version: 'tfjs-layers 4.22.0' } }) // => 'tfjs'
 */
export const detect = (model: unknown): Dialect | null => {
  const topology = own(model, 'modelTopology') ?? own(model, 'model_config') ?? model
  const inner = own(topology, 'model_config') ?? topology
  const [version, backend, module] = [
    own(topology, 'keras_version') ?? own(inner, 'keras_version') ?? own(model, 'keras_version'),
    own(topology, 'backend') ?? own(inner, 'backend') ?? own(model, 'backend'),
    own(inner, 'module')
  ]
  if (typeof version === 'string') return byVersion(version, backend)
  return typeof module === 'string' ? byModule(module) : null
}

const byVersion = (version: string, backend: unknown): Dialect | null => {
  if (version.startsWith('tfjs') || (typeof backend === 'string' && /^tensor_?flow\.?js$/i.test(backend))) return 'tfjs'
  const [, major = '', minor] = /^(\d+)\.(\d+)/.exec(version) ?? []
  if (major === '1') return 'keras1'
  if (major !== '2') return Number(major) >= 3 ? 'keras3' : null
  if (/-tf$/.test(version) && Number(minor) <= 2) return 'tf1'
  if (Number(minor) <= 1) return 'keras2.0'
  return Number(minor) <= 3 && !version.endsWith('-tf') ? 'keras2.2' : 'keras2'
}

/** Keras 2 keeps its models in an engine, Keras 3 in models. */
const byModule = (module: string): Dialect | null => {
  if (!/^(tf_)?keras(\.|$)/.test(module)) return null
  return module.startsWith('tf_keras') || module.includes('.engine.') ? 'keras2' : 'keras3'
}
