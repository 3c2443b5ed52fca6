/**
 * The operations of JAX's random numbers, a table for each dtype. Every result is rounded to the dtype; multiplications and
 * additions are fused where XLA:CPU fuses them.
 *
 * Numbers of all dtypes are held as doubles. As in XLA, 16-bit numbers are computed in float32 and rounded after each operation.
 * Doubles in between change nothing: for a sum, product, quotient or root, 24 bits are enough for 11, and 53 for 24.
 */
import { type DType, round as roundTo } from '../../DType.js'
import { binary16, type BinaryFormat, binary32, binary64, brain16 } from '../../numeric/float/rounding.js'
import { erf64 } from '../arithmetic/bigLibm.js'
import { multiplyAdd32, multiplyAdd64 } from '../arithmetic/fma.js'
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

/** A change of an array in place. */
export type Step = (x: Float64Array) => void

export interface Arithmetic {
  readonly format: BinaryFormat
  /** bits that JAX draws for an element; 8 are enough for bfloat16 */
  readonly width: Width
  /** bits of a fraction from 0 to 1 */
  readonly digits: number
  readonly round: (x: number) => number
  readonly erf: (x: number) => number
  /** x c */
  readonly multiply: (c: number) => Step
  /** x d + low, at least low */
  readonly spread: (d: number, low: number) => Step
  readonly erfInv: Step
}

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

export const arithmetic = (dtype: DType, profile: Profile): Arithmetic => {
  const fused = profile !== 'nofma'
  switch (dtype) {
    case 'float32':
      return single(fused)
    case 'float64':
      return double(fused)
    case 'float16':
      return { ...half(dtype, fused, profile === 'fma_fp16'), format: binary16, width: 16, digits: 10 }
    case 'bfloat16':
      return { ...half(dtype, fused, false), format: brain16, width: 8, digits: 7 }
  }
}

const single = (fused: boolean): Arithmetic => ({
  format: binary32,
  width: 32,
  digits: 23,
  round: Math.fround,
  erf: erf32,
  multiply: (c) => (x) => {
    for (let i = 0; i < x.length; i++) x[i] = Math.fround(x[i]! * c)
  },
  spread: (d, low) => (x) => {
    for (let i = 0; i < x.length; i++) x[i] = Math.max(low, multiplyAdd32(fused, x[i]!, d, low))
  },
  erfInv: (x) => {
    for (let i = 0; i < x.length; i++) x[i] = erfInv32(fused, x[i]!)
  }
})

const double = (fused: boolean): Arithmetic => ({
  format: binary64,
  width: 64,
  digits: 52,
  round: (x) => x,
  erf: erf64,
  multiply: (c) => (x) => {
    for (let i = 0; i < x.length; i++) x[i] = x[i]! * c
  },
  spread: (d, low) => (x) => {
    for (let i = 0; i < x.length; i++) x[i] = Math.max(low, multiplyAdd64(fused, x[i]!, d, low))
  },
  erfInv: (x) => {
    for (let i = 0; i < x.length; i++) x[i] = erfInv64(fused, x[i]!)
  }
})

/** `fused`: in float32, in which erfInv is computed; `whole`: in the 16-bit dtype itself. */
const half = (
  dtype: 'float16' | 'bfloat16',
  fused: boolean,
  whole: boolean
): Omit<Arithmetic, 'format' | 'width' | 'digits'> => {
  const round = roundTo(dtype)
  return {
    round,
    erf: (x) => round(erf32(x)),
    multiply: (c) => (x) => {
      for (let i = 0; i < x.length; i++) x[i] = round(x[i]! * c)
    },
    spread: (d, low) => (x) => {
      for (let i = 0; i < x.length; i++) {
        const product = x[i]! * d
        x[i] = Math.max(low, round((whole ? product : round(product)) + low))
      }
    },
    erfInv: (x) => {
      for (let i = 0; i < x.length; i++) x[i] = round(erfInv32(fused, x[i]!))
    }
  }
}
