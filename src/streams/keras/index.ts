/**
 * What Keras 3 draws for a seed on each of its backends: bit for bit what JAX, PyTorch, TensorFlow and NumPy give it, but
 * for `Orthogonal`, which is within 1e-5. Checked with Keras 3.15.1 in float32.
 *
 * From seed to weight: `seeds.ts`, `backends.ts`, and `initializers.ts` of TensorFlow, which came from Keras.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State as StateOf } from 'fp-ts/State'
import { type DType, largest } from '../../DType.js'
import type { Initializer, TensorSpec } from '../../Initializer.js'
import { fail, show, type Validated } from '../../InitializerError.js'
import type { Stream } from '../Stream.js'
import type { Tensor } from '../../Tensor.js'
import { targetOf } from '../target.js'
import { adopt, sampler } from '../tensorflow/initializers.js'
import type { Drawer, Law } from '../tensorflow/law.js'
import { decoder } from '../tensorflow/stream.js'
import { type Backend, jaxBackend, numpyBackend, tensorflowBackend, torchBackend } from './backends.js'
import { drawSeed, fromSeed, type Seeding, type State } from './seeds.js'

export type { Law } from '../tensorflow/law.js'
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
  /** Those of the backend, and `seeding`: what initializers have for seeds. */
  readonly options: T
  /** The initializers, whose configs are those of Keras 3. A state that nothing was drawn from is handed on unchanged. */
  readonly stream: (options: O) => Stream<Initializer, State>
  /** `keras.random.uniform`, `normal` and `truncated_normal`. Errors are those of a shape, a dtype and the law in it. */
  readonly random: (
    options: O
  ) => <D extends DType = 'float32'>(law: Law, spec: TensorSpec<D>) => Validated<StateOf<State, Tensor<D>>>
}

const make = <T, O extends { readonly seeding: Seeding }>(backend: Backend<T, O>): Keras<T, O> => {
  const drawerOf = (options: O): Drawer<State> => {
    const draw = backend.draw(options)
    return (law, target) =>
      pipe(
        draw(law, target),
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
      fromInitializer: adopt(false),
      toInitializer: E.right,
      dtype: 'float32',
      fromSeed: fromSeed(backend.keepSeed, options.seeding),
      sampler: sampler(false, drawerOf(options))
    }),
    random: (options) => (law, spec) =>
      pipe(
        targetOf(spec),
        E.chainFirst(({ dtype }) => check(law, dtype)),
        E.chain((target) => drawerOf(options)(law, target))
      )
  }
}

/** No standard normal number of any backend is further from 0. */
const REACH = 14

const check = (law: Law, dtype: DType): Validated<unknown> => {
  const most = largest(dtype)
  if (law.kind === 'uniform') {
    const { minval, maxval } = law
    return minval < maxval && maxval - minval <= most && Math.max(-minval, maxval) <= most
      ? E.right(undefined)
      : fail('BadBounds', 'two numbers of the dtype in order', `${show(minval)} and ${show(maxval)}`)
  }
  const { mean, stddev } = law
  return stddev >= 0 && Math.abs(mean) + REACH * stddev <= most
    ? E.right(undefined)
    : fail('NotRepresentable', `numbers that ${dtype} holds`, `mean ${show(mean)}, stddev ${show(stddev)}`)
}

/** Seeds from 0 to 2^32 - 1. @since 0.1.0 */
export const jax = make(jaxBackend)

/** Seeds of 64 bits. @since 0.1.0 */
export const tensorflow = make(tensorflowBackend)

/** Seeds from -2^31 to 2^32 - 1; float32 and float64 only. @since 0.1.0 */
export const torch = make(torchBackend)

/** Seeds from 0 to 2^32 - 1; no bfloat16. @since 0.1.0 */
export const numpy = make(numpyBackend)
