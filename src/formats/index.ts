/**
 * Files of tensors, as bytes in and bytes out.
 *
 * @since 0.1.0
 */
export * as Npy from './npy.js'
export * as Safetensors from './safetensors.js'
