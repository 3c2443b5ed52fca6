/** Runs `scalingLaws`, `quantileLaws`, `transformLaws` and `gridLaws`. */
import * as fc from 'fast-check'
import { describe } from 'vitest'
import { Distribution } from 'initializers-ts'
import { centred, distribution, dtype, varianceScaling } from 'initializers-ts/laws/fast-check'
import { claims, claimsOf, expectedSamples } from './check.js'
import { quantileLaws, transformLaws } from './laws/distribution.js'
import { gridLaws } from './laws/grid.js'
import { scalingLaws } from './laws/scaling.js'

describe('the distribution of a VarianceScaling', () => {
  const fan = fc.integer({ min: 0, max: 2 ** 40 })
  claims(scalingLaws, fc.record({ initializer: varianceScaling(), fans: fc.record({ fanIn: fan, fanOut: fan }) }), 1000)
})

describe('a quantile function', () => {
  claims(quantileLaws, fc.record({ distribution: distribution(), u: centred(), v: centred() }), 1000)
})

describe('words transformed to numbers', () => {
  const words = fc
    .array(fc.oneof(fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -1, 0, 1)), { minLength: 2, maxLength: 32 })
    .map((list) => Int32Array.from(list.slice(0, list.length - (list.length % 2))))
  claims(transformLaws, fc.record({ distribution: distribution(), dtype: dtype(), words }), 500)
})

describe.each(expectedSamples)('on the grid of 2^16 points, $name', (expected) => {
  claimsOf(gridLaws, expected)
})

describe.each([
  { name: 'a normal truncated to [-1, 3] in float32', bounds: [-1, 3], dtype: 'float32' },
  { name: 'a normal truncated to [-1, 3] in float64', bounds: [-1, 3], dtype: 'float64' },
  { name: 'a normal truncated to [-1, 3] in bfloat16', bounds: [-1, 3], dtype: 'bfloat16' },
  { name: 'a normal truncated to [1, inf) in float16', bounds: [1, Infinity], dtype: 'float16' },
  { name: 'a normal truncated to ±0.5 in float16', bounds: [-0.5, 0.5], dtype: 'float16' }
] as const)('on the grid of 2^16 points, $name', ({ bounds: [lower, upper], dtype }) => {
  claimsOf(gridLaws, { distribution: Distribution.truncatedNormal(0, 0.05, lower, upper), dtype })
})
