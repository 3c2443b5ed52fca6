/**
 * The classes of Keras, of TensorFlow 1 and of TF.js, which came from one source: same names, other meanings.
 */
import * as t from 'io-ts'
import { isRecord, type Plain, type PlainRecord } from '../../codec/plain.js'
import { finite, leaf, optional, positive, word } from '../../codec/record.js'
import { snakeCase } from '../../codec/words.js'
import * as DType from '../../DType.js'
import { dtype, seed } from '../../family/paper.js'
import type { FanRule } from '../../FanRule.js'
import type { Dialect, Point, Traits } from '../dialect.js'
import { type Fields, type Meaning, type ReadClass, reads } from '../meaning.js'

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

/** A word in other letters: `truncatedNormal`, `UNIFORM`. */
const spelt = <A extends string>(words: ReadonlyArray<A>, spell: (text: string) => string): t.Type<A, A> => {
  const codec = word<A>('UnknownValue', words)
  return leaf('word', codec.is, (u, c) => {
    if (typeof u !== 'string') return codec.validate(u, c)
    const found = words.find((each) => each === u || each === spell(u))
    return found === undefined ? codec.validate(u, c) : t.success(found)
  })
}

type Mode = 'fan_in' | 'fan_out' | 'fan_avg'

/** `fanAvg` in TF.js; letters of another case where the dialect does not mind. */
const modeOf = ({ points }: Traits): t.Type<Mode, Mode> =>
  spelt<Mode>(['fan_in', 'fan_out', 'fan_avg'], (text) =>
    points.mode_case === 'does not count' ? snakeCase(text) : text.replace(/^fan(In|Out|Avg)$/, snakeCase)
  )

// -------------------------------------------------------------------------------------
// variance scaling
// -------------------------------------------------------------------------------------

interface Axes {
  readonly input_axes?: unknown
  readonly output_axes?: unknown
}

interface Scaling extends Common, Axes {
  readonly scale: number
  readonly mode: Mode
  readonly distribution: string
}

const axesFields = ({ dialect }: Traits): Fields<Axes> =>
  dialect === 'keras3' ? { input_axes: same(null), output_axes: same(null) } : {}

/** Keras 3 counts the listed axes alone, and only where both are listed. */
const fansOf = ({ input_axes, output_axes }: Axes, { fans }: Traits): FanRule | object =>
  isGiven(input_axes) && isGiven(output_axes) ? { rule: 'listed', input_axes, output_axes } : fans

const isGiven = (u: unknown): boolean => u !== null && u !== undefined

const scalingPoints = (config: Common & Axes): ReadonlyArray<Point> => [
  ...(['vector_fans', 'clamp', 'layout'] as const),
  ...(isGiven(config.input_axes) || isGiven(config.output_axes) ? (['other_axes'] as const) : []),
  ...randomPoints(config)
]

const randomPoints = ({ seed, dtype }: Common): ReadonlyArray<Point> => [
  ...(seed === null ? (['unseeded'] as const) : []),
  ...(dtype === null ? [] : (['dtype'] as const))
]

const varianceScaling: ReadClass = reads<Scaling>(
  (traits) => ({
    scale: optional(traits.points.zero_scale === 'zeros' ? nonNegative : positive, 1),
    mode: optional(modeOf(traits), 'fan_in'),
    distribution: optional(spelt(traits.distributions, snakeCase), traits.distributions[0] ?? 'truncated_normal'),
    ...common,
    ...axesFields(traits)
  }),
  (config, traits) => {
    const { scale, mode, distribution, seed, dtype } = config
    if (scale === 0) return { class_name: 'Zeros', config: { dtype }, touched: ['zero_scale'] }
    const kind = kindOf(distribution, traits)
    return {
      class_name: 'VarianceScaling',
      config: { scale, mode, ...kind, fans: fansOf(config, traits), seed, dtype },
      touched: [
        ...(distribution === 'normal' ? (['normal'] as const) : []),
        ...(distribution === 'truncated_normal' ? (['truncated_normal'] as const) : []),
        ...(kind.distribution === 'truncated_normal' ? (['correction'] as const) : []),
        ...scalingPoints(config)
      ]
    }
  }
)

/** What a word for a distribution draws. */
const kindOf = (distribution: string, { points }: Traits) => {
  const corrected = points.correction !== 'uncorrected'
  if (distribution === 'normal') return { distribution: 'truncated_normal', corrected }
  if (distribution === 'truncated_normal')
    return { distribution: isUniform(points) ? 'uniform' : distribution, corrected }
  return { distribution }
}

