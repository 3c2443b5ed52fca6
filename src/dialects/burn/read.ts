/**
 * Burn's `Initializer` as serde writes it: `"Zeros"`, or one key that names the variant, with all of its fields.
 *
 * Burn's layers pass their fans to the initializer. Here they are counted from the shape by TensorFlow's rule, which is right for
 * a `Linear`.
 */
import { boolean, finite, positive } from '../../codec/leaf.js'
import { required } from '../../codec/record.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { bare, type ClassReader, classReader } from '../kit/classReader.js'
import { gain, scaling, squareOf } from '../kit/gain.js'

const constant: ClassReader = classReader<{ readonly value: number }>(
  () => ({ value: required(finite) }),
  ({ value }) => ({ initializer: { _tag: 'Constant', value }, points: [] })
)

const uniform: ClassReader = classReader<{ readonly min: number; readonly max: number }>(
  () => ({ min: required(finite), max: required(finite) }),
  ({ min, max }) => ({
    initializer: { _tag: 'RandomUniform', minval: min, maxval: max },
    keys: { minval: 'min', maxval: 'max' },
    points: ['unseeded']
  })
)

const normal: ClassReader = classReader<{ readonly mean: number; readonly std: number }>(
  () => ({ mean: required(finite), std: required(positive) }),
  ({ mean, std }) => ({
    initializer: { _tag: 'RandomNormal', mean, stddev: std },
    keys: { stddev: 'std' },
    points: ['unseeded']
  })
)

const xavier = (distribution: Kind): ClassReader =>
  classReader<{ readonly gain: number }>(
    () => ({ gain: required(gain) }),
    ({ gain }, spec) => ({ ...scaling(squareOf(gain), 'fan_avg', distribution, spec), keys: { scale: 'gain' } })
  )

const kaiming = (distribution: Kind): ClassReader =>
  classReader<{ readonly gain: number; readonly fan_out_only: boolean }>(
    () => ({ gain: required(gain), fan_out_only: required(boolean) }),
    ({ gain, fan_out_only }, spec) => ({
      ...scaling(squareOf(gain), fan_out_only ? 'fan_out' : 'fan_in', distribution, spec),
      keys: { scale: 'gain' }
    })
  )

const orthogonal: ClassReader = classReader<{ readonly gain: number }>(
  () => ({ gain: required(finite) }),
  ({ gain }, { columnAxis }) => ({
    initializer: { _tag: 'Orthogonal', gain, column_axis: columnAxis },
    points: ['orthogonal_columns', 'unseeded']
  })
)

/** How each variant is read. */
export const classes: ReadonlyMap<string, ClassReader> = new Map([
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
