/**
 * The state of a linear generator after n steps, without taking them.
 *
 * A step of an F2-linear generator is a matrix T over GF(2) with characteristic polynomial P, and by Cayley-Hamilton
 * T^n = r(T) with r = x^n mod P (Haramoto et al., INFORMS J. Comput. 20(3), 2008). So n steps cost log2(n) squarings of
 * a 128-bit polynomial and 128 actual steps; the states at which r has a coefficient are added.
 *
 * A polynomial of degree below 128 is four 32-bit words, lowest coefficients first.
 */

/** A characteristic polynomial of degree 128, as the coefficients below x^128. */
export type Modulus = readonly [number, number, number, number]

const coefficients = (p: bigint): Modulus => [word(p, 0n), word(p, 32n), word(p, 64n), word(p, 96n)]
const word = (p: bigint, shift: bigint): number => Number(BigInt.asIntN(32, p >> shift))

/** By Berlekamp-Massey on the generator's lowest bit; `test/numeric/words/skipAhead.test.ts` recomputes both. */
export const xoroshiro128plus: Modulus = coefficients(0x10008828e513b43d5095b8f76579aa001n)
export const xorshift128plus: Modulus = coefficients(0x12844c5d42caf7db0024f06fae9e61dafn)

/** x^n mod P, for n ≥ 0. */
export const powerOfX = (modulus: Modulus, n: number | bigint): Int32Array => {
  const r = Int32Array.of(1, 0, 0, 0)
  for (const bit of n.toString(2)) {
    square(r, modulus)
    if (bit === '1') timesX(r, modulus)
  }
  return r
}

/** The sum of the states at which r has a coefficient; `step` advances the generator by one word. */
export const combine = (r: Int32Array, state: () => ReadonlyArray<number>, step: () => void): Int32Array => {
  const sum = new Int32Array(4)
  for (let i = 0; i < 128; i++) {
    if (bitAt(r, i) === 1) state().forEach((w, k) => (sum[k] = sum[k]! ^ w))
    step()
  }
  return sum
}

const bitAt = (p: Int32Array, i: number): number => (p[i >> 5]! >>> (i & 31)) & 1

/** r ← r·x mod P */
const timesX = (r: Int32Array, modulus: Modulus): void => {
  const r0 = r[0]!
  const r1 = r[1]!
  const r2 = r[2]!
  const r3 = r[3]!
  const carry = r3 >> 31
  r[0] = (r0 << 1) ^ (modulus[0] & carry)
  r[1] = ((r1 << 1) | (r0 >>> 31)) ^ (modulus[1] & carry)
  r[2] = ((r2 << 1) | (r1 >>> 31)) ^ (modulus[2] & carry)
  r[3] = ((r3 << 1) | (r2 >>> 31)) ^ (modulus[3] & carry)
}

/**
 * r ← r² mod P. Over GF(2) a square is r with a zero between any two coefficients, processed here from the top. It uses plain
 * variables, as a long skip spends most of its time here, and the first one runs before any of it is compiled.
 */
const square = (r: Int32Array, [m0, m1, m2, m3]: Modulus): void => {
  const low = Int32Array.from({ length: 4 }, (_, i) => half(r, i))
  let r0 = half(r, 4)
  let r1 = half(r, 5)
  let r2 = half(r, 6)
  let r3 = half(r, 7)
  for (let i = 127; i >= 0; i--) {
    const carry = r3 >> 31
    r3 = ((r3 << 1) | (r2 >>> 31)) ^ (m3 & carry)
    r2 = ((r2 << 1) | (r1 >>> 31)) ^ (m2 & carry)
    r1 = ((r1 << 1) | (r0 >>> 31)) ^ (m1 & carry)
    r0 = (r0 << 1) ^ (m0 & carry) ^ bitAt(low, i)
  }
  r[0] = r0
  r[1] = r1
  r[2] = r2
  r[3] = r3
}

/** The 32 bits of the square that come from the i-th 16 bits of r. */
const half = (r: Int32Array, i: number): number => spread((r[i >> 1]! >>> ((i & 1) << 4)) & 0xffff)

/** Inserts a zero bit between the bits of a 16-bit number. */
const spread = (x: number): number => {
  const a = (x | (x << 8)) & 0x00ff00ff
  const b = (a | (a << 4)) & 0x0f0f0f0f
  const c = (b | (b << 2)) & 0x33333333
  return (c | (c << 1)) & 0x55555555
}
