/**
 * What must hold of samplers, states, fans, configs, distributions, tensors, draws, plans and samples: named predicates
 * that know no test library. `initializers-ts/laws/fast-check` looks for counterexamples.
 *
 * @since 0.1.0
 */
export * from './config.js'
export * from './distribution.js'
export * from './draw.js'
export * from './fans.js'
export * from './law.js'
export * from './plan.js'
export * from './rng.js'
export * from './sampler.js'
export * from './statistics.js'
export * from './tensor.js'
