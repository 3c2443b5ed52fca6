/**
 * Random states as immutable values.
 *
 * An `Rng` is plain JSON data: the name of a generator and the words of its state. Nothing in the library but this
 * module knows pure-rand, whose generators mutate: a private one steps and skips, and what goes out is a state again.
 * Long runs of words come from loops that give pure-rand's bits (`numeric/generators.ts`). Laws: reading n words leaves the state `skip(n)`; `skip(a)` then `skip(b)` is `skip(a + b)`.
 *
 * A seed never reaches pure-rand itself: it would be the state unmixed, and the first word of `xoroshiro128plus(s)` is
 * `~s`, which makes the first weight of every tensor with a small seed the same.
 *
 * @since 0.1.0
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State } from 'fp-ts/State'
import * as t from 'io-ts'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { xorshift128plusFromState } from 'pure-rand/generator/xorshift128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { configLimits } from './codec/plain.js'
import { closed, decode as decodeWith, guarded, leaf, refuse, required, word } from './codec/record.js'
import { Applicative, fail, show, type Validated } from './InitializerError.js'
import { fillXoroshiro128plus, fillXorshift128plus } from './numeric/generators.js'
import * as skipAhead from './numeric/skipAhead.js'
import { splitmix64 } from './numeric/splitmix64.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * pure-rand's two generators with a period of 2^128 - 1.
 *
 * @since 0.1.0
 */
export type Generator = 'xoroshiro128plus' | 'xorshift128plus'

/** @since 0.1.0 */
export interface Rng {
  readonly generator: Generator
  /** four int32 words, not all zero, in pure-rand's order */
  readonly state: State128
}

type State128 = readonly [number, number, number, number]

const names: ReadonlyArray<Generator> = ['xoroshiro128plus', 'xorshift128plus']

const moduli: { readonly [G in Generator]: skipAhead.Modulus } = {
  xoroshiro128plus: skipAhead.xoroshiro128plus,
  xorshift128plus: skipAhead.xorshift128plus
}

/**
 * A computation that draws from a random state and hands on the next one: fp-ts's `State`.
 *
 * @since 0.1.0
 */
export type Sampler<A> = State<Rng, A>

const make = (generator: Generator, state: State128): Rng =>
  Object.freeze({ generator, state: Object.freeze([...state] as const) })

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * The state for a seed: an integer that is safe or, as a bigint, in [0, 2^64); a negative number is its two's
 * complement in 64 bits, so that -1 and 2^64 - 1 are one. The state is well mixed: two outputs of SplitMix64. Else
 * `BadSeed`.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
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
 * A seed that `fromSeed` takes, or `BadSeed`.
 *
 * @since 0.1.0
 */
export const checkSeed = (seed: number | bigint): Validated<number | bigint> =>
  Number.isSafeInteger(seed) || (typeof seed === 'bigint' && BigInt.asUintN(64, seed) === seed)
    ? E.right(seed)
    : fail('BadSeed', 'a safe integer, or a bigint from 0 to 2^64 - 1', show(seed))

/** Two 64-bit numbers as pure-rand orders a state. */
const fromPair = (generator: Generator, [a = 0n, b = 0n]: ReadonlyArray<bigint>): Rng => {
  const state: State128 = [high(a), low(a), high(b), low(b)]
  return make(generator, state.some((w) => w !== 0) ? state : [1, 0, 0, 0])
}

const high = (n: bigint): number => Number(BigInt.asIntN(32, n >> 32n))
const low = (n: bigint): number => Number(BigInt.asIntN(32, n))

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

const generatorCodec: t.Type<Generator, Generator> = word(
  'UnknownName',
  names,
  new Map<string, never>(),
  'one of xoroshiro128plus, xorshift128plus (congruential32 is correlated and mersenne cannot skip)'
)

const isState = (u: unknown): u is State128 =>
  Array.isArray(u) && u.length === 4 && u.every((w) => typeof w === 'number' && (w | 0) === w) && u.some((w) => w !== 0)

/** −0 becomes 0. */
const words = ([a, b, c, d]: State128): State128 => Object.freeze([a | 0, b | 0, c | 0, d | 0])

const stateCodec: t.Type<State128, State128> = leaf('state', isState, (u, c) =>
  isState(u) ? t.success(words(u)) : refuse(u, c, 'BadState', 'four int32 words that are not all 0')
)

