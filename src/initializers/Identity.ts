/**
 * The identity matrix, square or rectangular, times a gain: `gain` where row = column, else 0. No random word is drawn.
 *
 * @since 0.1.0
 */
import { finite } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import * as Content from '../Content.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, fail, type Validated } from '../InitializerError.js'
import { define, type Definition, dtype } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Identity {
  readonly _tag: 'Identity'
  readonly gain: number
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadRank` for a shape that is not a matrix, `BoundOverflow` for a gain beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  ({ gain }: Identity) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> => {
    const [rows, cols, ...rest] = target.shape
    if (rows === undefined || cols === undefined || rest.length > 0) {
      return fail('BadRank', 'a shape of two axes', `rank ${target.shape.length}`, ['shape'])
    }
    const content = Content.twoPoint('identity', gain, Math.min(rows, cols) / Math.max(1, rows * cols))
    const isDiagonal = (i: number): boolean => Math.floor(i / cols) === i % cols
    return at('config', 'gain')(Draw.byIndex(content, (i) => (isDiagonal(i) ? gain : 0))(target))
  }

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Identity', config: { gain: 1 } }`.
 *
 * @since 0.1.0
 */
export const definition: Definition<Identity> = define<Identity>({
  name: 'Identity',
  fields: {
    gain: optional(finite, 1),
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
