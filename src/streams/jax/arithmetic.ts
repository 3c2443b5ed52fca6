/**
 * The operations of JAX's random numbers, a table for each dtype. Every result is rounded to the dtype; multiplications and
 * additions are fused where XLA:CPU fuses them.
 *
 * Numbers of all dtypes are held as doubles. As in XLA, 16-bit numbers are computed in float32 and rounded after each operation.
 * Doubles in between change nothing: for a sum, product, quotient or root, 24 bits are enough for 11, and 53 for 24. XLA
 * flushes subnormal numbers to 0, except those of float16, which are normal in float32.
 */
import { type DType, round as roundTo } from '../../DType.js'
import { powerOfTwo } from '../../numeric/float/bits.js'
import { binary16, type BinaryFormat, binary32, binary64, brain16 } from '../../numeric/float/rounding.js'
import { multiplyAdd32, multiplyAdd64 } from '../arithmetic/fma.js'
import { erf, erff } from '../arithmetic/glibcErf.js'
import { erf32, erfInv32 } from '../arithmetic/xla.js'
import { erfInv64 } from '../arithmetic/xla64.js'
import type { Width } from './words.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * Whether XLA fuses `a b + c`: on a CPU that can (x86 from AVX2 on), never, or in float16 too, which needs AVX512-FP16.
 *
 * @since 0.1.0
 */
export type Profile = 'fma' | 'nofma' | 'fma_fp16'

/**
 * How XLA compiles: the profile of the CPU (default `fma`), within `jax.jit`, where it folds constants, and in JAX's x64 mode,
 * where it folds them in another order.
 */
export interface Compilation {
  readonly profile?: Profile
  readonly jit?: boolean
  readonly x64?: boolean
}

/** A change of an array in place. */
export type Step = (x: Float64Array) => void

export interface Arithmetic {
  readonly format: BinaryFormat
  /** bits that JAX draws for an element; 8 are enough for bfloat16 */
  readonly width: Width
  /** bits of a fraction from 0 to 1 */
  readonly digits: number
  readonly round: (x: number) => number
  /** a constant as the next operation takes it: subnormal ones count as 0, unless they are folded */
  readonly constant: (x: number) => number
  /** x flushed to 0 if it is subnormal */
  readonly flush: (x: number) => number
  /** erf(x / sqrt(2)) of a bound x of the dtype */
  readonly erfOfBound: (x: number) => number
  /** whether c and d are multiplied first in x c d */
  readonly mergesFactors: boolean
  /** x c */
  readonly multiply: (c: number) => Step
  /** x d + low, at least low */
  readonly spread: (d: number, low: number) => Step
  readonly erfInv: Step
}

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const arithmetic = (dtype: DType, compilation: Compilation): Arithmetic => {
  switch (dtype) {
    case 'float32':
      return single(compilation)
    case 'float64':
      return double(compilation)
    case 'float16':
      return float16(compilation)
    case 'bfloat16':
      return bfloat16(compilation)
  }
}

const isFused = ({ profile = 'fma' }: Compilation): boolean => profile !== 'nofma'

const single = (compilation: Compilation): Arithmetic => {
  const { jit = false, x64 = false } = compilation
  const fused = isFused(compilation)
  const flush = flushBelow(binary32)
  return {
    ...{ format: binary32, width: 32, digits: 23, round: Math.fround, mergesFactors: jit },
    ...{ flush, constant: jit ? identity : flush },
    // constants are divided when they are folded; a division by a constant becomes a multiplication elsewhere
    erfOfBound: (x) =>
      jit ? erff(Math.fround(x64 ? x * ROOT_OF_HALF_32 : x / ROOT_OF_TWO_32)) : erf32(Math.fround(x * ROOT_OF_HALF_32)),
    multiply: (c) => {
      const factor = flush(c)
      return (x) => {
        for (let i = 0; i < x.length; i++) x[i] = flush(Math.fround(x[i]! * factor))
      }
    },
    spread: (d, low) => (x) => {
      for (let i = 0; i < x.length; i++) x[i] = Math.max(low, flush(multiplyAdd32(fused, x[i]!, d, low)))
    },
    erfInv: (x) => {
      for (let i = 0; i < x.length; i++) x[i] = erfInv32(fused, x[i]!)
    }
  }
}

