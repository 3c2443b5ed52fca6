/**
 * A law is a claim about values, as a predicate with a name.
 *
 * What must hold is said here; how a counterexample is looked for is somebody else's business: fast-check's, a loop's, a
 * user's with one value in hand. So nothing in this room but `fast-check.ts` knows a test library.
 */

/**
 * True of every value that it is meant for, or the claim is false.
 *
 * @since 0.1.0
 */
export type Law<A> = (a: A) => boolean

/**
 * Laws about the same kind of value; a name is a sentence in the present tense.
 *
 * @since 0.1.0
 */
export type Laws<A> = Readonly<Record<string, Law<A>>>

/**
 * The names of the laws that a value breaks.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import { broken, samplerLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const coin = Rng.sampler((generator) => (generator.next() & 1) === 1)
 * pipe(Rng.fromSeed(42), E.map(broken(samplerLaws(coin)))) // => E.right([])
 */
export const broken =
  <A>(laws: Laws<A>) =>
  (a: A): ReadonlyArray<string> =>
    Object.entries(laws).flatMap(([name, law]) => (law(a) ? [] : [name]))

/**
 * The same laws about another kind of value, from which the one they speak of is made.
 *
 * @since 0.1.0
 */
export const contramap =
  <A, B>(f: (b: B) => A) =>
  (laws: Laws<A>): Laws<B> =>
    Object.fromEntries(Object.entries(laws).map(([name, law]) => [name, (b: B) => law(f(b))]))

// -------------------------------------------------------------------------------------
// equality
// -------------------------------------------------------------------------------------

const isObject = (u: unknown): u is object => typeof u === 'object' && u !== null

const kindOf = (u: object): string => Object.prototype.toString.call(u)

/**
 * Equal in all that can be seen of plain data, typed arrays and maps; −0 is not 0, and NaN is itself.
 *
 * @since 0.1.0
 */
export const equal = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (!isObject(a) || !isObject(b) || kindOf(a) !== kindOf(b)) return false
  if (a instanceof Map && b instanceof Map) return equal([...a], [...b])
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return equalViews(a, b)
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(Reflect.get(a, key), Reflect.get(b, key)))
  )
}

const equalViews = (a: ArrayBufferView, b: ArrayBufferView): boolean => {
  const [x, y] = [a, b].map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
  return x !== undefined && y !== undefined && x.length === y.length && x.every((byte, i) => byte === y[i])
}
