/**
 * TensorFlow's random numbers on a CPU, bit for bit: standard numbers x of a generator (`numbers.ts`), then x factor + shift,
 * where each operation is rounded to the dtype, and subnormal numbers of float32, bfloat16 and float64 are flushed to 0.
 *
 * Source: tensorflow/core/kernels/random_op_cpu.h, core/platform/denormal.h and python/ops/random_ops.py.
 */
import { type DType, round, traits } from '../../DType.js'
import type { Target } from '../../Draw.js'
import { powerOfTwo } from '../../numeric/float/bits.js'
import { size } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import { floatLibm, type FloatLibm, type LibmProfile } from '../arithmetic/glibc.js'
import * as glibc64 from '../arithmetic/glibc64.js'
import * as libm from '../arithmetic/libm.js'
import { type StandardNumbers, normals, normals64, truncated, truncated64, uniforms, uniforms64 } from './numbers.js'
import { type Blocks, blocks, type Philox, skip } from './philox.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * Logarithms, sines and cosines: those of glibc, or the nearest float32 (float64) numbers.
 *
 * @since 0.1.0
 */
export type Libm = LibmProfile

/** x factor + shift for each standard number x of a kind; factor and shift are numbers of the dtype. */
export interface Terms {
  readonly kind: 'uniform' | 'normal' | 'truncated_normal'
  readonly factor: number
  readonly shift: number
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** Elements that are drawn at a time, so that they stay in the first cache; a multiple of 4. */
const chunk = 1024

/** The tensor from the current position of a generator. */
export const draw =
  <D extends DType>({ shape, dtype }: Target<D>, how: Libm, { kind, factor, shift }: Terms) =>
  (from: Philox): Tensor<D> => {
    const n = size(shape)
    const { make, store } = traits(dtype)
    const data = make(n)
    const reals = new Float64Array(Math.min(chunk, 4 * Math.ceil(n / 4)))
    const fill = standardNumbers(kind, dtype, how)(blocks(from))
    const rescale = affine(dtype, factor, shift)
    for (let start = 0; start < n; start += chunk) {
      const count = Math.min(chunk, n - start)
      fill(start, reals)
      rescale(reals)
      store(reals, count, data, start)
    }
    return { shape, dtype, data }
  }

/** The generator after a run of an op that draws n numbers. */
export const afterRun = (n: number): ((from: Philox) => Philox) => skip(256 * n)

const standardNumbers = (kind: Terms['kind'], dtype: DType, how: Libm): ((from: Blocks) => StandardNumbers) => {
  const isDouble = dtype === 'float64'
  switch (kind) {
    case 'uniform':
      return isDouble ? uniforms64 : uniforms(dtype)
    case 'normal':
      return isDouble ? normals64(doubleLibm(how)) : inFormat(dtype, normals(floatLibm(how)))
    case 'truncated_normal':
      return isDouble ? truncated64(doubleLibm(how)) : inFormat(dtype, truncated(floatLibm(how)))
  }
}

const doubleLibm = (how: Libm): FloatLibm => (how === 'glibc' ? glibc64 : libm)

/** 16-bit numbers are rounded from float32. */
const inFormat = (dtype: DType, make: (from: Blocks) => StandardNumbers): ((from: Blocks) => StandardNumbers) =>
  dtype === 'float32' ? make : (from) => rounded(dtype, make(from))

const rounded = (dtype: DType, fill: StandardNumbers): StandardNumbers => {
  const r = round(dtype)
  return (first, out) => {
    fill(first, out)
    for (let i = 0; i < out.length; i++) out[i] = r(out[i]!)
  }
}

const affine = (dtype: DType, factor: number, shift: number): ((x: Float64Array) => void) => {
  if (mayUnderflow(dtype, factor, shift)) return flushed(dtype, factor, shift)
  switch (dtype) {
    case 'float32':
      return (x) => {
        for (let i = 0; i < x.length; i++) x[i] = Math.fround(Math.fround(x[i]! * factor) + shift)
      }
    case 'float64':
      return (x) => {
        for (let i = 0; i < x.length; i++) x[i] = x[i]! * factor + shift
      }
    case 'float16':
    case 'bfloat16': {
      const r = round(dtype)
      return (x) => {
        for (let i = 0; i < x.length; i++) x[i] = r(r(x[i]! * factor) + shift)
      }
    }
  }
}

// -------------------------------------------------------------------------------------
// subnormal numbers
// -------------------------------------------------------------------------------------

/**
 * The least number that is not flushed. TensorFlow computes with 16-bit numbers in float32, in which all numbers of float16 are
 * normal.
 */
const leastNormal: Readonly<Record<DType, number>> = {
  float16: 0,
  bfloat16: powerOfTwo(-126),
  float32: powerOfTwo(-126),
  float64: powerOfTwo(-1022)
}

/** Whether TensorFlow computes with 0 instead. */
export const isFlushed = (dtype: DType, x: number): boolean => x === 0 || Math.abs(x) < leastNormal[dtype]

/** Standard numbers other than 0 are above 2^-53; a sum is 0 or at least the last bit of its greater term. */
const mayUnderflow = (dtype: DType, factor: number, shift: number): boolean =>
  Math.max(Math.abs(factor), Math.abs(shift)) < leastNormal[dtype] * powerOfTwo(64)

/** x factor + shift, where subnormal arguments and results are replaced by a 0 of their sign. */
const flushed = (dtype: DType, factor: number, shift: number): ((x: Float64Array) => void) => {
  const flush = (x: number): number => (isFlushed(dtype, x) ? x * 0 : x)
  const [a, b, r, single] = [flush(factor), flush(shift), round(dtype), round(dtype === 'float64' ? dtype : 'float32')]
  return (x) => {
    for (let i = 0; i < x.length; i++) x[i] = r(flush(single(r(flush(single(x[i]! * a))) + b)))
  }
}
