/**
 * File formats of tensors, encoded to bytes and decoded from bytes.
 *
 * @since 0.1.0
 */
export * as Npy from './npy.js'
export * as Safetensors from './safetensors.js'
