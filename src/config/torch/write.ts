/**
 * Saying initializers as calls of `torch.nn.init`.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { Validated } from '../../InitializerError.js'
import type { Traits } from '../dialect.js'
import {
  gainOf,
  type Of,
  orthogonalPoints,
  parent,
  relayout,
  type Said,
  said,
  unsayable,
  type Writers
} from '../saying.js'

/** The nonlinearities whose gain is a number, by its square; a leaky_relu has any gain up to √2. */
const nonlinearities: ReadonlyMap<number, object> = new Map([
  [1, { nonlinearity: 'linear' }],
  [25 / 9, { nonlinearity: 'tanh' }],
  [9 / 16, { nonlinearity: 'selu' }]
])

/** The arguments that make this scale: 2 / (1 + a²) for a leaky_relu of slope a. */
const slopeOf = (scale: number): Validated<object> => {
  const known = nonlinearities.get(scale)
  if (known !== undefined) return E.right(known)
  return scale > 2
    ? unsayable('scale', 'at most 2, or 25/9 for tanh', scale)
    : E.right(scale === 2 ? {} : { a: Math.sqrt(2 / scale - 1) })
}

const varianceScaling = (it: Of<'VarianceScaling'>, traits: Traits): Validated<Said> => {
  const { scale, mode, distribution } = it
  if (distribution === 'truncated_normal') {
    return unsayable('distribution', 'uniform or untruncated_normal, as torch cuts none', distribution)
  }
  const kind = distribution === 'uniform' ? 'uniform' : 'normal'
  return pipe(
    relayout(it.fans, traits),
    E.chain((touched) => {
      switch (mode) {
        case 'fan_avg':
          return said(`xavier_${kind}_`, scale === 1 ? {} : { gain: gainOf(scale) }, touched)
        case 'fan_in':
        case 'fan_out':
          return pipe(
            slopeOf(scale),
            E.chain((slope) => said(`kaiming_${kind}_`, { ...slope, ...(mode === 'fan_in' ? {} : { mode }) }, touched))
          )
        case 'fan_geo_avg':
          return unsayable('mode', 'fan_in, fan_out or fan_avg', mode)
      }
    })
  )
}

const truncatedNormal = (it: Of<'TruncatedNormal'>): Validated<Said> => {
  const { stddev, lower, upper } = parent(it)
  if (lower === null) return unsayable('lower', 'a number', it.lower)
  if (upper === null) return unsayable('upper', 'a number', it.upper)
  const { mean } = it
  const [a, b] = it.bounds === 'absolute' ? [it.lower, it.upper] : [mean + lower * stddev, mean + upper * stddev]
  return said('trunc_normal_', { mean, std: stddev, a, b }, ['bounds'])
}

export const writers: Writers = {
  Zeros: () => said('zeros_'),
  Ones: () => said('ones_'),
  Constant: ({ value }) =>
    typeof value === 'number' ? said('constant_', { val: value }) : unsayable('value', 'a number', value),
  Identity: ({ gain }) => (gain === 1 ? said('eye_') : unsayable('gain', '1, as eye_ has none', gain)),
  Dirac: ({ gain, groups, centre, channels_first }) => {
    if (gain !== 1) return unsayable('gain', '1, as dirac_ has none', gain)
    if (centre !== 'upper') return unsayable('centre', 'upper', centre)
    return said('dirac_', groups === 1 ? {} : { groups }, ['centre', ...(channels_first ? [] : (['layout'] as const))])
  },
  RandomUniform: ({ minval, maxval }) => said('uniform_', { a: minval, b: maxval }),
  RandomNormal: ({ mean, stddev }) => said('normal_', { mean, std: stddev }),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  Orthogonal: ({ gain, column_axis }, traits) =>
    pipe(
      orthogonalPoints(column_axis, traits),
      E.chain((touched) => said('orthogonal_', gain === 1 ? {} : { gain }, touched))
    ),
  Sparse: ({ sparsity, stddev }) =>
    said('sparse_', { sparsity, ...(stddev === 0.01 ? {} : { std: stddev }) }, ['sparse'])
}
