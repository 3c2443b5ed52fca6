/**
 * What NumPy draws for a seed: `default_rng`, `Generator` of a bit generator, and `RandomState`, each with `random`,
 * `uniform`, `normal` and `standard_normal`.
 *
 * A seed gives random words (by SeedSequence and a bit generator, or by MT19937), one or two words give a uniform number, and uniform
 * numbers give normal ones, by the ziggurat or by the polar method in pairs. Checked with NumPy 2.4.6 on x86-64, glibc 2.36.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { flow } from 'fp-ts/function'
import type { Validated } from '../../InitializerError.js'
import type { Stream } from '../Stream.js'
import { fromInitializer, type Call, decode, toInitializer, type Options } from './call.js'
import { sampler } from './sampler.js'
import { generator, randomState, type State } from './State.js'

export { fromInitializer, type Call, decode, type Options, options } from './call.js'
export { sampler } from './sampler.js'
export { defaultRng, generator, type Generator, type RandomState, randomState, type Seed, type State } from './State.js'

/**
 * NumPy as a stream: configs are calls, and one state passes through the parameters of a model.
 *
 * @since 0.1.0
 */
export const stream = (options: Options): Stream<Call, State> => ({
  name: 'numpy',
  decode,
  fromInitializer,
  toInitializer: flow(toInitializer, E.right),
  dtype: 'float64',
  fromSeed: (seed): Validated<State> =>
    options.generator === 'RandomState' ? randomState(seed) : generator(options.generator)(seed),
  sampler: sampler(options)
})
