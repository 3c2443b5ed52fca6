/**
 * Compares the rounding with a second one, which looks the nearest number up in a list of all 2^16 numbers of a format, and
 * for float32 with the language's own.
 */
import { describe, expect, it } from 'vitest'
import {
  binary16,
  binary32,
  brain16,
  loadBfloat16,
  loadFloat16,
  roundDown,
  roundNearest,
  roundUp,
  storeBfloat16,
  storeFloat16
} from '../../../src/numeric/float/rounding.js'

/** The value of 16 bits with a given number of exponent bits, by the definition of the format. */
const valueOf =
  (exponentBits: number) =>
  (bits: number): number => {
    const fractionBits = 15 - exponentBits
    const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1)
    const fraction = bits & (2 ** fractionBits - 1)
    const sign = bits >> 15 === 0 ? 1 : -1
    const bias = 2 ** (exponentBits - 1) - 1
    if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN
    return exponent === 0
      ? sign * fraction * 2 ** (1 - bias - fractionBits)
      : sign * (1 + fraction / 2 ** fractionBits) * 2 ** (exponent - bias)
  }

const formats = [
  { name: 'float16', format: binary16, value: valueOf(5), infinity: 0x7c00, store: storeFloat16, load: loadFloat16 },
  { name: 'bfloat16', format: brain16, value: valueOf(8), infinity: 0x7f80, store: storeBfloat16, load: loadBfloat16 }
]

/** The double next to x, away from 0 or towards it, for x > 0. */
const neighbour = (x: number, step: 1n | -1n): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  view.setBigUint64(0, view.getBigUint64(0) + step)
  return view.getFloat64(0)
}

describe.each(formats)('$name', ({ format, value, infinity, store, load }) => {
  const stored = (reals: ReadonlyArray<number>): Uint16Array => {
    const out = new Uint16Array(reals.length)
    store(Float64Array.from(reals), reals.length, out, 0)
    return out
  }
  const positive = Array.from({ length: infinity }, (_, bits) => value(bits))

  it('reads each of the 2^16 patterns as defined', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits)
    const out = new Float64Array(65_536)
    load(all, 0, 65_536, out)
    const isNaNPattern = (bits: number) => (bits & 0x7fff) > infinity
    expect(out.every((x, bits) => (isNaNPattern(bits) ? Number.isNaN(x) : Object.is(x, value(bits))))).toBe(true)
  })

  it('writes each finite pattern back unchanged', () => {
    for (const sign of [0, 0x8000]) {
      const bits = positive.map((_, i) => sign + i)
      expect([...stored(bits.map(value))]).toEqual(bits)
    }
  })

  it('rounds numbers between two patterns to the nearer one, and the middle to the even one', () => {
    for (let bits = 0; bits + 1 < infinity; bits++) {
      const middle = (positive[bits]! + positive[bits + 1]!) / 2
      const even = bits % 2 === 0 ? bits : bits + 1
      const [below, above] = [neighbour(middle, -1n), neighbour(middle, 1n)]
      const found = [...stored([middle, below, above, -middle, -below, -above])]
      const wanted = [even, bits, bits + 1, 0x8000 + even, 0x8000 + bits, 0x8000 + bits + 1]
      if (found.some((b, i) => b !== wanted[i])) expect(found, `around ${middle}`).toEqual(wanted)
    }
  })

  it('rounds a single number as it rounds an array', () => {
    for (let bits = 0; bits + 1 < infinity; bits++) {
      const [low, high] = [positive[bits]!, positive[bits + 1]!]
      for (const x of [low, (low + high) / 2, low + (high - low) * 0.3, low + (high - low) * 0.9]) {
        const [nearest, negative] = stored([x, -x])
        if (!Object.is(roundNearest(format, x), value(nearest!))) expect.fail(`nearest of ${x}`)
        if (!Object.is(roundNearest(format, -x), value(negative!))) expect.fail(`nearest of ${-x}`)
      }
    }
  })

  it('finds the neighbours on both sides', () => {
    for (let bits = 0; bits + 1 < infinity; bits++) {
      const [low, high] = [positive[bits]!, positive[bits + 1]!]
      for (const x of [(low + high) / 2, neighbour(high, -1n)]) {
        if (roundDown(format, x) !== low || roundUp(format, x) !== high) expect.fail(`around ${x}`)
        if (roundDown(format, -x) !== -high || roundUp(format, -x) !== -low) expect.fail(`around ${-x}`)
      }
      if (roundDown(format, low) !== low || roundUp(format, low) !== low) expect.fail(`at ${low}`)
    }
  })

  it('writes n elements from an offset on, and nothing else', () => {
    const out = new Uint16Array(5)
    store(Float64Array.of(1, 1, 1, 1), 2, out, 2)
    expect([...out].map((bits) => bits === 0)).toEqual([true, true, false, false, true])
  })

  it('reads reals from a part of a buffer', () => {
    const part = Float64Array.of(9, 9, 1, -2).subarray(2)
    const out = new Uint16Array(2)
    store(part, 2, out, 0)
    expect([...out].map(value)).toEqual([1, -2])
  })
})

describe('rounding once', () => {
  it('differs from rounding through float32', () => {
    // just above half a step: float32 drops the last bit, and the tie then goes to even
    const cases = [
      { ...formats[0]!, x: 1 + 2 ** -11 + 2 ** -30, once: 1 + 2 ** -10, twice: 1 },
      { ...formats[1]!, x: 1 + 2 ** -8 + 2 ** -30, once: 1 + 2 ** -7, twice: 1 },
      { ...formats[0]!, x: 1 + 3 * 2 ** -11 - 2 ** -30, once: 1 + 2 ** -10, twice: 1 + 2 ** -9 },
      { ...formats[0]!, x: 2 ** -25 + 2 ** -60, once: 2 ** -24, twice: 0 }
    ]
    for (const { format, value, store, x, once, twice } of cases) {
      const out = new Uint16Array(4)
      store(Float64Array.of(x, Math.fround(x), -x, -Math.fround(x)), 4, out, 0)
      expect([...out].map(value)).toEqual([once, twice, -once, -twice])
      expect(roundNearest(format, x)).toBe(once)
    }
  })
})

describe('float32', () => {
  /** Doubles of random bits with exponents that a float32 can have, and the middles between float32s. */
  const samples = (): ReadonlyArray<number> => {
    const view = new DataView(new ArrayBuffer(8))
    return Array.from({ length: 50_000 }, (_, i) => {
      view.setUint32(0, (Math.imul(i, 0x9e3779b1) & 0x800fffff) | ((1023 - 160 + (i % 286)) << 20))
      view.setUint32(4, i % 3 === 0 ? 0x10000000 : Math.imul(i, 0x85ebca6b) >>> 0)
      return view.getFloat64(0)
    })
  }

  it('rounds like the language', () => {
    for (const x of samples()) if (!Object.is(roundNearest(binary32, x), Math.fround(x))) expect.fail(`${x}`)
  })

  it('finds the neighbours on both sides', () => {
    for (const x of samples()) {
      const [low, high] = [roundDown(binary32, x), roundUp(binary32, x)]
      if (!(low <= x && x <= high && Math.fround(low) === low && Math.fround(high) === high)) expect.fail(`${x}`)
      if (Math.fround(x) !== low && Math.fround(x) !== high) expect.fail(`${x}`)
    }
  })
})
