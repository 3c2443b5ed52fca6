/** Runs `parameterLaws` and `chunkLaws`. */
import * as fc from 'fast-check'
import { describe } from 'vitest'
import { parameter, plan, rng } from 'initializers-ts/laws/fast-check'
import { claims } from '../check.js'
import { chunkLaws, parameterLaws } from '../laws/plan.js'

describe('a plan', () => {
  const cases = fc
    .record({ plan: plan(), extra: parameter(), rng: rng(), chunk: fc.integer({ min: 1, max: 50 }) })
    .filter(({ plan, extra }) => plan.parameters.every(({ name }) => name !== extra.name))
  claims(parameterLaws, cases, 150)
  claims(chunkLaws, cases, 150)
})
