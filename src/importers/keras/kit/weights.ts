/**
 * The weights of a layer, in the order of Keras's `layer.weights`: its own trainable weights, its other own weights, then
 * those of sublayers. Names are relative to the layer (`kernel`, `lstm_cell/bias`).
 */
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
}

/** The weights of a layer and the shapes of its outputs; no outputs if their shapes are unknown. */
export interface LayerResult {
  readonly weights: ReadonlyArray<Weight>
  readonly outputs: ReadonlyArray<OpenShape>
}

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

/** Makes the names of weights absolute. */
export const absolute = (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
  weights.map((each) => ({ ...each, absolute: true }))
