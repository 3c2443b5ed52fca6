/**
 * A convolution kernel that computes the real or the imaginary part of a short-time Fourier transform (Keras 3's `STFT`).
 *
 * The shape is `[frame length, 1, bins]`, and the transform has 2·(bins − 1) points: cosines for the real part, negated sines
 * for the imaginary part, times a window and divided by its size. No random word is drawn.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { refuse } from '../codec/problems.js'
import { boolean, finite, oneOf } from '../codec/leaf.js'
import { list, nullable, optional } from '../codec/record.js'
import * as Content from '../Content.js'
import type { DType } from '../DType.js'
import type * as Draw from '../Draw.js'
import { checked, filled } from '../Draw/make.js'
import { at, fail, type Validated } from '../InitializerError.js'
import { stftFactors, stftElements, type StftOptions } from '../numeric/spectral/stft.js'
import { stftMoments } from '../numeric/spectral/stftMoments.js'
import { type WindowName, windowNames } from '../numeric/spectral/window.js'
import type { Shape } from '../Shape.js'
import { define, type Definition, dtype } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export interface STFT extends StftOptions {
  readonly _tag: 'STFT'
  readonly dtype: DType | null
}

type Window = WindowName | ReadonlyArray<number>

const name = oneOf('UnknownValue', windowNames)
const numbers = list(finite)

const window: t.Type<Window, unknown> = new t.Type<Window, unknown>(
  'window',
  (u): u is Window => name.is(u) || numbers.is(u),
  (u, c) => {
    if (Array.isArray(u)) return numbers.validate(u, c)
    return typeof u === 'string'
      ? name.validate(u, c)
      : refuse(u, c, 'WrongType', `${windowNames.join(', ')}, a list of numbers, or null`)
  },
  t.identity
)

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/** The longest frame: its window is held in memory. */
const maxFrame = 0x1000000

/**
 * `ShapeMismatch` for a shape that is not `[frame length, 1, bins]` with at least 2 bins, or does not match the window;
 * `NotFinite` for a window whose size is 0 or beyond doubles, `BoundOverflow` for one beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  (options: STFT) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(
      frameOf(options, target.shape),
      E.chain(([length, bins]) => {
        const factors = stftFactors(options, length)
        const most = factors.reduce((max, w) => Math.max(max, Math.abs(w)), 0)
        if (!factors.every((w) => Number.isFinite(w))) {
          return fail('NotFinite', 'a window whose size is finite and above 0', 'another window', ['config', 'window'])
        }
        const { mean, stddev } = stftMoments(options.side, factors, bins)
        const name = 'short-time Fourier transform'
        const content = Content.structured({ name, mean, stddev, low: -most, high: most })
        return pipe(
          at('config', 'window')(checked(target.dtype, content)),
          E.map(() => filled(target, content, stftElements(options, length, bins)))
        )
      })
    )

const frameOf = ({ window }: STFT, shape: Shape): Validated<readonly [length: number, bins: number]> => {
  const [length, one, bins, ...rest] = shape
  if (length === undefined || one !== 1 || bins === undefined || bins < 2 || length > maxFrame || rest.length > 0) {
    const expected = `[frame length, 1, bins] with at least 2 bins and at most ${maxFrame} samples`
    return fail('ShapeMismatch', expected, `[${shape.join(', ')}]`, ['shape'])
  }
  return Array.isArray(window) && window.length !== length
    ? fail('ShapeMismatch', `${length} samples, the frame length`, `${window.length}`, ['config', 'window'])
    : E.right([length, bins])
}

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'STFT', config: { side: 'real', window: 'hann', scaling: 'density', periodic: false } }`.
 *
 * @since 0.1.0
 */
export const definition: Definition<STFT> = define<STFT>({
  name: 'STFT',
  fields: {
    side: optional(oneOf<StftOptions['side']>('UnknownValue', ['real', 'imag']), 'real'),
    window: optional<Window | null, unknown>(nullable(window), 'hann'),
    scaling: optional(nullable(oneOf<'density' | 'spectrum'>('UnknownValue', ['density', 'spectrum'])), 'density'),
    periodic: optional(boolean, false),
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
