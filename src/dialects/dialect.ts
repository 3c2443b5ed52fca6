/**
 * What frameworks mean by the same words: one table, a row a dialect, a column a point on which they contradict one another.
 *
 * A config says `normal`: that is a truncated normal in Keras and an untruncated one in JAX. Readers and writers look such
 * points up here and nowhere else, and say which of them a config touched (`Choice`). Every cell was read in the
 * framework's source or measured by running it: TensorFlow 2.21 (its v1 initializers), Keras 1.2.2, 2.0 to 2.3, 2.15 and
 * 3.15, TF.js 4.22, JAX 0.10, PyTorch 2.13, Burn 0.18.
 *
 * @since 0.1.0
 */
import type { Kind } from '../initializers/VarianceScaling.js'
import { type FanRule, standard } from '../Fans.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A language of configs. `keras2` is Keras in TensorFlow 2; Keras 2 by itself had other meanings up to 2.1.6
 * (`keras2.0`) and from 2.2 to 2.3 (`keras2.2`).
 *
 * @since 0.1.0
 */
export type Dialect =
  'keras3' | 'keras2' | 'keras2.2' | 'keras2.0' | 'keras1' | 'tf1' | 'tfjs' | 'jax' | 'torch' | 'burn'

/**
 * All dialects, in the order of the columns of the table in `docs/dialects.md`.
 *
 * @since 0.1.0
 */
export const names: ReadonlyArray<Dialect> = [
  ...(['keras3', 'keras2', 'keras2.2', 'keras2.0', 'keras1'] as const),
  ...(['tf1', 'tfjs', 'jax', 'torch', 'burn'] as const)
]

/**
 * What a dialect means at each point; null where it has no such thing.
 *
 * @since 0.1.0
 */
export interface Points {
  /** the distribution `normal` of VarianceScaling */
  readonly normal: 'truncated' | 'untruncated' | null
  /** whether a truncated normal of VarianceScaling makes up for the cut */
  readonly correction: 'corrected' | 'uncorrected' | null
  /** the distribution `truncated_normal` of VarianceScaling */
  readonly truncated_normal: 'truncated' | 'uniform' | null
  /** what `glorot_normal`, `he_normal` and the like draw */
  readonly named_normals: 'truncated' | 'untruncated'
  /** the fans of a vector of n */
  readonly vector_fans: '(n, n)' | '(√n, √n)' | 'refused' | null
  /** the least number that a scale is divided by */
  readonly clamp: '1' | 'none'
  /** the order of a kernel's axes */
  readonly layout: 'inputs, outputs' | 'outputs, inputs'
  /** what the axes mean that are named as neither inputs nor outputs */
  readonly other_axes: 'ignored' | 'receptive field' | null
  /** the unit of the bounds of a truncated normal */
  readonly bounds: 'stddev' | 'absolute' | null
  /** stddev and range of random numbers where the config gives none */
  readonly defaults: '0.05, ±0.05' | '1, [0, 1)' | '0.01, [0, 0.01)' | null
  /** the scale of `he_*` and `kaiming_*` (MLX alone has 1) */
  readonly he_scale: '2' | null
  /** which axis of an orthogonal tensor numbers its columns */
  readonly orthogonal_columns: 'last axis' | 'first axis'
  /** the centre tap of a kernel of even size k */
  readonly centre: '(k - 1) / 2' | 'k / 2' | null
  /** along what a sparse matrix counts its zeros (MLX has rows) */
  readonly sparse: 'columns' | null
  /** whether `Fan_In` is `fan_in` */
  readonly mode_case: 'counts' | 'does not count' | null
  /** what a second call without a seed draws there; here the state says it */
  readonly unseeded: 'new numbers' | 'the same numbers' | null
  /** what becomes of a dtype in a config there; here it is the default dtype */
  readonly dtype: 'written' | 'dropped' | 'refused' | 'ignored' | 'an argument' | null
  /** the fans of a part of a variable; here they are always those of the whole */
  readonly shard_fans: 'of the whole' | 'of the part' | null
  /** the scale 0 */
  readonly zero_scale: 'refused' | 'zeros' | null
  /** the keys of the configs of `GlorotUniform` and the like */
  readonly named_keys: 'seed' | 'seed, dtype' | 'seed, input_axes, output_axes' | null
  /** the number 0 for minval, maxval or stddev */
  readonly zero_argument: '0' | 'the default'
}

