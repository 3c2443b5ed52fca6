/**
 * The classes of Keras, of TensorFlow 1 and of TF.js, which came from one source: same names, other meanings.
 */
import * as t from 'io-ts'
import { type PlainRecord, valueAt } from '../../codec/plain.js'
import { finite, leaf, positive } from '../../codec/leaf.js'
import { optional } from '../../codec/record.js'
import { dtype } from '../../initializers/kit/codec.js'
import { value, type Value } from '../../initializers/kit/values.js'
import type { Point, Traits } from '../dialect.js'
import { defaultsOf, nonNegative } from '../fields.js'
import { type ReadClass, reads } from '../meaning.js'
import { type Common, common, isDefault, seedOfNormal, seedPoints } from './fields.js'
import { named, varianceScaling } from './scaling.js'

// -------------------------------------------------------------------------------------
// random numbers
// -------------------------------------------------------------------------------------

const orDefault = (value: number, fallback: number, traits: Traits): number =>
  isDefault(value, traits) ? fallback : value

/** What is told of these numbers. */
const argumentPoints = (keys: ReadonlyArray<string>, given: PlainRecord, traits: Traits): ReadonlyArray<Point> =>
  keys.some((key) => isDefault(valueAt(given, key), traits)) ? ['defaults', 'zero_argument'] : defaultsOf(keys, given)

interface Range extends Common {
  readonly minval: number
  readonly maxval: number
}

const randomUniform: ReadClass = reads<Range>(
  ({ range: [low, high] }) => ({ minval: optional(finite, low), maxval: optional(finite, high), ...common }),
  ({ minval, maxval, ...config }, traits, given) => {
    const [low, high] = traits.range
    return {
      class_name: 'RandomUniform',
      config: { ...config, minval: orDefault(minval, low, traits), maxval: orDefault(maxval, high, traits) },
      touched: [...argumentPoints(['minval', 'maxval'], given, traits), ...seedPoints(config.seed)]
    }
  }
)

interface Moments extends Common {
  readonly mean: number
  readonly stddev: number
}

const normal = (class_name: string, points: ReadonlyArray<Point>): ReadClass =>
  reads<Moments>(
    (traits) => ({
      mean: optional(finite, 0),
      stddev: optional(traits.points.zero_argument === 'the default' ? nonNegative : positive, traits.stddev),
      ...common
    }),
    (config, traits, given) => {
      const seed = seedOfNormal(config.seed, traits)
      return {
        class_name,
        config: { ...config, stddev: orDefault(config.stddev, traits.stddev, traits), seed },
        touched: [...points, ...argumentPoints(['stddev'], given, traits), ...seedPoints(seed, config.seed)]
      }
    }
  )

interface Gained extends Common {
  readonly gain: number
}

/** Python numbers columns by the last axis; Keras 1 had the first. */
const orthogonal: ReadClass = reads<Gained>(
  ({ gain }) => ({ gain: optional(finite, gain), ...common }),
  (config, traits) => {
    const seed = seedOfNormal(config.seed, traits)
    const column_axis = traits.points.orthogonal_columns === 'first axis' ? 0 : -1
    return {
      class_name: 'Orthogonal',
      config: { ...config, column_axis, seed },
      touched: ['orthogonal_columns', ...seedPoints(seed, config.seed)]
    }
  }
)

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

interface Constant extends Pick<Common, 'dtype'> {
  readonly value: Value
}

/** TF.js takes no arrays. */
const valueIn = ({ dialect }: Traits): t.Type<Value, Value> =>
  dialect === 'tfjs' ? leaf<Value>('value', finite.is, finite.validate) : value

/** TensorFlow and Keras 2 keep the order of an array's values, Keras 3 broadcasts it. */
const constant: ReadClass = reads<Constant>(
  (traits) => ({ value: optional(valueIn(traits), 0), dtype }),
  (config, { dialect }) => ({
    class_name: 'Constant',
    config: { ...config, reshape: Array.isArray(config.value) && dialect !== 'keras3' }
  })
)

/** A class with these keys and defaults, each of which means the same in the canonical language, which checks them. */
const plain = (
  class_name: string,
  defaults: Readonly<Record<string, unknown>>,
  ...points: ReadonlyArray<Point>
): ReadClass =>
  reads<Readonly<Record<string, unknown>>>(
    () => Object.fromEntries(Object.entries(defaults).map(([key, fallback]) => [key, optional(t.unknown, fallback)])),
    (config) => ({ class_name, config, touched: [...points, ...(config['seed'] === null ? seedPoints(null) : [])] })
  )

const convolution = (class_name: string): ReadClass => plain(class_name, { gain: 1, seed: null, dtype: null }, 'centre')

/** Class → how it is read. */
export const classes = {
  Zeros: plain('Zeros', { dtype: null }),
  Ones: plain('Ones', { dtype: null }),
  Constant: constant,
  RandomUniform: randomUniform,
  RandomNormal: normal('RandomNormal', []),
  TruncatedNormal: normal('TruncatedNormal', ['bounds']),
  VarianceScaling: varianceScaling,
  GlorotUniform: named(1, 'fan_avg', 'uniform'),
  GlorotNormal: named(1, 'fan_avg', 'normal'),
  HeUniform: named(2, 'fan_in', 'uniform'),
  HeNormal: named(2, 'fan_in', 'normal'),
  LecunUniform: named(1, 'fan_in', 'uniform'),
  LecunNormal: named(1, 'fan_in', 'normal'),
  UniformUnitScaling: plain('UniformUnitScaling', { factor: 1, seed: null, dtype: null }),
  Orthogonal: orthogonal,
  Identity: plain('Identity', { gain: 1, dtype: null }),
  STFT: plain('STFT', { side: 'real', window: 'hann', scaling: 'density', periodic: false, dtype: null }),
  ConvolutionDeltaOrthogonal: convolution('DeltaOrthogonal'),
  ConvolutionOrthogonal: convolution('ConvolutionOrthogonal'),
  ConvolutionOrthogonal1D: convolution('ConvolutionOrthogonal'),
  ConvolutionOrthogonal2D: convolution('ConvolutionOrthogonal'),
  ConvolutionOrthogonal3D: convolution('ConvolutionOrthogonal')
} as const satisfies Readonly<Record<string, ReadClass>>

export type ClassName = keyof typeof classes
