import { describe, expect, it } from 'vitest'
import { exact, gaussian, pi, shift, sqrt, toDouble } from '../../../src/numeric/float/bigReal.js'

describe('exact', () => {
  it('writes every kind of double as an integer times a power of 2', () => {
    expect(exact(1)).toEqual({ mantissa: 2n ** 52n, exponent: -52 })
    expect(exact(-0.1)).toEqual({ mantissa: -7205759403792794n, exponent: -56 })
    expect(exact(5e-324)).toEqual({ mantissa: 1n, exponent: -1074 })
    expect(exact(0)).toEqual({ mantissa: 0n, exponent: -1074 })
  })
})

describe('toDouble', () => {
  it('is the inverse of exact for every double', () => {
    for (const x of [1, -0.1, 1 / 3, 1e300, 1e-300, 2 ** -1022, 5e-324, 123 * 5e-324, Number.MAX_VALUE]) {
      const { mantissa, exponent } = exact(x)
      expect(toDouble(shift(mantissa, exponent + 1100), 1100)).toBe(x)
    }
  })

  it('rounds to nearest, ties to even', () => {
    const one = 1n << 100n
    const half = 1n << 47n // half of the last bit of 1
    expect(toDouble(one + half, 100)).toBe(1)
    expect(toDouble(one + half + 1n, 100)).toBe(1 + 2 ** -52)
    expect(toDouble(one + 3n * half, 100)).toBe(1 + 2 ** -51)
    expect(toDouble(-(one + 3n * half - 1n), 100)).toBe(-(1 + 2 ** -52))
    expect(toDouble(2n * one - 1n, 100)).toBe(2)
  })

  it('rounds a subnormal result once', () => {
    expect(toDouble(1n, 1075)).toBe(0)
    expect(toDouble(3n, 1075)).toBe(2 ** -1073)
    expect(toDouble(3n, 1076)).toBe(5e-324)
    expect(toDouble(0n, 10)).toBe(0)
  })
})

describe('sqrt', () => {
  it('is the integer square root, rounded down', () => {
    for (let n = 0n; n < 1000n; n++) {
      const root = sqrt(n)
      expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true)
    }
    expect(sqrt(10n ** 200n)).toBe(10n ** 100n)
    expect(sqrt(10n ** 200n - 1n)).toBe(10n ** 100n - 1n)
  })
})

describe('pi', () => {
  it('has the known digits', () => {
    const digits = (pi(200) * 10n ** 50n) >> 200n
    expect(digits).toBe(314159265358979323846264338327950288419716939937510n)
  })
})

describe('gaussian', () => {
  it('gives exp(-1/2) and the integral from 0 to 1 to 40 digits', () => {
    const { density, area } = gaussian(1, 200)
    expect((density * 10n ** 40n) >> 200n).toBe(6065306597126334236037995349911804534419n)
    expect((area * 10n ** 40n) >> 200n).toBe(8556243918921488031733046202800450612264n)
  })

  it('is odd in the integral and even in the density', () => {
    for (const x of [1e-5, 0.3, 2, 36.5]) {
      expect(gaussian(-x, 1500).area).toBe(-gaussian(x, 1500).area)
      expect(gaussian(-x, 1500).density).toBe(gaussian(x, 1500).density)
    }
    expect(gaussian(0, 100)).toEqual({ density: 1n << 100n, area: 0n })
  })
})
