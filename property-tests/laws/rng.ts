/** Random states: round trips, skipping, seeds, and children by name, index and split. */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { Rng } from 'initializers-ts'
import { equal, law, type Laws } from 'initializers-ts/laws'
import { reader } from '../../src/engine/words.js'

/** The next `n` words and the state after them, by steps of one word: the reference for everything faster. */
export const words = (n: number): Rng.Sampler<ReadonlyArray<number>> =>
  Rng.sampler((generator) => Array.from({ length: n }, () => generator.next()))

const someWords = words(8)

export const rngLaws = {
  roundTrip: law('decoding an encoded state gives the state back', (rng) =>
    equal(Rng.decode(Rng.encode(rng)), E.right(rng))
  ),
  jsonRoundTrip: law('a state survives its JSON text', (rng) =>
    equal(pipe(JSON.parse(JSON.stringify(Rng.encode(rng))), Rng.decode), E.right(rng))
  ),
  sameStream: law('a decoded state continues the same stream', (rng) =>
    equal(pipe(Rng.decode(Rng.encode(rng)), E.map(someWords)), E.right(someWords(rng)))
  ),
  frozen: law('a state is frozen', (rng) => Object.isFrozen(rng) && Object.isFrozen(rng.state)),
  skipNone: law('skipping no word returns the same state object', (rng) =>
    pipe(
      Rng.skip(0)(rng),
      E.exists((same) => same === rng)
    )
  ),
  parentUnchanged: law('making children changes neither the parent nor its stream', (rng) => {
    const [before, stream] = [JSON.stringify(rng), someWords(rng)]
    someWords(Rng.foldIn('child')(rng))
    return E.isRight(Rng.split(3)(rng)) && JSON.stringify(rng) === before && equal(someWords(rng), stream)
  }),
  labelsDiffer: law('names, indices and splits give different children', (rng) => {
    const named = [Rng.foldIn('')(rng), Rng.foldIn('0')(rng), Rng.foldIn('\0')(rng)]
    const indexed = pipe(Rng.foldInIndex(0)(rng), E.toUnion)
    return allDiffer([rng, ...named, indexed, ...childrenOf(3)(rng)])
  }),
  generationsDiffer: law('children of children differ from all before them', (rng) => {
    const children = childrenOf(3)(rng)
    return allDiffer([rng, ...children, ...children.flatMap(childrenOf(3))])
  }),
  childStream: law(
    'a child reads other words than its parent',
    (rng) => !equal(someWords(Rng.foldIn('w')(rng))[0], someWords(rng)[0])
  ),
  childOfState: law(
    'a child depends on the state of its parent',
    (rng) => !equal(Rng.foldIn('w')(rng), Rng.foldIn('w')(Rng.skipWords(1)(rng)))
  ),
  splitPrefix: law('splitting into more children keeps the first ones', (rng) =>
    equal(childrenOf(2)(rng), childrenOf(5)(rng).slice(0, 2))
  ),
  sameGenerator: law(
    'a child has the generator of its parent',
    (rng) => Rng.foldIn('w')(rng).generator === rng.generator
  )
} satisfies Laws<Rng.Rng>

const childrenOf =
  (n: number) =>
  (rng: Rng.Rng): ReadonlyArray<Rng.Rng> =>
    pipe(
      Rng.split(n)(rng),
      E.getOrElse((): ReadonlyArray<Rng.Rng> => [])
    )

const allDiffer = (values: ReadonlyArray<unknown>): boolean =>
  new Set(values.map((value) => JSON.stringify(value))).size === values.length

/** A state and two distances of any size. */
export interface SkipCase {
  readonly rng: Rng.Rng
  readonly a: number | bigint
  readonly b: number | bigint
}

