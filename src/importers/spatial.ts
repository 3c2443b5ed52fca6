/**
 * Sizes along the spatial axes, which lie between the batch and the channels, or after both.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { list, refuse, word } from '../codec/record.js'
import { given, type OpenShape, type Read, type Size, sizeAt, sized } from './layer.js'

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

export type Format = 'channels_last' | 'channels_first'

/** Where a file leaves it open, the default of Keras itself. */
export const dataFormat: Read<Format> = given(
  word<Format>('UnknownValue', ['channels_last', 'channels_first']),
  'channels_last'
)

/** A value for each of `rank` axes, or one for all. */
export const tuple = <A, O>(rank: number, codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> => {
  const several = list(codec)
  return new t.Type<ReadonlyArray<A>, ReadonlyArray<O>>(
    several.name,
    (u): u is ReadonlyArray<A> => several.is(u) && u.length === rank,
    (u, c) => {
      if (Array.isArray(u)) {
        return u.length === rank ? several.validate(u, c) : refuse(u, c, 'BadCount', `${rank} values`)
      }
      return pipe(
        codec.validate(u, c),
        E.map((a) => all(rank, a))
      )
    },
    several.encode
  )
}

/** The same for each axis. */
export const all = <A>(rank: number, a: A): ReadonlyArray<A> => Array.from({ length: rank }, () => a)

// -------------------------------------------------------------------------------------
// shapes
// -------------------------------------------------------------------------------------

export const channelsOf = (format: Format, shape: OpenShape): Size => sizeAt(shape, format === 'channels_last' ? -1 : 1)

export const spatialOf = (format: Format, shape: OpenShape): OpenShape =>
  format === 'channels_last' ? shape.slice(1, -1) : shape.slice(2)

/** The shape with other spatial axes, and perhaps other channels. */
export const withSpatial = (
  format: Format,
  shape: OpenShape,
  spatial: OpenShape,
  channels: Size = channelsOf(format, shape)
): OpenShape => {
  const batch = sizeAt(shape, 0)
  return format === 'channels_last' ? [batch, ...spatial, channels] : [batch, channels, ...spatial]
}

export type Padding = 'valid' | 'same' | 'causal'

/** A window that goes along an axis in strides. */
export interface Window {
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly padding: Padding
}

/** How many places a window has on an axis; none of them lies outside with `valid`. */
export const places = ({ size, stride, dilation, padding }: Window): ((axis: Size) => Size) =>
  sized((axis) => {
    const reach = padding === 'valid' ? (size - 1) * dilation : 0
    return Math.max(0, Math.floor((axis - reach - 1) / stride) + 1)
  })
