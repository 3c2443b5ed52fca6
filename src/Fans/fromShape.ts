/**
 * How many inputs feed one output unit, and how many outputs one input unit feeds.
 *
 * The rule is TensorFlow's (`_compute_fans` in `init_ops.py`): the last two axes are input and output channels, all
 * others the receptive field, which multiplies both; a vector counts as both at once, a scalar as one of each.
 *
 * @since 0.1.0
 */
import type { Shape } from '../Shape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface Fans {
  readonly fanIn: number
  readonly fanOut: number
}

/** @since 0.1.0 */
export type Mode = 'fan_in' | 'fan_out' | 'fan_avg' | 'fan_geo_avg'

/** @since 0.1.0 */
export const modes: ReadonlyArray<Mode> = ['fan_in', 'fan_out', 'fan_avg', 'fan_geo_avg']

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The fans of a checked shape; exact, as their products are below 2^53.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 *
 * Fans.fromShape([3, 3, 64, 128]) // => { fanIn: 576, fanOut: 1152 }
 * Fans.fromShape([10]) // => { fanIn: 10, fanOut: 10 }
 */
export const fromShape = (shape: Shape): Fans => {
  const fanOut = shape.at(-1) ?? 1
  const fanIn = shape.at(-2) ?? fanOut
  const receptiveField = shape.reduce((n, dim, axis) => (axis < shape.length - 2 ? n * dim : n), 1)
  return { fanIn: fanIn * receptiveField, fanOut: fanOut * receptiveField }
}

/**
 * The number n that a scale is divided by: at least 1, as in TensorFlow, so that there is no division by 0 for an empty
 * tensor.
 *
 * @since 0.1.0
 * @example
 * import { Fans } from 'initializers-ts'
 *
 * Fans.denominator('fan_avg')({ fanIn: 512, fanOut: 500 }) // => 506
 */
export const denominator =
  (mode: Mode) =>
  (fans: Fans): number =>
    Math.max(1, average(mode)(fans))

const average =
  (mode: Mode) =>
  ({ fanIn, fanOut }: Fans): number => {
    switch (mode) {
      case 'fan_in':
        return fanIn
      case 'fan_out':
        return fanOut
      case 'fan_avg':
        return (fanIn + fanOut) / 2
      case 'fan_geo_avg':
        return Math.sqrt(fanIn) * Math.sqrt(fanOut)
    }
  }