const double = (compilation: Compilation): Arithmetic => {
  const { jit = false } = compilation
  const fused = isFused(compilation)
  const flush = flushBelow(binary64)
  return {
    ...{ format: binary64, width: 64, digits: 52, round: identity, mergesFactors: jit },
    ...{ flush, constant: jit ? identity : flush },
    erfOfBound: (x) => erf(jit ? x / ROOT_OF_TWO : x * ROOT_OF_HALF),
    multiply: (c) => {
      const factor = flush(c)
      return (x) => {
        for (let i = 0; i < x.length; i++) x[i] = flush(x[i]! * factor)
      }
    },
    spread: (d, low) => (x) => {
      for (let i = 0; i < x.length; i++) x[i] = Math.max(low, flush(multiplyAdd64(fused, x[i]!, d, low)))
    },
    erfInv: (x) => {
      for (let i = 0; i < x.length; i++) x[i] = erfInv64(fused, x[i]!)
    }
  }
}

const float16 = (compilation: Compilation): Arithmetic => {
  const { jit = false, profile } = compilation
  const round = roundTo('float16')
  return {
    ...half(round, identity, isFused(compilation), profile === 'fma_fp16'),
    ...{ format: binary16, width: 16, digits: 10, mergesFactors: jit, constant: identity },
    erfOfBound: (x) => round((jit ? erff : erf32)(round(x * ROOT_OF_HALF_16)))
  }
}

const bfloat16 = (compilation: Compilation): Arithmetic => {
  const { jit = false } = compilation
  const round = roundTo('bfloat16')
  const flush = flushBelow(binary32)
  return {
    ...half(round, flush, isFused(compilation), false),
    ...{ format: brain16, width: 8, digits: 7, mergesFactors: false, constant: jit ? identity : flush },
    erfOfBound: (x) => round((jit ? erff : erf32)(round(x / ROOT_OF_TWO_BF16)))
  }
}

/** `fused`: in float32, in which erfInv is computed; `whole`: in the 16-bit dtype itself. */
const half = (
  round: (x: number) => number,
  flush: (x: number) => number,
  fused: boolean,
  whole: boolean
): Pick<Arithmetic, 'round' | 'flush' | 'multiply' | 'spread' | 'erfInv'> => ({
  ...{ round, flush },
  multiply: (c) => {
    const factor = flush(c)
    return (x) => {
      for (let i = 0; i < x.length; i++) x[i] = round(flush(x[i]! * factor))
    }
  },
  spread: (d, low) => (x) => {
    for (let i = 0; i < x.length; i++) {
      const product = x[i]! * d
      x[i] = Math.max(low, round((whole ? product : round(flush(product))) + low))
    }
  },
  erfInv: (x) => {
    for (let i = 0; i < x.length; i++) x[i] = round(erfInv32(fused, x[i]!))
  }
})

// -------------------------------------------------------------------------------------
// constants
// -------------------------------------------------------------------------------------

const ROOT_OF_HALF = 0.7071067811865475 // 1 / sqrt(2), as a quotient of doubles
const ROOT_OF_HALF_32 = 0.7071067690849304 // the same of float32 numbers
const ROOT_OF_HALF_16 = 0.70703125 // the same of float16 numbers
const ROOT_OF_TWO = 1.4142135623730951
const ROOT_OF_TWO_32 = 1.4142135381698608
const ROOT_OF_TWO_BF16 = 1.4140625

const identity = (x: number): number => x

/** A subnormal number becomes the zero of its sign. */
const flushBelow = ({ minExponent }: BinaryFormat): ((x: number) => number) => {
  const least = powerOfTwo(minExponent)
  return (x) => (Math.abs(x) < least ? x * 0 : x)
}
