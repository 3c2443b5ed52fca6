/** Both functions against a b + c in integers, rounded by the definition below. */
import { describe, expect, it } from 'vitest'
import { fma32, fma64, horner32, horner64, multiplyAdd32, multiplyAdd64 } from '../../../src/streams/arithmetic/fma.js'
import { bitsOfDouble, doubleOf, floatOf, words } from './support.js'

/** x = mantissa 2^-1074 2^exponent. */
const parts = (x: number): { readonly mantissa: bigint; readonly exponent: bigint } => {
  const bits = bitsOfDouble(x)
  const field = (bits >> 52n) & 0x7ffn
  const fraction = bits & 0xfffffffffffffn
  const size = field === 0n ? fraction : fraction + 0x10000000000000n
  return { mantissa: bits >> 63n === 1n ? -size : size, exponent: field === 0n ? 0n : field - 1n }
}

const length = (n: bigint): number =>
  n.toString(16).length * 4 - Math.clz32(parseInt(n.toString(16).charAt(0), 16)) + 28

/** n 2^-2148 rounded to `digits` binary digits and to multiples of 2^least, ties to even. */
const rounded = (n: bigint, digits: number, least: number): number => {
  const size = n < 0n ? -n : n
  const drop = BigInt(Math.max(length(size) - digits, least + 2148))
  const half = 1n << (drop - 1n)
  const floor = size >> drop
  const rest = size - (floor << drop)
  const kept = rest > half || (rest === half && floor % 2n === 1n) ? floor + 1n : floor
  const magnitude = Number(kept) * 2 ** (Number(drop) - 2148)
  return n < 0n ? -magnitude : magnitude
}

const exactSum = (a: number, b: number, c: number): bigint => {
  const [p, q, r] = [parts(a), parts(b), parts(c)]
  return ((p.mantissa * q.mantissa) << (p.exponent + q.exponent)) + (r.mantissa << (r.exponent + 1074n))
}

type Triple = readonly [number, number, number]
const wrong = (found: (a: number, b: number, c: number) => number, digits: number, least: number) => (triple: Triple) =>
  found(...triple) !== rounded(exactSum(...triple), digits, least)

