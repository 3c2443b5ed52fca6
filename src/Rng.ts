/**
 * Random states as immutable values.
 *
 * An `Rng` is plain JSON data: the name of a generator and the words of its state. Only this module uses pure-rand, whose
 * generators are mutable: it advances private ones and returns states. `Rng/generators.ts` has a row for each generator.
 * Laws: reading n words leads to the state `skip(n)`; `skip(a)` then `skip(b)` is `skip(a + b)`.
 *
 * A seed is never passed to pure-rand itself, which would use it as the state, unmixed: the first word of
 * `xoroshiro128plus(s)` is `~s`, so that the first weight of all tensors with small seeds would be nearly the same.
 *
 * @since 0.1.0
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State } from 'fp-ts/State'
import * as t from 'io-ts'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { configLimits } from './codec/plain.js'
import { decode as decodeWith, guarded, refuse } from './codec/problems.js'
import { leaf, oneOf } from './codec/leaf.js'
import { closed, refined, required } from './codec/record.js'
import { Applicative, error, fail, type InitializerError, show, type Validated } from './InitializerError.js'
import { splitmix64 } from './numeric/words/splitmix64.js'
import { frozen, type Generator, generators, mutableState, names, skipWords } from './Rng/generators.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type { Generator }
export { skipWords }

/**
 * A generator and the int32 words of its state. For xoroshiro128plus and xorshift128plus these are four words that are not all
 * zero, in pure-rand's order; for threefry2x32 the key and the index of the next word; for philox4x32 the key, the stream and
 * the index of the next word. Key, stream and index have 64 bits each, the upper half first.
 *
 * @since 0.1.0
 */
export interface Rng {
  readonly generator: Generator
  readonly state: ReadonlyArray<number>
}

/**
 * A computation that draws from a random state and returns the next one: fp-ts's `State`.
 *
 * @since 0.1.0
 */
export type Sampler<A> = State<Rng, A>

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * The state for a seed: a safe integer or a bigint in [0, 2^64), else `BadSeed`. A negative number stands for its two's
 * complement in 64 bits, so that -1 and 2^64 - 1 give the same state. The state is well mixed: it is two outputs of SplitMix64.
 * For threefry2x32 they are the key and the index of the next word; for philox4x32 the key and the stream, at its start.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * E.isRight(Rng.fromSeed(42)) // => true
 * E.isRight(Rng.fromSeed(0.5)) // => false
 */
export const fromSeed = (seed: number | bigint, generator: Generator = 'xoroshiro128plus'): Validated<Rng> =>
  pipe(
    sequenceS(Applicative)({ seed: checkSeed(seed), generator: decodeWith(generatorCodec)(generator) }),
    E.map((valid) => fromPair(valid.generator, splitmix64(BigInt.asUintN(64, BigInt(valid.seed)), 2)))
  )

/**
 * The seed, if `fromSeed` accepts it, else `BadSeed`.
 *
 * @since 0.1.0
 */
export const checkSeed = (seed: number | bigint): Validated<number | bigint> =>
  Number.isSafeInteger(seed) || (typeof seed === 'bigint' && BigInt.asUintN(64, seed) === seed)
    ? E.right(seed)
    : fail('BadSeed', 'a safe integer, or a bigint from 0 to 2^64 - 1', show(seed))

const fromPair = (generator: Generator, [a = 0n, b = 0n]: ReadonlyArray<bigint>): Rng =>
  frozen(generator, generators[generator].fromPair(a, b))

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

const generatorCodec: t.Type<Generator, Generator> = oneOf(
  'UnknownName',
  names,
  new Map<string, never>(),
  `one of ${names.join(', ')} (congruential32 is correlated and mersenne cannot skip)`
)

const isInt32 = (u: unknown): u is number => typeof u === 'number' && (u | 0) === u

const areWords = (u: unknown): u is ReadonlyArray<number> => Array.isArray(u) && Array.from(u).every(isInt32)

/** −0 becomes 0. */
const stateCodec: t.Type<ReadonlyArray<number>, ReadonlyArray<number>> = leaf('state', areWords, (u, c) =>
  areWords(u) ? t.success(Object.freeze(u.map((w) => w | 0))) : refuse(u, c, 'BadState', 'a list of int32 words')
)

/** A linear generator never leaves the state 0, so 0 is invalid; a counter may have any value. */
const rule = ({ generator, state }: Rng): ReadonlyArray<InitializerError> => {
  const { size, isState, expected } = generators[generator]
  return state.length === size && isState(state) ? [] : [error('BadState', expected, show(state), ['state'])]
}

