/** Laws as properties. */
import * as fc from 'fast-check'
import type { Laws } from '../law.js'

/**
 * A property for each law, so that each becomes a test of its own; the title is the law's name and description.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 * import { fansLaws } from 'initializers-ts/laws'
 * import { properties, shape } from 'initializers-ts/laws/fast-check'
 * import * as fc from 'fast-check'
 *
 * const cases = fc.record({ shape: shape(), factor: fc.integer({ min: 1, max: 9 }) })
 * const claims = properties(fansLaws(Fans.fromShape), cases)
 * claims.map(([title]) => title).includes('scalar: both fans of a scalar are 1') // => true
 * claims.some(([, property]) => fc.check(property, { numRuns: 10 }).failed) // => false
 *
 * // in a test file: for (const [title, property] of claims) it(title, () => fc.assert(property))
 */
export const properties = <A>(
  laws: Laws<A>,
  values: fc.Arbitrary<A>
): ReadonlyArray<readonly [title: string, property: fc.IProperty<[A]>]> =>
  Object.entries(laws).map(([name, { description, holds }]) => [`${name}: ${description}`, fc.property(values, holds)])
