import { describe, expect, it } from 'vitest'
import { cos, log, sin } from '../../../src/streams/arithmetic/glibc64.js'
import * as libm from '../../../src/streams/arithmetic/libm.js'
import { json, sha256, words } from './support.js'

/** Results of glibc 2.36 for arguments generated in the same way (scripts/write-glibc64-vectors.py). */
const rows = json('./vectors/glibc64.json') as ReadonlyArray<{
  readonly function: 'log' | 'sin' | 'cos'
  readonly range: string
  readonly seed: number
  readonly count: number
  readonly arguments: string
  readonly values: string
}>

const uniforms = (seed: number): (() => number) => {
  const next = words(seed)
  return () => ((next() & 0x1fffff) * 2 ** 32 + next()) * 2 ** -53
}

const spread = (low: number, high: number) => (u: number) => low + (high - low) * u

const power = (low: number, high: number) => (u: number) => {
  const e = Math.floor(u * (high - low))
  return (1 + (u * (high - low) - e)) * 2 ** (e + low)
}

const ranges: Readonly<Record<string, (u: number) => number>> = {
  unit: (u) => 1 - u,
  near: spread(0.93, 1.07),
  wide: power(-1022, 1023),
  turn: (u) => 6.283185307179586 * u,
  small: spread(-0.9, 0.9),
  tiny: power(-60, -2),
  large: spread(-1e8, 1e8)
}

const functions = { log, sin, cos }

describe('the doubles of glibc, bit for bit', () => {
  it.each(rows)('$function, $range', (row) => {
    const uniform = uniforms(row.seed)
    const xs = Float64Array.from({ length: row.count }, () => ranges[row.range]!(uniform()))
    expect(sha256(xs)).toBe(row.arguments)
    expect(sha256(xs.map(functions[row.function]))).toBe(row.values)
  })

  it('are exact where the value is a double', () => {
    expect([log(1), sin(0), cos(0)]).toEqual([0, 0, 1])
    expect(sin(-0)).toBe(-0)
  })

  it('differ from the nearest doubles in some results, so that one cannot replace the other', () => {
    const uniform = uniforms(1)
    const xs = Float64Array.from({ length: 20_000 }, () => uniform())
    const differing = (f: (x: number) => number, g: (x: number) => number) => xs.filter((x) => f(x) !== g(x)).length
    expect([differing(log, libm.log), differing(sin, libm.sin), differing(cos, libm.cos)].map(Math.sign)).toEqual([
      1, 1, 1
    ])
  })
})
