/**
 * `torch.Generator` of a CPU: MT19937, and the second number of the last pair of normal numbers, which the next call takes.
 * PyTorch draws serially, so the number of threads does not matter.
 *
 * Source: aten/src/ATen/CPUGeneratorImpl.cpp and core/DistributionsHelper.h.
 */
import * as E from 'fp-ts/Either'
import { fail, show, type Validated } from '../../InitializerError.js'
import * as glibc64 from '../arithmetic/glibc64.js'
import { log1p } from '../arithmetic/log1p.js'
import * as Mt19937 from '../generators/Mt19937.js'
import type { Reader } from '../generators/Reader.js'
import { isWord64, lowerWord } from '../seed.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * Plain data with the content of `Generator.get_state`.
 *
 * @since 0.1.0
 */
export interface Generator {
  readonly mt19937: Mt19937.Mt19937
  /** `next_double_normal_sample`, or null */
  readonly next_normal: number | null
}

/** Reads random numbers; its state is private to one draw. */
export interface GeneratorReader extends Reader<Generator> {
  /** the next number from [0, 1) with 53 bits, from two words */
  readonly uniform64: () => number
  /** the next standard normal number of the scalar path */
  readonly normal: () => number
}

const make = (mt19937: Mt19937.Mt19937, next_normal: number | null): Generator =>
  Object.freeze({ mt19937, next_normal })

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * `torch.manual_seed(seed)` and `torch.Generator().manual_seed(seed)`: an integer from -2^63 to 2^64 - 1, else
 * `BadSeed`; its lower 32 bits count.
 *
 * @since 0.1.0
 */
export const manualSeed = (seed: number | bigint): Validated<Generator> =>
  isWord64(seed)
    ? E.right(make(Mt19937.fromSeed(lowerWord(seed)), null))
    : fail('BadSeed', 'a safe integer, or a bigint from -2^63 to 2^64 - 1', show(seed))

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

const P32 = 4294967296
/** 2^-53 */
const ULP = 1.1102230246251565e-16
const TWO_PI = 6.283185307179586

/** log1p, sin and cos are those of glibc on a CPU with a fused multiply-add, whatever PyTorch was compiled for. */
export const readerOf = ({ mt19937, next_normal }: Generator): GeneratorReader => {
  const { next, state } = Mt19937.reader(mt19937)
  let spare = next_normal
  const uniform64 = (): number => {
    const high = next() & 0x1fffff
    return (high * P32 + next()) * ULP
  }
  const pair = (): number => {
    const theta = TWO_PI * uniform64()
    const radius = Math.sqrt(-2 * log1p(true, -uniform64()))
    spare = radius * glibc64.sin(theta)
    return radius * glibc64.cos(theta)
  }
  const normal = (): number => {
    const kept = spare
    if (kept === null) return pair()
    spare = null
    return kept
  }
  return { next, uniform64, normal, state: () => make(state(), spare) }
}
