/**
 * A source of weights: a language of configs, a kind of random state, and how one becomes a tensor from the other.
 *
 * The native stream is this library's own; those that replay what a framework draws for a seed (`streams/`) have the same
 * form.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import type { State } from 'fp-ts/State'
import type { DType } from '../DType.js'
import * as Initializer from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import * as Rng from '../Rng.js'
import type { Tensor } from '../Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * Configs `C` and states `S`.
 *
 * @since 0.1.0
 */
export interface Stream<C, S> {
  readonly name: string
  readonly decode: (u: unknown) => Validated<C>
  /** an initializer in the stream's own terms, where it has them */
  readonly fromInitializer: (initializer: Initializer.Initializer) => Validated<C>
  /** what the numbers of a config follow, in the library's own terms */
  readonly toInitializer: (c: C) => Validated<Initializer.Initializer>
  /** of a tensor for which neither the call nor the config has one */
  readonly dtype: DType
  readonly fromSeed: (seed: number | bigint) => Validated<S>
  readonly sampler: <D extends DType>(spec: Initializer.TensorSpec<D>) => (c: C) => Validated<State<S, Tensor<D>>>
  /** the state of a model's parameter, one of so many; where absent, one state is threaded through all in order */
  readonly parameter?: (name: string, index: number, count: number) => (root: S) => S
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
  parameter: (name) => Rng.foldIn(name)
}
