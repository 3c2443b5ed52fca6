/**
 * The functions of `jax.nn.initializers` (and Flax, which hands them on) as configs: `class_name` is the function's name,
 * `config` its arguments by name.
 */
import type * as t from 'io-ts'
import { refuse } from '../../codec/failure.js'
import { finite, integer, leaf, oneOf, positive } from '../../codec/leaf.js'
import { optional, required } from '../../codec/record.js'
import type { PlainRecord } from '../../codec/plain.js'
import type { DType } from '../../DType.js'
import { dtype } from '../../initializers/kit/codec.js'
import { value, type Value } from '../../initializers/kit/values.js'
import { type Mode, modes } from '../../Fans.js'
import { axis } from '../../Fans/codec.js'
import type { Axis } from '../../Fans.js'
import type { Point } from '../dialect.js'
import { defaultsOf, nonNegative } from '../fields.js'
import { type Fields, type ReadClass, reads } from '../meaning.js'

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

interface Options {
  readonly dtype: DType | null
}

interface Axes extends Options {
  readonly in_axis: Axis
  readonly out_axis: Axis
  readonly batch_axis: Axis
}

const axes: Fields<Axes> = {
  in_axis: optional(axis, [-2]),
  out_axis: optional(axis, [-1]),
  batch_axis: optional(axis, []),
  dtype
}

const fansOf = ({ in_axis, out_axis, batch_axis }: Axes): object => ({ rule: 'axes', in_axis, out_axis, batch_axis })

const dtypePoint = ({ dtype }: Options): ReadonlyArray<Point> => (dtype === null ? [] : ['dtype'])

/** A config that names axes leaves the layout no say. */
const scalingPoints = (config: Options, given: PlainRecord): ReadonlyArray<Point> => [
  'clamp',
  ...(['in_axis', 'out_axis', 'batch_axis'].some((key) => Object.hasOwn(given, key))
    ? (['other_axes'] as const)
    : (['vector_fans', 'layout'] as const)),
  ...dtypePoint(config)
]

// -------------------------------------------------------------------------------------
// functions
// -------------------------------------------------------------------------------------

type Kind = 'truncated_normal' | 'normal' | 'uniform'

const kindOf = (distribution: Kind): string => (distribution === 'normal' ? 'untruncated_normal' : distribution)

interface Scaling extends Axes {
  readonly scale: number
  readonly mode: Mode
  readonly distribution: Kind
}

const varianceScaling: ReadClass = reads<Scaling>(
  () => ({
    scale: required(nonNegative), // a negative one makes NaN there
    mode: required(oneOf('UnknownValue', modes)),
    distribution: required(oneOf<Kind>('UnknownValue', ['truncated_normal', 'normal', 'uniform'])),
    ...axes
  }),
  (config, _, given) =>
    config.scale === 0
      ? { class_name: 'Zeros', config: { dtype: config.dtype }, touched: ['zero_scale', ...dtypePoint(config)] }
      : {
          class_name: 'VarianceScaling',
          config: {
            scale: config.scale,
            mode: config.mode,
            distribution: kindOf(config.distribution),
            fans: fansOf(config),
            dtype: config.dtype
          },
          touched: [
            ...(config.distribution === 'normal' ? (['normal'] as const) : []),
            ...(config.distribution === 'truncated_normal' ? (['truncated_normal', 'correction'] as const) : []),
            ...scalingPoints(config, given)
          ]
        }
)

/** `he_normal` and the like: a row of variance scaling. */
const named = (scale: number, mode: Mode, distribution: 'truncated_normal' | 'uniform'): ReadClass =>
  reads<Axes>(
    () => axes,
    (config, _, given) => ({
      class_name: 'VarianceScaling',
      config: { scale, mode, distribution, fans: fansOf(config), dtype: config.dtype },
      touched: [
        ...(distribution === 'uniform' ? [] : (['named_normals', 'correction'] as const)),
        ...(scale === 2 ? (['he_scale'] as const) : []),
        ...scalingPoints(config, given)
      ]
    })
  )

