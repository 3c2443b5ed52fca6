/** Configs in the canonical dialect. */
import * as fc from 'fast-check'
import * as Initializer from '../../Initializer.js'
import * as presets from '../../initializers/presets.js'
import { initializer } from './drawable.js'

/** Configs with fields that are required or depend on each other. */
const complete = ['TruncatedNormal', 'RandomUniform', 'Sparse', 'Scaled', 'Blocks', 'Masked', 'ICNR']

/**
 * A config as users write it: a name, a preset, or an object with some fields left out and its keys in any order.
 *
 * @since 0.1.0
 */
export const config = (): fc.Arbitrary<unknown> => fc.oneof(bareName(), preset(), initializer().chain(partly))

const bareName = (): fc.Arbitrary<unknown> =>
  fc.constantFrom('zeros', 'Ones', 'he_normal', 'GlorotUniform', 'random_normal', 'VarianceScaling', 'orthogonal')

const preset = (): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...presets.byName.keys()), fc.option(fc.maxSafeInteger(), { nil: undefined }))
    .map(([className, seed]) => ({ class_name: className, ...(seed === undefined ? {} : { config: { seed } }) }))

const partly = (initializer: Initializer.Initializer): fc.Arbitrary<unknown> => {
  const { class_name, config } = Initializer.encode(initializer)
  const fields = Object.entries(config)
  const kept = complete.includes(class_name) ? fc.constant(fields) : fc.subarray(fields)
  return fc.tuple(kept, fc.boolean()).map(([entries, isReversed]) => ({
    class_name,
    config: Object.fromEntries(isReversed ? entries.toReversed() : entries)
  }))
}
