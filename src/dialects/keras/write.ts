/**
 * Saying initializers as Keras 2 and 3, TensorFlow 1 and TF.js do.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { Tagged } from '../../initializers/tagTable.js'
import { Applicative, type Validated } from '../../InitializerError.js'
import type { Dialect, Traits } from '../dialect.js'
import {
  broadcast,
  type Check,
  columns,
  type Config,
  notGeometric,
  parent,
  relayout,
  rowOf,
  type Said,
  say,
  scalar,
  scaleFor,
  type Settled,
  touches,
  notExpressible,
  type Writers
} from '../saying.js'
import { type Common, isDefault, seedOfNormal } from './fields.js'

// -------------------------------------------------------------------------------------
// configs
// -------------------------------------------------------------------------------------

/** A class whose numbers are random: Keras 3 has the seed first, the others last. */
const random = (
  class_name: string,
  config: Config,
  it: Common,
  traits: Traits,
  ...checks: ReadonlyArray<Check>
): Validated<Said> => {
  const isUniform = class_name === 'RandomUniform' || config['distribution'] === 'uniform'
  const seed = isUniform ? it.seed : seedOfNormal(it.seed, traits)
  const seeded = traits.dialect === 'keras3' ? { seed, ...config } : { ...config, seed }
  return plain(class_name, seeded, it, traits, ...checks, seed === it.seed ? touches() : touches('zero_argument'))
}

/** TensorFlow 1 alone writes a dtype. */
const plain = (
  class_name: string,
  config: Config,
  { dtype }: Pick<Common, 'dtype'>,
  { dialect }: Traits,
  ...checks: ReadonlyArray<Check>
): Validated<Said> =>
  dialect === 'tf1'
    ? say(class_name, { ...config, dtype: dtype ?? 'float32' }, ...checks)
    : say(class_name, config, ...checks, dtype === null ? touches() : touches('dtype'))

/** A class that one dialect alone has. */
const only = (dialect: Dialect, { _tag }: { readonly _tag: string }, traits: Traits): Check =>
  traits.dialect === dialect ? touches() : notExpressible('_tag', `an initializer that ${traits.dialect} has`, _tag)

// -------------------------------------------------------------------------------------
// variance scaling
// -------------------------------------------------------------------------------------

/** A distribution by the dialect's word for it. */
const wordFor = (
  { distribution }: Tagged<'VarianceScaling'>,
  { points, distributions, dialect }: Traits
): Validated<string> => {
  if (distribution === 'truncated_normal' && points.truncated_normal !== 'truncated') return E.right('normal')
  return distributions.includes(distribution)
    ? E.right(distribution)
    : notExpressible('distribution', `a distribution that ${dialect} has`, distribution)
}

/** Keras 3 since 3.15 can list axes; its own files have both keys, null where they are not used. */
const axesFor = ({ fans }: Tagged<'VarianceScaling'>, traits: Traits, { axes }: Settled): readonly [Config, Check] => {
  if (traits.dialect !== 'keras3' || !axes) return [{}, relayout(fans, traits)]
  return fans.rule === 'listed'
    ? [{ input_axes: fans.input_axes, output_axes: fans.output_axes }, touches('other_axes')]
    : [{ input_axes: null, output_axes: null }, relayout(fans, traits)]
}

/** The classes that stand for a row: all six in Keras, two in TensorFlow 1, none in TF.js and Keras 2.0 to 2.3. */
const classFor = (row: 'glorot' | 'he' | 'lecun', isUniform: boolean, { dialect }: Traits): string | undefined => {
  const name = `${row.charAt(0).toUpperCase()}${row.slice(1)}${isUniform ? 'Uniform' : 'Normal'}`
  const has = dialect === 'keras3' || dialect === 'keras2' || (dialect === 'tf1' && row === 'glorot')
  return has ? name : undefined
}

