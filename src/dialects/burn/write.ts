/**
 * Saying initializers as variants of Burn's `Initializer`.
 */
import type { Tagged } from '../../initializers/tagTable.js'
import type { Validated } from '../../InitializerError.js'
import type { Traits } from '../dialect.js'
import { gainOf } from '../roots.js'
import { columns, notGeometric, relayout, type Said, say, scalar, uncut, type Writers } from '../saying.js'

const varianceScaling = (it: Tagged<'VarianceScaling'>, traits: Traits): Validated<Said> => {
  const { scale, mode, distribution } = it
  const kind = distribution === 'uniform' ? 'Uniform' : 'Normal'
  const checks = [uncut(it, traits), notGeometric(mode), relayout(it.fans, traits)]
  const gain = gainOf(scale)
  return mode === 'fan_avg'
    ? say(`Xavier${kind}`, { gain }, ...checks)
    : say(`Kaiming${kind}`, { gain, fan_out_only: mode === 'fan_out' }, ...checks)
}

export const writers: Writers = {
  Zeros: () => say('Zeros'),
  Ones: () => say('Ones'),
  Constant: ({ value }) => say('Constant', { value }, scalar(value)),
  RandomUniform: ({ minval, maxval }) => say('Uniform', { min: minval, max: maxval }),
  RandomNormal: ({ mean, stddev }) => say('Normal', { mean, std: stddev }),
  VarianceScaling: varianceScaling,
  Orthogonal: ({ gain, column_axis }, traits) => say('Orthogonal', { gain }, columns(column_axis, traits))
}