describe('fma32', () => {
  const isWrong = wrong(fma32, 24, -149)
  const word = words(1)
  const float = (low: number, high: number) =>
    floatOf(((word() & 0x80000000) | ((127 + low + (word() % (high - low + 1))) << 23) | (word() & 0x7fffff)) >>> 0)

  it('is exact for random numbers of all sizes', () => {
    const triples = Array.from({ length: 100_000 }, (_, i): Triple => {
      const width = [0, 3, 30, 60][i % 4]!
      return [float(-width, width), float(-width, width), float(-2 * width - 3, Math.min(2 * width + 3, 120))]
    })
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('is exact where nearly everything cancels', () => {
    const triples = Array.from({ length: 50_000 }, (): Triple => {
      const [a, b] = [float(-8, 8), float(-8, 8)]
      return [a, b, -Math.fround(a * b * (1 + ((word() % 5) - 2) * 2 ** -23))]
    })
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('is exact at ties and next to them, on both sides', () => {
    // c + (half a step of c) (1 + small): the product's last bits decide, and lie far below the double's.
    const triples = Array.from({ length: 50_000 }, (_, i): Triple => {
      const c = float(-3, 3)
      const half = 2 ** (Math.floor(Math.log2(Math.abs(c))) - 24) * (2 * (word() % 3) + 1)
      const [x, y] = [1 + (word() % 3) * 2 ** -23, 1 - (word() % 3) * 2 ** -24]
      return [i % 2 === 0 ? half * x : -half * x, y, c]
    })
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('breaks a tie by a product 2^-70 below it, which a sum of doubles loses', () => {
    const a = 1 + 2 ** -12
    const c = 2 ** 60
    // (2^18 + 2^6) (2^18 - 2^6) = 2^36 - 2^12: half a step of c is 2^36.
    expect(fma32(a * 2 ** 18, (1 - 2 ** -12) * 2 ** 18, c)).toBe(2 ** 60)
    expect(fma32(a * 2 ** 18, a * 2 ** 18, c)).toBe(2 ** 60 + 2 ** 37)
    expect(fma32(2 ** 18, 2 ** 18, c)).toBe(2 ** 60)
    expect(fma32(2 ** 18, 2 ** 18, c + 2 ** 37)).toBe(2 ** 60 + 2 ** 38)
    // Halfway except for 2^-24 2^-24, which a double loses.
    expect(fma32(2 ** -12, 2 ** -12, 1)).toBe(1)
    expect(fma32(2 ** -12 * (1 + 2 ** -23), 2 ** -12 * (1 + 2 ** -23), 1)).toBe(1 + 2 ** -23)
    expect(fma32(2 ** -12 * (1 + 2 ** -23), 2 ** -12 * (1 - 2 ** -23), 1)).toBe(1)
    expect(fma32(2 ** -12 * (1 + 2 ** -23), 2 ** -12 * (1 - 2 ** -23), 1 + 2 ** -23)).toBe(1 + 2 ** -23)
  })

  it('is exact for subnormal results', () => {
    const triples = Array.from({ length: 50_000 }, (_, i): Triple => [
      float(-75, -60),
      float(-75, -60),
      i % 3 === 0 ? 0 : floatOf(word() & 0x800fffff)
    ])
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('propagates infinities and NaN', () => {
    expect(fma32(Infinity, 2, 1)).toBe(Infinity)
    expect(fma32(1, 2, -Infinity)).toBe(-Infinity)
    expect(fma32(Infinity, 1, -Infinity)).toBeNaN()
    expect(fma32(NaN, 1, 1)).toBeNaN()
  })
})

describe('fma64', () => {
  const isWrong = wrong(fma64, 53, -1074)
  const word = words(2)
  const fraction = () => (BigInt(word() & 0xfffff) << 32n) | BigInt(word())
  const double = (low: number, high: number) =>
    doubleOf((BigInt(word() & 1) << 63n) | (BigInt(1023 + low + (word() % (high - low + 1))) << 52n) | fraction())

  it('is exact for random numbers of all sizes', () => {
    const triples = Array.from({ length: 50_000 }, (_, i): Triple => {
      const width = [0, 3, 30, 200][i % 4]!
      return [double(-width, width), double(-width, width), double(-2 * width - 60, 2 * width + 60)]
    })
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('is exact where nearly everything cancels', () => {
    const triples = Array.from({ length: 50_000 }, (): Triple => {
      const [a, b] = [double(-8, 8), double(-8, 8)]
      return [a, b, -(a * b) * (1 + ((word() % 5) - 2) * 2 ** -52)]
    })
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('is exact at ties and next to them, on both sides', () => {
    const triples = Array.from({ length: 50_000 }, (_, i): Triple => {
      const c = double(-3, 3)
      const half = 2 ** (Math.floor(Math.log2(Math.abs(c))) - 53) * (2 * (word() % 3) + 1)
      const [x, y] = [1 + (word() % 3) * 2 ** -52, 1 - (word() % 3) * 2 ** -53]
      return [i % 2 === 0 ? half * x : -half * x, y, c]
    })
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('is exact where the product is the large one, and a small c decides', () => {
    const triples = Array.from({ length: 50_000 }, (): Triple => [
      Math.fround(double(-3, 3)) * 2 ** 25,
      1 + 2 ** -29 + (word() % 3) * 2 ** -52,
      (word() % 2 === 0 ? 1 : -1) * 2 ** -(20 + (word() % 100))
    ])
    expect(triples.filter(isWrong)).toEqual([])
  })

  it('holds at the edges of its range', () => {
    const triples: ReadonlyArray<Triple> = [
      [double(480, 484), double(480, 484), double(960, 969)],
      [double(-480, -478), double(-480, -478), double(-960, -850)],
      [0, double(0, 0), double(0, 0)],
      [double(0, 0), double(0, 0), 0]
    ]
    expect(triples.filter(isWrong)).toEqual([])
  })
})

describe('multiply-adds', () => {
  it('round once or twice', () => {
    const x = 1 + 2 ** -12
    expect(multiplyAdd32(true, x, x, -1)).toBe(2 ** -11 + 2 ** -24)
    expect(multiplyAdd32(false, x, x, -1)).toBe(2 ** -11)
    const y = 1 + 2 ** -27
    expect(multiplyAdd64(true, y, y, -1)).toBe(2 ** -26 + 2 ** -54)
    expect(multiplyAdd64(false, y, y, -1)).toBe(2 ** -26)
  })

  it('give polynomials', () => {
    for (const horner of [horner32, horner64])
      for (const fused of [true, false]) expect(horner(fused, Float64Array.of(2, 3, 4), 5)).toBe(69)
  })
})
