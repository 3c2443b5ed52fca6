/** Resolved plans. */
import * as fc from 'fast-check'
import { native, type Parameter, type Plan } from '../../plan/index.js'
import { drawable } from './drawable.js'
import { optionalSeed } from './fields.js'
import { dtype } from './shapes.js'
import { name } from './states.js'

/**
 * A parameter of a resolved plan.
 *
 * @since 0.1.0
 */
export const parameter = (): fc.Arbitrary<Parameter> =>
  fc
    .tuple(name(), drawable(), dtype())
    .map(([name, { shape, initializer }, dtype]) => ({ name, shape, dtype, initializer }))

/**
 * A resolved plan of up to six parameters with different names.
 *
 * @since 0.1.0
 */
export const plan = (): fc.Arbitrary<Plan> =>
  fc.record(
    {
      stream: fc.constant(native),
      language: fc.constant('canonical' as const),
      seed: optionalSeed(),
      parameters: fc.uniqueArray(parameter(), { maxLength: 6, selector: ({ name }) => name })
    },
    { noNullPrototype: true }
  )
