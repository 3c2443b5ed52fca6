/**
 * Random states: what is written can be read, skipping is stepping, and children go ways of their own.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { reader } from '../engine/words.js'
import * as Rng from '../Rng.js'
import { equal, type Laws } from './law.js'

/**
 * The next `n` words of a state, one by one, and the state after them: by steps alone, so that laws may hold everything
 * faster against it.
 *
 * @since 0.1.0
 */
export const words = (n: number): Rng.Sampler<ReadonlyArray<number>> =>
  Rng.sampler((generator) => Array.from({ length: n }, () => generator.next()))

const some = words(8)

/** @since 0.1.0 */
export const rngLaws: Laws<Rng.Rng> = {
  'decoding what was encoded gives the state back': (rng) => equal(Rng.decode(Rng.encode(rng)), E.right(rng)),
  'a state survives its JSON text': (rng) =>
    equal(pipe(JSON.parse(JSON.stringify(Rng.encode(rng))), Rng.decode), E.right(rng)),
  'the stream goes on as if nothing had been written': (rng) =>
    equal(pipe(Rng.decode(Rng.encode(rng)), E.map(some)), E.right(some(rng))),
  'a state is frozen': (rng) => Object.isFrozen(rng) && Object.isFrozen(rng.state),
  'skipping no word gives the very same state': (rng) =>
    pipe(
      Rng.skip(0)(rng),
      E.exists((same) => same === rng)
    ),
  'making children leaves the parent and its stream alone': (rng) => {
    const [before, stream] = [JSON.stringify(rng), some(rng)]
    some(Rng.foldIn('child')(rng))
    return E.isRight(Rng.split(3)(rng)) && JSON.stringify(rng) === before && equal(some(rng), stream)
  },
  'a name, an index and a place in a split make different children': (rng) => {
    const named = [Rng.foldIn('')(rng), Rng.foldIn('0')(rng), Rng.foldIn('\0')(rng)]
    const counted = pipe(Rng.foldInIndex(0)(rng), E.toUnion)
    return allDiffer([rng, ...named, counted, ...childrenOf(3)(rng)])
  },
  'children of children differ from all before them': (rng) => {
    const children = childrenOf(3)(rng)
    return allDiffer([rng, ...children, ...children.flatMap(childrenOf(3))])
  },
  'a child reads other words than its parent': (rng) => !equal(some(Rng.foldIn('w')(rng))[0], some(rng)[0]),
  'a child depends on where its parent stands': (rng) =>
    !equal(Rng.foldIn('w')(rng), Rng.foldIn('w')(Rng.skipWords(1)(rng))),
  'more children leave the first ones as they are': (rng) => equal(childrenOf(2)(rng), childrenOf(5)(rng).slice(0, 2)),
  'a child keeps the kind of generator': (rng) => Rng.foldIn('w')(rng).generator === rng.generator
}

const childrenOf =
  (n: number) =>
  (rng: Rng.Rng): ReadonlyArray<Rng.Rng> =>
    pipe(
      Rng.split(n)(rng),
      E.getOrElse((): ReadonlyArray<Rng.Rng> => [])
    )

const allDiffer = (values: ReadonlyArray<unknown>): boolean =>
  new Set(values.map((value) => JSON.stringify(value))).size === values.length

/**
 * A state and two distances, of any size.
 *
 * @since 0.1.0
 */
export interface Distances {
  readonly rng: Rng.Rng
  readonly a: number | bigint
  readonly b: number | bigint
}

/** @since 0.1.0 */
export const skipLaws: Laws<Distances> = {
  'two skips are one': ({ rng, a, b }) =>
    equal(pipe(Rng.skip(a)(rng), E.chain(Rng.skip(b))), Rng.skip(BigInt(a) + BigInt(b))(rng)),
  'the order of skips does not matter': ({ rng, a, b }) =>
    equal(pipe(Rng.skip(a)(rng), E.chain(Rng.skip(b))), pipe(Rng.skip(b)(rng), E.chain(Rng.skip(a)))),
  'a number and a bigint skip alike': ({ rng, a }) => equal(Rng.skip(BigInt(a))(rng), Rng.skip(a)(rng)),
  'skipping leaves the given state alone': ({ rng, a }) => {
    const before = JSON.stringify(rng)
    Rng.skip(a)(rng)
    return JSON.stringify(rng) === before
  }
}

/**
 * A state and a distance that can be walked.
 *
 * @since 0.1.0
 */
export interface Walk {
  readonly rng: Rng.Rng
  readonly steps: number
}

/** @since 0.1.0 */
export const walkLaws: Laws<Walk> = {
  'skipping n words is reading n words': ({ rng, steps }) => equal(Rng.skip(steps)(rng), E.right(words(steps)(rng)[1])),
  'a reader reads the words one by one': ({ rng, steps }) => {
    const out = new Int32Array(steps)
    reader(rng).read(out, steps)
    return equal([...out], words(steps)(rng)[0])
  },
  'a reader that skips reads what comes after': ({ rng, steps }) => {
    const [{ read, skip }, out] = [reader(rng), new Int32Array(2)]
    skip(steps)
    read(out, 2)
    return equal([...out], words(2)(words(steps)(rng)[1])[0])
  }
}

/**
 * Two seeds that differ as integers modulo 2^64.
 *
 * @since 0.1.0
 */
export interface Seeds {
  readonly generator: Rng.Generator
  readonly seed: bigint
  readonly other: bigint
}

/** @since 0.1.0 */
export const seedLaws: Laws<Seeds> = {
  'the same seed gives the same state': ({ generator, seed }) =>
    equal(Rng.fromSeed(seed, generator), Rng.fromSeed(seed, generator)),
  'different seeds give different states': ({ generator, seed, other }) =>
    !equal(Rng.fromSeed(seed, generator), Rng.fromSeed(other, generator)),
  'different seeds give different first words': ({ generator, seed, other }) =>
    !equal(E.map(some)(Rng.fromSeed(seed, generator)), E.map(some)(Rng.fromSeed(other, generator))),
  'the first word is not the seed in disguise': ({ generator, seed }) =>
    pipe(
      Rng.fromSeed(seed, generator),
      E.exists((rng) => ![seed, ~seed, -seed].some((s) => Number(BigInt.asIntN(32, s)) === words(1)(rng)[0][0]))
    ),
  'a negative seed is its two’s complement': ({ generator, seed }) => {
    const small = BigInt.asUintN(53, seed)
    return (
      small === 0n ||
      equal(Rng.fromSeed(-Number(small), generator), Rng.fromSeed(BigInt.asUintN(64, -small), generator))
    )
  }
}

/**
 * A state and two names that differ.
 *
 * @since 0.1.0
 */
export interface Names {
  readonly rng: Rng.Rng
  readonly name: string
  readonly other: string
}

/** @since 0.1.0 */
export const nameLaws: Laws<Names> = {
  'the same name gives the same child': ({ rng, name }) => equal(Rng.foldIn(name)(rng), Rng.foldIn(name)(rng)),
  'different names give different children': ({ rng, name, other }) =>
    !equal(Rng.foldIn(name)(rng), Rng.foldIn(other)(rng)),
  'names do not run together': ({ rng, name, other }) =>
    !equal(Rng.foldIn(other)(Rng.foldIn(name)(rng)), Rng.foldIn(name + other)(rng))
}
