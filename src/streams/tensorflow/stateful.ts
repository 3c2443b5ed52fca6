/**
 * Random ops with a state: those of a TensorFlow 1 graph, and those of eager mode after `tf.random.set_seed`.
 *
 * An op has two seeds, that of its graph and its own, and a counter that each run advances. In eager mode, ops of the same
 * kind, dtype and seeds share a kernel and its counter; an op without a seed takes one from CPython's `random`, which is
 * seeded by the global seed.
 *
 * Source: tensorflow/python/framework/random_seed.py, python/eager/context.py and python/ops/random_ops.py.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State } from 'fp-ts/State'
import type { DType } from '../../DType.js'
import type { TensorSpec } from '../../Initializer.js'
import { at, type Validated } from '../../InitializerError.js'
import { size } from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import * as Mt19937 from '../generators/Mt19937.js'
import * as PythonRandom from '../generators/PythonRandom.js'
import type { RandomOp, RunOp } from '../ops/RandomOp.js'
import { targetOf } from '../target.js'
import { getSeed, type Philox, stateful } from './philox.js'
import { afterRun, draw, type Libm } from './random.js'
import { type Execution, eagerExecution, graphExecution, termsOf } from './terms.js'

// -------------------------------------------------------------------------------------
// graphs
// -------------------------------------------------------------------------------------

/**
 * A run of `tf.compat.v1.random_uniform` or the like, as a function of the op's generator: a tensor, and the generator of
 * the next run. The generator of the first run is `stateful` of `getSeed`.
 *
 * @since 0.1.0
 * @example
 * import { tensorflow } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * // tf.compat.v1.set_random_seed(1234); tf.compat.v1.random_uniform((2,), seed=7)
 * const first = pipe(
 *   tensorflow.run({ kind: 'uniform', minval: 0, maxval: 1 }, { shape: [2] }),
 *   E.ap(pipe(tensorflow.getSeed(1234, 7), E.map(tensorflow.stateful))),
 *   E.map(([{ data }]) => data)
 * )
 * first // => E.right(Float32Array.of(0.7970261573791504, 0.05996668338775635))
 */
export const run = <D extends DType = 'float32'>(
  op: RandomOp,
  spec: TensorSpec<D>,
  libm: Libm = 'glibc'
): Validated<State<Philox, Tensor<D>>> => running(op, spec, libm, graphExecution)

const running = <D extends DType>(
  op: RandomOp,
  spec: TensorSpec<D>,
  libm: Libm,
  execution: Execution
): Validated<State<Philox, Tensor<D>>> =>
  pipe(
    targetOf(spec),
    E.chain((target) => runWith(libm, execution, afterRun)(op, target))
  )

/** Runs ops; `after` is the change of the generator by a run that draws n numbers. */
export const runWith =
  (libm: Libm, execution: Execution, after: (n: number) => (from: Philox) => Philox): RunOp<Philox> =>
  (op, target) =>
    pipe(
      termsOf(op, target.dtype, execution),
      E.map((terms) => (from) => [draw(target, libm, terms)(from), after(size(target.shape))(from)])
    )

// -------------------------------------------------------------------------------------
// eager mode
// -------------------------------------------------------------------------------------

/**
 * The state of eager mode after `tf.random.set_seed`, as plain data.
 *
 * @since 0.1.0
 */
export interface Eager {
  readonly seed: number
  /** the state of CPython's `random`, for ops without a seed of their own */
  readonly random: Mt19937.Mt19937
  /** the generators of the kernels that have run */
  readonly kernels: Readonly<Record<string, Philox>>
}

/**
 * `tf.random.set_seed(seed)` for a seed from -2^63 to 2^64 - 1, else `BadSeed`.
 *
 * @since 0.1.0
 */
export const setSeed = (seed: number | bigint): Validated<Eager> =>
  pipe(
    getSeed(seed, 1),
    E.map(([global]) => Object.freeze({ seed: global, random: PythonRandom.fromSeed(seed), kernels: {} }))
  )

const MAX_INT32 = 0x7fffffff

/**
 * `tf.random.uniform`, `normal` or `truncated_normal` in eager mode; a null seed is drawn. Errors are those of
 * `statelessUniform`.
 *
 * @since 0.1.0
 */
export const eager = <D extends DType = 'float32'>(
  op: RandomOp,
  spec: TensorSpec<D>,
  seed: number | bigint | null = null,
  libm: Libm = 'glibc'
): Validated<State<Eager, Tensor<D>>> =>
  pipe(
    E.Do,
    E.apS('next', running(op, spec, libm, eagerExecution)),
    E.apS('own', at('seed')(getSeed(1, seed ?? 0))),
    E.map(({ next, own }) => (state) => {
      const [opSeed, random] = seed === null ? drawnSeed(state.random) : [own[1], state.random]
      const seeds = state.seed === 0 && opSeed === 0 ? ([0, MAX_INT32] as const) : ([state.seed, opSeed] as const)
      const name = [op.kind, spec.dtype ?? 'float32', ...seeds].join()
      const [tensor, after] = next(state.kernels[name] ?? stateful(seeds))
      return [tensor, Object.freeze({ ...state, random, kernels: { ...state.kernels, [name]: after } })]
    })
  )

const drawnSeed = (random: Mt19937.Mt19937): readonly [number, Mt19937.Mt19937] => {
  const reader = Mt19937.reader(random)
  return [PythonRandom.randint(reader, 0, MAX_INT32) % MAX_INT32, reader.state()]
}
