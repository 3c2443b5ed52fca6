import { describe, expect, it } from 'vitest'
import { addTo, complement, multiply } from '../../../src/numeric/matrix/product.js'

const numbers = (n: number, seed = 1): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => Math.imul(i + seed, 0x9e3779b1) / 2 ** 31)

describe('multiply', () => {
  it('is the product, worked out by hand', () => {
    const [a, b] = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(7, 8, 9, 10, 11, 12)]
    expect([...multiply(a, b, 2, 3, 2)]).toEqual([58, 64, 139, 154])
    expect([...multiply(a, b, 3, 2, 3)]).toEqual([27, 30, 33, 61, 68, 75, 95, 106, 117])
    expect([...multiply(a, Float64Array.of(1, -1), 3, 2, 1)]).toEqual([-1, -1, -1])
  })

  it('adds from the first term to the last, in any order of loops', () => {
    const [n, m, p] = [5, 31, 7]
    const [a, b] = [numbers(n * m), numbers(m * p, 99)]
    const textbook = Float64Array.from({ length: n * p }, (_, at) => {
      const [i, j] = [Math.floor(at / p), at % p]
      let sum = 0
      for (let k = 0; k < m; k++) sum = sum + a[i * m + k]! * b[k * p + j]!
      return sum
    })
    expect(multiply(a, b, n, m, p)).toEqual(textbook)
    // 2^53 + 1 − 2^53 is 0 in this order, 1 in another
    expect(multiply(Float64Array.of(2 ** 53, 1, -(2 ** 53)), new Float64Array(3).fill(1), 1, 3, 1)).toEqual(
      Float64Array.of(0)
    )
  })

  it('is 0 for a sum of no terms, and empty without rows or columns', () => {
    expect(multiply(new Float64Array(0), new Float64Array(0), 2, 0, 3)).toEqual(new Float64Array(6))
    expect(multiply(new Float64Array(0), numbers(6), 0, 2, 3)).toEqual(new Float64Array(0))
    expect(multiply(numbers(6), new Float64Array(0), 3, 2, 0)).toEqual(new Float64Array(0))
  })

  it('does not change its factors', () => {
    const [a, b] = [numbers(6), numbers(6, 3)]
    multiply(a, b, 2, 3, 2)
    expect([a, b]).toEqual([numbers(6), numbers(6, 3)])
  })
})

describe('complement', () => {
  it('is the identity minus the matrix', () => {
    expect([...complement(Float64Array.of(0.25, 2, -3, 4), 2)]).toEqual([0.75, -2, 3, -3])
    expect(complement(new Float64Array(0), 0)).toEqual(new Float64Array(0))
  })

  it('is a new matrix', () => {
    const a = numbers(9)
    complement(a, 3)
    expect(a).toEqual(numbers(9))
  })
})

describe('addTo', () => {
  it('adds in place', () => {
    const into = Float64Array.of(1, 2, 3)
    addTo(into, Float64Array.of(10, -2, 0.5))
    expect([...into]).toEqual([11, 0, 3.5])
  })
})
