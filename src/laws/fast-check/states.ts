/** Seeds, generators, states and names. */
import * as fc from 'fast-check'
import type { Generator, Rng } from '../../Rng.js'
import { generators, names } from '../../Rng/generators.js'

/**
 * A seed that `Rng.fromSeed` accepts: a safe integer or a bigint below 2^64.
 *
 * @since 0.1.0
 */
export const seed = (): fc.Arbitrary<number | bigint> =>
  fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 0n, max: 0xffffffffffffffffn }))

/** @since 0.1.0 */
export const generator = (): fc.Arbitrary<Generator> => fc.constantFrom(...names)

const word = (): fc.Arbitrary<number> => fc.integer({ min: -0x80000000, max: 0x7fffffff })

/**
 * Any state, including those that no seed gives.
 *
 * @since 0.1.0
 */
export const rng = (): fc.Arbitrary<Rng> =>
  generator().chain((generator) => {
    const { size, isState } = generators[generator]
    return fc
      .array(word(), { minLength: size, maxLength: size })
      .filter(isState)
      .map((state) => Object.freeze({ generator, state: Object.freeze(state) }))
  })

/**
 * The name of a parameter: one or more code points, often with `/` and `.`.
 *
 * @since 0.1.0
 */
export const name = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    fc
      .array(fc.constantFrom('w', 'b', '0', '1', '/', '.', '__proto__'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''))
  )
