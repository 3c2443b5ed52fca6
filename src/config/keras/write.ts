/**
 * Saying initializers as Keras 2 and 3, TensorFlow 1 and TF.js do.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { DType } from '../../DType.js'
import type { Validated } from '../../InitializerError.js'
import type { Point, Traits } from '../dialect.js'
import {
  type Of,
  orthogonalPoints,
  parent,
  relayout,
  rowOf,
  type Said,
  said,
  scaleFor,
  unsayable,
  type WriteOptions,
  type Writers
} from '../saying.js'

// -------------------------------------------------------------------------------------
// configs
// -------------------------------------------------------------------------------------

type Config = Readonly<Record<string, unknown>>

interface Options {
  readonly seed?: number | null
  readonly dtype: DType | null
}

/** A class whose numbers are random: Keras 3 has the seed first, the others last. TensorFlow 1 alone writes a dtype. */
const random = (
  class_name: string,
  config: Config,
  options: Options,
  traits: Traits,
  touched: ReadonlyArray<Point> = []
) => {
  const seed = { seed: options.seed ?? null }
  return traits.dialect === 'keras3'
    ? plain(class_name, { ...seed, ...config }, options, traits, touched)
    : plain(class_name, { ...config, ...seed }, options, traits, touched)
}

const plain = (
  class_name: string,
  config: Config,
  { dtype }: Options,
  { dialect }: Traits,
  touched: ReadonlyArray<Point> = []
): Validated<Said> =>
  dialect === 'tf1'
    ? said(class_name, { ...config, dtype: dtype ?? 'float32' }, touched)
    : said(class_name, config, dtype === null ? touched : [...touched, 'dtype'])

/** Only where one of these dialects has the class. */
const only = (it: { readonly _tag: string }, dialects: ReadonlyArray<string>, traits: Traits): Validated<unknown> =>
  dialects.includes(traits.dialect)
    ? E.right(undefined)
    : unsayable('_tag', `an initializer that ${traits.dialect} has`, it._tag)

// -------------------------------------------------------------------------------------
// variance scaling
// -------------------------------------------------------------------------------------

/** A distribution by the dialect's word for it. */
const wordFor = (
  { distribution }: Of<'VarianceScaling'>,
  { points, distributions, dialect }: Traits
): Validated<string> => {
  const isSaid =
    distributions.includes(distribution) &&
    !(distribution === 'truncated_normal' && points.truncated_normal === 'uniform')
  if (isSaid) return E.right(distribution)
  return distribution === 'truncated_normal' && points.normal === 'truncated'
    ? E.right('normal')
    : unsayable('distribution', `a distribution that ${dialect} has`, distribution)
}

interface Fans {
  readonly axes: Config
  readonly touched: ReadonlyArray<Point>
}

/** Keras 3 since 3.15 can list axes; its own files have both keys, null where they are not used. */
const fansFor = ({ fans }: Of<'VarianceScaling'>, traits: Traits, { axes = true }: WriteOptions): Validated<Fans> => {
  const hasKeys = traits.dialect === 'keras3' && axes
  if (fans.rule === 'listed' && hasKeys) {
    return E.right({ axes: { input_axes: fans.input_axes, output_axes: fans.output_axes }, touched: ['other_axes'] })
  }
  return pipe(
    relayout(fans, traits),
    E.map((touched) => ({ axes: hasKeys ? { input_axes: null, output_axes: null } : {}, touched }))
  )
}

/** The classes that stand for a row: all six in Keras, two in TensorFlow 1, none in TF.js and Keras 2.0 to 2.3. */
const classFor = (row: 'glorot' | 'he' | 'lecun', isUniform: boolean, { dialect }: Traits): string | undefined => {
  const name = `${row.charAt(0).toUpperCase()}${row.slice(1)}${isUniform ? 'Uniform' : 'Normal'}`
  const has = dialect === 'keras3' || dialect === 'keras2' || (dialect === 'tf1' && row === 'glorot')
  return has ? name : undefined
}

