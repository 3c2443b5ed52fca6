/**
 * Arithmetic of 64-bit words, each as two 32-bit words in an Int32Array, the lower one first.
 */
import { mulHigh } from './multiply.js'

const BASE = 0x100000000

const low = (x: number, y: number): number => Math.imul(x, y) >>> 0

const high = (x: number, y: number): number => mulHigh(x, y) >>> 0

/** Writes the 128 bits of the product of the 64-bit words at `i` of x and at `j` of y to the start of `out`. */
export const multiply64 = (x: Int32Array, i: number, y: Int32Array, j: number, out: Int32Array): void => {
  const [x0, x1, y0, y1] = [x[i]!, x[i + 1]!, y[j]!, y[j + 1]!]
  const c1 = high(x0, y0) + low(x0, y1) + low(x1, y0)
  const c2 = high(x0, y1) + high(x1, y0) + low(x1, y1) + Math.floor(c1 / BASE)
  out[0] = Math.imul(x0, y0)
  out[1] = c1
  out[2] = c2
  out[3] = high(x1, y1) + Math.floor(c2 / BASE)
}

/** Adds a number below 2^32 to the integer in `count` words from `at` on, modulo 2^(32 count). */
export const increase = (words: Int32Array, at: number, count: number, by: number): void => {
  let carry = by
  for (let i = at; i < at + count && carry > 0; i++) {
    const sum = (words[i]! >>> 0) + carry
    words[i] = sum
    carry = sum >= BASE ? 1 : 0
  }
}

/** Adds the 64-bit word at `j` of y to the one at `i` of x. */
export const add64 = (x: Int32Array, i: number, y: Int32Array, j: number): void => {
  const sum = (x[i]! >>> 0) + (y[j]! >>> 0)
  x[i] = sum
  x[i + 1] = x[i + 1]! + y[j + 1]! + (sum >= BASE ? 1 : 0)
}
