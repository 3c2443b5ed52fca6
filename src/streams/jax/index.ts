/**
 * What JAX draws on a CPU, bit for bit (jax and jaxlib 0.10.2). From key to weight: `keys.ts`, `random.ts`,
 * `initializers.ts`, each with one step of the way.
 *
 * @since 0.1.0
 */
export type { Profile } from './arithmetic.js'
export { type How, initializer } from './initializers.js'
export { bits, foldIn, type Key, key, type Layout, split } from './keys.js'
export { normal, truncatedNormal, uniform } from './random.js'
export { options, stream } from './stream.js'
