/**
 * The functions of `jax.nn.initializers`, which Flax has too, as configs: `class_name` is the function's name, `config` its
 * arguments by name.
 */
import type * as t from 'io-ts'
import { refuse } from '../../codec/problems.js'
import { finite, integer, leaf, oneOf, positive } from '../../codec/leaf.js'
import { optional, required } from '../../codec/record.js'
import type { PlainRecord } from '../../codec/plain.js'
import type { DType } from '../../DType.js'
import { type Axis, type FanRule, type Mode, modes } from '../../Fans.js'
import { axis } from '../../Fans/codec.js'
import { dtype } from '../../initializers/kit/definition.js'
import { value, type Value } from '../../initializers/kit/values.js'
import { type ClassReader, classReader, type Fields } from '../kit/classReader.js'
import { defaultsOf, nonNegative } from '../kit/fields.js'
import { type Point, when } from '../points.js'
import { spec } from './spec.js'

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

interface Options {
  readonly dtype: DType | null
}

const dtypePoint = ({ dtype }: Options): ReadonlyArray<Point> => when(dtype !== null, 'dtype')

interface Axes extends Options {
  readonly in_axis: Axis
  readonly out_axis: Axis
  readonly batch_axis: Axis
}

const axes: Fields<Axes> = {
  in_axis: optional(axis, spec.fans.in_axis),
  out_axis: optional(axis, spec.fans.out_axis),
  batch_axis: optional(axis, spec.fans.batch_axis),
  dtype
}

const fansOf = ({ in_axis, out_axis, batch_axis }: Axes): FanRule => ({ rule: 'axes', in_axis, out_axis, batch_axis })

// -------------------------------------------------------------------------------------
// variance scaling
// -------------------------------------------------------------------------------------

/** A config that names axes does not depend on the layout. */
const scalingPoints = (config: Options, given: PlainRecord): ReadonlyArray<Point> => {
  const hasAxes = ['in_axis', 'out_axis', 'batch_axis'].some((key) => Object.hasOwn(given, key))
  return ['clamp', ...(hasAxes ? when(true, 'other_axes') : when(true, 'vector_fans', 'layout')), ...dtypePoint(config)]
}

type DistributionName = keyof typeof spec.distributions

interface Scaling extends Axes {
  readonly scale: number
  readonly mode: Mode
  readonly distribution: DistributionName
}

const distributionNames = Object.keys(spec.distributions) as ReadonlyArray<DistributionName>

const varianceScaling: ClassReader = classReader<Scaling>(
  () => ({
    scale: required(nonNegative), // JAX gives NaN for a negative one
    mode: required(oneOf('UnknownValue', modes)),
    distribution: required(oneOf('UnknownValue', distributionNames)),
    ...axes
  }),
  (config, _, given) => {
    const { scale, mode, distribution, dtype } = config
    if (scale === 0) return { initializer: { _tag: 'Zeros', dtype }, points: ['zero_scale', ...dtypePoint(config)] }
    return {
      initializer: {
        _tag: 'VarianceScaling',
        ...{ scale, mode, distribution: spec.distributions[distribution], fans: fansOf(config), dtype }
      },
      points: [
        ...when(distribution === 'normal', 'normal'),
        ...when(distribution === 'truncated_normal', 'truncated_normal', 'correction'),
        ...scalingPoints(config, given)
      ]
    }
  }
)

/** `he_normal` and the like: a preset of variance scaling. */
const preset = (scale: number, mode: Mode, isUniform: boolean): ClassReader =>
  classReader<Axes>(
    () => axes,
    (config, _, given) => ({
      initializer: {
        _tag: 'VarianceScaling',
        ...{ scale, mode, distribution: isUniform ? 'uniform' : spec.namedNormals, fans: fansOf(config) },
        dtype: config.dtype
      },
      points: [...when(!isUniform, 'named_normals', 'correction'), ...scalingPoints(config, given)]
    })
  )

