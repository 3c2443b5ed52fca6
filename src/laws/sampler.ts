/**
 * Samplers: functions of a given state, which they leave unchanged.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as State from 'fp-ts/State'
import * as Rng from '../Rng.js'
import { equal } from './equal.js'
import { law, type Laws } from './law.js'

/**
 * Laws of any sampler, run from any state.
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
 * pipe(Rng.fromSeed(1), E.map(samplerLaws(counter).deterministic.holds)) // => E.right(false)
 */
export const samplerLaws = <A>(fa: Rng.Sampler<A>) =>
  ({
    deterministic: law('the same state gives the same draw', (rng) => equal(fa(rng), fa(rng))),
    withoutMemory: law('the same state gives the same draw after other draws', (rng) => {
      const first = fa(rng)
      return equal(fa(first[1])[1].generator, rng.generator) && equal(fa(rng), first)
    }),
    withoutSideEffects: law('the given state is left unchanged', (rng) => {
      const before = JSON.stringify(rng)
      fa(rng)
      return JSON.stringify(rng) === before
    }),
    extensional: law('an equal state gives the same draw', (rng) =>
      equal(fa({ ...rng, state: [...rng.state] }), fa(rng))
    ),
    withoutAliasing: law('a later draw does not change an earlier one', (rng) => {
      const [a, next] = fa(rng)
      const before = deepCopy(a)
      fa(next)
      return equal(a, before)
    }),
    serializableState: law('the next state survives its JSON text', (rng) => {
      const next = fa(rng)[1]
      return equal(Rng.decode(JSON.parse(JSON.stringify(next))), E.right(next))
    })
  }) satisfies Laws<Rng.Rng>

/** A copy of plain data, maps and typed arrays that shares nothing with the original. */
const deepCopy = (u: unknown): unknown => {
  if (u instanceof Map) return new Map([...u].map(([key, value]) => [key, deepCopy(value)]))
  if (Array.isArray(u)) return u.map(deepCopy)
  if (isTypedArray(u)) return u.slice()
  return typeof u === 'object' && u !== null
    ? Object.fromEntries(Object.entries(u).map(([key, value]) => [key, deepCopy(value)]))
    : u
}

const isTypedArray = (u: unknown): u is Uint8Array => ArrayBuffer.isView(u) && !(u instanceof DataView)

/**
 * Laws of a sampler that draws `words` random 32-bit words.
 *
 * @since 0.1.0
 */
export const wordLaws =
  (words: number) =>
  <A>(fa: Rng.Sampler<A>) =>
    ({
      advances: law('the next state is the given state after exactly these words', (rng) =>
        equal(E.right(fa(rng)[1]), Rng.skip(words)(rng))
      ),
      changesState: law(
        'a sampler that draws words returns another state',
        (rng) => words === 0 || !equal(fa(rng)[1], rng)
      ),
      keepsState: law(
        'a sampler that draws no word returns the same state object',
        (rng) => words > 0 || fa(rng)[1] === rng
      )
    }) satisfies Laws<Rng.Rng>

/**
 * A value, a sampler and two functions to samplers, as the monad laws quantify over them.
 *
 * @since 0.1.0
 */
export interface ChainCase<A, B, C> {
  readonly a: A
  readonly fa: Rng.Sampler<A>
  readonly f: (a: A) => Rng.Sampler<B>
  readonly g: (b: B) => Rng.Sampler<C>
}

/**
 * Samplers chain as fp-ts's `State` does.
 *
 * @since 0.1.0
 */
export const chainLaws = <A, B, C>({ a, fa, f, g }: ChainCase<A, B, C>) =>
  ({
    leftIdentity: law('chaining from a constant sampler applies the function', (rng) =>
      equal(pipe(State.of<Rng.Rng, A>(a), State.chain(f))(rng), f(a)(rng))
    ),
    rightIdentity: law('chaining into a constant sampler changes nothing', (rng) =>
      equal(pipe(fa, State.chain(State.of<Rng.Rng, A>))(rng), fa(rng))
    ),
    associativity: law('the grouping of chained samplers does not matter', (rng) =>
      equal(
        pipe(fa, State.chain(f), State.chain(g))(rng),
        pipe(
          fa,
          State.chain((x) => pipe(f(x), State.chain(g)))
        )(rng)
      )
    ),
    threading: law('the second sampler runs from the next state of the first', (rng) => {
      const [x, next] = fa(rng)
      return equal(pipe(fa, State.chain(f))(rng), f(x)(next))
    }),
    sequence: law('a list of samplers runs in order', (rng) => {
      const [, middle] = fa(rng)
      return equal(State.sequenceArray([fa, fa])(rng), [[fa(rng)[0], fa(middle)[0]], fa(middle)[1]])
    }),
    mapping: law('mapping a sampler keeps its next state', (rng) => {
      const mapped = pipe(
        fa,
        State.map(() => null)
      )
      return equal(mapped(rng)[1], fa(rng)[1])
    })
  }) satisfies Laws<Rng.Rng>
