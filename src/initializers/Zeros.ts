/**
 * Every element is 0. No random word is drawn: the state is handed on as it is.
 *
 * @since 0.1.0
 */
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import type { Validated } from '../InitializerError.js'
import { dtype, type InitializerCodec, initializerCodec } from './kit/codec.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Zeros {
  readonly _tag: 'Zeros'
  readonly dtype: DType | null
}

/**
 * On paper `{ class_name: 'Zeros', config: {} }`, or the name `zeros`.
 *
 * @since 0.1.0
 */
export const { codec, fromConfig, getConfig }: InitializerCodec<Zeros> = initializerCodec<Zeros>('Zeros', { dtype })

// -------------------------------------------------------------------------------------
// meaning
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const draw = (_: Zeros): (<D extends DType>(target: Draw.Target<D>) => Validated<Draw.Draw<D>>) =>
  Draw.constant(0)
