/**
 * A convolution kernel that returns its input channels unchanged: 1 at the centre of the receptive field where input and
 * output channel are the same, else 0, times a gain. No random word is drawn.
 *
 * With groups, each group of outputs has the group's inputs (PyTorch's `dirac_`). The axes are `[…, in, out]`, or
 * `[out, in, …]` with `channels_first`. The centre of k taps is k // 2 (`upper`, PyTorch) or (k − 1) // 2 (`lower`, the
 * delta of TensorFlow and JAX); they differ for even k.
 *
 * @since 0.1.0
 */
import { boolean, count, finite, oneOf } from '../codec/leaf.js'
import { optional } from '../codec/record.js'
import * as Content from '../Content.js'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import { at, fail, type Validated } from '../InitializerError.js'
import { type Shape, size } from '../Shape.js'
import { define, type Definition, dtype } from './kit/definition.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** @since 0.1.0 */
export type Centre = 'lower' | 'upper'

/** @since 0.1.0 */
export interface Dirac {
  readonly _tag: 'Dirac'
  readonly gain: number
  readonly groups: number
  readonly centre: Centre
  readonly channels_first: boolean
  readonly dtype: DType | null
}

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * `BadRank` for a shape that is not a convolution kernel in one to three dimensions, `BadGroups` for groups that do not
 * divide the outputs, `BoundOverflow` for a gain beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const draw =
  ({ gain, groups, centre, channels_first }: Dirac) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> => {
    const { shape } = target
    if (shape.length < 3 || shape.length > 5) {
      return fail('BadRank', 'a shape of three to five axes', `rank ${shape.length}`, ['shape'])
    }
    const field = channels_first ? shape.slice(2) : shape.slice(0, -2)
    const [inputs = 0, outputs = 0] = channels_first ? [shape[1], shape[0]] : shape.slice(-2)
    if (outputs % groups !== 0) return fail('BadGroups', `a divisor of ${outputs}`, `${groups}`, ['config', 'groups'])

    const [taps, tap, each] = [size(field), centreOf(field, centre), outputs / groups]
    const isOne = (position: number, input: number, output: number): boolean =>
      position === tap && input === output % each
    const isOneAt = channels_first
      ? (i: number) => isOne(i % taps, Math.floor(i / taps) % inputs, Math.floor(i / taps / inputs))
      : (i: number) => isOne(Math.floor(i / outputs / inputs), Math.floor(i / outputs) % inputs, i % outputs)
    const ones = size(shape) === 0 ? 0 : groups * Math.min(inputs, each)
    const content = Content.twoPoint('dirac', gain, ones / Math.max(1, size(shape)))
    return at('config', 'gain')(Draw.byIndex(content, (i) => (isOneAt(i) ? gain : 0))(target))
  }

/** The position of the centre among the taps, row-major. */
export const centreOf = (field: Shape, centre: Centre): number =>
  field.reduce((position, k) => position * k + Math.floor((centre === 'upper' ? k : k - 1) / 2), 0)

// -------------------------------------------------------------------------------------
// definition
// -------------------------------------------------------------------------------------

/**
 * Serialized as `{ class_name: 'Dirac', config: { gain: 1, groups: 1, centre: 'upper', channels_first: false } }`.
 *
 * @since 0.1.0
 */
export const definition: Definition<Dirac> = define<Dirac>({
  name: 'Dirac',
  fields: {
    gain: optional(finite, 1),
    groups: optional(count, 1),
    centre: optional(oneOf<Centre>('UnknownValue', ['lower', 'upper']), 'upper'),
    channels_first: optional(boolean, false),
    dtype
  },
  draw
})

/** @since 0.1.0 */
export const { codec, fromConfig, getConfig } = definition
