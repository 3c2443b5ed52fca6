/**
 * Output sizes of windows (convolutions, pooling) along the spatial axes, and of their transposes. The spatial axes lie
 * between the batch and the channels, or after both.
 *
 * @see keras/src/ops/operation_utils.py (`compute_conv_output_shape`), keras/src/backend/common/backend_utils.py
 * (`compute_conv_transpose_output_shape`)
 */
import type { DataFormat } from './keys.js'
import { mapSizes, type OpenShape, type Size, sizeAt } from './openShape.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type Padding = 'valid' | 'same' | 'causal'

/** A window that moves along the spatial axes in strides. */
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

/** The shape with its spatial axes replaced, and optionally its channels. */
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

/** Maps the size of each spatial axis; unknown sizes stay unknown. */
export const axiswise = (
  format: DataFormat,
  input: OpenShape,
  f: (size: number, axis: number) => number,
  channels?: Size
): OpenShape =>
  withSpatial(
    format,
    input,
    spatialOf(format, input).map((size, axis) => mapSizes((known) => f(known, axis))(size)),
    channels
  )

/** The number of elements that a dilated window spans on an axis, both ends included. */
const extent = ({ kernel_size, dilation_rate }: Window, axis: number): number =>
  ((kernel_size[axis] ?? 1) - 1) * (dilation_rate[axis] ?? 1) + 1

/** The number of positions of the window on each axis; with `valid` padding the whole window is inside. */
export const convolved = (window: Window, input: OpenShape, channels?: Size): OpenShape =>
  axiswise(
    window.data_format,
    input,
    (size, axis) => {
      const taken = window.padding === 'valid' ? extent(window, axis) : 1
      return Math.max(0, Math.floor((size - taken) / (window.strides[axis] ?? 1)) + 1)
    },
    channels
  )

/** The size whose convolution has the size of the input; `output_padding` selects one of several. */
export const transposeConvolved = (window: TransposedWindow, input: OpenShape, channels: Size): OpenShape =>
  axiswise(
    window.data_format,
    input,
    (size, axis) => {
      const [stride, padding, taken] = [
        window.strides[axis] ?? 1,
        window.output_padding?.[axis] ?? null,
        extent(window, axis)
      ]
      if (window.padding === 'valid') {
        return (size - 1) * stride + (padding === null ? Math.max(taken, stride) : taken + padding)
      }
      return padding === null ? size * stride : (size - 1) * stride + (taken % 2) + padding
    },
    channels
  )
