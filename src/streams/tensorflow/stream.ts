/**
 * TensorFlow as sources of weights: the initializers of TensorFlow 2, whose seed gives the same numbers each time, and those
 * of TensorFlow 1, which are ops of a graph.
 */
import * as E from 'fp-ts/Either'
import { flow, pipe } from 'fp-ts/function'
import { type Dialect, read } from '../../dialects/index.js'
import type { Initializer } from '../../Initializer.js'
import type { Validated } from '../../InitializerError.js'
import type { Stream } from '../Stream.js'
import type { OptionValues, OptionTable } from '../options.js'
import { adopt, sampler } from './initializers.js'
import { eagerCast, graphCast } from './law.js'
import { getSeed, nextOp, type Philox, stateful, stateless } from './philox.js'
import { afterRun } from './random.js'
import { drawerOf } from './stateful.js'

// -------------------------------------------------------------------------------------
// options
// -------------------------------------------------------------------------------------

/**
 * `libm`: `glibc`, from 2.28 on, or functions that round correctly.
 *
 * @since 0.1.0
 */
export const options = { libm: ['glibc', 'rounded'] } as const satisfies OptionTable

/**
 * - `graph_seed`: that of `tf.compat.v1.set_random_seed`, if it was called
 * - `next`: what follows the draw of a tensor: another `run` of the same op, or the first run of an `op` with the next
 *   seed. From the seed 0 on, that is the order in which a graph of TensorFlow 2's `compat.v1` counts its random ops that
 *   have no seed of their own
 *
 * @since 0.1.0
 */
export const options1 = { graph_seed: 'integer', next: ['run', 'op'], ...options } as const satisfies OptionTable

// -------------------------------------------------------------------------------------
// streams
// -------------------------------------------------------------------------------------

/** Reads a config in a dialect's words. */
export const decoder = (dialect: Dialect): ((u: unknown) => Validated<Initializer>) =>
  flow(
    read(dialect),
    E.map(({ initializer }) => initializer)
  )

const same = (): ((from: Philox) => Philox) => (from) => from

/**
 * `tf.initializers` and those of Keras 2 with an integer for a seed s, which draw by the stateless ops for the seed [s, 0]:
 * bit for bit on Linux, but for `Orthogonal`, which is within 1e-5. The generator is handed on unchanged. (Keras 2 without
 * seeds, after `set_random_seed`, draws as `keras-tensorflow` does with `seeding: global`.)
 *
 * @since 0.1.0
 */
export const stream = ({ libm }: OptionValues<typeof options>): Stream<Initializer, Philox> => ({
  name: 'tensorflow',
  decode: decoder('keras2'),
  fromInitializer: adopt(false),
  toInitializer: E.right,
  dtype: 'float32',
  fromSeed: (seed) => stateless([seed, 0]),
  sampler: sampler(false, drawerOf(libm, eagerCast, same))
})

/**
 * `tf.compat.v1` initializers in a graph; a seed is that of an op. Bit for bit as `stream`.
 *
 * @since 0.1.0
 */
export const stream1 = ({ graph_seed, next, libm }: OptionValues<typeof options1>): Stream<Initializer, Philox> => ({
  name: 'tensorflow1',
  decode: decoder('tf1'),
  fromInitializer: adopt(true),
  toInitializer: E.right,
  dtype: 'float32',
  fromSeed: (seed) => pipe(getSeed(graph_seed, seed), E.map(stateful)),
  sampler: sampler(true, drawerOf(libm, graphCast, next === 'run' ? afterRun : () => nextOp))
})
