/**
 * A stream draws tensors: it has a language of configs, a kind of random state, and a sampler from the one and the other.
 *
 * The native stream is this library's own. The others, in `streams/`, replay what a framework draws for a seed.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import type { State } from 'fp-ts/State'
import type { DType } from '../DType.js'
import * as Initializer from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import * as Rng from '../Rng.js'
import type { Box } from '../Shape.js'
import type { Tensor } from '../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * Configs are `C`, random states are `S`.
 *
 * @since 0.1.0
 */
export interface Stream<C, S> {
  readonly name: string
  /** reads a config in the stream's language */
  readonly decode: (u: unknown) => Validated<C>
  /** the config that draws an initializer; `Unsupported` where the framework has none */
  readonly fromInitializer: (initializer: Initializer.Initializer) => Validated<C>
  /** the initializer with the distribution of a config */
  readonly toInitializer: (c: C) => Validated<Initializer.Initializer>
  /** of a tensor for which neither the call nor the config has one */
  readonly dtype: DType
  readonly fromSeed: (seed: number | bigint) => Validated<S>
  readonly sampler: <D extends DType>(spec: Initializer.TensorSpec<D>) => (c: C) => Validated<State<S, Tensor<D>>>
  /**
   * Draws a box of the tensor and returns the state after the whole tensor; absent where only whole tensors can be drawn.
   */
  readonly slice?: <D extends DType>(
    spec: Initializer.TensorSpec<D> & { readonly box: Box }
  ) => (c: C) => Validated<State<S, Tensor<D>>>
  /** the state of parameter `index` of `count`; absent where one state passes through all parameters in order */
  readonly parameter?: (name: string, index: number, count: number) => (root: S) => S
  /** the states of the first `count` seeds of a sequence; absent where seeds have no such order */
  readonly seeds?: (count: number) => (root: S) => ReadonlyArray<S>
  /** the state of an initializer with a seed of its own, in the replay of a model; absent where such a seed is ignored */
  readonly ownSeed?: (seed: number) => Validated<S>
}

// -------------------------------------------------------------------------------------
// instances
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const native: Stream<Initializer.Initializer, Rng.Rng> = {
  name: 'native',
  decode: Initializer.decode,
  fromInitializer: E.right,
  toInitializer: E.right,
  dtype: 'float32',
  fromSeed: (seed) => Rng.fromSeed(seed),
  sampler: Initializer.sampler,
  slice: Initializer.slice,
  parameter: (name) => Rng.foldIn(name)
}

/**
 * The native stream with the initializers of a registry.
 *
 * @since 0.1.0
 */
export const nativeWith = (
  registry: Initializer.Registry<Initializer.AnyInitializer>
): Stream<Initializer.AnyInitializer, Rng.Rng> => ({
  ...native,
  decode: (u) => Initializer.decode(u, registry),
  toInitializer: (initializer) => E.right(initializer as Initializer.Initializer),
  sampler: (spec) => Initializer.sampler(spec, registry),
  slice: (spec) => Initializer.slice(spec, registry)
})
