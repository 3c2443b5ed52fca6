/**
 * TensorFlow's generator, Philox, and how seeds become one.
 *
 *   stateless ops          seed [s0, s1]     -> Philox of a fixed key, of which one block is the generator
 *   ops of a graph or      global and op     -> two numbers below 2^31 (`getSeed`), which are the key
 *   of eager mode             seed              and the upper half of the counter
 *
 * Source: tensorflow/core/kernels/stateless_random_ops.cc, core/util/guarded_philox_random.cc,
 * core/lib/random/philox_random.h and python/framework/random_seed.py.
 */
import * as E from 'fp-ts/Either'
import { fail, show, type Validated } from '../../InitializerError.js'
import { philox4x32 } from '../../numeric/words/philox4x32.js'
import { isInt64, isWord64, lowerWord, upperWord } from '../seed.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A generator: plain data, words from 0 to 2^32 - 1, lowest first.
 *
 * @since 0.1.0
 */
export interface Philox {
  readonly key: readonly [number, number]
  /** the index of the next block of words */
  readonly counter: Counter
}

type Counter = readonly [number, number, number, number]

/**
 * Two integers of 64 bits, bigints beyond 2^53.
 *
 * @since 0.1.0
 */
export type Seed = readonly [number | bigint, number | bigint]

const make = (key: Philox['key'], counter: Counter): Philox =>
  Object.freeze({ key: Object.freeze(key), counter: Object.freeze(counter) })

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** The key with which TensorFlow scrambles seeds. */
const SCRAMBLER = [0x3ec8f720, 0x02461e29] as const

/**
 * The generator of the stateless ops for a seed of two integers from -2^63 to 2^63 - 1 (numbers must be safe ones); else
 * `BadSeed`.
 *
 * @since 0.1.0
 */
export const stateless = ([s0, s1]: Seed): Validated<Philox> =>
  isInt64(s0) && isInt64(s1)
    ? E.right(scrambled([s0, s1]))
    : fail('BadSeed', 'safe integers, or bigints from -2^63 to 2^63 - 1', show(isInt64(s0) ? s1 : s0))

/** The same for a seed that is known to be valid. */
export const scrambled = ([s0, s1]: Seed): Philox => {
  const out = new Int32Array(4)
  blocks(make(SCRAMBLER, [lowerWord(s0), upperWord(s0), lowerWord(s1), upperWord(s1)]))(0, out, 0)
  const [a, b, c, d] = Uint32Array.from(out) as unknown as Counter
  return make([a, b], [0, 0, c, d])
}

const MAX_INT32 = 0x7fffffff
const DEFAULT_GRAPH_SEED = 87654321

/**
 * `tf.compat.v1.get_seed`: the two seeds of an op, from the seed of its graph (or of `tf.random.set_seed`), which may be
 * null, and its own seed. Both are from -2^63 to 2^64 - 1, else `BadSeed`.
 *
 * @since 0.1.0
 * @example
 * import { tensorflow } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * tensorflow.getSeed(1234, 7) // => E.right([1234, 7])
 * tensorflow.getSeed(null, -1) // => E.right([87654321, 2147483646])
 */
export const getSeed = (graph: number | bigint | null, op: number | bigint): Validated<readonly [number, number]> => {
  if (!isWord64(graph ?? 0) || !isWord64(op)) {
    return fail('BadSeed', 'a safe integer, or a bigint from -2^63 to 2^64 - 1', show(isWord64(op) ? graph : op))
  }
  const seeds = [graph === null ? DEFAULT_GRAPH_SEED : truncated(graph), truncated(op)] as const
  return E.right(seeds[0] === 0 && seeds[1] === 0 ? [0, MAX_INT32] : seeds)
}

const truncated = (seed: number | bigint): number => remainder(seed, MAX_INT32)

/** Python's `%`, whose result is not negative. */
export const remainder = (n: number | bigint, modulus: number): number => {
  const rest = Number(BigInt(n) % BigInt(modulus))
  return rest < 0 ? rest + modulus : rest
}

/** The generator of an op with these two seeds, before its first run. */
export const stateful = ([seed, seed2]: readonly [number, number]): Philox => make([seed, 0], [0, 0, seed2, 0])

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

const P32 = 0x100000000

/** The generator `n` blocks further on, n below 2^53 - 2^32. */
export const skip =
  (n: number) =>
  ({ key, counter }: Philox): Philox =>
    make(key, plus(counter, n))

const plus = ([c0, c1, c2, c3]: Counter, n: number): Counter => {
  const s0 = c0 + n
  const s1 = c1 + Math.floor(s0 / P32)
  const s2 = c2 + Math.floor(s1 / P32)
  const s3 = c3 + Math.floor(s2 / P32)
  return [s0 % P32, s1 % P32, s2 % P32, s3 % P32]
}

/** The generator of the op with the next seed of its own, before its first run. */
export const nextOp = ({ key, counter }: Philox): Philox => make(key, [0, 0, (counter[2] + 1) % MAX_INT32, 0])

/** Writes the four words of block `n`, counted from the generator's position, to `out` from index `at` on; n < 2^53 - 2^32. */
export type Blocks = (n: number, out: Int32Array, at: number) => void

export const blocks = ({ key: [k0, k1], counter }: Philox): Blocks => {
  const [c0, c1, c2, c3] = counter
  const limit = P32 * (P32 - c1 - 1) // at least so many blocks before the lower half of the counter overflows
  return (n, out, at) => {
    if (n < limit) {
      const sum = c0 + n
      philox4x32(k0, k1, sum | 0, (c1 + Math.floor(sum / P32)) | 0, c2, c3, out, at)
    } else {
      philox4x32(k0, k1, ...plus(counter, n), out, at)
    }
  }
}
