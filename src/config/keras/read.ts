/**
 * The classes of Keras, of TensorFlow 1 and of TF.js, which came from one source: same names, other meanings.
 */
import * as t from 'io-ts'
import { isRecord, type Plain, type PlainRecord, valueAt } from '../../codec/plain.js'
import { finite, leaf, optional, positive, word } from '../../codec/record.js'
import { snakeCase } from '../../codec/words.js'
import * as DType from '../../DType.js'
import { value, type Value } from '../../family/Constant.js'
import { dtype, seed } from '../../family/paper.js'
import { axis } from '../../FanRule/codec.js'
import type { Axis, FanRule } from '../../FanRule.js'
import type { Dialect, Point, Traits } from '../dialect.js'
import { type Fields, type ReadClass, reads } from '../meaning.js'

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

/** What the canonical codec checks: same key, same meaning. */
const same = (fallback: unknown) => ({ codec: t.unknown, fallback })

interface Common {
  readonly seed: number | null
  readonly dtype: DType.DType | null
}
const common: Fields<Common> = { seed, dtype }

const nonNegative: t.Type<number, number> = leaf(
  'non-negative',
  (u): u is number => finite.is(u) && u >= 0,
  (u, c) => (u === 0 ? t.success(0) : positive.validate(u, c))
)

/** A word, also as `spell` would have it. */
const spelt = <A extends string>(
  words: ReadonlyArray<A>,
  spell: (text: string) => ReadonlyArray<string>
): t.Type<A, A> => {
  const codec = word<A>('UnknownValue', words)
  return leaf('word', codec.is, (u, c) => {
    if (typeof u !== 'string') return codec.validate(u, c)
    const found = words.find((each) => each === u || spell(u).includes(each))
    return found === undefined ? codec.validate(u, c) : t.success(found)
  })
}

/** `truncatedNormal`, `UNIFORM` */
const anyCase = (text: string): ReadonlyArray<string> => [text.toLowerCase(), snakeCase(text)]

type Mode = 'fan_in' | 'fan_out' | 'fan_avg'

/** `fanAvg` in TF.js; letters of another case where the dialect does not mind. */
const modeOf = ({ points }: Traits): t.Type<Mode, Mode> =>
  spelt<Mode>(['fan_in', 'fan_out', 'fan_avg'], (text) =>
    points.mode_case === 'does not count' ? anyCase(text) : [text.replace(/^fan(In|Out|Avg)$/, snakeCase)]
  )

// -------------------------------------------------------------------------------------
// variance scaling
// -------------------------------------------------------------------------------------

interface Axes {
  readonly input_axes?: Axis | null | undefined
  readonly output_axes?: Axis | null | undefined
}

interface Scaling extends Common, Axes {
  readonly scale: number
  readonly mode: Mode
  readonly distribution: string
}

const axes = optional(leaf<Axis | null | undefined>('axes', axis.is, axis.validate), null)

const axesFields = ({ dialect }: Traits): Fields<Axes> =>
  dialect === 'keras3' ? { input_axes: axes, output_axes: axes } : {}

/** Keras 3 counts the listed axes alone, and only where both are listed. */
const fansOf = ({ input_axes, output_axes }: Axes, { fans }: Traits): FanRule =>
  input_axes && output_axes ? { rule: 'listed', input_axes, output_axes } : fans

const scalingPoints = (config: Common & Axes): ReadonlyArray<Point> => [
  ...(config.input_axes && config.output_axes ? (['other_axes'] as const) : (['vector_fans', 'layout'] as const)),
  ...(['clamp', 'shard_fans'] as const),
  ...randomPoints(config)
]

interface Given {
  readonly seed?: unknown
  readonly dtype?: unknown
}

const dtypePoint = ({ dtype }: Given): ReadonlyArray<Point> => (dtype === null ? [] : ['dtype'])

const randomPoints = (config: Given): ReadonlyArray<Point> => [
  ...(config.seed === null ? (['unseeded'] as const) : []),
  ...dtypePoint(config)
]

const varianceScaling: ReadClass = reads<Scaling>(
  (traits) => ({
    scale: optional(traits.points.zero_scale === 'zeros' ? nonNegative : positive, 1),
    mode: optional(modeOf(traits), 'fan_in'),
    distribution: optional(spelt(traits.distributions, anyCase), traits.distributions[0] ?? 'truncated_normal'),
    ...common,
    ...axesFields(traits)
  }),
  (config, traits, given) => {
    const { scale, mode, distribution, seed, dtype } = config
    if (scale === 0) return { class_name: 'Zeros', config: { dtype }, touched: ['zero_scale', ...dtypePoint(config)] }
    const kind = kindOf(distribution, traits)
    return {
      class_name: 'VarianceScaling',
      config: { scale, mode, ...kind, fans: fansOf(config, traits), seed, dtype },
      touched: [
        ...(distribution === 'normal' ? (['normal'] as const) : []),
        ...(distribution === 'truncated_normal' ? (['truncated_normal'] as const) : []),
        ...(kind.distribution === 'truncated_normal' ? (['correction'] as const) : []),
        ...(isInCase(valueAt(given, 'mode'), mode) ? [] : (['mode_case'] as const)),
        ...scalingPoints(config)
      ]
    }
  }
)

