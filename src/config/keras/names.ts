/**
 * Saying initializers as Keras 1 does: by a name, and nothing else.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { orthogonalPoints, relayout, rowOf, said, unsayable, type Writers } from '../saying.js'

export const writers: Writers = {
  Zeros: () => said('zero'),
  Ones: () => said('one'),
  RandomUniform: ({ minval, maxval }) => {
    if (minval !== -0.05) return unsayable('minval', '-0.05', minval)
    return maxval === 0.05 ? said('uniform') : unsayable('maxval', '0.05', maxval)
  },
  RandomNormal: ({ mean, stddev }) => {
    if (mean !== 0) return unsayable('mean', '0', mean)
    return stddev === 0.05 ? said('normal') : unsayable('stddev', '0.05', stddev)
  },
  VarianceScaling: ({ scale, mode, distribution, fans }, traits) => {
    if (distribution === 'truncated_normal') {
      return unsayable('distribution', 'uniform or untruncated_normal, as keras1 cuts none', distribution)
    }
    const row = rowOf(scale, mode)
    const name = row === undefined ? undefined : `${row}_${distribution === 'uniform' ? 'uniform' : 'normal'}`
    return name === undefined || name === 'lecun_normal'
      ? unsayable('scale', 'that of glorot, he or lecun_uniform', scale)
      : pipe(
          relayout(fans, traits),
          E.chain((touched) => said(name, {}, touched))
        )
  },
  Orthogonal: ({ gain, column_axis }, traits) =>
    gain === 1.1
      ? pipe(
          orthogonalPoints(column_axis, traits),
          E.chain((touched) => said('orthogonal', {}, touched))
        )
      : unsayable('gain', '1.1', gain),
  Identity: ({ gain }) => (gain === 1 ? said('identity') : unsayable('gain', '1', gain))
}