/** @since 0.1.0 */
export const codec: t.Type<Rng, unknown> = guarded(
  closed<Rng>('Rng', { generator: required(generatorCodec), state: required(stateCodec) }),
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
 * A private pure-rand generator at this state, for pure-rand's own functions.
 *
 * @since 0.1.0
 */
export const toGenerator = ({ generator, state }: Rng): RandomGenerator => {
  switch (generator) {
    case 'xoroshiro128plus':
      return xoroshiro128plusFromState(state)
    case 'xorshift128plus':
      return xorshift128plusFromState(state)
  }
}

/**
 * Runs a function of pure-rand's on a private generator and hands on the state that it leaves.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import { uniformInt } from 'pure-rand/distribution/uniformInt'
 * import * as E from 'fp-ts/Either'
 *
 * const dice = Rng.sampler((generator) => uniformInt(generator, 1, 6))
 * E.isRight(E.map(dice)(Rng.fromSeed(1))) // => true
 */
export const sampler =
  <A>(draw: (generator: RandomGenerator) => A): Sampler<A> =>
  (rng) => {
    const generator = toGenerator(rng)
    const a = draw(generator)
    return [a, make(rng.generator, stateOf(generator))]
  }

/**
 * A place in a stream of words, which moves as words are read.
 *
 * @since 0.1.0
 */
export interface Reader {
  /** puts the next `n` words into the first places of `out` */
  readonly read: (out: Int32Array, n: number) => void
  readonly skip: (n: number) => void
}

/**
 * A reader of the words from this state on. The reader moves; the state stays.
 *
 * @since 0.1.0
 */
export const reader = ({ generator, state }: Rng): Reader => {
  const place = Int32Array.from(state)
  const fill = fillers[generator]
  return {
    read: (out, n) => fill(place, out, n),
    skip: (n) => {
      const here = toGenerator({ generator, state: [...place] as unknown as State128 })
      place.set(stateOf(moved(generator, here, n)))
    }
  }
}

/** The same words as `next` gives, from a loop that keeps the state in registers. */
const fillers: { readonly [G in Generator]: (state: Int32Array, out: Int32Array, n: number) => void } = {
  xoroshiro128plus: fillXoroshiro128plus,
  xorshift128plus: fillXorshift128plus
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** From here on the polynomial is cheaper than the steps (`npm run bench`). */
const longSkip = 4096

/**
 * The state after `n` words, for a safe integer or bigint `n` ≥ 0; else `BadCount`.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/Either'
 * import { pipe } from 'fp-ts/function'
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

/** `skip` for a count that is known to be right; no words give the very same state. */
export const skipWords =
  (n: number | bigint) =>
  (rng: Rng): Rng =>
    n > 0 ? make(rng.generator, stateOf(moved(rng.generator, toGenerator(rng), n))) : rng

/** The generator, or another of its kind, `n` words on. */
const moved = (name: Generator, generator: RandomGenerator, n: number | bigint): RandomGenerator => {
  if (n >= longSkip) return leapt(name, generator, n)
  for (let i = 0; i < n; i++) generator.next()
  return generator
}

/** Of both generators: as many words as there are states but 0. */
const period = (1n << 128n) - 1n

const leapt = (name: Generator, generator: RandomGenerator, n: number | bigint): RandomGenerator => {
  const coefficients = skipAhead.powerOfX(moduli[name], typeof n === 'bigint' ? n % period : n)
  const [a = 0, b = 0, c = 0, d = 0] = skipAhead.combine(
    coefficients,
    () => generator.getState(),
    () => generator.next()
  )
  return toGenerator({ generator: name, state: [a, b, c, d] })
}

/** Both generators have four words of state. */
const stateOf = (generator: RandomGenerator): State128 => generator.getState() as unknown as State128

/** What a child is made from: a name, an index, or the place in a `split`. */
type Kind = 0 | 1 | 2

/**
 * The child of a state for a name, the same for the same state and name whatever else is drawn. Any string is a name,
 * compared by its UTF-16 code units.
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

/** The greatest number of children that one `split` makes. */
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
      : fail('BadCount', `a whole number from 0 to ${maxSplit}`, show(n))

/**
 * The first 16 bytes of SHA-256 over all that the child depends on, each part of known length. Children made by
 * pure-rand's `jump` would collide when nested.
 */
const child = ({ generator, state }: Rng, kind: Kind, index: bigint, name = ''): Rng => {
  const prefix = `initializers-ts/1\0${generator}\0`
  const bytes = new Uint8Array(prefix.length + 25 + 2 * name.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < prefix.length; i++) bytes[i] = prefix.charCodeAt(i)
  state.forEach((w, i) => view.setInt32(prefix.length + 4 * i, w, true))
  view.setUint8(prefix.length + 16, kind)
  view.setBigUint64(prefix.length + 17, index, true)
  for (let i = 0; i < name.length; i++) view.setUint16(prefix.length + 25 + 2 * i, name.charCodeAt(i), true)
  const hash = new DataView(sha256(bytes).buffer)
  return fromPair(generator, [hash.getBigUint64(0, true), hash.getBigUint64(8, true)])
}
