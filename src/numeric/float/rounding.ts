/**
 * Rounding from float64 to a narrower binary format: once, to nearest, ties to even.
 *
 * Rounding through float32 would round twice: 6 in 10^5 float16 and 9 in 10^6 bfloat16 results would be wrong. The loops
 * below round the upper half of the float64's bits, with a last bit that is set if the lower half is not zero. float32 is
 * left to the array store, which the language defines as this rounding. It is all 32-bit integer arithmetic without a
 * branch on the data, except for numbers below the format's normal range, and so suits SIMD. The caller has clamped the
 * numbers to the format's range.
 */

import { highWord, isLittleEndian, powerOfTwo } from './bits.js'

/** A binary floating-point format: significant bits and the exponents of its smallest and largest normal numbers. */
export interface BinaryFormat {
  readonly precision: number
  readonly minExponent: number
  readonly maxExponent: number
}

export const binary16: BinaryFormat = { precision: 11, minExponent: -14, maxExponent: 15 }
export const brain16: BinaryFormat = { precision: 8, minExponent: -126, maxExponent: 127 }
export const binary32: BinaryFormat = { precision: 24, minExponent: -126, maxExponent: 127 }
export const binary64: BinaryFormat = { precision: 53, minExponent: -1022, maxExponent: 1023 }

// -------------------------------------------------------------------------------------
// one number at a time
// -------------------------------------------------------------------------------------

/** The e with 2^e ≤ |x| < 2^(e+1), for normal x; -1023 for a subnormal or zero. */
const exponent = (x: number): number => ((highWord(x) >>> 20) & 0x7ff) - 1023

/** The distance between the numbers of the format around x. */
const spacing = ({ precision, minExponent }: BinaryFormat, x: number): number =>
  powerOfTwo(Math.max(exponent(x), minExponent) - precision + 1)

export const smallestSubnormal = ({ precision, minExponent }: BinaryFormat): number =>
  powerOfTwo(minExponent - precision + 1)

export const largestFinite = ({ precision, maxExponent }: BinaryFormat): number =>
  (2 - powerOfTwo(1 - precision)) * powerOfTwo(maxExponent)

/** The largest number of the format that is ≤ x. */
export const roundDown = (format: BinaryFormat, x: number): number => {
  const s = spacing(format, x)
  return Math.floor(x / s) * s
}

/** The smallest number of the format that is ≥ x. */
export const roundUp = (format: BinaryFormat, x: number): number => -roundDown(format, -x)

/** The nearest number of the format, ties to even; ±Infinity beyond the largest. */
export const roundNearest = (format: BinaryFormat, x: number): number => {
  const s = spacing(format, x)
  const rounded = nearestEven(Math.abs(x) / s) * s
  const magnitude = rounded > largestFinite(format) ? Infinity : rounded
  return x < 0 || Object.is(x, -0) ? -magnitude : magnitude
}

/** For 0 ≤ x ≤ 2^53. Below 2^52, adding 2^52 leaves no bits for a fraction; above, x is an integer. */
const nearestEven = (x: number): number => (x < 0x10000000000000 ? x + 0x10000000000000 - 0x10000000000000 : x)

// -------------------------------------------------------------------------------------
// arrays
// -------------------------------------------------------------------------------------

/** `out[offset + i]` = `reals[i]` in float16 bits, for i < n. */
export const storeFloat16 = (reals: Float64Array, n: number, out: Uint16Array, offset: number): void => {
  const halves = new Int32Array(reals.buffer, reals.byteOffset, 2 * n)
  for (let i = 0; i < n; i++) {
    const upper = halves[2 * i + upperHalf]!
    const magnitude = (upper & 0x7fffffff) - 0x3f000000
    out[offset + i] =
      ((upper >>> 16) & 0x8000) |
      (magnitude < 0x100000
        ? steps(reals[i]!, 0x1000000)
        : nearestEvenShift(magnitude, halves[2 * i + 1 - upperHalf]!, 10))
  }
}

/** `out[offset + i]` = `reals[i]` in bfloat16 bits, for i < n. */
export const storeBfloat16 = (reals: Float64Array, n: number, out: Uint16Array, offset: number): void => {
  const halves = new Int32Array(reals.buffer, reals.byteOffset, 2 * n)
  for (let i = 0; i < n; i++) {
    const upper = halves[2 * i + upperHalf]!
    const magnitude = (upper & 0x7fffffff) - 0x38000000
    out[offset + i] =
      ((upper >>> 16) & 0x8000) |
      (magnitude < 0x100000
        ? steps(reals[i]!, powerOfTwo133)
        : nearestEvenShift(magnitude, halves[2 * i + 1 - upperHalf]!, 13))
  }
}

/** bfloat16's smallest steps are 2^-133 wide. */
const powerOfTwo133 = powerOfTwo(133)

/** The index of the half with the sign and exponent of a float64. */
const upperHalf = isLittleEndian ? 1 : 0

/** Below its normal range a format has steps of one size; its bits are the number of steps. */
const steps = (x: number, perUnit: number): number => nearestEven(Math.abs(x) * perUnit)

/**
 * Drops the last `shift` bits of a float64's upper half, whose exponent is already rebiased: to nearest, ties to even.
 * Adding half a step, less one where the kept part is even, carries exactly when the result must round up.
 */
const nearestEvenShift = (upper: number, lower: number, shift: number): number => {
  const m = upper | ((lower | -lower) >>> 31)
  return (m + (1 << (shift - 1)) - 1 + ((m >>> shift) & 1)) >>> shift
}

/** `out[offset + i]` = `reals[i]` as a float32, for i < n: the store rounds to nearest-even. */
export const storeFloat32 = (reals: Float64Array, n: number, out: Float32Array, offset: number): void => {
  for (let i = 0; i < n; i++) out[offset + i] = reals[i]!
}

/** `out[offset + i]` = `reals[i]`, for i < n. */
export const storeFloat64 = (reals: Float64Array, n: number, out: Float64Array, offset: number): void => {
  out.set(n === reals.length ? reals : reals.subarray(0, n), offset)
}

// -------------------------------------------------------------------------------------
// loads
// -------------------------------------------------------------------------------------

/** `out[i]` = the value of the float16 bits `data[offset + i]`, for i < n. */
export const loadFloat16 = (data: Uint16Array, offset: number, n: number, out: Float64Array): void => {
  const floats = new Float32Array(n)
  const bits = new Int32Array(floats.buffer)
  for (let i = 0; i < n; i++) {
    const b = data[offset + i]!
    const magnitude = b & 0x7fff
    const sign = (b & 0x8000) << 16
    if (magnitude < 0x400) floats[i] = (sign === 0 ? magnitude : -magnitude) / 0x1000000
    else bits[i] = sign | ((magnitude << 13) + (magnitude < 0x7c00 ? 0x38000000 : 0x70000000))
    out[i] = floats[i]!
  }
}

/** `out[i]` = the value of the bfloat16 bits `data[offset + i]`, the upper half of a float32, for i < n. */
export const loadBfloat16 = (data: Uint16Array, offset: number, n: number, out: Float64Array): void => {
  const floats = new Float32Array(n)
  const bits = new Int32Array(floats.buffer)
  for (let i = 0; i < n; i++) {
    bits[i] = data[offset + i]! << 16
    out[i] = floats[i]!
  }
}

/** `out[i]` = `data[offset + i]`, for i < n. */
export const loadFloat = (data: Float32Array | Float64Array, offset: number, n: number, out: Float64Array): void =>
  out.set(data.subarray(offset, offset + n))
