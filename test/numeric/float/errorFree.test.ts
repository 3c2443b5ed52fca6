import { describe, expect, it } from 'vitest'
import { exact } from '../../../src/numeric/float/bigReal.js'
import { productError, sumError } from '../../../src/numeric/float/errorFree.js'
import { bitsOfDouble, doubleOf, words } from '../../streams/arithmetic/support.js'

/** x 2^1200 as an integer, for |x| >= 2^-1148 or so. */
const scaled = (x: number): bigint => {
  const { mantissa, exponent } = exact(x)
  return mantissa << BigInt(exponent + 1200)
}

const word = words(4)
const double = (width: number): number =>
  doubleOf(
    (BigInt(word() & 1) << 63n) |
      (BigInt(1023 - width + (word() % (2 * width + 1))) << 52n) |
      (BigInt(word() & 0xfffff) << 32n) |
      BigInt(word())
  )

describe('errors', () => {
  it('of sums and products are exact', () => {
    for (let i = 0; i < 20_000; i++) {
      const width = [0, 5, 60, 200][i % 4]!
      const [a, b] = [double(width), double(width)]
      if (scaled(a + b) + scaled(sumError(a, b, a + b)) !== scaled(a) + scaled(b)) expect([a, b]).toBe('a sum')
      const product = (scaled(a * b) + scaled(productError(a, b, a * b))) << 1200n
      if (product !== scaled(a) * scaled(b)) expect([a, b]).toBe('a product')
    }
    expect(bitsOfDouble(sumError(1, 2 ** -60, 1))).toBe(bitsOfDouble(2 ** -60))
  })
})