const rowsOf = (name: string, scale: number, mode: Mode): ReadonlyArray<readonly [string, ReadClass]> => [
  [`${name}_uniform`, named(scale, mode, 'uniform')],
  [`${name}_normal`, named(scale, mode, 'truncated_normal')]
]

const filled = (class_name: string): ReadClass =>
  reads<Options>(
    () => ({ dtype }),
    (config) => ({ class_name, config, touched: dtypePoint(config) })
  )

const constant: ReadClass = reads<Options & { readonly value: Value }>(
  () => ({ value: required(value), dtype }),
  (config) => ({ class_name: 'Constant', config, touched: dtypePoint(config) })
)

const uniform: ReadClass = reads<Options & { readonly scale: number }>(
  () => ({ scale: optional(positive, 0.01), dtype }),
  (config, _, given) => ({
    class_name: 'RandomUniform',
    config: { minval: 0, maxval: config.scale, dtype: config.dtype },
    touched: [...defaultsOf(['scale'], given), ...dtypePoint(config)]
  })
)

interface Spread extends Options {
  readonly stddev: number
}
const spread: Fields<Spread> = { stddev: optional(positive, 0.01), dtype }

const normal: ReadClass = reads<Spread>(
  () => spread,
  (config, _, given) => ({
    class_name: 'RandomNormal',
    config,
    touched: [...defaultsOf(['stddev'], given), ...dtypePoint(config)]
  })
)

interface Cut extends Spread {
  readonly lower: number
  readonly upper: number
}

const truncatedNormal: ReadClass = reads<Cut>(
  () => ({ ...spread, lower: optional(finite, -2), upper: optional(finite, 2) }),
  (config, _, given) => ({
    class_name: 'TruncatedNormal',
    config,
    touched: ['bounds', ...defaultsOf(['stddev'], given), ...dtypePoint(config)]
  })
)

interface Gained extends Options {
  readonly scale: number
  readonly column_axis: number
}

const orthogonal: ReadClass = reads<Gained>(
  () => ({ scale: optional(finite, 1), column_axis: optional(integer, -1), dtype }),
  (config) => ({
    class_name: 'Orthogonal',
    config: { gain: config.scale, column_axis: config.column_axis, dtype: config.dtype },
    touched: ['orthogonal_columns', ...dtypePoint(config)]
  })
)

/** JAX lets another axis number the columns; here it is the last. */
const lastAxis: t.Type<number, number> = leaf(
  'last axis',
  (u): u is number => u === -1,
  (u, c) => (integer.is(u) && u !== -1 ? refuse(u, c, 'Unsupported', '-1, the last axis') : integer.validate(u, c))
)

const deltaOrthogonal: ReadClass = reads<Gained>(
  () => ({ scale: optional(finite, 1), column_axis: optional(lastAxis, -1), dtype }),
  (config) => ({
    class_name: 'DeltaOrthogonal',
    config: { gain: config.scale, dtype: config.dtype },
    touched: ['centre', ...dtypePoint(config)]
  })
)

/** Function → how a call of it is read. */
export const classes: ReadonlyMap<string, ReadClass> = new Map([
  ['zeros', filled('Zeros')],
  ['zeros_init', filled('Zeros')],
  ['ones', filled('Ones')],
  ['ones_init', filled('Ones')],
  ['constant', constant],
  ['uniform', uniform],
  ['normal', normal],
  ['truncated_normal', truncatedNormal],
  ['variance_scaling', varianceScaling],
  ...(['glorot', 'xavier'] as const).flatMap((name) => rowsOf(name, 1, 'fan_avg')),
  ...(['he', 'kaiming'] as const).flatMap((name) => rowsOf(name, 2, 'fan_in')),
  ...rowsOf('lecun', 1, 'fan_in'),
  ['orthogonal', orthogonal],
  ['delta_orthogonal', deltaOrthogonal]
])
