/**
 * Every element is 0. No random word is drawn, so the next state is the given one.
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
export interface Zeros {
  readonly _tag: 'Zeros'
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const draw = (_: Zeros): (<D extends DType>(target: Draw.Target<D>) => Validated<Draw.Draw<D>>) =>
  Draw.constant(0)

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Zeros', config: {} }`, or the name `zeros`.
 *
 * @since 0.1.0
 */
export const definition: Definition<Zeros> = define<Zeros>({ name: 'Zeros', fields: { dtype }, draw })

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
