/**
 * Real numbers as integers: a bigint n with a number of fraction bits stands for n / 2^bits.
 *
 * Integer arithmetic is the same on every engine. Its precision is chosen so high that the final rounding to a double is
 * the only one that counts. Used for constants computed once per config, never per element.
 */
import { highWord, powerOfTwo } from './bits.js'

const scratch = new Float64Array(1)
const pattern = new BigUint64Array(scratch.buffer)

const FRACTION = (1n << 52n) - 1n
/** Extra bits of intermediate results, so that the rounding errors of a few thousand terms vanish. */
const GUARD = 32

/** A finite double is the integer `mantissa` times 2^`exponent`, exactly. */
export const exact = (x: number): { readonly mantissa: bigint; readonly exponent: number } => {
  scratch[0] = x
  const bits = pattern[0]!
  const field = Number(bits >> 52n) & 0x7ff
  const magnitude = field === 0 ? bits & FRACTION : (bits & FRACTION) + FRACTION + 1n
  return {
    mantissa: x < 0 ? -magnitude : magnitude,
    exponent: Math.max(field, 1) - 1075
  }
}

/** floor(n 2^bits), for `bits` of either sign. */
export const shift = (n: bigint, bits: number): bigint => (bits >= 0 ? n << BigInt(bits) : n >> BigInt(-bits))

const bitLength = (n: bigint): number => {
  const digits = n.toString(16)
  return digits.length * 4 - Math.clz32(parseInt(digits.charAt(0), 16)) + 28
}

/** n / 2^bits rounded once to the nearest double, ties to even, subnormal results included. */
export const toDouble = (n: bigint, bits: number): number => {
  if (n === 0n) return 0
  const size = n < 0n ? -n : n
  const drop = Math.max(bitLength(size) - 53, bits - 1074, 0)
  const kept = size >> BigInt(drop)
  const twiceRest = (size - (kept << BigInt(drop))) << 1n
  const unit = 1n << BigInt(drop)
  const up = twiceRest > unit || (twiceRest === unit && (kept & 1n) === 1n)
  const magnitude = Number(up ? kept + 1n : kept) * powerOfTwo(drop - bits)
  return n < 0n ? -magnitude : magnitude
}

/** floor(sqrt(n)), by Newton steps from above. */
export const sqrt = (n: bigint): bigint => {
  if (n <= 0n) return 0n
  let root = 1n << BigInt((bitLength(n) + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** arctan(1 / n) by its Taylor series. */
const arctanOfInverse = (n: bigint, bits: number): bigint => {
  const square = n * n
  let power = (1n << BigInt(bits)) / n
  let sum = 0n
  for (let k = 1n; power !== 0n; k += 4n) {
    sum += power / k
    power /= square
    sum -= power / (k + 2n)
    power /= square
  }
  return sum
}

/** Pi, by Machin's formula pi / 4 = 4 arctan(1/5) - arctan(1/239). */
export const pi = (bits: number): bigint => {
  const fine = bits + GUARD
  return (16n * arctanOfInverse(5n, fine) - 4n * arctanOfInverse(239n, fine)) >> BigInt(GUARD)
}

/** e^r for 0 <= r < 2^-10, by its Taylor series. */
const expOfSmall = (r: bigint, bits: number): bigint => {
  const fractionBits = BigInt(bits)
  let term = 1n << fractionBits
  let sum = term
  for (let k = 1n; term !== 0n; k += 1n) {
    term = ((term * r) >> fractionBits) / k
    sum += term
  }
  return sum
}

/**
 * exp(-x^2/2) and the integral of exp(-t^2/2) over t from 0 to x, for a finite double x. The second is
 * exp(-x^2/2) (x + x^3/3 + x^5/(3 5) + x^7/(3 5 7) + ...): all terms have one sign, so nothing cancels.
 */
export const gaussian = (x: number, bits: number): { readonly density: bigint; readonly area: bigint } => {
  const { mantissa, exponent } = exact(x)
  const square = mantissa * mantissa
  const scale = 2 * exponent
  // e^(x^2/2) = (e^r)^(2^halvings). Each squaring doubles the relative error, so each one takes one more bit.
  const halvings = Math.max(0, ((highWord(x * x) >> 20) & 0x7ff) - 1023 + 11)
  const fine = bits + halvings + GUARD
  const fractionBits = BigInt(fine)
  let growth = expOfSmall(shift(square, fine + scale - 1 - halvings), fine)
  for (let i = 0; i < halvings; i++) growth = (growth * growth) >> fractionBits
  const start = bits + GUARD
  let term = shift(mantissa < 0n ? -mantissa : mantissa, start + exponent)
  let sum = 0n
  for (let odd = 3n; term !== 0n; odd += 2n) {
    sum += term
    term = shift(term * square, scale) / odd
  }
  const area = (sum << BigInt(fine - GUARD)) / growth
  return {
    density: (1n << BigInt(bits + fine)) / growth,
    area: mantissa < 0n ? -area : area
  }
}