/** Whether a mode has the letters that any dialect takes: `fan_in`, or `fanIn` in TF.js. */
const isInCase = (given: Plain, mode: Mode): boolean =>
  typeof given !== 'string' || given === mode || given.toLowerCase() !== mode

/** What a word for a distribution draws. */
const kindOf = (distribution: string, { points }: Traits) => {
  const corrected = points.correction !== 'uncorrected'
  if (distribution === 'normal') return { distribution: 'truncated_normal', corrected }
  if (distribution !== 'truncated_normal') return { distribution }
  return points.truncated_normal === 'uniform' ? { distribution: 'uniform' } : { distribution, corrected }
}

/** `GlorotUniform` and the like: a row of variance scaling, with a seed. */
const named = (scale: number, mode: string, distribution: 'normal' | 'uniform'): ReadClass =>
  reads<Common & Axes>(
    (traits) => ({ ...common, ...axesFields(traits) }),
    (config, traits) => {
      const { points } = traits
      const isTruncated = distribution === 'normal' && points.named_normals === 'truncated'
      return {
        class_name: 'VarianceScaling',
        config: {
          scale,
          mode,
          distribution:
            distribution === 'uniform' ? 'uniform' : isTruncated ? 'truncated_normal' : 'untruncated_normal',
          ...(isTruncated ? { corrected: points.correction !== 'uncorrected' } : {}),
          fans: fansOf(config, traits),
          seed: config.seed,
          dtype: config.dtype
        },
        touched: [
          ...(distribution === 'normal' ? (['named_normals'] as const) : []),
          ...(isTruncated ? (['correction'] as const) : []),
          ...(scale === 2 ? (['he_scale'] as const) : []),
          'named_keys',
          ...scalingPoints(config)
        ]
      }
    }
  )

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

/** A class whose config means the same in the canonical language, but for its defaults. */
const plain = (
  class_name: string,
  fields: (traits: Traits) => Readonly<Record<string, unknown>>,
  touched: (config: Readonly<Record<string, unknown>>, traits: Traits) => ReadonlyArray<Point> = () => []
): ReadClass =>
  reads<Readonly<Record<string, unknown>>>(
    (traits) => Object.fromEntries(Object.entries(fields(traits)).map(([key, fallback]) => [key, same(fallback)])),
    (config, traits) => ({
      class_name,
      config,
      touched: [...touched(config, traits), ...randomPoints(config)]
    })
  )

/** A number, or the default where it is left out; TF.js takes a 0 for one that was left out. */
const orDefault = (value: number, fallback: number, { points }: Traits): number =>
  value === 0 && points.zero_argument === 'the default' ? fallback : value

/** What is told of these numbers. */
const argumentPoints = (keys: ReadonlyArray<string>, given: PlainRecord, { points }: Traits): ReadonlyArray<Point> => {
  const isZero = points.zero_argument === 'the default' && keys.some((key) => valueAt(given, key) === 0)
  return [
    ...(isZero || !keys.every((key) => Object.hasOwn(given, key)) ? (['defaults'] as const) : []),
    ...(isZero ? (['zero_argument'] as const) : [])
  ]
}

interface Range extends Common {
  readonly minval: number
  readonly maxval: number
}

