/**
 * Every element is 1. No random word is drawn, so the next state is the given one.
 *
 * @since 0.1.0
 */
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import type { Validated } from '../InitializerError.js'
import { define, type Definition, dtype } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Ones {
  readonly _tag: 'Ones'
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const draw = (_: Ones): (<D extends DType>(target: Draw.Target<D>) => Validated<Draw.Draw<D>>) =>
  Draw.constant(1)

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Ones', config: {} }`, or the name `ones`.
 *
 * @since 0.1.0
 */
export const definition: Definition<Ones> = define<Ones>({ name: 'Ones', fields: { dtype }, draw })

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
