/**
 * The seeds of the random ops of Keras 3, which are always two numbers: a seed and a counter.
 *
 *   an integer              [seed, 0] each time
 *   a `SeedGenerator`       [seed, 0], [seed, 1], ...
 *   neither, after          [n, 0], with n from CPython's `random` for each initializer constructed
 *     `set_random_seed`
 *
 * Source: keras/src/random/seed_generator.py and keras/src/utils/rng_utils.py.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { fail, show, type Validated } from '../../InitializerError.js'
import type { Mt19937 } from '../generators/Mt19937.js'
import * as Mt from '../generators/Mt19937.js'
import * as PythonRandom from '../generators/PythonRandom.js'
import { isWithin } from '../seed.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** The seed of a random op. */
export type Pair = readonly [seed: number, counter: number]

/**
 * The state from which random ops take their seeds, as plain data.
 *
 * @since 0.1.0
 */
export type State =
  | { readonly seeding: 'int' | 'generator'; readonly seed: number; readonly counter: number }
  | { readonly seeding: 'global'; readonly random: Mt19937 }

/** @since 0.1.0 */
export type Seeding = State['seeding']

/** All kinds, the default first. */
export const seedings = ['int', 'generator', 'global'] as const

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** The integer that a backend keeps of a seed, or `BadSeed`. */
export type KeepSeed = (seed: number | bigint) => Validated<number>

export const fromSeed =
  (keep: KeepSeed, seeding: Seeding) =>
  (seed: number | bigint): Validated<State> =>
    seeding === 'global'
      ? setRandomSeed(seed)
      : pipe(
          keep(seed),
          E.map((kept) => Object.freeze({ seeding, seed: kept, counter: 0 }))
        )

/**
 * `keras.utils.set_random_seed(seed)`, for 0 ≤ seed < 2^32, the seeds of NumPy: every initializer that is constructed
 * without a seed then takes the next number of `random.randint(1, 10^9)`.
 *
 * @since 0.1.0
 */
export const setRandomSeed = (seed: number | bigint): Validated<State> =>
  pipe(
    inWords(seed),
    E.map((n) => Object.freeze({ seeding: 'global', random: PythonRandom.fromSeed(n) }))
  )

/** An integer from 0 to 2^32 - 1. */
export const inWords: KeepSeed = (seed) =>
  isWithin(seed, 0, 0xffffffff) ? E.right(Number(seed)) : fail('BadSeed', 'an integer from 0 to 2^32 - 1', show(seed))

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** `make_default_seed` */
const MOST = 1e9

/** `draw_seed`: the seed of the next random op, and the next state. */
export const drawSeed = (state: State): readonly [Pair, State] => {
  switch (state.seeding) {
    case 'int':
      return [[state.seed, 0], state]
    case 'generator':
      return [[state.seed, state.counter], Object.freeze({ ...state, counter: state.counter + 1 })]
    case 'global': {
      const reader = Mt.reader(state.random)
      const seed = PythonRandom.randint(reader, 1, MOST)
      return [[seed, 0], Object.freeze({ ...state, random: reader.state() })]
    }
  }
}

/** The first seeds that are drawn, each as the state of one initializer. */
export const firstSeeds =
  (count: number) =>
  (root: State): ReadonlyArray<State> => {
    const states: Array<State> = []
    let state = root
    for (let i = 0; i < count; i++) {
      const [[seed, counter], next] = drawSeed(state)
      states.push(Object.freeze({ seeding: 'int', seed, counter }))
      state = next
    }
    return states
  }
