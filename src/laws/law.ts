/**
 * A law is a claim about every value of a type: a predicate with a description.
 *
 * Laws state what must hold, and do not depend on a test library. The caller decides how to search for counterexamples:
 * with fast-check (`laws/fast-check`), in a loop, or for a single value.
 */
import { flow } from 'fp-ts/function'
import * as R from 'fp-ts/ReadonlyRecord'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A claim in the present tense, and whether it holds of a value.
 *
 * @since 0.1.0
 */
export interface Law<A> {
  readonly description: string
  readonly holds: (a: A) => boolean
}

/**
 * Laws about the same kind of value, by identifier.
 *
 * @since 0.1.0
 */
export type Laws<A> = Readonly<Record<string, Law<A>>>

/**
 * A law that does not hold of a value.
 *
 * @since 0.1.0
 */
export interface BrokenLaw {
  readonly name: string
  readonly description: string
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const law = <A>(description: string, holds: (a: A) => boolean): Law<A> => ({ description, holds })

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The laws that a value breaks.
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
  (a: A): ReadonlyArray<BrokenLaw> =>
    Object.entries(laws).flatMap(([name, { description, holds }]) => (holds(a) ? [] : [{ name, description }]))

/**
 * The same laws about another kind of value, from which the original kind is derived.
 *
 * @since 0.1.0
 */
export const contramap = <A, B>(
  f: (b: B) => A
): (<K extends string>(laws: Readonly<Record<K, Law<A>>>) => Readonly<Record<K, Law<B>>>) =>
  R.map(({ description, holds }) => ({ description, holds: flow(f, holds) }))
