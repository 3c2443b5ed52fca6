/**
 * The weights of a layer, in the order of Keras's `layer.weights`: its own trainable weights, its other own weights, then
 * those of sublayers. Names are relative to the layer (`kernel`, `lstm_cell/bias`).
 */
import * as RA from 'fp-ts/ReadonlyArray'
import * as E from 'fp-ts/Either'
import type { DType } from '../../../DType.js'
import type { FanRule } from '../../../Fans.js'
import type { Validated } from '../../../InitializerError.js'
import type { WeightInitializer } from '../../weightInitializer.js'
import type { OpenShape } from './openShape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Weight {
  /** relative to the layer, such as `kernel` or `query/kernel` */
  readonly name: string
  readonly shape: OpenShape
  readonly initializer: WeightInitializer
  /** the fans of this kind of layer, where Keras computes others */
  readonly fans?: FanRule
  /** if it differs from the dtype of the layer's variables */
  readonly dtype?: DType | 'int32'
  /** the name is a full path: outer layers do not prefix it */
  readonly absolute?: true
  /** the index of its seed among those that the layer takes, or why it is unknown; absent if it takes none */
  readonly seed?: SeedCount
}

/** A number of seeds, or why it is unknown. */
export type SeedCount = number | string

/** The weights of a layer and the shapes of its outputs; no outputs if their shapes are unknown. */
export interface LayerResult {
  readonly weights: ReadonlyArray<Weight>
  readonly outputs: ReadonlyArray<OpenShape>
  /** the seeds that the layer takes, with those of its weights; absent until they are counted */
  readonly seeds?: SeedCount
}

/** The weights of a layer, and how many seeds it takes. */
export type Seeded = Required<Pick<LayerResult, 'weights' | 'seeds'>>

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

export const weight = (
  name: string,
  shape: OpenShape,
  initializer: WeightInitializer,
  more: Pick<Weight, 'fans' | 'dtype'> = {}
): Weight => ({ name, shape, initializer, ...more })

/** These weights if the condition holds, else none. */
export const weightsIf = (condition: boolean, ...weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
  condition ? weights : []

export const result = (weights: ReadonlyArray<Weight>, ...outputs: ReadonlyArray<OpenShape>): Validated<LayerResult> =>
  E.right({ weights, outputs })

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Prefixes the names of weights with that of a layer, except absolute names. */
export const under =
  (name: string) =>
  (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
    weights.map((each) => (each.absolute ? each : { ...each, name: `${name}/${each.name}` }))

/** The sum of two counts; unknown if one of them is. */
export const plus = (a: SeedCount, b: SeedCount): SeedCount => {
  if (typeof a === 'string') return a
  return typeof b === 'string' ? b : a + b
}

/** The weights of a layer that is constructed after so many seeds have been taken. */
export const after =
  (count: SeedCount) =>
  (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
    weights.map((each) => (each.seed === undefined ? each : { ...each, seed: plus(count, each.seed) }))

/** The weights of layers that are constructed one after the other, and all their seeds. */
export const inOrder = (results: ReadonlyArray<Pick<LayerResult, 'weights' | 'seeds'>>): Seeded => {
  const counts = RA.scanLeft<Pick<LayerResult, 'weights' | 'seeds'>, SeedCount>(0, (sum, { seeds = 0 }) =>
    plus(sum, seeds)
  )(results)
  return {
    weights: results.flatMap(({ weights }, i) => after(counts[i] ?? 0)(weights)),
    seeds: counts.at(-1) ?? 0
  }
}

/** Makes the names of weights absolute. */
export const absolute = (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
  weights.map((each) => ({ ...each, absolute: true }))
