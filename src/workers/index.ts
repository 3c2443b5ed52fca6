/** Threads that draw, for browsers: a pool of workers, and the code that a worker runs. */
export type { Pool } from './Pool.js'
export { type DrawOptions, sampler, type SamplerOptions } from './sampler.js'
export { type Scope, serve } from './serve.js'
export { open, type WorkerLike } from './web.js'
