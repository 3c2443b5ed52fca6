/**
 * Saying initializers as calls of `torch.nn.init`. Arguments that have their default are left out.
 */
import type { Tagged } from '../../initializers/tagTable.js'
import type { Validated } from '../../InitializerError.js'
import type { Traits } from '../dialect.js'
import { gainOf, slopeOf } from '../roots.js'
import {
  closed,
  columns,
  type Config,
  fixed,
  notGeometric,
  parent,
  relayout,
  type Said,
  say,
  scalar,
  touches,
  uncut,
  notExpressible,
  type Writers
} from '../saying.js'

/**
 * The arguments that make this scale: 2 / (1 + a²) for a leaky_relu of slope a. A gain of 5/3 is that of tanh, though its square
 * may be the double beside 25/9.
 */
const nonlinearityOf = (scale: number): Config | undefined => {
  if (scale === 2) return {}
  if (scale === 1) return { nonlinearity: 'linear' }
  if (scale === 9 / 16) return { nonlinearity: 'selu' }
  if (Math.sqrt(scale) === 5 / 3) return { nonlinearity: 'tanh' }
  return scale < 2 ? { a: slopeOf(scale) } : undefined
}

const varianceScaling = (it: Tagged<'VarianceScaling'>, traits: Traits): Validated<Said> => {
  const { scale, mode, distribution } = it
  const kind = distribution === 'uniform' ? 'uniform' : 'normal'
  const checks = [uncut(it, traits), notGeometric(mode), relayout(it.fans, traits)]
  if (mode === 'fan_avg') return say(`xavier_${kind}_`, scale === 1 ? {} : { gain: gainOf(scale) }, ...checks)
  const nonlinearity = nonlinearityOf(scale)
  const small = nonlinearity === undefined ? notExpressible('scale', 'at most 2, or 25/9 for tanh', scale) : touches()
  return say(`kaiming_${kind}_`, { ...nonlinearity, ...(mode === 'fan_in' ? {} : { mode }) }, ...checks, small)
}

const truncatedNormal = (it: Tagged<'TruncatedNormal'>): Validated<Said> => {
  const { mean } = it
  const { stddev, ...bounds } = parent(it)
  const absolute = (field: 'lower' | 'upper'): number | null =>
    it.bounds === 'absolute' ? it[field] : mean + (bounds[field] ?? 0) * stddev
  const [a, b] = [absolute('lower'), absolute('upper')]
  return say('trunc_normal_', { mean, std: stddev, a, b }, closed(it, 'lower'), closed(it, 'upper'))
}

export const writers: Writers = {
  Zeros: () => say('zeros_'),
  Ones: () => say('ones_'),
  Constant: ({ value }) => say('constant_', { val: value }, scalar(value)),
  Identity: ({ gain }) => say('eye_', {}, fixed('gain', gain, 1, ', as eye_ has none')),
  Dirac: ({ gain, groups, centre, channels_first }) =>
    say(
      'dirac_',
      groups === 1 ? {} : { groups },
      fixed('gain', gain, 1, ', as dirac_ has none'),
      fixed('centre', centre, 'upper'),
      touches('centre', ...(channels_first ? [] : (['layout'] as const)))
    ),
  RandomUniform: ({ minval, maxval }) => say('uniform_', { a: minval, b: maxval }),
  RandomNormal: ({ mean, stddev }) => say('normal_', { mean, std: stddev }),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  Orthogonal: ({ gain, column_axis }, traits) =>
    say('orthogonal_', gain === 1 ? {} : { gain }, columns(column_axis, traits)),
  Sparse: ({ sparsity, stddev }) =>
    say('sparse_', { sparsity, ...(stddev === 0.01 ? {} : { std: stddev }) }, touches('sparse'))
}