const randomUniform: ReadClass = reads<Range>(
  ({ range: [minval, maxval] }) => ({ minval: optional(finite, minval), maxval: optional(finite, maxval), ...common }),
  (config, traits, given) => {
    const [low, high] = traits.range
    return {
      class_name: 'RandomUniform',
      config: {
        ...config,
        minval: orDefault(config.minval, low, traits),
        maxval: orDefault(config.maxval, high, traits)
      },
      touched: [...argumentPoints(['minval', 'maxval'], given, traits), ...randomPoints(config)]
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
    (config, traits, given) => ({
      class_name,
      config: { ...config, stddev: orDefault(config.stddev, traits.stddev, traits) },
      touched: [...points, ...argumentPoints(['stddev'], given, traits), ...randomPoints(config)]
    })
  )

interface Constant {
  readonly value: Value
  readonly dtype: DType.DType | null
}

/** TensorFlow and Keras 2 keep the order of an array's values, Keras 3 broadcasts it. */
const constant: ReadClass = reads<Constant>(
  () => ({ value: optional(value, 0), dtype }),
  (config, { dialect }) => ({
    class_name: 'Constant',
    config: { ...config, reshape: Array.isArray(config.value) && dialect !== 'keras3' },
    touched: dtypePoint(config)
  })
)

interface Gained extends Common {
  readonly gain: number
}

/** Python numbers columns by the last axis; Keras 1 had the first. */
const orthogonal: ReadClass = reads<Gained>(
  ({ gain }) => ({ gain: optional(finite, gain), ...common }),
  (config, { points }) => ({
    class_name: 'Orthogonal',
    config: { ...config, column_axis: points.orthogonal_columns === 'first axis' ? 0 : -1 },
    touched: ['orthogonal_columns', ...randomPoints(config)]
  })
)

const gained = (className: string) =>
  plain(
    className,
    () => ({ gain: 1, seed: null, dtype: null }),
    () => ['centre']
  )

/** Class → how it is read. */
export const classes = {
  Zeros: plain('Zeros', () => ({ dtype: null })),
  Ones: plain('Ones', () => ({ dtype: null })),
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
  UniformUnitScaling: plain('UniformUnitScaling', () => ({ factor: 1, seed: null, dtype: null })),
  Orthogonal: orthogonal,
  Identity: plain('Identity', () => ({ gain: 1, dtype: null })),
  STFT: plain('STFT', () => ({ side: 'real', window: 'hann', scaling: 'density', periodic: false, dtype: null })),
  DeltaOrthogonal: gained('DeltaOrthogonal'),
  ConvolutionOrthogonal: gained('ConvolutionOrthogonal'),
  ConvolutionOrthogonal1D: gained('ConvolutionOrthogonal'),
  ConvolutionOrthogonal2D: gained('ConvolutionOrthogonal'),
  ConvolutionOrthogonal3D: gained('ConvolutionOrthogonal')
} as const satisfies Readonly<Record<string, ReadClass>>

export type ClassName = keyof typeof classes

// -------------------------------------------------------------------------------------
// names
// -------------------------------------------------------------------------------------

const aliases: ReadonlyArray<readonly [string, ClassName]> = [
  ['zero', 'Zeros'],
  ['one', 'Ones'],
  ['uniform', 'RandomUniform'],
  ['normal', 'RandomNormal'],
  ['xavier_uniform', 'GlorotUniform'],
  ['xavier_normal', 'GlorotNormal'],
  ['kaiming_uniform', 'HeUniform'],
  ['kaiming_normal', 'HeNormal'],
  ['convolution_delta_orthogonal', 'DeltaOrthogonal'], // the class's name in TensorFlow
  ['convolutional_delta_orthogonal', 'DeltaOrthogonal'],
  ['convolutional_orthogonal_1d', 'ConvolutionOrthogonal1D'],
  ['convolutional_orthogonal_2d', 'ConvolutionOrthogonal2D'],
  ['convolutional_orthogonal_3d', 'ConvolutionOrthogonal3D']
]

const byName: ReadonlyMap<string, ClassName> = new Map([
  ...(Object.keys(classes) as ReadonlyArray<ClassName>).map((name) => [snakeCase(name), name] as const),
  ...aliases
])

/** The names that errors suggest. */
export const known: ReadonlyArray<string> = [...Object.keys(classes), ...byName.keys()]

/**
 * The class of a name in any of its spellings: `HeNormal`, `he_normal`, `heNormal`, `HeNormalV2`, `he_normalV2`,
 * `he_normal_initializer`, `LeCunNormal`, `xavier_uniform`.
 */
export const classOf = (name: string): ClassName | undefined =>
  name.length > 64
    ? undefined
    : byName.get(
        snakeCase(name)
          .replace(/_?v2$/, '')
          .replace(/_?initializer$/, '')
          .replace(/^le_cun/, 'lecun')
      )

// -------------------------------------------------------------------------------------
// values
// -------------------------------------------------------------------------------------

/** A key in snake case, unless that is a key already. */
export const keyIn =
  (config: PlainRecord) =>
  (key: string): string => {
    const name = /^[a-z]+[A-Z]/.test(key) ? snakeCase(key) : key
    return Object.hasOwn(config, name) ? key : name
  }

/** A config with its keys in snake case and its values out of their wrappings. */
export const unwrapped = (config: PlainRecord, dialect: Dialect): PlainRecord => {
  const nameOf = keyIn(config)
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const name = nameOf(key)
      return [name, name === 'dtype' ? dtypeIn(value, dialect) : valueIn(value)]
    })
  )
}

/**
 * HDF5 scalars (`{ type: 'ndarray', value }`), arrays of Keras 3 (`__numpy__`, `__tensor__`) and its generators of seeds
 * (`SeedGenerator`), as what they hold.
 */
const valueIn = (value: Plain): Plain => {
  if (!isRecord(value)) return value
  if (valueAt(value, 'type') === 'ndarray') return valueAt(value, 'value') ?? value
  const [className, config] = [valueAt(value, 'class_name'), valueAt(value, 'config')]
  if (!isRecord(config)) return value
  if (className === '__numpy__' || className === '__tensor__') return valueAt(config, 'value') ?? value
  return className === 'SeedGenerator' ? valueAt(config, 'seed') : value
}

/** A policy's variables are float32 where it is mixed. A dtype that Keras would ignore is none. */
const dtypeIn = (value: Plain, dialect: Dialect): Plain => {
  const policy = isRecord(value) ? valueAt(value, 'config') : null
  const name = isRecord(policy) ? valueAt(policy, 'name') : value
  if (typeof name !== 'string') return name
  const variables = /^mixed_b?float16$/.test(name) ? 'float32' : name
  return DType.is(variables) || dialect === 'tf1' ? variables : null
}
