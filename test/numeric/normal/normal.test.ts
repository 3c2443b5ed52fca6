import { describe, expect, it } from 'vitest'
import { cdf, pdf } from '../../../src/numeric/normal/normal.js'
import { largestError, references } from '../references.js'

describe('cdf', () => {
  it('has a relative error below 1e-15, in the far left tail too', () => {
    expect(largestError(cdf, references.cdf)).toBeLessThan(5) // measured: 4.4 over 160 000 points
  })

  it('is 1/2 at 0, and 0 and 1 at the infinities', () => {
    expect(cdf(0)).toBe(0.5)
    expect(cdf(-Infinity)).toBe(0)
    expect(cdf(Infinity)).toBe(1)
    expect(cdf(-40)).toBe(0)
    expect(cdf(40)).toBe(1)
  })

  it('adds up to 1 with its reflection', () => {
    for (let z = -9; z <= 9; z += 0.01) expect(Math.abs(cdf(z) + cdf(-z) - 1)).toBeLessThan(3e-16)
  })

  it('is monotonic, across both seams too', () => {
    for (let z = -38; z < 6; z += 0.001) expect(cdf(z + 0.001)).toBeGreaterThan(cdf(z))
  })
})

describe('pdf', () => {
  it('has a relative error below 1e-15', () => {
    expect(largestError(pdf, references.pdf)).toBeLessThan(3)
  })

  it('is even, and 0 in the far tails', () => {
    for (let z = 0; z < 40; z += 0.1) expect(pdf(-z)).toBe(pdf(z))
    expect(pdf(Infinity)).toBe(0)
  })
})
