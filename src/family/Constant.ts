/**
 * Every element is one number, rounded to the dtype. No random word is drawn: the state is handed on as it is.
 *
 * @since 0.1.0
 */
import { finite, optional } from '../codec/record.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, type Validated } from '../InitializerError.js'
import { dtype, type Family, family } from './paper.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Constant {
  readonly _tag: 'Constant'
  readonly value: number
  readonly dtype: DType | null
}

/**
 * On paper `{ class_name: 'Constant', config: { value: 0 } }`, with Keras's default.
 *
 * @since 0.1.0
 */
export const { codec, fromConfig, getConfig }: Family<Constant> = family<Constant>('Constant', {
  value: optional(finite, 0),
  dtype
})

// -------------------------------------------------------------------------------------
// meaning
// -------------------------------------------------------------------------------------

/**
 * `NotRepresentable` for a value beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  ({ value }: Constant) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    at('config', 'value')(Draw.constant(value)(target))