const presets = (name: string, scale: number, mode: Mode): ReadonlyArray<readonly [string, ClassReader]> => [
  [`${name}_uniform`, preset(scale, mode, true)],
  [`${name}_normal`, preset(scale, mode, false)]
]

// -------------------------------------------------------------------------------------
// the others
// -------------------------------------------------------------------------------------

const filled = (_tag: 'Zeros' | 'Ones'): ClassReader =>
  classReader<Options>(
    () => ({ dtype }),
    (config) => ({ initializer: { _tag, ...config }, points: dtypePoint(config) })
  )

const constant: ClassReader = classReader<Options & { readonly value: Value }>(
  () => ({ value: required(value), dtype }),
  (config) => ({ initializer: { _tag: 'Constant', ...config }, points: dtypePoint(config) })
)

const { stddev, range } = spec.defaults

const uniform: ClassReader = classReader<Options & { readonly scale: number }>(
  () => ({ scale: optional(positive, range[1]), dtype }),
  (config, _, given) => ({
    initializer: { _tag: 'RandomUniform', minval: 0, maxval: config.scale, dtype: config.dtype },
    points: [...defaultsOf(['scale'], given), ...dtypePoint(config)]
  })
)

interface Spread extends Options {
  readonly stddev: number
}
const spread: Fields<Spread> = { stddev: optional(positive, stddev), dtype }

const normal: ClassReader = classReader<Spread>(
  () => spread,
  (config, _, given) => ({
    initializer: { _tag: 'RandomNormal', ...config },
    points: [...defaultsOf(['stddev'], given), ...dtypePoint(config)]
  })
)

interface Truncated extends Spread {
  readonly lower: number
  readonly upper: number
}

const truncatedNormal: ClassReader = classReader<Truncated>(
  () => ({ ...spread, lower: optional(finite, -2), upper: optional(finite, 2) }),
  (config, _, given) => ({
    initializer: { _tag: 'TruncatedNormal', ...config },
    points: ['bounds', ...defaultsOf(['stddev'], given), ...dtypePoint(config)]
  })
)

interface Orthogonal extends Options {
  readonly scale: number
  readonly column_axis: number
}

const orthogonal: ClassReader = classReader<Orthogonal>(
  () => ({ scale: optional(finite, spec.gain), column_axis: optional(integer, spec.columnAxis), dtype }),
  (config) => ({
    initializer: { _tag: 'Orthogonal', gain: config.scale, column_axis: config.column_axis, dtype: config.dtype },
    points: ['orthogonal_columns', ...dtypePoint(config)]
  })
)

/** In JAX another axis may number the columns; here it is the last. */
const lastAxis: t.Type<number, number> = leaf(
  'last axis',
  (u): u is number => u === -1,
  (u, c) => (integer.is(u) && u !== -1 ? refuse(u, c, 'Unsupported', '-1, the last axis') : integer.validate(u, c))
)

const deltaOrthogonal: ClassReader = classReader<Orthogonal>(
  () => ({ scale: optional(finite, spec.gain), column_axis: optional(lastAxis, -1), dtype }),
  (config) => ({
    initializer: { _tag: 'DeltaOrthogonal', gain: config.scale, dtype: config.dtype },
    points: ['centre', ...dtypePoint(config)]
  })
)

/** How a call of each function is read. */
export const classes: ReadonlyMap<string, ClassReader> = new Map([
  ['zeros', filled('Zeros')],
  ['zeros_init', filled('Zeros')],
  ['ones', filled('Ones')],
  ['ones_init', filled('Ones')],
  ['constant', constant],
  ['uniform', uniform],
  ['normal', normal],
  ['truncated_normal', truncatedNormal],
  ['variance_scaling', varianceScaling],
  ...(['glorot', 'xavier'] as const).flatMap((name) => presets(name, 1, 'fan_avg')),
  ...(['he', 'kaiming'] as const).flatMap((name) => presets(name, 2, 'fan_in')),
  ...presets('lecun', 1, 'fan_in'),
  ['orthogonal', orthogonal],
  ['delta_orthogonal', deltaOrthogonal]
])
