/**
 * The functions of `jax.nn.initializers` (and Flax, which hands them on) as configs: `class_name` is the function's name,
 * `config` its arguments by name.
 */
import * as t from 'io-ts'
import { finite, leaf, optional, positive, refuse, required, word } from '../../codec/record.js'
import type { DType } from '../../DType.js'
import { dtype } from '../../family/paper.js'
import { type Mode, modes } from '../../Fans.js'
import type { Point } from '../dialect.js'
import { type Fields, type ReadClass, reads } from '../meaning.js'

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

/** What the canonical codec checks. */
const same = (fallback: unknown) => ({ codec: t.unknown, fallback })

interface Options {
  readonly dtype: DType | null
}

interface Axes extends Options {
  readonly in_axis: unknown
  readonly out_axis: unknown
  readonly batch_axis: unknown
}

const axes: Fields<Axes> = { in_axis: same(-2), out_axis: same(-1), batch_axis: same([]), dtype }

const fansOf = ({ in_axis, out_axis, batch_axis }: Axes): object => ({ rule: 'axes', in_axis, out_axis, batch_axis })

const scalingPoints: ReadonlyArray<Point> = ['vector_fans', 'clamp', 'layout', 'other_axes']

const dtypePoint = ({ dtype }: Options): ReadonlyArray<Point> => (dtype === null ? [] : ['dtype'])

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

/** A scale of 0 is all zeros; a negative one, whose weights JAX makes NaN, is refused. */
const scale: t.Type<number, number> = leaf(
  'scale',
  (u): u is number => finite.is(u) && u >= 0,
  (u, c) => (u === 0 ? t.success(0) : positive.validate(u, c))
)

const varianceScaling: ReadClass = reads<Scaling>(
  () => ({
    scale: required(scale),
    mode: required(word('UnknownValue', modes)),
    distribution: required(word<Kind>('UnknownValue', ['truncated_normal', 'normal', 'uniform'])),
    ...axes
  }),
  (config) =>
    config.scale === 0
      ? { class_name: 'Zeros', config: { dtype: config.dtype }, touched: ['zero_scale'] }
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
            ...scalingPoints,
            ...dtypePoint(config)
          ]
        }
)

/** `he_normal` and the like: a row of variance scaling. */
const named = (scale: number, mode: Mode, distribution: 'truncated_normal' | 'uniform'): ReadClass =>
  reads<Axes>(
    () => axes,
    (config) => ({
      class_name: 'VarianceScaling',
      config: { scale, mode, distribution, fans: fansOf(config), dtype: config.dtype },
      touched: [
        ...(distribution === 'uniform' ? [] : (['named_normals', 'correction'] as const)),
        ...(scale === 2 ? (['he_scale'] as const) : []),
        ...scalingPoints,
        ...dtypePoint(config)
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
    (config) => ({ class_name, config })
  )

const constant: ReadClass = reads<Options & { readonly value: unknown }>(
  () => ({ value: required(t.unknown), dtype }),
  (config) => ({ class_name: 'Constant', config })
)

const uniform: ReadClass = reads<Options & { readonly scale: number }>(
  () => ({ scale: optional(finite, 0.01), dtype }),
  ({ scale, dtype }) => ({
    class_name: 'RandomUniform',
    config: { minval: 0, maxval: scale, dtype },
    keys: { maxval: 'scale' },
    touched: ['defaults']
  })
)

const normal: ReadClass = reads<Options & { readonly stddev: unknown }>(
  () => ({ stddev: same(0.01), dtype }),
  (config) => ({ class_name: 'RandomNormal', config, touched: ['defaults', ...dtypePoint(config)] })
)

interface Cut extends Options {
  readonly stddev: unknown
  readonly lower: unknown
  readonly upper: unknown
}

const truncatedNormal: ReadClass = reads<Cut>(
  () => ({ stddev: same(0.01), lower: same(-2), upper: same(2), dtype }),
  (config) => ({ class_name: 'TruncatedNormal', config, touched: ['defaults', 'bounds', ...dtypePoint(config)] })
)

interface Gained extends Options {
  readonly scale: unknown
  readonly column_axis: unknown
}

const orthogonal: ReadClass = reads<Gained>(
  () => ({ scale: same(1), column_axis: same(-1), dtype }),
  ({ scale, column_axis, dtype }) => ({
    class_name: 'Orthogonal',
    config: { gain: scale, column_axis, dtype },
    keys: { gain: 'scale' },
    touched: ['orthogonal_columns']
  })
)

/** JAX lets another axis number the columns; here it is the last. */
const lastAxis: t.Type<number, number> = leaf(
  'last axis',
  (u): u is number => u === -1,
  (u, c) => (u === -1 ? t.success(-1) : refuse(u, c, 'Unsupported', '-1, the last axis'))
)

const deltaOrthogonal: ReadClass = reads<Options & { readonly scale: unknown; readonly column_axis: number }>(
  () => ({ scale: same(1), column_axis: optional(lastAxis, -1), dtype }),
  ({ scale, dtype }) => ({
    class_name: 'DeltaOrthogonal',
    config: { gain: scale, dtype },
    keys: { gain: 'scale' },
    touched: ['centre']
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
