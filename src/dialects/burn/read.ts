/**
 * Burn's `Initializer` as serde writes it: `"Zeros"`, or one key that names the variant, with all of its fields.
 *
 * Burn's layers say their fans themselves and hand them to the initializer. Here they come from the shape, by
 * TensorFlow's rule, which is right for a `Linear`.
 */
import { boolean, finite, positive } from '../../codec/leaf.js'
import { required } from '../../codec/record.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { bare } from '../fields.js'
import { gain, scaling, squareOf } from '../gain.js'
import { type ReadClass, reads } from '../meaning.js'

const constant: ReadClass = reads<{ readonly value: number }>(
  () => ({ value: required(finite) }),
  (config) => ({ class_name: 'Constant', config })
)

const uniform: ReadClass = reads<{ readonly min: number; readonly max: number }>(
  () => ({ min: required(finite), max: required(finite) }),
  ({ min, max }) => ({
    class_name: 'RandomUniform',
    config: { minval: min, maxval: max },
    keys: { minval: 'min', maxval: 'max' },
    touched: ['unseeded']
  })
)

const normal: ReadClass = reads<{ readonly mean: number; readonly std: number }>(
  () => ({ mean: required(finite), std: required(positive) }),
  ({ mean, std }) => ({
    class_name: 'RandomNormal',
    config: { mean, stddev: std },
    keys: { stddev: 'std' },
    touched: ['unseeded']
  })
)

const xavier = (distribution: Kind): ReadClass =>
  reads<{ readonly gain: number }>(
    () => ({ gain: required(gain) }),
    ({ gain }, traits) => ({ ...scaling(squareOf(gain), 'fan_avg', distribution, traits), keys: { scale: 'gain' } })
  )

const kaiming = (distribution: Kind): ReadClass =>
  reads<{ readonly gain: number; readonly fan_out_only: boolean }>(
    () => ({ gain: required(gain), fan_out_only: required(boolean) }),
    ({ gain, fan_out_only }, traits) => ({
      ...scaling(squareOf(gain), fan_out_only ? 'fan_out' : 'fan_in', distribution, traits),
      keys: { scale: 'gain' }
    })
  )

const orthogonal: ReadClass = reads<{ readonly gain: number }>(
  () => ({ gain: required(finite) }),
  ({ gain }) => ({
    class_name: 'Orthogonal',
    config: { gain, column_axis: 0 },
    touched: ['orthogonal_columns', 'unseeded']
  })
)

/** Variant → how it is read. */
export const classes: ReadonlyMap<string, ReadClass> = new Map([
  ['Constant', constant],
  ['Ones', bare('Ones', {})],
  ['Zeros', bare('Zeros', {})],
  ['Uniform', uniform],
  ['Normal', normal],
  ['KaimingUniform', kaiming('uniform')],
  ['KaimingNormal', kaiming('untruncated_normal')],
  ['XavierUniform', xavier('uniform')],
  ['XavierNormal', xavier('untruncated_normal')],
  ['Orthogonal', orthogonal]
])
