/**
 * Initializers as Keras 2 and 3, TensorFlow 1 and TF.js write them.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { Applicative, type Validated } from '../../InitializerError.js'
import { type Tagged, unsupported } from '../../initializers/tagTable.js'
import type { WriteSettings } from '../definition.js'
import { broadcast, notGeometric, orthogonalColumns, ownFans, presetOf, scalar } from '../kit/checks.js'
import { scaleIn } from '../kit/scale.js'
import { untruncated } from '../kit/untruncated.js'
import {
  type Check,
  type ClassWriting,
  type Config,
  notExpressible,
  pass,
  written,
  type WriterTable
} from '../kit/writer.js'
import { when } from '../points.js'
import type { DistributionName } from '../spec.js'
import { type Common, isDefault, seedOfNormal } from './fields.js'
import type { KerasSpec } from './spec.js'

type Writing = Validated<ClassWriting>

// -------------------------------------------------------------------------------------
// configs
// -------------------------------------------------------------------------------------

/** A class with random numbers: Keras 3 has the seed first, the others last. */
export const random = (
  class_name: string,
  config: Config,
  it: Common,
  spec: KerasSpec,
  ...checks: ReadonlyArray<Check>
): Writing => {
  const isUniform = class_name === 'RandomUniform' || config['distribution'] === 'uniform'
  const seed = isUniform ? it.seed : seedOfNormal(it.seed, spec)
  const seeded = spec.seedFirst ? { seed, ...config } : { ...config, seed }
  return plain(class_name, seeded, it, spec, ...checks, pass(...when(seed !== it.seed, 'zero_argument')))
}

/** Only TensorFlow 1 writes a dtype. */
export const plain = (
  class_name: string,
  config: Config,
  { dtype }: Pick<Common, 'dtype'>,
  spec: KerasSpec,
  ...checks: ReadonlyArray<Check>
): Writing =>
  spec.dtype === 'written'
    ? written(class_name, { ...config, dtype: dtype ?? 'float32' }, ...checks)
    : written(class_name, config, ...checks, pass(...when(dtype !== null, 'dtype')))

// -------------------------------------------------------------------------------------
// variance scaling
// -------------------------------------------------------------------------------------

/** The first of the dialect's names that stands for the distribution. */
const nameOf = (
  { distribution }: Tagged<'VarianceScaling'>,
  { name, distributions }: KerasSpec
): Validated<DistributionName> => {
  const names = Object.keys(distributions) as ReadonlyArray<DistributionName>
  const found = names.find((each) => distributions[each] === distribution)
  return found === undefined
    ? notExpressible('distribution', `a distribution that ${name} has`, distribution)
    : E.right(found)
}

/** Keras 3 since 3.15 can list axes; its own files have both keys, null where they are not used. */
const axesFor = (
  { fans }: Tagged<'VarianceScaling'>,
  spec: KerasSpec,
  { axes }: WriteSettings
): readonly [Config, Check] => {
  if (!spec.listsAxes || !axes) return [{}, ownFans(fans, spec)]
  return fans.rule === 'listed'
    ? [{ input_axes: fans.input_axes, output_axes: fans.output_axes }, pass('other_axes')]
    : [{ input_axes: null, output_axes: null }, ownFans(fans, spec)]
}

/** The class that stands for a preset: `GlorotUniform`. That of TensorFlow 1 forgets a dtype other than float32. */
const classFor = (it: Tagged<'VarianceScaling'>, scale: number, spec: KerasSpec): string | undefined => {
  if (spec.dtype === 'written' && (it.dtype ?? 'float32') !== 'float32') return undefined
  const preset = it.distribution === 'untruncated_normal' ? undefined : presetOf(scale, it.mode)
  const prefix = preset === undefined ? '' : `${preset.charAt(0).toUpperCase()}${preset.slice(1)}`
  return spec.presets.find((name) => name === `${prefix}${it.distribution === 'uniform' ? 'Uniform' : 'Normal'}`)
}

