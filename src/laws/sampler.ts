/**
 * What every sampler keeps to: it is a function of the state it is given, and leaves that state alone.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as State from 'fp-ts/State'
import * as Rng from '../Rng.js'
import { equal, type Laws } from './law.js'

/**
 * For any sampler, a user's own among them.
 *
 * @since 0.1.0
 * @example
 * import { Rng } from 'initializers-ts'
 * import { samplerLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * let calls = 0
 * const counter: Rng.Sampler<number> = (rng) => [calls++, rng]
 * const law = samplerLaws(counter)['the same state gives the same draw']
 * pipe(Rng.fromSeed(1), E.map((rng) => law?.(rng))) // => E.right(false)
 */
export const samplerLaws = <A>(fa: Rng.Sampler<A>): Laws<Rng.Rng> => ({
  'the same state gives the same draw': (rng) => equal(fa(rng), fa(rng)),
  'the same state gives the same draw after other draws': (rng) => {
    const first = fa(rng)
    return equal(fa(first[1])[1].generator, rng.generator) && equal(fa(rng), first)
  },
  'the given state is left alone': (rng) => {
    const before = JSON.stringify(rng)
    fa(rng)
    return JSON.stringify(rng) === before
  },
  'an equal state gives the same draw': (rng) => equal(fa({ ...rng, state: [...rng.state] }), fa(rng)),
  'a later draw changes no earlier one': (rng) => {
    const [a, next] = fa(rng)
    const before = structuredCopy(a)
    fa(next)
    return equal(a, before)
  },
  'the state that is handed on can be written and read': (rng) => {
    const next = fa(rng)[1]
    return equal(Rng.decode(JSON.parse(JSON.stringify(next))), E.right(next))
  }
})

/** A copy of plain data and typed arrays, shared with nobody. */
const structuredCopy = (u: unknown): unknown => {
  if (u instanceof Map) return new Map([...u].map(([key, value]) => [key, structuredCopy(value)]))
  if (Array.isArray(u)) return u.map(structuredCopy)
  if (isTypedArray(u)) return u.slice()
  return typeof u === 'object' && u !== null
    ? Object.fromEntries(Object.entries(u).map(([key, value]) => [key, structuredCopy(value)]))
    : u
}

const isTypedArray = (u: unknown): u is Uint8Array => ArrayBuffer.isView(u) && !(u instanceof DataView)

/**
 * For a sampler that draws `words` random words: the state moves on by as many, and by none it stays the very same.
 *
 * @since 0.1.0
 */
export const wordLaws =
  (words: number) =>
  <A>(fa: Rng.Sampler<A>): Laws<Rng.Rng> =>
    words === 0
      ? { 'the very same state is handed on': (rng) => fa(rng)[1] === rng }
      : {
          'the state moves on by exactly its words': (rng) => equal(E.right(fa(rng)[1]), Rng.skip(words)(rng)),
          'another state is handed on': (rng) => !equal(fa(rng)[1], rng)
        }

/**
 * Samplers and the functions between them that the laws of a monad speak of.
 *
 * @since 0.1.0
 */
export interface Chain<A, B, C> {
  readonly a: A
  readonly fa: Rng.Sampler<A>
  readonly f: (a: A) => Rng.Sampler<B>
  readonly g: (b: B) => Rng.Sampler<C>
}

/**
 * Samplers chain as fp-ts's `State` does: what comes later starts from the state that came before.
 *
 * @since 0.1.0
 */
export const chainLaws = <A, B, C>({ a, fa, f, g }: Chain<A, B, C>): Laws<Rng.Rng> => ({
  'left identity: a value that is drawn from nothing changes nothing': (rng) =>
    equal(pipe(State.of<Rng.Rng, A>(a), State.chain(f))(rng), f(a)(rng)),
  'right identity: handing on what was drawn changes nothing': (rng) =>
    equal(pipe(fa, State.chain(State.of<Rng.Rng, A>))(rng), fa(rng)),
  'associativity: brackets change nothing': (rng) =>
    equal(
      pipe(fa, State.chain(f), State.chain(g))(rng),
      pipe(
        fa,
        State.chain((x) => pipe(f(x), State.chain(g)))
      )(rng)
    ),
  'threading: the second draws from the state that the first leaves': (rng) => {
    const [x, next] = fa(rng)
    return equal(pipe(fa, State.chain(f))(rng), f(x)(next))
  },
  'a list is drawn in its order': (rng) => {
    const [, middle] = fa(rng)
    return equal(State.sequenceArray([fa, fa])(rng), [[fa(rng)[0], fa(middle)[0]], fa(middle)[1]])
  },
  'mapping a draw leaves its state': (rng) =>
    equal(
      pipe(
        fa,
        State.map(() => null)
      )(rng)[1],
      fa(rng)[1]
    )
})
