/**
 * Codecs: what is encoded can be decoded, one form is canonical, and a decoded value shares nothing with its input.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { Validated } from '../InitializerError.js'
import { equal } from './equal.js'
import { law, type Laws } from './law.js'

/**
 * Decoding and encoding, as in `Rng`, `Plan` and `initializerCodec`.
 *
 * @since 0.1.0
 */
export interface Codec<A> {
  readonly decode: (u: unknown) => Validated<A>
  readonly encode: (a: A) => unknown
}

/**
 * Laws of a codec's values.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import { broken, roundTripLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * pipe(Rng.fromSeed(42), E.map(broken(roundTripLaws(Rng)))) // => E.right([])
 */
export const roundTripLaws = <A>({ decode, encode }: Codec<A>) =>
  ({
    roundTrip: law('decoding an encoded value gives the value back', (a) => equal(decode(encode(a)), E.right(a))),
    jsonRoundTrip: law('the serialized form survives its JSON text', (a) =>
      equal(decode(JSON.parse(JSON.stringify(encode(a)))), E.right(a))
    ),
    deterministic: law(
      'encoding is a function of the value',
      (a) => JSON.stringify(encode(a)) === JSON.stringify(encode(a))
    )
  }) satisfies Laws<A>

/**
 * Laws of the configs that a codec accepts.
 *
 * @since 0.1.0
 */
export const configLaws = <A>({ decode, encode }: Codec<A>) =>
  ({
    accepted: law('the config is accepted', (config) => E.isRight(decode(config))),
    canonical: law('encoding a decoded config is canonical: a second round changes nothing', (config) => {
      const once = pipe(decode(config), E.map(encode))
      const twice = pipe(once, E.chain(decode), E.map(encode))
      return E.isRight(once) && JSON.stringify(once) === JSON.stringify(twice)
    }),
    equivalent: law('the canonical form decodes to the same value', (config) =>
      equal(pipe(decode(config), E.map(encode), E.chain(decode)), decode(config))
    ),
    unordered: law('the order of keys does not matter', (config) =>
      equal(decode(withKeysReversed(config)), decode(config))
    ),
    withoutSideEffects: law('decoding leaves the config unchanged', (config) => {
      const before = JSON.stringify(config)
      decode(config)
      return JSON.stringify(config) === before
    }),
    withoutAliasing: law('the decoded value shares no object with the config', (config) =>
      pipe(
        decode(config),
        E.exists((a) => !sharesAny(objectsIn(config))(a))
      )
    ),
    strict: law(
      'an unknown key is refused',
      (config) => typeof config !== 'object' || config === null || E.isLeft(decode({ ...config, 'no such key': 1 }))
    )
  }) satisfies Laws<unknown>

/** The same records with their keys in reverse order; arrays keep their order. */
const withKeysReversed = (u: unknown): unknown => {
  if (Array.isArray(u)) return u.map(withKeysReversed)
  if (typeof u !== 'object' || u === null) return u
  return Object.fromEntries(
    Object.entries(u)
      .toReversed()
      .map(([key, value]) => [key, withKeysReversed(value)])
  )
}

const objectsIn = (u: unknown): ReadonlySet<unknown> =>
  typeof u === 'object' && u !== null
    ? new Set([u, ...Object.values(u).flatMap((value) => [...objectsIn(value)])])
    : new Set()

const sharesAny =
  (objects: ReadonlySet<unknown>) =>
  (u: unknown): boolean =>
    [...objectsIn(u)].some((object) => objects.has(object))
