import { describe, expect, it } from 'vitest'
import { log } from '../../../src/numeric/float/log.js'
import { largestError, references } from '../references.js'

describe('log', () => {
  it('has an error below 1 ulp', () => {
    expect(largestError(log, references.log)).toBeLessThan(0.85) // measured: 0.80 over 120 000 points
  })

  it('is 0 at 1, and exact in the exponent', () => {
    expect(log(1)).toBe(0)
    expect(log(2)).toBe(Math.LN2)
    expect(log(0.5)).toBe(-Math.LN2)
  })

  it('covers every positive double, from the smallest to the largest', () => {
    expect(log(5e-324)).toBe(-744.4400719213812)
    expect(log(2.2250738585072014e-308)).toBe(-708.3964185322641)
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384)
  })
})
