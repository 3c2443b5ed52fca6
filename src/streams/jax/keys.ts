/**
 * JAX's keys (`jax._src.prng`, threefry2x32), the random state of JAX.
 *
 * A key is 64 bits. Drawing does not change it; `split` and `foldIn` derive other keys from it.
 */
import * as E from 'fp-ts/Either'
import { fail, show, type Validated } from '../../InitializerError.js'
import { threefry2x32 } from '../../numeric/words/threefry2x32.js'
import { isInt64, lowerWord, upperWord } from '../seed.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The data of `jax.random.key_data`: two words from 0 to 2^32 - 1.
 *
 * @since 0.1.0
 */
export type Key = readonly [k0: number, k1: number]

/**
 * The layout of random words: `jax_threefry_partitionable` true, the default since JAX 0.5.0, or false (`legacy`).
 *
 * @since 0.1.0
 */
export type Layout = 'partitionable' | 'legacy'

const make = (k0: number, k1: number): Key => Object.freeze([k0 >>> 0, k1 >>> 0] as const)

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * `jax.random.key(seed)` and `PRNGKey(seed)`, for an integer from -2^63 to 2^63 - 1 (a number must be a safe one); else
 * `BadSeed`. JAX keeps the lower 32 bits of the seed, and all 64 in its x64 mode.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * jax.key(42) // => E.right([0, 42])
 * jax.key(-1) // => E.right([0, 4294967295])
 * jax.key(-1, true) // => E.right([4294967295, 4294967295])
 */
export const key = (seed: number | bigint, x64 = false): Validated<Key> =>
  isInt64(seed)
    ? E.right(make(x64 ? upperWord(seed) : 0, lowerWord(seed)))
    : fail('BadSeed', 'a safe integer, or a bigint from -2^63 to 2^63 - 1', show(seed))

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * `jax.random.fold_in`: another key for an integer, of which the lower 32 bits count.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 *
 * jax.foldIn(4)([0, 0]) // => [2285895361, 433833334]
 */
export const foldIn =
  (data: number) =>
  (parent: Key): Key =>
    block(parent, 0, data)

/** Both words of a Threefry block. */
export const block = ([k0, k1]: Key, c0: number, c1: number): Key => {
  const out = new Int32Array(2)
  threefry2x32(k0, k1, c0, c1, out, 0)
  return make(out[0]!, out[1]!)
}

/** The largest number of keys that one `split` returns. */
const maxSplit = 0x100000

/**
 * `jax.random.split`: `n` other keys, 0 ≤ n ≤ 2^20, else `BadCount`.
 *
 * @since 0.1.0
 * @example
 * import { jax } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * jax.split(2, 'legacy')([0, 0]) // => E.right([[4146024105, 967050713], [2718843009, 1272950319]])
 */
export const split =
  (n: number, layout: Layout = 'partitionable') =>
  (parent: Key): Validated<ReadonlyArray<Key>> =>
    Number.isInteger(n) && n >= 0 && n <= maxSplit
      ? E.right(Array.from({ length: n }, (_, i) => childOf(layout, n, i)(parent)))
      : fail('BadCount', `an integer from 0 to ${maxSplit}`, show(n))

/** Key `i` of `split(key, n)`. */
export const childOf =
  (layout: Layout, n: number, i: number) =>
  (parent: Key): Key => {
    switch (layout) {
      case 'partitionable':
        return block(parent, 0, i)
      case 'legacy':
        return make(legacyWord(parent, 2 * n, 2 * i), legacyWord(parent, 2 * n, 2 * i + 1))
    }
  }

/** Word `j` of an even number of words. */
const legacyWord = (from: Key, n: number, j: number): number =>
  j < n / 2 ? block(from, j, j + n / 2)[0] : block(from, j - n / 2, j)[1]
