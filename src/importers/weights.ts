/**
 * The weights of a layer, in the order of Keras's `layer.weights`: own trainable ones, own others, then those of sublayers.
 * Names begin below the layer (`kernel`, `lstm_cell/bias`).
 */
import * as E from 'fp-ts/Either'
import type { DType } from '../DType.js'
import type { FanRule } from '../Fans.js'
import type { Validated } from '../InitializerError.js'
import type { OpenShape } from './sizes.js'
import type { Start } from './start.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export interface Weight {
  /** below the layer, such as `kernel` or `query/kernel` */
  readonly name: string
  readonly shape: OpenShape
  readonly start: Start
  /** the fans of the layer's kind, where Keras takes others */
  readonly fans?: FanRule
  /** where it is not the dtype of the layer's variables */
  readonly dtype?: DType | 'int32'
  /** the name is a whole path: outer layers put nothing before it */
  readonly rooted?: true
}

/** What a layer has, and what comes out of it: one shape a tensor; no shapes where nobody knows. */
export interface Built {
  readonly weights: ReadonlyArray<Weight>
  readonly outputs: ReadonlyArray<OpenShape>
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

export const weight = (
  name: string,
  shape: OpenShape,
  start: Start,
  more: Pick<Weight, 'fans' | 'dtype'> = {}
): Weight => ({ name, shape, start, ...more })

/** Weights if there are any. */
export const when = (there: boolean, ...weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> => (there ? weights : [])

/** What a layer of few outputs answers. */
export const built = (weights: ReadonlyArray<Weight>, ...outputs: ReadonlyArray<OpenShape>): Validated<Built> =>
  E.right({ weights, outputs })

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** The same weights, below a layer. */
export const under =
  (name: string) =>
  (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
    weights.map((each) => (each.rooted ? each : { ...each, name: `${name}/${each.name}` }))

/** The same weights, below nothing more. */
export const rooted = (weights: ReadonlyArray<Weight>): ReadonlyArray<Weight> =>
  weights.map((each) => ({ ...each, rooted: true }))
