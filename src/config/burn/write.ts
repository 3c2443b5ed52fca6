/**
 * Saying initializers as variants of Burn's `Initializer`.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { Validated } from '../../InitializerError.js'
import type { Traits } from '../dialect.js'
import { gainOf, type Of, orthogonalPoints, relayout, type Said, said, unsayable, type Writers } from '../saying.js'

const varianceScaling = (it: Of<'VarianceScaling'>, traits: Traits): Validated<Said> => {
  const { scale, mode, distribution } = it
  if (distribution === 'truncated_normal') {
    return unsayable('distribution', 'uniform or untruncated_normal, as burn cuts none', distribution)
  }
  const kind = distribution === 'uniform' ? 'Uniform' : 'Normal'
  const gain = gainOf(scale)
  return pipe(
    relayout(it.fans, traits),
    E.chain((touched) => {
      switch (mode) {
        case 'fan_avg':
          return said(`Xavier${kind}`, { gain }, touched)
        case 'fan_in':
        case 'fan_out':
          return said(`Kaiming${kind}`, { gain, fan_out_only: mode === 'fan_out' }, touched)
        case 'fan_geo_avg':
          return unsayable('mode', 'fan_in, fan_out or fan_avg', mode)
      }
    })
  )
}

export const writers: Writers = {
  Zeros: () => said('Zeros'),
  Ones: () => said('Ones'),
  Constant: ({ value }) =>
    typeof value === 'number' ? said('Constant', { value }) : unsayable('value', 'a number', value),
  RandomUniform: ({ minval, maxval }) => said('Uniform', { min: minval, max: maxval }),
  RandomNormal: ({ mean, stddev }) => said('Normal', { mean, std: stddev }),
  VarianceScaling: varianceScaling,
  Orthogonal: ({ gain, column_axis }, traits) =>
    pipe(
      orthogonalPoints(column_axis, traits),
      E.chain((touched) => said('Orthogonal', { gain }, touched))
    )
}
