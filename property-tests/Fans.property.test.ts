/** Runs `fansLaws` and `denominatorLaws`. Hand-computed tables are in test/Fans. */
import * as fc from 'fast-check'
import { describe } from 'vitest'
import { Fans } from 'initializers-ts'
import { fansLaws } from 'initializers-ts/laws'
import { shape } from 'initializers-ts/laws/fast-check'
import { claims } from './check.js'
import { denominatorLaws } from './laws/fans.js'

describe('the fans of a shape', () => {
  const cases = fc.record({
    shape: shape({ maxRank: 5, maxDim: 500, minDim: 1 }),
    factor: fc.integer({ min: 1, max: 50 })
  })
  claims(fansLaws(Fans.fromShape), cases, 1000)
})

describe('the denominator of a scale', () => {
  const fan = fc.oneof(fc.nat(3), fc.nat(2 ** 26))
  claims(denominatorLaws, fc.record({ fanIn: fan, fanOut: fan }), 1000)
})
