/**
 * NumPy's two kinds of random state: `Generator` of a bit generator, which is PCG64 in `default_rng`, and `RandomState` of
 * MT19937, which `numpy.random.seed` seeds.
 *
 * Source: numpy/random/_generator.pyx, mtrand.pyx, _mt19937.pyx and src/legacy/legacy-distributions.c.
 */
import * as E from 'fp-ts/Either'
import { fail, show, type Validated } from '../../InitializerError.js'
import { multiplyAdd64 } from '../arithmetic/fma.js'
import * as glibc64 from '../arithmetic/glibc64.js'
import * as Mt19937 from '../generators/Mt19937.js'
import * as Pcg64 from '../generators/Pcg64.js'
import * as Pcg64Dxsm from '../generators/Pcg64Dxsm.js'
import * as Philox4x64 from '../generators/Philox4x64.js'
import type { Reader64 } from '../generators/Reader.js'
import { type SeedSequence, seedSequence } from '../generators/SeedSequence.js'
import * as Sfc64 from '../generators/Sfc64.js'
import { isWithin } from '../seed.js'
import { normals32, normals64 } from './ziggurat.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * `numpy.random.Generator` of a bit generator, as plain data: `default_rng` is that of PCG64, the others have the names of
 * their classes.
 *
 * @since 0.1.0
 */
export type Generator =
  | { readonly generator: 'default_rng' | 'PCG64DXSM'; readonly pcg64: Pcg64.Pcg64 }
  | { readonly generator: 'MT19937'; readonly mt19937: Mt19937.Mt19937 }
  | { readonly generator: 'Philox'; readonly philox: Philox4x64.Philox4x64 }
  | { readonly generator: 'SFC64'; readonly sfc64: Sfc64.Sfc64 }

/**
 * `numpy.random.RandomState`, as plain data.
 *
 * @since 0.1.0
 */
export interface RandomState {
  readonly generator: 'RandomState'
  readonly mt19937: Mt19937.Mt19937
  /** the second number of the last pair of normal numbers, if the next call takes it, else null */
  readonly gauss: number | null
}

/** @since 0.1.0 */
export type State = Generator | RandomState

/**
 * An integer of any size from 0 on, or a list of them.
 *
 * @since 0.1.0
 */
export type Seed = number | bigint | ReadonlyArray<number | bigint>