const varianceScaling = (it: Tagged<'VarianceScaling'>, traits: Traits, options: Settled): Validated<Said> => {
  const { mode } = it
  const { scale, moved } = scaleFor(it, traits)
  const [axes, fans] = axesFor(it, traits, options)
  const row = it.distribution === 'untruncated_normal' ? undefined : rowOf(scale, mode)
  const named = row === undefined ? undefined : classFor(row, it.distribution === 'uniform', traits)
  return pipe(
    sequenceS(Applicative)({ distribution: wordFor(it, traits), mode: notGeometric(mode), fans }),
    E.chain(({ distribution }) =>
      named === undefined
        ? random('VarianceScaling', { scale, mode, distribution, ...axes }, it, traits, moved, fans)
        : random(named, axes, it, traits, moved, fans)
    )
  )
}

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

/** TF.js takes a 0 here for an argument that was left out. */
const notZero = (field: string, value: number, traits: Traits): Check =>
  isDefault(value, traits)
    ? notExpressible(field, 'a number other than 0, which tfjs takes for the default', value)
    : touches()

/** Keras 3 broadcasts an array, TensorFlow and Keras 2 keep the order of its values, and TF.js has none. */
const constant = (it: Tagged<'Constant'>, traits: Traits): Validated<Said> => {
  const { value, reshape } = it
  if (typeof value === 'number' || traits.dialect === 'tfjs') {
    return plain('Constant', { value }, it, traits, scalar(value))
  }
  return traits.dialect === 'keras3'
    ? plain('Constant', { value: asNumpy(value) }, it, traits, broadcast(it))
    : plain(
        'Constant',
        { value },
        it,
        traits,
        reshape ? touches() : notExpressible('reshape', 'true, as arrays are not broadcast', reshape)
      )
}

const asNumpy = (value: unknown): Config => ({ class_name: '__numpy__', config: { value, dtype: 'float64' } })

const truncatedNormal = (it: Tagged<'TruncatedNormal'>, traits: Traits): Validated<Said> => {
  const { stddev, lower, upper } = parent(it)
  const bound = (field: 'lower' | 'upper', isTwo: boolean, side: string): Check =>
    isTwo ? touches('bounds') : notExpressible(field, `2 stddev ${side} the mean`, it[field])
  return random(
    'TruncatedNormal',
    { mean: it.mean, stddev },
    it,
    traits,
    bound('lower', lower === -2, 'below'),
    bound('upper', upper === 2, 'above')
  )
}

/** TensorFlow has a class for each rank. */
const convolutionOrthogonal = (it: Tagged<'ConvolutionOrthogonal'>, traits: Traits, { rank }: Settled) => {
  const isMissing = traits.dialect === 'tf1' && ![3, 4, 5].includes(rank)
  const hasRank = isMissing ? notExpressible('rank', 'the option rank, from 3 to 5', rank) : touches()
  const name = `ConvolutionOrthogonal${rank - 2}D`
  return random(name, { gain: it.gain }, it, traits, only('tf1', it, traits), hasRank)
}

export const writers: Writers = {
  Zeros: (it, traits) => plain('Zeros', {}, it, traits),
  Ones: (it, traits) => plain('Ones', {}, it, traits),
  Constant: constant,
  Identity: (it, traits) => plain('Identity', { gain: it.gain }, it, traits),
  STFT: (it, traits) => {
    const { side, window, scaling, periodic } = it
    return plain('STFT', { side, window, periodic, scaling }, it, traits, only('keras3', it, traits))
  },
  RandomUniform: (it, traits) => {
    const { minval, maxval } = it
    const checks = [notZero('minval', minval, traits), notZero('maxval', maxval, traits)]
    return random('RandomUniform', { minval, maxval }, it, traits, ...checks)
  },
  RandomNormal: (it, traits) => random('RandomNormal', { mean: it.mean, stddev: it.stddev }, it, traits),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  UniformUnitScaling: (it, traits) =>
    random('UniformUnitScaling', { factor: it.factor }, it, traits, only('tf1', it, traits)),
  Orthogonal: (it, traits) => random('Orthogonal', { gain: it.gain }, it, traits, columns(it.column_axis, traits)),
  DeltaOrthogonal: (it, traits) =>
    random('ConvolutionDeltaOrthogonal', { gain: it.gain }, it, traits, only('tf1', it, traits)),
  ConvolutionOrthogonal: convolutionOrthogonal
}
