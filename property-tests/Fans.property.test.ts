/** Fans of any shape. Tables of numbers that were computed by hand are in test/Fans.test.ts. */
import * as fc from 'fast-check'
import { describe } from 'vitest'
import { Fans } from 'initializers-ts'
import { denominatorLaws, fansLaws } from 'initializers-ts/laws'
import { shape } from 'initializers-ts/laws/fast-check'
import { claims } from './check.js'

describe('the fans of a shape', () => {
  const growth = fc.record({
    shape: shape({ maxRank: 5, maxDim: 500, minDim: 1 }),
    factor: fc.integer({ min: 1, max: 50 })
  })
  claims(fansLaws(Fans.fromShape), growth, 1000)
})

describe('the number that a scale is divided by', () => {
  const fan = fc.oneof(fc.nat(3), fc.nat(2 ** 26))
  claims(denominatorLaws, fc.record({ fanIn: fan, fanOut: fan }), 1000)
})
