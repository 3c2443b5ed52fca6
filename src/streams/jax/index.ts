/**
 * What JAX draws on a CPU, bit for bit (jax and jaxlib 0.10.2). The steps of `he_normal()(jax.random.key(42), shape)`, one
 * file each:
 *
 *   keys.ts            42 -> the key [0, 42]; `split` and `foldIn` derive others
 *   words.ts           key and index -> 32 random bits for each element, by Threefry
 *   random.ts          bits -> uniform in [0, 1) -> between erf(±2/√2) -> √2 erfInv: `truncated_normal(-2, 2)`
 *   variance.ts        shape -> fans -> variance -> the factor of the numbers
 *   initializers.ts    the initializers that JAX has, and those that it cannot draw
 *   arithmetic.ts      how each step is rounded, by dtype and by what the CPU fuses; erf, erfInv: `../arithmetic/xla.ts`
 *   stream.ts          the `Stream`, with options
 *
 * @since 0.1.0
 */
export type { Profile } from './arithmetic.js'
export { initializer } from './initializers.js'
export { foldIn, type Key, key, type Layout, split } from './keys.js'
export { type How, normal, truncatedNormal, uniform } from './random.js'
export { options, stream } from './stream.js'
export { bits } from './words.js'
