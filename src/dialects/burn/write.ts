/**
 * Initializers as variants of Burn's `Initializer`.
 */
import type { Validated } from '../../InitializerError.js'
import { type Tagged, unsupported } from '../../initializers/tagTable.js'
import { notGeometric, notTruncated, orthogonalColumns, ownFans, scalar } from '../kit/checks.js'
import { gainOf } from '../kit/scale.js'
import { type ClassWriting, written, type WriterTable } from '../kit/writer.js'
import type { DialectSpec } from '../spec.js'

const varianceScaling = (it: Tagged<'VarianceScaling'>, spec: DialectSpec): Validated<ClassWriting> => {
  const { scale, mode, distribution } = it
  const kind = distribution === 'uniform' ? 'Uniform' : 'Normal'
  const checks = [notTruncated(it, spec), notGeometric(mode), ownFans(it.fans, spec)]
  const gain = gainOf(scale)
  return mode === 'fan_avg'
    ? written(`Xavier${kind}`, { gain }, ...checks)
    : written(`Kaiming${kind}`, { gain, fan_out_only: mode === 'fan_out' }, ...checks)
}

export const writers: WriterTable = {
  Zeros: () => written('Zeros'),
  Ones: () => written('Ones'),
  Constant: ({ value }) => written('Constant', { value }, scalar(value)),
  Identity: unsupported,
  Dirac: unsupported,
  STFT: unsupported,
  RandomUniform: ({ minval, maxval }) => written('Uniform', { min: minval, max: maxval }),
  RandomNormal: ({ mean, stddev }) => written('Normal', { mean, std: stddev }),
  TruncatedNormal: unsupported,
  VarianceScaling: varianceScaling,
  UniformUnitScaling: unsupported,
  Orthogonal: ({ gain, column_axis }, spec) => written('Orthogonal', { gain }, orthogonalColumns(column_axis, spec)),
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}
