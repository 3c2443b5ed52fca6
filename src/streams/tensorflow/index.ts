/**
 * What TensorFlow draws for a seed on a CPU, bit for bit (checked with tensorflow-cpu 2.21.0 on x86-64, glibc 2.36). The steps
 * from seed to weight are in `philox.ts`, `numbers.ts`, `random.ts`, `terms.ts` and `../ops/initializers.ts`.
 *
 * @since 0.1.0
 */
export type { RandomOp } from '../ops/RandomOp.js'
export { getSeed, type Philox, type Seed, stateful, stateless } from './philox.js'
export type { Libm } from './random.js'
export { type Eager, eager, run, setSeed } from './stateful.js'
export {
  statelessFoldIn,
  statelessNormal,
  statelessSplit,
  statelessTruncatedNormal,
  statelessUniform
} from './stateless.js'
export { options, options1, stream, stream1 } from './stream.js'