export const varianceScaling = (it: Tagged<'VarianceScaling'>, spec: KerasSpec, settings: WriteSettings): Writing => {
  const { mode } = it
  const { scale, isConverted } = scaleIn(spec, it)
  const [axes, fans] = axesFor(it, spec, settings)
  const checks = [pass(...when(isConverted, 'correction')), fans]
  const named = classFor(it, scale, spec)
  return pipe(
    sequenceS(Applicative)({ distribution: nameOf(it, spec), mode: notGeometric(mode), fans }),
    E.chain(({ distribution }) =>
      named === undefined
        ? random('VarianceScaling', { scale, mode, distribution, ...axes }, it, spec, ...checks)
        : random(named, axes, it, spec, ...checks)
    )
  )
}

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

export const zeros = (it: Tagged<'Zeros'>, spec: KerasSpec): Writing => plain('Zeros', {}, it, spec)

export const ones = (it: Tagged<'Ones'>, spec: KerasSpec): Writing => plain('Ones', {}, it, spec)

export const identity = (it: Tagged<'Identity'>, spec: KerasSpec): Writing =>
  plain('Identity', { gain: it.gain }, it, spec)

/** Keras 3 broadcasts an array, TensorFlow and Keras 2 use its values in order, and TF.js accepts no arrays. */
export const constant = (it: Tagged<'Constant'>, spec: KerasSpec): Writing => {
  const { value, reshape } = it
  if (typeof value === 'number') return plain('Constant', { value }, it, spec)
  switch (spec.arrays) {
    case 'refused':
      return plain('Constant', { value }, it, spec, scalar(value))
    case 'broadcast': {
      const array = { class_name: '__numpy__', config: { value, dtype: 'float64' } }
      return plain('Constant', { value: array }, it, spec, broadcast(it))
    }
    case 'in order': {
      const check = reshape ? pass() : notExpressible('reshape', 'true, as arrays are not broadcast', reshape)
      return plain('Constant', { value }, it, spec, check)
    }
  }
}

export const stft = (it: Tagged<'STFT'>, spec: KerasSpec): Writing => {
  const { side, window, scaling, periodic } = it
  return plain('STFT', { side, window, periodic, scaling }, it, spec)
}

/** TF.js takes 0 for the default. */
const notZero = (field: string, value: number, spec: KerasSpec): Check =>
  isDefault(value, spec)
    ? notExpressible(field, `a number other than 0, which ${spec.name} takes for the default`, value)
    : pass()

export const randomUniform = (it: Tagged<'RandomUniform'>, spec: KerasSpec): Writing => {
  const { minval, maxval } = it
  const checks = [notZero('minval', minval, spec), notZero('maxval', maxval, spec)]
  return random('RandomUniform', { minval, maxval }, it, spec, ...checks)
}

export const randomNormal = (it: Tagged<'RandomNormal'>, spec: KerasSpec): Writing =>
  random('RandomNormal', { mean: it.mean, stddev: it.stddev }, it, spec)

export const truncatedNormal = (it: Tagged<'TruncatedNormal'>, spec: KerasSpec): Writing => {
  const { stddev, lower, upper } = untruncated(it)
  const bound = (field: 'lower' | 'upper', isTwo: boolean, side: string): Check =>
    isTwo ? pass('bounds') : notExpressible(field, `2 stddev ${side} the mean`, it[field])
  const checks = [bound('lower', lower === -2, 'below'), bound('upper', upper === 2, 'above')]
  return random('TruncatedNormal', { mean: it.mean, stddev }, it, spec, ...checks)
}

export const orthogonal = (it: Tagged<'Orthogonal'>, spec: KerasSpec): Writing =>
  random('Orthogonal', { gain: it.gain }, it, spec, orthogonalColumns(it.column_axis, spec))

// -------------------------------------------------------------------------------------
// table
// -------------------------------------------------------------------------------------

/** The initializers of Keras 2 and of TF.js. */
export const writers: WriterTable<KerasSpec> = {
  Zeros: zeros,
  Ones: ones,
  Constant: constant,
  Identity: identity,
  Dirac: unsupported,
  STFT: unsupported,
  RandomUniform: randomUniform,
  RandomNormal: randomNormal,
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  UniformUnitScaling: unsupported,
  Orthogonal: orthogonal,
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}