const isUniform = (points: Traits['points']): boolean => points.truncated_normal === 'uniform'

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
      touched: [...touched(config, traits), ...(config['dtype'] === null ? [] : (['dtype'] as const))]
    })
  )

/** TF.js takes a 0 for an argument that was left out. */
const orDefault = (value: unknown, fallback: number, { points }: Traits): unknown =>
  value === 0 && points.zero_argument === 'the default' ? fallback : value

interface Range extends Common {
  readonly minval: unknown
  readonly maxval: unknown
}

const randomUniform: ReadClass = reads<Range>(
  ({ range: [minval, maxval] }) => ({ minval: same(minval), maxval: same(maxval), ...common }),
  (config, traits) => {
    const [low, high] = traits.range
    const minval = orDefault(config.minval, low, traits)
    const maxval = orDefault(config.maxval, high, traits)
    const wasZero = minval !== config.minval || maxval !== config.maxval
    return {
      class_name: 'RandomUniform',
      config: { ...config, minval, maxval },
      touched: ['defaults', ...(wasZero ? (['zero_argument'] as const) : []), ...randomPoints(config)]
    }
  }
)

interface Moments extends Common {
  readonly mean: unknown
  readonly stddev: unknown
}

const normal = (class_name: string, points: ReadonlyArray<Point>): ReadClass =>
  reads<Moments>(
    ({ stddev }) => ({ mean: same(0), stddev: same(stddev), ...common }),
    (config, traits): Meaning => {
      const stddev = orDefault(config.stddev, traits.stddev, traits)
      return {
        class_name,
        config: { ...config, stddev },
        touched: [
          ...points,
          'defaults',
          ...(stddev === config.stddev ? [] : (['zero_argument'] as const)),
          ...randomPoints(config)
        ]
      }
    }
  )

interface Value {
  readonly value: unknown
  readonly dtype: DType.DType | null
}

/** TensorFlow and Keras 2 keep the order of an array's values, Keras 3 broadcasts it. */
const constant: ReadClass = reads<Value>(
  () => ({ value: same(0), dtype }),
  ({ value, dtype }, { dialect }) => ({
    class_name: 'Constant',
    config: { value, reshape: Array.isArray(value) && dialect !== 'keras3', dtype }
  })
)

interface Gained extends Common {
  readonly gain: unknown
}

/** Python numbers columns by the last axis; Keras 1 had the first. */
const orthogonal: ReadClass = reads<Gained>(
  ({ gain }) => ({ gain: same(gain), ...common }),
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

/** Keys whose null is a value of its own; any other null leaves its default. */
const nullMeans: ReadonlySet<string> = new Set(['window', 'scaling'])

/** A config with its keys in snake case and its values out of their wrappings. */
export const unwrapped = (config: PlainRecord, dialect: Dialect): PlainRecord =>
  Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      const name = /^[a-z]+[A-Z]/.test(key) ? snakeCase(key) : key
      const inside = name === 'dtype' ? dtypeIn(value, dialect) : valueIn(value)
      return inside === null && !nullMeans.has(name) ? [] : [[name, inside]]
    })
  )

/**
 * HDF5 scalars (`{ type: 'ndarray', value }`), arrays of Keras 3 (`__numpy__`, `__tensor__`) and its generators of seeds
 * (`SeedGenerator`), as what they hold.
 */
const valueIn = (value: Plain): Plain => {
  if (!isRecord(value)) return value
  const { class_name, config, type } = value
  if (type === 'ndarray' && value['value'] !== undefined) return value['value']
  if (!isRecord(config)) return value
  if (class_name === '__numpy__' || class_name === '__tensor__') return config['value'] ?? value
  return class_name === 'SeedGenerator' ? (config['seed'] ?? null) : value
}

/** A policy's variables are float32 where it is mixed. A dtype that Keras would ignore is none. */
const dtypeIn = (value: Plain, dialect: Dialect): Plain => {
  const name = isRecord(value) && isRecord(value['config']) ? (value['config']['name'] ?? null) : value
  if (typeof name !== 'string') return name
  const variables = /^mixed_b?float16$/.test(name) ? 'float32' : name
  return DType.is(variables) || dialect === 'tf1' ? variables : null
}
