/**
 * Initializers as calls of `torch.nn.init`. Arguments that have their default are left out.
 */
import type { Validated } from '../../InitializerError.js'
import { type Tagged, unsupported } from '../../initializers/tagTable.js'
import { bounded, fixed, notGeometric, notTruncated, orthogonalColumns, ownFans, scalar } from '../kit/checks.js'
import { gainOf, slopeOf } from '../kit/scale.js'
import { untruncated } from '../kit/untruncated.js'
import { type ClassWriting, type Config, notExpressible, pass, written, type WriterTable } from '../kit/writer.js'
import { when } from '../points.js'
import { spec } from './spec.js'

/**
 * The arguments that give this scale: 2 / (1 + a²) for a leaky_relu of slope a. A gain of 5/3 is that of tanh, though its square
 * may be the double beside 25/9.
 */
const nonlinearityOf = (scale: number): Config | undefined => {
  if (scale === 2) return {}
  if (scale === 1) return { nonlinearity: 'linear' }
  if (scale === 9 / 16) return { nonlinearity: 'selu' }
  if (Math.sqrt(scale) === 5 / 3) return { nonlinearity: 'tanh' }
  return scale < 2 ? { a: slopeOf(scale) } : undefined
}

const varianceScaling = (it: Tagged<'VarianceScaling'>): Validated<ClassWriting> => {
  const { scale, mode, distribution } = it
  const kind = distribution === 'uniform' ? 'uniform' : 'normal'
  const checks = [notTruncated(it, spec), notGeometric(mode), ownFans(it.fans, spec)]
  if (mode === 'fan_avg') return written(`xavier_${kind}_`, scale === 1 ? {} : { gain: gainOf(scale) }, ...checks)
  const nonlinearity = nonlinearityOf(scale)
  const isSmall = nonlinearity === undefined ? notExpressible('scale', 'at most 2, or 25/9 for tanh', scale) : pass()
  return written(`kaiming_${kind}_`, { ...nonlinearity, ...(mode === 'fan_in' ? {} : { mode }) }, ...checks, isSmall)
}

const truncatedNormal = (it: Tagged<'TruncatedNormal'>): Validated<ClassWriting> => {
  const { mean } = it
  const { stddev, ...bounds } = untruncated(it)
  const absolute = (field: 'lower' | 'upper'): number | null =>
    it.bounds === 'absolute' ? it[field] : mean + (bounds[field] ?? 0) * stddev
  const [a, b] = [absolute('lower'), absolute('upper')]
  return written('trunc_normal_', { mean, std: stddev, a, b }, bounded(it, 'lower'), bounded(it, 'upper'))
}

const dirac = ({ gain, groups, centre, channels_first }: Tagged<'Dirac'>): Validated<ClassWriting> =>
  written(
    'dirac_',
    groups === 1 ? {} : { groups },
    fixed('gain', gain, 1, ', as dirac_ has none'),
    fixed('centre', centre, spec.centre),
    pass('centre', ...when(!channels_first, 'layout'))
  )

export const writers: WriterTable = {
  Zeros: () => written('zeros_'),
  Ones: () => written('ones_'),
  Constant: ({ value }) => written('constant_', { val: value }, scalar(value)),
  Identity: ({ gain }) => written('eye_', {}, fixed('gain', gain, 1, ', as eye_ has none')),
  Dirac: dirac,
  STFT: unsupported,
  RandomUniform: ({ minval, maxval }) => written('uniform_', { a: minval, b: maxval }),
  RandomNormal: ({ mean, stddev }) => written('normal_', { mean, std: stddev }),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  UniformUnitScaling: unsupported,
  Orthogonal: ({ gain, column_axis }) =>
    written('orthogonal_', gain === 1 ? {} : { gain }, orthogonalColumns(column_axis, spec)),
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: ({ sparsity, stddev }) => written('sparse_', { sparsity, ...(stddev === 0.01 ? {} : { std: stddev }) }),
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}
