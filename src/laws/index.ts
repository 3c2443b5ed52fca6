/**
 * Laws to run on your own samplers, configs, fans, draws, tensors and samples: named predicates that do not depend on a
 * test library. `initializers-ts/laws/fast-check` searches for counterexamples.
 *
 * | laws | about |
 * | --- | --- |
 * | `samplerLaws` `wordLaws` `chainLaws` | a sampler, run from any state |
 * | `sliceLaws` | a draw, its slices and its chunks |
 * | `initializerLaws` `independentLaws` | an initializer, built in or of a registry, over a shape in every dtype |
 * | `roundTripLaws` `configLaws` | a codec, such as `initializerCodec`, its values and its configs |
 * | `fansLaws` | a rule from shapes to fans |
 * | `tensorLaws` | a tensor |
 * | `statisticalLaws` | a large sample of one distribution |
 *
 * @since 0.1.0
 */
export * from './config.js'
export { equal } from './equal.js'
export * from './fans.js'
export * from './initializer.js'
export * from './law.js'
export * from './sampler.js'
export { type SliceCase, sliceLaws } from './slice.js'
export * from './statistics.js'
export * from './tensor.js'