/** Reads random numbers; its state is private to one draw. */
export interface StateReader {
  /** from [0, 1), with 53 bits */
  readonly double: () => number
  /** the same with 24 bits, for float32 */
  readonly float: () => number
  /** standard normal */
  readonly normal: () => number
  /** the same for float32 */
  readonly normalFloat: () => number
  readonly state: () => State
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

const isSeed = (n: number | bigint): boolean => isWithin(n, 0, Infinity)

const isWord = (n: number | bigint): boolean => isWithin(n, 0, 0xffffffff)

const isList = (seed: Seed): seed is ReadonlyArray<number | bigint> => Array.isArray(seed)

const showSeed = (seed: Seed): string => (isList(seed) ? `[${seed.map(show).join(', ')}]` : show(seed))

const listOf = (seed: Seed): ReadonlyArray<number | bigint> => (isList(seed) ? seed : [seed])

/**
 * `numpy.random.default_rng(seed)`; `BadSeed` for a number that is negative or no safe integer.
 *
 * @since 0.1.0
 */
export const defaultRng = (seed: Seed): Validated<Generator> => generator('default_rng')(seed)

/**
 * `numpy.random.Generator(Philox(seed))`, and so for each bit generator; seeds are those of `default_rng`.
 *
 * @since 0.1.0
 */
export const generator =
  (name: Generator['generator']) =>
  (seed: Seed): Validated<Generator> =>
    listOf(seed).every(isSeed)
      ? E.right(Object.freeze(seeded(name, seedSequence(seed))))
      : fail('BadSeed', 'a non-negative integer, as a bigint beyond 2^53, or a list of them', showSeed(seed))

const seeded = (name: Generator['generator'], sequence: SeedSequence): Generator => {
  switch (name) {
    case 'default_rng':
    case 'PCG64DXSM':
      return { generator: name, pcg64: Pcg64.fromSeedSequence(sequence) }
    case 'MT19937':
      return { generator: name, mt19937: Mt19937.fromSeedSequence(sequence) }
    case 'Philox':
      return { generator: name, philox: Philox4x64.fromSeedSequence(sequence) }
    case 'SFC64':
      return { generator: name, sfc64: Sfc64.fromSeedSequence(sequence) }
  }
}

/**
 * `numpy.random.RandomState(seed)`; `BadSeed` for a number that is not from 0 to 2^32 - 1, and for an empty list.
 *
 * @since 0.1.0
 */
export const randomState = (seed: Seed): Validated<RandomState> => {
  const words = listOf(seed)
  if (words.length === 0 || !words.every(isWord)) {
    return fail('BadSeed', 'an integer from 0 to 2^32 - 1, or a list of them', showSeed(seed))
  }
  const key = words.map(Number)
  return E.right(ofMt19937(isList(seed) ? Mt19937.fromKey(key) : Mt19937.fromSeed(key[0] ?? 0), null))
}

const ofMt19937 = (mt19937: Mt19937.Mt19937, gauss: number | null): RandomState =>
  Object.freeze({ generator: 'RandomState', mt19937, gauss })

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** `fused`: the compiler of NumPy fused multiplications and additions. */
export const readerOf =
  (fused: boolean) =>
  (state: State): StateReader =>
    state.generator === 'RandomState' ? randomStateReader(fused, state) : generatorReader(fused, bitsOf(state))

/** 2^-53 and 2^-24 */
const ULP = 1.1102230246251565e-16
const ULP_32 = 5.9604644775390625e-8
const P21 = 2097152

/** What a bit generator gives to `Generator`. */
interface Bits extends Reader64<Generator> {
  /** from [0, 1), with 53 bits */
  readonly double: () => number
}

const bitsOf = (it: Generator): Bits => {
  switch (it.generator) {
    case 'default_rng':
      return bits(Pcg64.reader(it.pcg64), (pcg64) => ({ ...it, pcg64 }))
    case 'PCG64DXSM':
      return bits(Pcg64Dxsm.reader(it.pcg64), (pcg64) => ({ ...it, pcg64 }))
    case 'MT19937':
      return mt19937Bits(it.mt19937)
    case 'Philox':
      return bits(Philox4x64.reader(it.philox), (philox) => ({ ...it, philox }))
    case 'SFC64':
      return bits(Sfc64.reader(it.sfc64), (sfc64) => ({ ...it, sfc64 }))
  }
}

const bits = <S>({ next, next64, state }: Reader64<S>, wrap: (state: S) => Generator): Bits => {
  const words = new Uint32Array(2)
  const double = (): number => {
    next64(words)
    return (words[1]! * P21 + (words[0]! >>> 11)) * ULP
  }
  return { next, next64, double, state: () => Object.freeze(wrap(state())) }
}

/** A 64-bit word is two of 32 bits, the upper one first. */
const mt19937Bits = (mt19937: Mt19937.Mt19937): Bits => {
  const { next, state } = Mt19937.reader(mt19937)
  const next64 = (out: Uint32Array): void => {
    out[1] = next()
    out[0] = next()
  }
  return {
    next,
    next64,
    double: double53(next),
    state: () => Object.freeze({ generator: 'MT19937', mt19937: state() })
  }
}

const generatorReader = (fused: boolean, { next, next64, double, state }: Bits): StateReader => {
  const float = (): number => (next() >>> 8) * ULP_32
  return {
    double,
    float,
    normal: normals64({ next64, double }, fused),
    normalFloat: normals32({ next, float }),
    state
  }
}

const P26 = 67108864

/** A double of MT19937, from the upper 27 bits of a word and the upper 26 of the next. */
const double53 = (next: () => number) => (): number => {
  const high = next() >>> 5
  return (high * P26 + (next() >>> 6)) * ULP
}

/** float32 numbers are float64 numbers, rounded. */
const randomStateReader = (fused: boolean, { mt19937, gauss }: RandomState): StateReader => {
  const { next, state } = Mt19937.reader(mt19937)
  let spare = gauss
  const double = double53(next)
  /** The polar method (Marsaglia and Bray 1964). */
  const pair = (): number => {
    for (;;) {
      const x = 2 * double() - 1
      const y = 2 * double() - 1
      const square = multiplyAdd64(fused, x, x, y * y)
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * glibc64.log(square)) / square)
      spare = factor * x
      return factor * y
    }
  }
  const normal = (): number => {
    const kept = spare
    if (kept === null) return pair()
    spare = null
    return kept
  }
  return { double, float: double, normal, normalFloat: normal, state: () => ofMt19937(state(), spare) }
}
