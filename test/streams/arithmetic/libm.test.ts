import { describe, expect, it } from 'vitest'
import { bigCos, bigExp, bigLog, bigSin, erf64 } from '../../../src/streams/arithmetic/bigLibm.js'
import { cos, exp, log, sin } from '../../../src/streams/arithmetic/libm.js'
import { json } from './support.js'

/** An argument and the double nearest to the value, from mpmath (scripts/write-libm-references.py). */
type Rows = ReadonlyArray<readonly [x: number, nearest: number]>
const references = json('./references.json') as Readonly<Record<'exp' | 'log' | 'sin' | 'cos' | 'erf', Rows>>

const wrong = (f: (x: number) => number, rows: Rows) =>
  rows.map(([x, nearest]) => [x, nearest, f(x)]).filter(([, nearest, found]) => nearest !== found)

/** x = m 2^k with m from 1/2 to 2, the arguments of bigLog. */
const bigLogOf = (x: number): number => {
  const k = Math.max(Math.floor(Math.log2(x)), -1022)
  const m = x * 2 ** -Math.ceil(k / 2) * 2 ** -Math.floor(k / 2)
  const shift = m < 0.5 ? Math.floor(Math.log2(m)) : 0
  return bigLog(m * 2 ** -shift, k + shift)
}

describe('correctly rounded', () => {
  it.each([
    ['exp', exp],
    ['log', log],
    ['sin', sin],
    ['cos', cos]
  ] as const)('%s is the nearest double', (name, f) => {
    expect(wrong(f, references[name])).toEqual([])
  })

  it('erf64 is the nearest double', () => {
    expect(wrong(erf64, references.erf)).toEqual([])
    expect([erf64(0), erf64(Infinity), erf64(-Infinity)]).toEqual([0, 1, -1])
  })

  it('are exact where the value is a double', () => {
    expect([exp(0), log(1), sin(0), cos(0)]).toEqual([1, 0, 0, 1])
    expect([exp(-746), exp(-1e300), exp(-Infinity)]).toEqual([0, 0, 0])
  })
})

describe('the second phase alone', () => {
  const large = ([x]: readonly [number, number]) => Math.abs(x) > 2 ** -40

  it.each([
    ['exp', bigExp, references.exp.filter(([x]) => x > -746)],
    ['log', bigLogOf, references.log],
    ['sin', bigSin, references.sin.filter(large)],
    ['cos', bigCos, references.cos]
  ] as const)('%s is the nearest double', (_, f, rows) => {
    expect(wrong(f, rows)).toEqual([])
  })
})
