/**
 * The bits of floating-point numbers, and the neighbours of a number in a format.
 *
 * float32, float16 and bfloat16 numbers are held as the doubles of the same value.
 */
import { binary16, brain16, type BinaryFormat, roundDown, roundNearest, roundUp } from '../../numeric/float/rounding.js'

const single = new Float32Array(1)
const singleBits = new Int32Array(single.buffer)
const double = new Float64Array(1)
const doubleBits = new BigInt64Array(double.buffer)

// -------------------------------------------------------------------------------------
// float32
// -------------------------------------------------------------------------------------

/** The 32 bits of x, rounded to float32, as an int32. */
export const bitsOf = (x: number): number => {
  single[0] = x
  return singleBits[0]!
}

/** The float32 number with these 32 bits. */
export const fromBits = (bits: number): number => {
  singleBits[0] = bits
  return single[0]!
}

// -------------------------------------------------------------------------------------
// tables: constants are written as bits where the source has bits
// -------------------------------------------------------------------------------------

/** The float32 numbers with these bits, 8 hexadecimal digits each, separated by blanks. */
export const floats = (hex: string): Float64Array =>
  Float64Array.from(hex.split(' '), (digits) => fromBits(parseInt(digits, 16)))

/** The float64 numbers with these bits, 16 hexadecimal digits each, separated by blanks. */
export const doubles = (hex: string): Float64Array =>
  new Float64Array(BigUint64Array.from(hex.split(' '), (digits) => BigInt(`0x${digits}`)).buffer)

// -------------------------------------------------------------------------------------
// rounding to half
// -------------------------------------------------------------------------------------

/** The nearest float16 number, ties to even. */
export const toFloat16 = (x: number): number => roundNearest(binary16, x)

/** The nearest bfloat16 number, ties to even. */
export const toBfloat16 = (x: number): number => roundNearest(brain16, x)

// -------------------------------------------------------------------------------------
// neighbours
// -------------------------------------------------------------------------------------

/** The next double above x, for finite x. */
const nextDoubleUp = (x: number): number => {
  if (x === 0) return 5e-324
  double[0] = x
  doubleBits[0] = doubleBits[0]! + (x > 0 ? 1n : -1n)
  return double[0]
}

/** The least number of the format above x, for x below the largest of them. */
export const nextUp = (format: BinaryFormat, x: number): number => roundUp(format, nextDoubleUp(x))

/** The greatest number of the format below x, for x above the smallest of them. */
export const nextDown = (format: BinaryFormat, x: number): number => roundDown(format, -nextDoubleUp(-x))
