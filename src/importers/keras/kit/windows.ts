/**
 * Sizes along the spatial axes, which lie between the batch and the channels, or after both: what a window that goes along
 * them in strides leaves of them, and what its transpose makes of them.
 *
 * @see keras/src/ops/operation_utils.py (`compute_conv_output_shape`), keras/src/backend/common/backend_utils.py
 * (`compute_conv_transpose_output_shape`)
 */
import type { DataFormat } from './keys.js'
import { type OpenShape, type Size, sizeAt, sizeOf } from './openShape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type Padding = 'valid' | 'same' | 'causal'

/** A window that goes along the axes in strides. */
export interface Window {
  readonly kernel_size: ReadonlyArray<number>
  readonly strides: ReadonlyArray<number>
  readonly padding: Padding
  readonly dilation_rate: ReadonlyArray<number>
  readonly data_format: DataFormat
}

export interface TransposedWindow extends Window {
  readonly output_padding: ReadonlyArray<number> | null
}

// -------------------------------------------------------------------------------------
// axes
// -------------------------------------------------------------------------------------

export const channelsOf = (format: DataFormat, shape: OpenShape): Size =>
  sizeAt(shape, format === 'channels_last' ? -1 : 1)

export const spatialOf = (format: DataFormat, shape: OpenShape): OpenShape =>
  format === 'channels_last' ? shape.slice(1, -1) : shape.slice(2)

/** The shape with other spatial axes, and perhaps other channels. */
export const withSpatial = (
  format: DataFormat,
  shape: OpenShape,
  spatial: OpenShape,
  channels: Size = channelsOf(format, shape)
): OpenShape => {
  const batch = sizeAt(shape, 0)
  return format === 'channels_last' ? [batch, ...spatial, channels] : [batch, channels, ...spatial]
}

// -------------------------------------------------------------------------------------
// windows
// -------------------------------------------------------------------------------------

/** Each spatial axis by itself; open ones stay open. */
export const axiswise = (
  format: DataFormat,
  input: OpenShape,
  f: (size: number, axis: number) => number,
  channels?: Size
): OpenShape =>
  withSpatial(
    format,
    input,
    spatialOf(format, input).map((size, axis) => sizeOf((known) => f(known, axis))(size)),
    channels
  )

/** How many elements a window has between its ends on an axis, both counted. */
const reach = ({ kernel_size, dilation_rate }: Window, axis: number): number =>
  ((kernel_size[axis] ?? 1) - 1) * (dilation_rate[axis] ?? 1) + 1

/** How many places the window has on each axis; none of them lies outside with `valid`. */
export const convolved = (window: Window, input: OpenShape, channels?: Size): OpenShape =>
  axiswise(
    window.data_format,
    input,
    (size, axis) => {
      const taken = window.padding === 'valid' ? reach(window, axis) : 1
      return Math.max(0, Math.floor((size - taken) / (window.strides[axis] ?? 1)) + 1)
    },
    channels
  )

/** On how many elements a convolution has as many places as the input has elements; `output_padding` picks one of several. */
export const transposeConvolved = (window: TransposedWindow, input: OpenShape, channels: Size): OpenShape =>
  axiswise(
    window.data_format,
    input,
    (size, axis) => {
      const [stride, padding, taken] = [
        window.strides[axis] ?? 1,
        window.output_padding?.[axis] ?? null,
        reach(window, axis)
      ]
      if (window.padding === 'valid') {
        return (size - 1) * stride + (padding === null ? Math.max(taken, stride) : taken + padding)
      }
      return padding === null ? size * stride : (size - 1) * stride + (taken % 2) + padding
    },
    channels
  )
