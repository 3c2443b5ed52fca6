/**
 * How the classes of Keras, TensorFlow 1 and TF.js are read. They share their origin and names, but differ in what they
 * draw.
 */
import * as t from 'io-ts'
import { type PlainRecord, valueAt } from '../../codec/plain.js'
import { finite, leaf, positive } from '../../codec/leaf.js'
import { optional } from '../../codec/record.js'
import { dtype } from '../../initializers/kit/definition.js'
import { value, type Value } from '../../initializers/kit/values.js'
import type { Tag } from '../../initializers/tagTable.js'
import { type ClassReader, classReader } from '../kit/classReader.js'
import { defaultsOf, nonNegative } from '../kit/fields.js'
import { type Point, when } from '../points.js'
import { type Common, common, isDefault, seedOfNormal, seedPoints } from './fields.js'
import type { ClassName } from './names.js'
import { preset, varianceScaling } from './scaling.js'
import type { KerasSpec } from './spec.js'

// -------------------------------------------------------------------------------------
// random numbers
// -------------------------------------------------------------------------------------

const orDefault = (value: number, fallback: number, spec: KerasSpec): number =>
  isDefault(value, spec) ? fallback : value

/** The points of arguments that may be left at their defaults. */
const argumentPoints = (keys: ReadonlyArray<string>, given: PlainRecord, spec: KerasSpec): ReadonlyArray<Point> =>
  keys.some((key) => isDefault(valueAt(given, key), spec)) ? ['defaults', 'zero_argument'] : defaultsOf(keys, given)

interface Range extends Common {
  readonly minval: number
  readonly maxval: number
}

const randomUniform: ClassReader<KerasSpec> = classReader<Range, KerasSpec>(
  ({ defaults: { range } }) => ({
    minval: optional(finite, range[0]),
    maxval: optional(finite, range[1]),
    ...common
  }),
  ({ minval, maxval, ...config }, spec, given) => {
    const [low, high] = spec.defaults.range
    const [from, to] = [orDefault(minval, low, spec), orDefault(maxval, high, spec)]
    return {
      initializer: { _tag: 'RandomUniform', ...config, minval: from, maxval: to },
      points: [...argumentPoints(['minval', 'maxval'], given, spec), ...seedPoints(config.seed)]
    }
  }
)

interface Moments extends Common {
  readonly mean: number
  readonly stddev: number
}

const normal = (_tag: 'RandomNormal' | 'TruncatedNormal', ...points: ReadonlyArray<Point>): ClassReader<KerasSpec> =>
  classReader<Moments, KerasSpec>(
    ({ zeroIsDefault, defaults }) => ({
      mean: optional(finite, 0),
      stddev: optional(zeroIsDefault ? nonNegative : positive, defaults.stddev),
      ...common
    }),
    (config, spec, given) => {
      const seed = seedOfNormal(config.seed, spec)
      return {
        initializer: { _tag, ...config, stddev: orDefault(config.stddev, spec.defaults.stddev, spec), seed },
        points: [...points, ...argumentPoints(['stddev'], given, spec), ...seedPoints(seed, config.seed)]
      }
    }
  )

interface Gained extends Common {
  readonly gain: number
}

/** In Python the last axis numbers the columns; in Keras 1 the first. */
const orthogonal: ClassReader<KerasSpec> = classReader<Gained, KerasSpec>(
  ({ gain }) => ({ gain: optional(finite, gain), ...common }),
  (config, spec) => {
    const seed = seedOfNormal(config.seed, spec)
    return {
      initializer: { _tag: 'Orthogonal', ...config, column_axis: spec.columnAxis, seed },
      points: ['orthogonal_columns', ...seedPoints(seed, config.seed)]
    }
  }
)

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

interface Constant extends Pick<Common, 'dtype'> {
  readonly value: Value
}

/** TF.js accepts no arrays. */
const valueIn = ({ arrays }: KerasSpec): t.Type<Value, Value> =>
  arrays === 'refused' ? leaf<Value>('value', finite.is, finite.validate) : value

const constant: ClassReader<KerasSpec> = classReader<Constant, KerasSpec>(
  (spec) => ({ value: optional(valueIn(spec), 0), dtype }),
  (config, { arrays }) => ({
    initializer: { _tag: 'Constant', ...config, reshape: Array.isArray(config.value) && arrays !== 'broadcast' },
    points: []
  })
)

/** A class with the keys of the canonical config, which the canonical codec checks, and these defaults. */
const same = (
  _tag: Tag,
  defaults: Readonly<Record<string, unknown>>,
  ...points: ReadonlyArray<Point>
): ClassReader<KerasSpec> =>
  classReader<Readonly<Record<string, unknown>>, KerasSpec>(
    () => Object.fromEntries(Object.entries(defaults).map(([key, fallback]) => [key, optional(t.unknown, fallback)])),
    (config) => ({
      initializer: { _tag, ...config },
      points: [...points, ...when(config['seed'] === null, 'unseeded')]
    })
  )

const deltaOrthogonal = same('DeltaOrthogonal', { gain: 1, seed: null, dtype: null }, 'centre')
const convolutionOrthogonal = same('ConvolutionOrthogonal', { gain: 1, seed: null, dtype: null }, 'centre')

/** How each class is read. */
export const classes: { readonly [C in ClassName]: ClassReader<KerasSpec> } = {
  Zeros: same('Zeros', { dtype: null }),
  Ones: same('Ones', { dtype: null }),
  Constant: constant,
  RandomUniform: randomUniform,
  RandomNormal: normal('RandomNormal'),
  TruncatedNormal: normal('TruncatedNormal', 'bounds'),
  VarianceScaling: varianceScaling,
  GlorotUniform: preset(1, 'fan_avg', 'uniform'),
  GlorotNormal: preset(1, 'fan_avg', 'normal'),
  HeUniform: preset(2, 'fan_in', 'uniform'),
  HeNormal: preset(2, 'fan_in', 'normal'),
  LecunUniform: preset(1, 'fan_in', 'uniform'),
  LecunNormal: preset(1, 'fan_in', 'normal'),
  UniformUnitScaling: same('UniformUnitScaling', { factor: 1, seed: null, dtype: null }),
  Orthogonal: orthogonal,
  Identity: same('Identity', { gain: 1, dtype: null }),
  STFT: same('STFT', { side: 'real', window: 'hann', scaling: 'density', periodic: false, dtype: null }),
  ConvolutionDeltaOrthogonal: deltaOrthogonal,
  ConvolutionOrthogonal: convolutionOrthogonal,
  ConvolutionOrthogonal1D: convolutionOrthogonal,
  ConvolutionOrthogonal2D: convolutionOrthogonal,
  ConvolutionOrthogonal3D: convolutionOrthogonal
}
