/** Plans of any parameters. */
import * as fc from 'fast-check'
import { describe } from 'vitest'
import { planLaws } from 'initializers-ts/laws'
import { parameter, plan, rng } from 'initializers-ts/laws/fast-check'
import { claims } from './check.js'

describe('a plan', () => {
  const modelled = fc
    .record({ plan: plan(), extra: parameter(), rng: rng(), chunk: fc.integer({ min: 1, max: 50 }) })
    .filter(({ plan, extra }) => plan.parameters.every(({ name }) => name !== extra.name))
  claims(planLaws, modelled, 150)
})
