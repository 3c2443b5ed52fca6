/**
 * TensorFlow as streams: the initializers of TensorFlow 2, which draw the same numbers each time for a seed, and those of
 * TensorFlow 1, which are operations of a graph.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { read } from '../../dialects/index.js'
import type { Initializer } from '../../Initializer.js'
import type { Validated } from '../../InitializerError.js'
import { decoder } from '../decoder.js'
import { checkWith, recipes1, recipes2, samplerWith } from '../ops/initializers.js'
import type { OptionTable, OptionValues } from '../options.js'
import type { Stream } from '../Stream.js'
import { getSeed, nextOp, type Philox, stateful, stateless } from './philox.js'
import { afterRun } from './random.js'
import { runWith } from './stateful.js'
import { eagerExecution, graphExecution } from './terms.js'

// -------------------------------------------------------------------------------------
// options
// -------------------------------------------------------------------------------------

/**
 * `libm`: the functions of glibc, from 2.28 on, or functions that round correctly.
 *
 * @since 0.1.0
 */
export const options = { libm: ['glibc', 'rounded'] } as const satisfies OptionTable

/**
 * - `graph_seed`: the seed of `tf.compat.v1.set_random_seed`, if it was called
 * - `next`: what follows the draw of a tensor, another `run` of the same op, or the first run of the `op` with the next
 *   seed. From the seed 0 on, the latter is the order in which a graph of TensorFlow 2's `compat.v1` counts its random ops
 *   without a seed of their own
 *
 * @since 0.1.0
 */
export const options1 = { graph_seed: 'integer', next: ['run', 'op'], ...options } as const satisfies OptionTable

// -------------------------------------------------------------------------------------
// streams
// -------------------------------------------------------------------------------------

/** A config of TensorFlow 1, whose GlorotUniform and GlorotNormal forget their dtype. */
const decode1 = (u: unknown): Validated<Initializer> =>
  pipe(
    read('tf1')(u),
    E.map(({ initializer, decisions }) =>
      decisions.some(({ point }) => point === 'named_keys') ? { ...initializer, dtype: null } : initializer
    )
  )

const same = (): ((from: Philox) => Philox) => (from) => from

/**
 * `tf.initializers` and those of Keras 2 with an integer seed s, which draw by the stateless ops with the seed [s, 0]:
 * bit for bit on Linux, except `Orthogonal`, which is within 1e-5. A draw returns its generator unchanged. (Keras 2 without
 * seeds, after `set_random_seed`, draws as `keras-tensorflow` does with `seeding: global`.)
 *
 * @since 0.1.0
 */
export const stream = ({ libm }: OptionValues<typeof options>): Stream<Initializer, Philox> => ({
  name: 'tensorflow',
  decode: decoder('keras2'),
  fromInitializer: checkWith(recipes2),
  toInitializer: E.right,
  dtype: 'float32',
  fromSeed: (seed) => stateless([seed, 0]),
  sampler: samplerWith(recipes2, runWith(libm, eagerExecution, same))
})

/**
 * `tf.compat.v1` initializers in a graph; a seed is that of an op. Bit for bit as `stream`.
 *
 * @since 0.1.0
 */
export const stream1 = ({ graph_seed, next, libm }: OptionValues<typeof options1>): Stream<Initializer, Philox> => ({
  name: 'tensorflow1',
  decode: decode1,
  fromInitializer: checkWith(recipes1),
  toInitializer: E.right,
  dtype: 'float32',
  fromSeed: (seed) => pipe(getSeed(graph_seed, seed), E.map(stateful)),
  sampler: samplerWith(recipes1, runWith(libm, graphExecution, next === 'run' ? afterRun : () => nextOp))
})