export const skipLaws = {
  additive: law('two skips are one', ({ rng, a, b }) =>
    equal(pipe(Rng.skip(a)(rng), E.chain(Rng.skip(b))), Rng.skip(BigInt(a) + BigInt(b))(rng))
  ),
  commutative: law('the order of skips does not matter', ({ rng, a, b }) =>
    equal(pipe(Rng.skip(a)(rng), E.chain(Rng.skip(b))), pipe(Rng.skip(b)(rng), E.chain(Rng.skip(a))))
  ),
  bigint: law('a number and a bigint skip alike', ({ rng, a }) => equal(Rng.skip(BigInt(a))(rng), Rng.skip(a)(rng))),
  withoutSideEffects: law('skipping leaves the given state unchanged', ({ rng, a }) => {
    const before = JSON.stringify(rng)
    Rng.skip(a)(rng)
    return JSON.stringify(rng) === before
  })
} satisfies Laws<SkipCase>

/** A state and a distance short enough for single steps. */
export interface StepCase {
  readonly rng: Rng.Rng
  readonly steps: number
}

export const stepLaws = {
  skip: law('skipping n words is reading n words', ({ rng, steps }) =>
    equal(Rng.skip(steps)(rng), E.right(words(steps)(rng)[1]))
  ),
  read: law('a reader reads the words one by one', ({ rng, steps }) => {
    const out = new Int32Array(steps)
    reader(rng).read(steps, out)
    return equal([...out], words(steps)(rng)[0])
  }),
  skipThenRead: law('a reader that skips reads the words after', ({ rng, steps }) => {
    const [{ read, skip }, out] = [reader(rng), new Int32Array(2)]
    skip(steps)
    read(2, out)
    return equal([...out], words(2)(words(steps)(rng)[1])[0])
  })
} satisfies Laws<StepCase>

/** Two seeds that differ as integers modulo 2^64. */
export interface SeedCase {
  readonly generator: Rng.Generator
  readonly seed: bigint
  readonly other: bigint
}

export const seedLaws = {
  deterministic: law('the same seed gives the same state', ({ generator, seed }) =>
    equal(Rng.fromSeed(seed, generator), Rng.fromSeed(seed, generator))
  ),
  injective: law(
    'different seeds give different states',
    ({ generator, seed, other }) => !equal(Rng.fromSeed(seed, generator), Rng.fromSeed(other, generator))
  ),
  differentWords: law(
    'different seeds give different first words',
    ({ generator, seed, other }) =>
      !equal(E.map(someWords)(Rng.fromSeed(seed, generator)), E.map(someWords)(Rng.fromSeed(other, generator)))
  ),
  mixed: law('the first word is neither the seed, its complement nor its negative', ({ generator, seed }) =>
    pipe(
      Rng.fromSeed(seed, generator),
      E.exists((rng) => ![seed, ~seed, -seed].some((s) => Number(BigInt.asIntN(32, s)) === words(1)(rng)[0][0]))
    )
  ),
  twosComplement: law('a negative seed is its two’s complement', ({ generator, seed }) => {
    const small = BigInt.asUintN(53, seed)
    return (
      small === 0n ||
      equal(Rng.fromSeed(-Number(small), generator), Rng.fromSeed(BigInt.asUintN(64, -small), generator))
    )
  })
} satisfies Laws<SeedCase>

/** A state and two names that differ. */
export interface NameCase {
  readonly rng: Rng.Rng
  readonly name: string
  readonly other: string
}

export const nameLaws = {
  deterministic: law('the same name gives the same child', ({ rng, name }) =>
    equal(Rng.foldIn(name)(rng), Rng.foldIn(name)(rng))
  ),
  injective: law(
    'different names give different children',
    ({ rng, name, other }) => !equal(Rng.foldIn(name)(rng), Rng.foldIn(other)(rng))
  ),
  nested: law(
    'two names in turn are not their concatenation',
    ({ rng, name, other }) => !equal(Rng.foldIn(other)(Rng.foldIn(name)(rng)), Rng.foldIn(name + other)(rng))
  )
} satisfies Laws<NameCase>
