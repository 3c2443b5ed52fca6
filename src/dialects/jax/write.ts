/**
 * Initializers as calls of `jax.nn.initializers`. Arguments that have their default are left out.
 */
import type { DType } from '../../DType.js'
import type { Validated } from '../../InitializerError.js'
import { type Tagged, unsupported } from '../../initializers/tagTable.js'
import { sameRule } from '../kit/axisOrder.js'
import { bounded, broadcast, fixed, ownFans, presetOf } from '../kit/checks.js'
import { scaleIn } from '../kit/scale.js'
import { untruncated } from '../kit/untruncated.js'
import { type Check, type ClassWriting, type Config, pass, written, type WriterTable } from '../kit/writer.js'
import { when } from '../points.js'
import { spec } from './spec.js'

/** A dtype is the last argument. */
const call = (
  name: string,
  config: Config,
  { dtype }: { readonly dtype: DType | null },
  ...checks: ReadonlyArray<Check>
): Validated<ClassWriting> =>
  dtype === null ? written(name, config, ...checks) : written(name, { ...config, dtype }, ...checks, pass('dtype'))

const zero = (field: string, value: number): Check => fixed(field, value, 0, ', as jax has none')

/** JAX names axes as the rule `axes` does. */
const axesFor = ({ fans }: Tagged<'VarianceScaling'>): readonly [Config, Check] => {
  if (fans.rule !== 'axes' || sameRule(fans, spec.fans)) return [{}, ownFans(fans, spec)]
  const { in_axis, out_axis, batch_axis } = fans
  return [{ in_axis, out_axis, batch_axis }, pass('other_axes')]
}

const varianceScaling = (it: Tagged<'VarianceScaling'>): Validated<ClassWriting> => {
  const { mode, distribution } = it
  const { scale, isConverted } = scaleIn(spec, it)
  const [axes, fans] = axesFor(it)
  const checks = [pass(...when(isConverted, 'correction')), fans]
  const preset = distribution === 'untruncated_normal' ? undefined : presetOf(scale, mode)
  if (preset !== undefined) {
    return call(`${preset}_${distribution === 'uniform' ? 'uniform' : 'normal'}`, axes, it, ...checks)
  }
  const name = distribution === 'untruncated_normal' ? 'normal' : distribution
  return call('variance_scaling', { scale, mode, distribution: name, ...axes }, it, ...checks)
}

const truncatedNormal = (it: Tagged<'TruncatedNormal'>): Validated<ClassWriting> => {
  const { stddev, lower, upper } = untruncated(it)
  const bounds = lower === -2 && upper === 2 ? {} : { lower, upper }
  const checks = [zero('mean', it.mean), bounded(it, 'lower'), bounded(it, 'upper')]
  return call('truncated_normal', { stddev, ...bounds }, it, ...checks)
}

const orthogonal = (it: Tagged<'Orthogonal'>): Validated<ClassWriting> => {
  const axis = it.column_axis === spec.columnAxis ? {} : { column_axis: it.column_axis }
  return call('orthogonal', { scale: it.gain, ...axis }, it, pass('orthogonal_columns'))
}

export const writers: WriterTable = {
  Zeros: (it) => call('zeros', {}, it),
  Ones: (it) => call('ones', {}, it),
  Constant: (it) => call('constant', { value: it.value }, it, broadcast(it)),
  Identity: unsupported,
  Dirac: unsupported,
  STFT: unsupported,
  RandomUniform: (it) => call('uniform', { scale: it.maxval }, it, zero('minval', it.minval)),
  RandomNormal: (it) => call('normal', { stddev: it.stddev }, it, zero('mean', it.mean)),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  UniformUnitScaling: unsupported,
  Orthogonal: orthogonal,
  DeltaOrthogonal: (it) => call('delta_orthogonal', { scale: it.gain }, it, pass('centre')),
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}