const varianceScaling = (it: Of<'VarianceScaling'>, traits: Traits, options: WriteOptions): Validated<Said> =>
  pipe(
    E.Do,
    E.apS('word', wordFor(it, traits)),
    E.apS('fans', fansFor(it, traits, options)),
    E.apS(
      'mode',
      it.mode === 'fan_geo_avg' ? unsayable('mode', 'fan_in, fan_out or fan_avg', it.mode) : E.right(it.mode)
    ),
    E.chain(({ word, fans, mode }) => {
      const { scale, touched } = scaleFor(it, traits)
      const points = [...touched, ...fans.touched]
      const row = it.distribution === 'untruncated_normal' ? undefined : rowOf(scale, mode)
      const named = row === undefined ? undefined : classFor(row, it.distribution === 'uniform', traits)
      return named === undefined
        ? random('VarianceScaling', { scale, mode, distribution: word, ...fans.axes }, it, traits, points)
        : random(named, fans.axes, it, traits, points)
    })
  )

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

/** TF.js takes a 0 here for an argument that was left out. */
const notZero = (field: string, value: number, { points }: Traits): Validated<unknown> =>
  value === 0 && points.zero_argument === 'the default'
    ? unsayable(field, 'a number other than 0, which tfjs takes for the default', value)
    : E.right(undefined)

const constant = (it: Of<'Constant'>, traits: Traits): Validated<Said> => {
  const { value, reshape } = it
  if (typeof value === 'number') return plain('Constant', { value }, it, traits)
  if (traits.dialect === 'tfjs') return unsayable('value', 'a number', value)
  if (traits.dialect !== 'keras3') {
    return reshape
      ? plain('Constant', { value }, it, traits)
      : unsayable('reshape', 'true, as arrays are not broadcast', reshape)
  }
  return reshape
    ? unsayable('reshape', 'false, as arrays are broadcast', reshape)
    : plain('Constant', { value: { class_name: '__numpy__', config: { value, dtype: 'float64' } } }, it, traits)
}

const truncatedNormal = (it: Of<'TruncatedNormal'>, traits: Traits): Validated<Said> => {
  const { stddev, lower, upper } = parent(it)
  if (lower !== -2) return unsayable('lower', '2 stddev below the mean', it.lower)
  if (upper !== 2) return unsayable('upper', '2 stddev above the mean', it.upper)
  return random('TruncatedNormal', { mean: it.mean, stddev }, it, traits, ['bounds'])
}

const convolutionOrthogonal = (
  it: Of<'ConvolutionOrthogonal'>,
  traits: Traits,
  { rank }: WriteOptions
): Validated<Said> =>
  pipe(
    only(it, ['tf1'], traits),
    E.chain(() =>
      rank === 3 || rank === 4 || rank === 5
        ? random(`ConvolutionOrthogonal${rank - 2}D`, { gain: it.gain }, it, traits)
        : unsayable('rank', 'the option rank, 3 to 5, as tf1 has a class for each', rank)
    )
  )

export const writers: Writers = {
  Zeros: (it, traits) => plain('Zeros', {}, it, traits),
  Ones: (it, traits) => plain('Ones', {}, it, traits),
  Constant: constant,
  Identity: (it, traits) => plain('Identity', { gain: it.gain }, it, traits),
  STFT: ({ side, window, scaling, periodic, dtype }, traits) =>
    pipe(
      only({ _tag: 'STFT' }, ['keras3'], traits),
      E.chain(() => plain('STFT', { side, window, scaling, periodic }, { dtype }, traits))
    ),
  RandomUniform: (it, traits) =>
    pipe(
      notZero('minval', it.minval, traits),
      E.chain(() => notZero('maxval', it.maxval, traits)),
      E.chain(() => random('RandomUniform', { minval: it.minval, maxval: it.maxval }, it, traits))
    ),
  RandomNormal: (it, traits) => random('RandomNormal', { mean: it.mean, stddev: it.stddev }, it, traits),
  TruncatedNormal: truncatedNormal,
  VarianceScaling: varianceScaling,
  UniformUnitScaling: (it, traits) =>
    pipe(
      only(it, ['tf1'], traits),
      E.chain(() => random('UniformUnitScaling', { factor: it.factor }, it, traits))
    ),
  Orthogonal: (it, traits) =>
    pipe(
      orthogonalPoints(it.column_axis, traits),
      E.chain((touched) => random('Orthogonal', { gain: it.gain }, it, traits, touched))
    ),
  DeltaOrthogonal: (it, traits) =>
    pipe(
      only(it, ['tf1'], traits),
      E.chain(() => random('DeltaOrthogonal', { gain: it.gain }, it, traits))
    ),
  ConvolutionOrthogonal: convolutionOrthogonal
}
