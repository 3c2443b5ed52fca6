/**
 * The rounding errors of a product and of a sum, which are doubles themselves (Dekker, Numer. Math. 18, 1971; Knuth,
 * TAOCP 2).
 */

/** 2^27 + 1 splits a double into halves of 26 bits (Veltkamp). */
const SPLITTER = 134217729

const upperHalf = (x: number): number => {
  const scaled = SPLITTER * x
  return scaled - (scaled - x)
}

/** a b - product, where `product` is a b rounded. Exact where a and b are below 2^996 and a b is 0 or above 2^-969. */
export const productError = (a: number, b: number, product: number): number => {
  const aHigh = upperHalf(a)
  const bHigh = upperHalf(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

/** a + b - sum, where `sum` is a + b rounded; exact. */
export const sumError = (a: number, b: number, sum: number): number => {
  const bPart = sum - a
  return a - (sum - bPart) + (b - bPart)
}