/**
 * The name of a point on which dialects contradict one another.
 *
 * @since 0.1.0
 */
export type Point = keyof Points

/**
 * A point that a config touched, and what was decided.
 *
 * @since 0.1.0
 */
export interface Decision {
  readonly point: Point
  /** as in `points` */
  readonly about: string
  /** as in `pointsOf` the dialect */
  readonly decided: string
}

/** What readers and writers need beside the points. */
export interface Traits {
  readonly dialect: Dialect
  readonly points: Points
  /** the fans where a config names no axes */
  readonly fans: FanRule
  /** the words for distributions, the default first; empty where VarianceScaling is unknown */
  readonly distributions: ReadonlyArray<Kind | 'normal'>
  readonly stddev: number
  readonly range: readonly [minval: number, maxval: number]
  readonly gain: number
  /** whether a null is a value that was left out, as in files of Keras, or None, which Python's functions refuse */
  readonly nullIsDefault: boolean
}

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

/**
 * What each point is about, as `describe` says it: read on with what a dialect means there.
 *
 * @since 0.1.0
 * @example
 * import { points, pointsOf } from 'initializers-ts/dialects'
 *
 * `${points.vector_fans}: ${pointsOf('tfjs').vector_fans}` // => 'the fans of a vector: (√n, √n)'
 */
export const points: { readonly [P in Point]: string } = {
  normal: 'the distribution normal',
  correction: 'a truncated normal of variance scaling is',
  truncated_normal: 'the distribution truncated_normal',
  named_normals: 'glorot_normal, he_normal and the like are',
  vector_fans: 'the fans of a vector',
  clamp: 'the least divisor of a scale',
  layout: 'the order of axes',
  other_axes: 'axes that are neither inputs nor outputs are',
  bounds: 'the unit of bounds',
  defaults: 'the default stddev and range',
  he_scale: 'the scale of he and kaiming',
  orthogonal_columns: 'orthogonal columns are numbered by the',
  centre: 'the centre of k taps, rounded down',
  sparse: 'zeros are counted along',
  mode_case: 'the case of a mode',
  unseeded: 'a second unseeded call there draws',
  dtype: 'a dtype in a config is there',
  shard_fans: 'the fans of a part are there',
  zero_scale: 'the scale 0 is',
  named_keys: 'the keys of glorot_uniform and the like are there',
  zero_argument: 'the number 0 as an argument is'
}

const keras: Points = {
  normal: 'truncated',
  correction: 'corrected',
  truncated_normal: 'truncated',
  named_normals: 'truncated',
  vector_fans: '(n, n)',
  clamp: '1',
  layout: 'inputs, outputs',
  other_axes: null,
  bounds: 'stddev',
  defaults: '0.05, ±0.05',
  he_scale: '2',
  orthogonal_columns: 'last axis',
  centre: null,
  sparse: null,
  mode_case: 'counts',
  unseeded: 'the same numbers',
  dtype: 'dropped',
  shard_fans: null,
  zero_scale: 'refused',
  named_keys: 'seed',
  zero_argument: '0'
}

const keras22: Points = {
  ...keras,
  truncated_normal: null,
  vector_fans: '(√n, √n)',
  mode_case: 'does not count',
  unseeded: 'new numbers',
  dtype: 'refused',
  named_keys: null
}

const torch: Points = {
  ...keras,
  normal: null,
  correction: null,
  truncated_normal: null,
  named_normals: 'untruncated',
  vector_fans: 'refused',
  clamp: 'none',
  layout: 'outputs, inputs',
  bounds: 'absolute',
  defaults: '1, [0, 1)',
  orthogonal_columns: 'first axis',
  centre: 'k / 2',
  sparse: 'columns',
  mode_case: 'does not count',
  unseeded: 'new numbers',
  dtype: null,
  zero_scale: 'zeros',
  named_keys: null
}

