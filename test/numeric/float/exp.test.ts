import { describe, expect, it } from 'vitest'
import { exp } from '../../../src/numeric/float/exp.js'
import { largestError, references } from '../references.js'

describe('exp', () => {
  it('has an error below 1 ulp', () => {
    expect(largestError(exp, references.exp)).toBeLessThan(0.8) // measured: 0.74 over 8 000 points
  })

  it('is 1 at 0', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-0)).toBe(1)
  })

  it('underflows gradually through the subnormal doubles to 0', () => {
    expect(exp(-744)).toBe(1e-323)
    expect(exp(-744.5)).toBe(0)
    expect(exp(-1e300)).toBe(0)
    expect(exp(-Infinity)).toBe(0)
  })
})
