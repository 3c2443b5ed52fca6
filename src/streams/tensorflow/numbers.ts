/**
 * From random words to standard numbers in groups of 4 (2 in float64): uniform ones from 0 to 1, normal ones, and normal ones
 * truncated at ±2.
 *
 * Each group has its own blocks of words, so the number of threads does not matter: 1 block if nothing is rejected, else the
 * blocks of 256 words a number. Box-Muller makes two normal numbers from two uniform ones u, u': r sin v, then r cos v, with
 * r = sqrt(-2 log u) and v = 2 pi u'.
 *
 * Source: tensorflow/core/lib/random/random_distributions.h and core/kernels/random_op_cpu.h.
 */
import type { DType } from '../../DType.js'
import { powerOfTwo } from '../../numeric/float/bits.js'
import type { FloatLibm } from '../arithmetic/glibc.js'
import type { Blocks } from './philox.js'

/** Fills `out` with the numbers from index `first` on; the index and the length are multiples of a group. */
export type StandardNumbers = (first: number, out: Float64Array) => void

// -------------------------------------------------------------------------------------
// uniform
// -------------------------------------------------------------------------------------

/** The bits of a fraction, the lowest of a word. */
const digits = { float16: 10, bfloat16: 7, float32: 23 } as const

export const uniforms =
  (dtype: Exclude<DType, 'float64'>) =>
  (from: Blocks): StandardNumbers => {
    const unit = powerOfTwo(-digits[dtype])
    const mask = powerOfTwo(digits[dtype]) - 1
    const words = new Int32Array(4)
    return (first, out) => {
      for (let i = 0; i < out.length; i += 4) {
        from((first + i) / 4, words, 0)
        for (let j = 0; j < 4; j++) out[i + j] = (words[j]! & mask) * unit
      }
    }
  }

export const uniforms64 = (from: Blocks): StandardNumbers => {
  const words = new Int32Array(4)
  return (first, out) => {
    for (let i = 0; i < out.length; i += 2) {
      from((first + i) / 2, words, 0)
      out[i] = fraction64(words, 0)
      out[i + 1] = fraction64(words, 2)
    }
  }
}

/** 2^-23, 2^-52 and 2^32 */
const UNIT = 1.1920928955078125e-7
const UNIT_64 = 2.220446049250313e-16
const P32 = 0x100000000

const fraction = (words: Int32Array, i: number): number => (words[i]! & 0x7fffff) * UNIT

/** The first word has the upper 20 bits. */
const fraction64 = (words: Int32Array, i: number): number =>
  ((words[i]! & 0xfffff) * P32 + (words[i + 1]! >>> 0)) * UNIT_64

// -------------------------------------------------------------------------------------
// normal
// -------------------------------------------------------------------------------------

/** Smaller fractions are replaced by this one, so that no logarithm is infinite. */
const LEAST_64 = 1e-7
const LEAST = 1.0000000116860974e-7

const TWO_PI = 6.283185307179586

/** Writes two numbers to `out`, from two words at `i` (four in float64). */
type Pair = (words: Int32Array, i: number, out: Float64Array, at: number) => void

const pairOf =
  ({ log, sin, cos }: FloatLibm): Pair =>
  (words, i, out, at) => {
    const u = Math.max(fraction(words, i), LEAST)
    const v = Math.fround(TWO_PI * fraction(words, i + 1))
    const r = Math.fround(Math.sqrt(Math.fround(-2 * log(u))))
    out[at] = Math.fround(sin(v) * r)
    out[at + 1] = Math.fround(cos(v) * r)
  }

const pair64Of =
  ({ log, sin, cos }: FloatLibm): Pair =>
  (words, i, out, at) => {
    const u = Math.max(fraction64(words, i), LEAST_64)
    const v = TWO_PI * fraction64(words, i + 2)
    const r = Math.sqrt(-2 * log(u))
    out[at] = sin(v) * r
    out[at + 1] = cos(v) * r
  }

export const normals =
  (functions: FloatLibm) =>
  (from: Blocks): StandardNumbers => {
    const words = new Int32Array(4)
    const pair = pairOf(functions)
    return (first, out) => {
      for (let i = 0; i < out.length; i += 4) {
        from((first + i) / 4, words, 0)
        pair(words, 0, out, i)
        pair(words, 2, out, i + 2)
      }
    }
  }

export const normals64 =
  (functions: FloatLibm) =>
  (from: Blocks): StandardNumbers => {
    const words = new Int32Array(4)
    const pair = pair64Of(functions)
    return (first, out) => {
      for (let i = 0; i < out.length; i += 2) {
        from((first + i) / 2, words, 0)
        pair(words, 0, out, i)
      }
    }
  }

// -------------------------------------------------------------------------------------
// truncated normal
// -------------------------------------------------------------------------------------

/** The blocks of a group of four numbers; a group of two has half of them. */
const BLOCKS = 256

export const truncated =
  (functions: FloatLibm) =>
  (from: Blocks): StandardNumbers =>
    grouped(from, 4, BLOCKS, [0, 2], pairOf(functions))

export const truncated64 =
  (functions: FloatLibm) =>
  (from: Blocks): StandardNumbers =>
    grouped(from, 2, BLOCKS / 2, [0], pair64Of(functions))

/** Draws pairs, which begin at the `starts` of a block, until the group is full; a surplus number is dropped. */
const grouped = (
  from: Blocks,
  group: number,
  stride: number,
  starts: ReadonlyArray<number>,
  pair: Pair
): StandardNumbers => {
  const words = new Int32Array(4)
  const candidates = new Float64Array(2)
  const pairs = starts.length
  return (first, out) => {
    for (let start = 0; start < out.length; start += group) {
      const end = start + group
      let block = ((first + start) / group) * stride
      let drawn = 0
      for (let i = start; i < end; drawn++) {
        if (drawn % pairs === 0) from(block++, words, 0)
        pair(words, starts[drawn % pairs]!, candidates, 0)
        for (let j = 0; j < 2 && i < end; j++) {
          const x = candidates[j]!
          if (Math.abs(x) < 2) out[i++] = x
        }
      }
    }
  }
}
