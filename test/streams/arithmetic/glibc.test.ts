/** Vectors of glibc 2.36, from scripts/write-glibc-vectors.py. */
import { describe, expect, it } from 'vitest'
import { cosf, floatLibm, logf, sinf } from '../../../src/streams/arithmetic/glibc.js'
import { cos, log, sin } from '../../../src/streams/arithmetic/libm.js'
import { log1p, log1pf } from '../../../src/streams/arithmetic/log1p.js'
import { floatOf, json, sha256 } from './support.js'

interface Floats {
  readonly sha256: string
  readonly every65537th: ReadonlyArray<string>
}
interface Doubles {
  readonly sha256: string
  readonly points: ReadonlyArray<readonly [x: number, y: number]>
}
const vectors = json('./vectors/glibc.json') as Readonly<
  Record<'logf' | 'sinf' | 'cosf' | 'log1pf', Floats> & Record<'log1pFused' | 'log1pSeparate', Doubles>
>

const COUNT = 2 ** 24
const turn = (k: number) => Math.fround(2 * Math.PI * (k * 2 ** -24))
const cases = [
  ['logf', logf, (k: number) => (k + 1) * 2 ** -24],
  ['sinf', sinf, turn],
  ['cosf', cosf, turn],
  ['log1pf', log1pf, (k: number) => -(k * 2 ** -24)]
] as const

describe.each(cases)('%s', (name, f, argument) => {
  it('has the bits of glibc at sampled arguments', () => {
    vectors[name].every65537th.forEach((bits, i) => {
      expect(f(argument(65537 * i))).toBe(floatOf(parseInt(bits, 16)))
    })
  })

  it('has the bits of glibc for the arguments of all 2^24 values of 24 random bits', () => {
    const results = new Float32Array(COUNT)
    for (let k = 0; k < COUNT; k++) results[k] = f(argument(k))
    expect(sha256(results)).toBe(vectors[name].sha256)
  })
})

describe.each([
  ['with fused multiply-add', true, vectors.log1pFused],
  ['without', false, vectors.log1pSeparate]
] as const)('log1p %s', (_, fused, { sha256: digest, points }) => {
  it('has the bits of glibc in every branch', () => {
    expect(points.filter(([x, y]) => !Object.is(log1p(fused, x), y))).toEqual([])
    expect(log1p(fused, -1)).toBe(-Infinity)
  })

  it('has the bits of glibc from 0 to -1', () => {
    expect(sha256(Float64Array.from({ length: 200_000 }, (_, k) => log1p(fused, -(k / 200_000))))).toBe(digest)
  })
})

describe('floatLibm', () => {
  it('returns the functions of glibc or rounded doubles', () => {
    expect(floatLibm('glibc')).toEqual({ log: logf, sin: sinf, cos: cosf })
    const rounded = floatLibm('rounded')
    for (let k = 1; k < 1000; k++) {
      const x = Math.fround(k * 0.00618)
      expect(rounded.log(x)).toBe(Math.fround(log(x)))
      expect(rounded.sin(x)).toBe(Math.fround(sin(x)))
      expect(rounded.cos(x)).toBe(Math.fround(cos(x)))
    }
  })

  it('which differ in about one result of a hundred, by one ulp', () => {
    const [glibc, rounded] = [floatLibm('glibc'), floatLibm('rounded')]
    const differing = (name: 'log' | 'sin' | 'cos') => {
      const xs = Array.from({ length: 20_000 }, (_, k) => turn(800 * k + 1))
      const pairs = xs.map((x) => [glibc[name](x), rounded[name](x)] as const).filter(([a, b]) => a !== b)
      expect(Math.max(...pairs.map(([a, b]) => Math.abs(a / b - 1)))).toBeLessThan(2 ** -22.9)
      return pairs.length / xs.length
    }
    expect(differing('log')).toBeLessThan(0.02)
    expect(differing('sin')).toBeLessThan(0.02)
    expect(differing('cos')).toBeLessThan(0.02)
    expect(differing('sin')).toBeGreaterThan(0.001)
  })
})
