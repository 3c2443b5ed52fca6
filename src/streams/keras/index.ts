/**
 * What Keras 3 draws for a seed on each of its backends: bit for bit the numbers of JAX, PyTorch, TensorFlow and NumPy, except
 * `Orthogonal`, which is within 1e-5. Checked with Keras 3.15.1 in float32.
 *
 * The steps from seed to weight are in `seeds.ts`, `backends.ts` and `../ops/initializers.ts`.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State as StateOf } from 'fp-ts/State'
import { type DType, largest } from '../../DType.js'
import type { Initializer, TensorSpec } from '../../Initializer.js'
import { fail, show, type Validated } from '../../InitializerError.js'
import type { Tensor } from '../../Tensor.js'
import { decoder } from '../decoder.js'
import { checkWith, recipes, samplerWith } from '../ops/initializers.js'
import type { RandomOp, RunOp } from '../ops/RandomOp.js'
import type { Stream } from '../Stream.js'
import { targetOf } from '../target.js'
import { type Backend, jaxBackend, numpyBackend, tensorflowBackend, torchBackend } from './backends.js'
import { drawSeed, firstSeeds, fromSeed, type Seeding, type State } from './seeds.js'

export type { RandomOp } from '../ops/RandomOp.js'
export { type Seeding, setRandomSeed, type State } from './seeds.js'

/**
 * Keras on a backend.
 *
 * @since 0.1.0
 * @example
 * import { keras } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * // keras.random.uniform((2,), seed=keras.random.SeedGenerator(7))
 * const options = { libm: 'glibc', seeding: 'generator' } as const
 * const numbers = pipe(
 *   keras.tensorflow.random(options)({ kind: 'uniform', minval: 0, maxval: 1 }, { shape: [2] }),
 *   E.ap(keras.tensorflow.stream(options).fromSeed(7)),
 *   E.map(([{ data }]) => data)
 * )
 * numbers // => E.right(Float32Array.of(0.7470787763595581, 0.67218017578125))
 */
export interface Keras<T, O> {
  /** the options of the backend, and `seeding`: what initializers are given for a seed */
  readonly options: T
  /** The initializers; configs are those of Keras 3. A tensor without random numbers leaves the state unchanged. */
  readonly stream: (options: O) => Stream<Initializer, State>
  /** `keras.random.uniform`, `normal` and `truncated_normal`. Errors are those of the shape, the dtype and the arguments. */
  readonly random: (
    options: O
  ) => <D extends DType = 'float32'>(op: RandomOp, spec: TensorSpec<D>) => Validated<StateOf<State, Tensor<D>>>
}

const make = <T, O extends { readonly seeding: Seeding }>(backend: Backend<T, O>): Keras<T, O> => {
  const runWith = (options: O): RunOp<State> => {
    const draw = backend.draw(options)
    return (op, target) =>
      pipe(
        draw(op, target),
        E.map((run) => (state) => {
          const [seed, next] = drawSeed(state)
          return [run(seed), next]
        })
      )
  }
  return {
    options: backend.options,
    stream: (options) => ({
      name: backend.name,
      decode: decoder('keras3'),
      fromInitializer: checkWith(recipes),
      toInitializer: E.right,
      dtype: 'float32',
      fromSeed: fromSeed(backend.keepSeed, options.seeding),
      ...(options.seeding === 'global' ? { seeds: firstSeeds } : {}),
      ownSeed: fromSeed(backend.keepSeed, 'int'),
      sampler: samplerWith(recipes, runWith(options))
    }),
    random: (options) => (op, spec) =>
      pipe(
        targetOf(spec),
        E.chainFirst(({ dtype }) => check(op, dtype)),
        E.chain((target) => runWith(options)(op, target))
      )
  }
}

/** The largest absolute value of a standard normal number, on every backend. */
const FARTHEST = 14

const check = (op: RandomOp, dtype: DType): Validated<unknown> => {
  const most = largest(dtype)
  if (op.kind === 'uniform') {
    const { minval, maxval } = op
    return minval < maxval && maxval - minval <= most && Math.max(-minval, maxval) <= most
      ? E.right(undefined)
      : fail('BadBounds', 'two numbers of the dtype in order', `${show(minval)} and ${show(maxval)}`)
  }
  const { mean, stddev } = op
  return stddev >= 0 && Math.abs(mean) + FARTHEST * stddev <= most
    ? E.right(undefined)
    : fail('NotRepresentable', `numbers in the range of ${dtype}`, `mean ${show(mean)}, stddev ${show(stddev)}`)
}

/** Seeds from 0 to 2^32 - 1. @since 0.1.0 */
export const jax = make(jaxBackend)

/** Seeds of 64 bits. @since 0.1.0 */
export const tensorflow = make(tensorflowBackend)

/** Seeds from -2^31 to 2^32 - 1. @since 0.1.0 */
export const torch = make(torchBackend)

/** Seeds from 0 to 2^32 - 1; no bfloat16. @since 0.1.0 */
export const numpy = make(numpyBackend)