/** @since 0.1.0 */
export const codec: t.Type<Rng, unknown> = guarded(
  refined(closed<Rng>('Rng', { generator: required(generatorCodec), state: required(stateCodec) }), rule),
  configLimits
)

/**
 * Reads a state back from JSON.
 *
 * @since 0.1.0
 */
export const decode: (u: unknown) => Validated<Rng> = decodeWith(codec)

/**
 * Writes a state as JSON data.
 *
 * @since 0.1.0
 */
export const encode: (rng: Rng) => unknown = codec.encode

// -------------------------------------------------------------------------------------
// pure-rand
// -------------------------------------------------------------------------------------

/**
 * A private generator at this state, for pure-rand's own functions.
 *
 * @since 0.1.0
 */
export const toGenerator = (rng: Rng): RandomGenerator => generators[rng.generator].generator(mutableState(rng))

/**
 * Runs a function of pure-rand on a private generator and returns its result with the generator's next state.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import { uniformInt } from 'pure-rand/distribution/uniformInt'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const dice = Rng.sampler((generator) => uniformInt(generator, 1, 6))
 * E.isRight(E.map(dice)(Rng.fromSeed(1))) // => true
 */
export const sampler =
  <A>(draw: (generator: RandomGenerator) => A): Sampler<A> =>
  (rng) => {
    const generator = toGenerator(rng)
    const a = draw(generator)
    return [a, frozen(rng.generator, generator.getState())]
  }

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The state after `n` words, for a safe integer or bigint `n` ≥ 0; else `BadCount`.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const rng = Rng.fromSeed(7)
 * const far = pipe(rng, E.chain(Rng.skip(2n ** 64n)), E.chain(Rng.skip(5)))
 * far // => pipe(rng, E.chain(Rng.skip(2n ** 64n + 5n)))
 */
export const skip =
  (n: number | bigint) =>
  (rng: Rng): Validated<Rng> =>
    (Number.isSafeInteger(n) || typeof n === 'bigint') && n >= 0
      ? E.right(skipWords(n)(rng))
      : fail('BadCount', 'a safe integer or bigint of at least 0', show(n))

/** The source of a child: a name (0), an index (1), or the index in a `split` (2). */
type Kind = 0 | 1 | 2

/**
 * The child of a state for a name. It depends on the state and the name only, not on anything else that is drawn. Any string
 * is a name; names are compared by their UTF-16 code units.
 *
 * @since 0.1.0
 */
export const foldIn =
  (name: string) =>
  (rng: Rng): Rng =>
    child(rng, 0, BigInt(name.length), name)

/**
 * The child of a state for an index: a safe integer or bigint in [0, 2^64), else `BadCount`.
 *
 * @since 0.1.0
 */
export const foldInIndex =
  (index: number | bigint) =>
  (rng: Rng): Validated<Rng> =>
    (Number.isSafeInteger(index) || typeof index === 'bigint') && BigInt.asUintN(64, BigInt(index)) === BigInt(index)
      ? E.right(child(rng, 1, BigInt(index)))
      : fail('BadCount', 'an integer from 0 to 2^64 - 1', show(index))

/** The largest number of children of one `split`. */
const maxSplit = 0x100000

/**
 * `n` children, 0 ≤ n ≤ 2^20, else `BadCount`.
 *
 * @since 0.1.0
 */
export const split =
  (n: number) =>
  (rng: Rng): Validated<ReadonlyArray<Rng>> =>
    Number.isInteger(n) && n >= 0 && n <= maxSplit
      ? E.right(Array.from({ length: n }, (_, i) => child(rng, 2, BigInt(i))))
      : fail('BadCount', `an integer from 0 to ${maxSplit}`, show(n))

/**
 * The first 16 bytes of the SHA-256 of everything that the child depends on, each part of known length. Children made by
 * pure-rand's `jump` would collide when nested.
 */
const child = ({ generator, state }: Rng, kind: Kind, index: bigint, name = ''): Rng => {
  const prefix = `initializers-ts/1\0${generator}\0`
  const end = prefix.length + 4 * state.length
  const bytes = new Uint8Array(end + 9 + 2 * name.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < prefix.length; i++) bytes[i] = prefix.charCodeAt(i)
  state.forEach((w, i) => view.setInt32(prefix.length + 4 * i, w, true))
  view.setUint8(end, kind)
  view.setBigUint64(end + 1, index, true)
  for (let i = 0; i < name.length; i++) view.setUint16(end + 9 + 2 * i, name.charCodeAt(i), true)
  const hash = new DataView(sha256(bytes).buffer)
  return fromPair(generator, [hash.getBigUint64(0, true), hash.getBigUint64(8, true)])
}
