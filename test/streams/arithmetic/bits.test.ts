import { describe, expect, it } from 'vitest'
import { binary16, binary32, binary64, brain16 } from '../../../src/numeric/float/rounding.js'
import {
  bitsOf,
  doubles,
  floats,
  fromBits,
  nextDown,
  nextUp,
  toBfloat16,
  toFloat16
} from '../../../src/streams/arithmetic/bits.js'
import { doubleOf, floatOf, words } from './support.js'

/** The numbers of a 16-bit format from 0 to the largest, by its definition. */
const numbersOf = (exponentBits: number): ReadonlyArray<number> => {
  const fractionBits = 15 - exponentBits
  const bias = 2 ** (exponentBits - 1) - 1
  return Array.from({ length: (2 ** exponentBits - 1) << fractionBits }, (_, bits) => {
    const exponent = bits >> fractionBits
    const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits
    return exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias)
  })
}

const halves = [
  { name: 'float16', numbers: numbersOf(5), format: binary16, round: toFloat16 },
  { name: 'bfloat16', numbers: numbersOf(8), format: brain16, round: toBfloat16 }
]

describe('bits', () => {
  it('convert to float32 and back as in a DataView', () => {
    const word = words(3)
    for (let i = 0; i < 1000; i++) {
      const bits = word()
      if ((bits & 0x7fffffff) > 0x7f800000) continue // NaN
      expect(fromBits(bits)).toBe(floatOf(bits))
      expect(bitsOf(floatOf(bits)) >>> 0).toBe(bits)
    }
  })

  it('give tables of constants', () => {
    expect([...floats('3F800000 C0490FDB')]).toEqual([1, Math.fround(-Math.PI)])
    expect([...doubles('3FF0000000000000 C00921FB54442D18')]).toEqual([1, -Math.PI])
  })
})

describe.each(halves)('$name', ({ numbers, format, round }) => {
  it('rounds to the nearest number, ties to even', () => {
    for (let i = 0; i + 1 < numbers.length; i++) {
      const [low, high] = [numbers[i]!, numbers[i + 1]!]
      const middle = (low + high) / 2
      const even = i % 2 === 0 ? low : high
      const found = [low, middle, middle - (high - low) / 64, middle + (high - low) / 64, -middle].map(round)
      const wanted = [low, even, low, high, -even]
      if (found.some((x, j) => x !== wanted[j])) expect(found, `after ${low}`).toEqual(wanted)
    }
    expect([round(-0), round(Infinity), round(NaN)]).toEqual([-0, Infinity, NaN])
    expect(round(numbers.at(-1)! * 1.01)).toBe(Infinity)
  })

  it('has neighbours', () => {
    const found = numbers.slice(0, -1).flatMap((x) => [nextUp(format, x), -nextDown(format, -x)])
    expect(found).toEqual(numbers.slice(1).flatMap((x) => [x, x]))
    const below = numbers.slice(1).flatMap((x) => [nextDown(format, x), -nextUp(format, -x)])
    expect(below.map((x) => x + 0)).toEqual(numbers.slice(0, -1).flatMap((x) => [x, x]))
  })
})

describe('neighbours', () => {
  it('of float32 and float64', () => {
    expect(nextUp(binary32, -1)).toBe(-(1 - 2 ** -24))
    expect(nextDown(binary32, 2)).toBe(floatOf(0x3fffffff))
    expect(nextUp(binary32, 0)).toBe(2 ** -149)
    expect(nextDown(binary32, 0)).toBe(-(2 ** -149))
    expect(nextUp(binary32, 3)).toBe(3 + 2 ** -22)
    expect(nextUp(binary64, -1)).toBe(-(1 - 2 ** -53))
    expect(nextUp(binary64, 1)).toBe(1 + 2 ** -52)
    expect(nextDown(binary64, 2)).toBe(doubleOf(0x3fffffffffffffffn))
    expect(nextUp(binary64, 0)).toBe(5e-324)
    expect(nextDown(binary64, 5e-324)).toBe(0)
  })
})
