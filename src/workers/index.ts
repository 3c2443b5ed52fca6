/** Threads that draw, for browsers and for `node/`: what a worker answers, and who asks. */
export type { Pool } from './Pool.js'
export { sampler, type SamplerOptions } from './sampler.js'
export { type Scope, serve } from './serve.js'
export { open, type WorkerLike } from './web.js'
