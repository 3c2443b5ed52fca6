/**
 * Saying initializers as Keras 1 does: by a name, and nothing else.
 */
import { columns, fixed, relayout, rowOf, say, touches, uncut, notExpressible, type Writers } from '../saying.js'

export const writers: Writers = {
  Zeros: () => say('zero'),
  Ones: () => say('one'),
  RandomUniform: ({ minval, maxval }) =>
    say('uniform', {}, fixed('minval', minval, -0.05), fixed('maxval', maxval, 0.05)),
  RandomNormal: ({ mean, stddev }) => say('normal', {}, fixed('mean', mean, 0), fixed('stddev', stddev, 0.05)),
  VarianceScaling: (it, traits) => {
    const { scale, mode, distribution, fans } = it
    const name = `${rowOf(scale, mode) ?? 'no row'}_${distribution === 'uniform' ? 'uniform' : 'normal'}`
    const has = rows.includes(name) ? touches() : notExpressible('scale', 'that of glorot, he or lecun_uniform', scale)
    return say(name, {}, uncut(it, traits), has, relayout(fans, traits))
  },
  Orthogonal: ({ gain, column_axis }, traits) =>
    say('orthogonal', {}, fixed('gain', gain, 1.1), columns(column_axis, traits)),
  Identity: ({ gain }) => say('identity', {}, fixed('gain', gain, 1))
}

const rows = ['glorot_uniform', 'glorot_normal', 'he_uniform', 'he_normal', 'lecun_uniform']