const table: { readonly [D in Dialect]: Points } = {
  keras3: { ...keras, other_axes: 'ignored', dtype: 'refused', named_keys: 'seed, input_axes, output_axes' },
  keras2: { ...keras, shard_fans: 'of the part' },
  'keras2.2': keras22,
  'keras2.0': { ...keras22, correction: 'uncorrected' },
  keras1: {
    ...keras22,
    normal: null,
    correction: null,
    named_normals: 'untruncated',
    clamp: 'none',
    bounds: null,
    orthogonal_columns: 'first axis',
    mode_case: null,
    dtype: null,
    zero_scale: null
  },
  tf1: {
    ...keras,
    defaults: '1, [0, 1)',
    centre: '(k - 1) / 2',
    unseeded: 'new numbers',
    dtype: 'written',
    shard_fans: 'of the whole',
    named_keys: 'seed, dtype'
  },
  tfjs: {
    ...keras,
    correction: 'uncorrected',
    truncated_normal: 'uniform',
    vector_fans: '(√n, √n)',
    unseeded: 'new numbers',
    dtype: 'ignored',
    zero_scale: 'zeros',
    named_keys: null,
    zero_argument: 'the default'
  },
  jax: {
    ...keras,
    normal: 'untruncated',
    vector_fans: 'refused',
    clamp: 'none',
    other_axes: 'receptive field',
    defaults: '0.01, [0, 0.01)',
    centre: '(k - 1) / 2',
    unseeded: null,
    dtype: 'an argument',
    zero_scale: 'zeros',
    named_keys: null
  },
  torch,
  burn: {
    ...torch,
    vector_fans: null,
    layout: 'inputs, outputs',
    bounds: null,
    defaults: null,
    he_scale: null,
    centre: null,
    sparse: null,
    mode_case: null
  }
}

const last: FanRule = { rule: 'axes', in_axis: [-2], out_axis: [-1], batch_axis: [] }
const first: FanRule = { rule: 'axes', in_axis: [1], out_axis: [0], batch_axis: [] }
const squares: FanRule = { rule: 'square', ranks: [2, 3, 4, 5] }

/** The rules of fans by which dialects take a kernel where nothing is said. */
const fans: { readonly [D in Dialect]: FanRule } = {
  keras3: standard,
  keras2: standard,
  'keras2.2': squares,
  'keras2.0': squares,
  keras1: { rule: 'square', ranks: [2, 4, 5] },
  tf1: standard,
  tfjs: squares,
  jax: last,
  torch: first,
  burn: standard
}

/** VarianceScaling's words for distributions, the default first. */
const distributions: { readonly [D in Dialect]: Traits['distributions'] } = {
  keras3: ['truncated_normal', 'normal', 'untruncated_normal', 'uniform'],
  keras2: ['truncated_normal', 'normal', 'untruncated_normal', 'uniform'],
  'keras2.2': ['normal', 'uniform'],
  'keras2.0': ['normal', 'uniform'],
  keras1: [],
  tf1: ['truncated_normal', 'normal', 'untruncated_normal', 'uniform'],
  tfjs: ['normal', 'uniform', 'truncated_normal'],
  jax: ['truncated_normal', 'normal', 'uniform'],
  torch: [],
  burn: []
}

const stddevs = { '0.05, ±0.05': 0.05, '1, [0, 1)': 1, '0.01, [0, 0.01)': 0.01 } as const
const ranges = { '0.05, ±0.05': [-0.05, 0.05], '1, [0, 1)': [0, 1], '0.01, [0, 0.01)': [0, 0.01] } as const

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * What a dialect means at each point.
 *
 * @since 0.1.0
 * @example
 * import { pointsOf } from 'initializers-ts/dialects'
 *
 * pointsOf('keras3').normal // => 'truncated'
 * pointsOf('jax').normal // => 'untruncated'
 */
export const pointsOf = (dialect: Dialect): Points => table[dialect]

export const traitsOf = (dialect: Dialect): Traits => {
  const defaults = table[dialect].defaults ?? '1, [0, 1)'
  return {
    dialect,
    points: table[dialect],
    fans: fans[dialect],
    distributions: distributions[dialect],
    stddev: stddevs[defaults],
    range: ranges[defaults],
    gain: dialect === 'keras1' ? 1.1 : 1, // `orthogonal` alone takes one there
    nullIsDefault: dialect !== 'jax' && dialect !== 'torch' && dialect !== 'burn'
  }
}

/** What was decided at these points, where the dialect has them. */
export const choose = (traits: Traits, touched: ReadonlyArray<Point>): ReadonlyArray<Decision> =>
  [...new Set(touched)].flatMap((point) => {
    const decided = traits.points[point]
    return decided === null ? [] : [{ point, about: points[point], decided }]
  })
