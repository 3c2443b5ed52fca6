/**
 * The points of a dialect as text, for people: in `describe`, in plans and in the documentation. Code reads the values in
 * `DialectSpec`.
 */
import { axisOrder } from './kit/axisOrder.js'
import type { DialectSpec, Notes } from './spec.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The name of a point on which dialects differ. Code depends on all of them, except the notes.
 *
 * @since 0.1.0
 */
export type Point =
  | keyof Notes
  | 'normal'
  | 'correction'
  | 'truncated_normal'
  | 'named_normals'
  | 'layout'
  | 'bounds'
  | 'defaults'
  | 'orthogonal_columns'
  | 'centre'
  | 'mode_case'
  | 'dtype'
  | 'zero_scale'
  | 'zero_argument'

/**
 * What a dialect does at each point, in words; null where it has no such thing.
 *
 * @since 0.1.0
 */
export type Points = { readonly [P in Point]: string | null }

/**
 * A point that a config involves, and what the dialect does there.
 *
 * @since 0.1.0
 */
export interface Decision {
  readonly point: Point
  /** the text from `points` */
  readonly about: string
  /** the text from `pointsOf` for the dialect */
  readonly decided: string
}

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

/**
 * What each point is about; the words for a dialect complete the sentence.
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
  orthogonal_columns: 'orthogonal columns are numbered by the',
  centre: 'the centre of k taps, rounded down',
  mode_case: 'the case of a mode is',
  unseeded: 'a second call without a seed draws',
  dtype: 'a dtype in a config is',
  shard_fans: 'the fans of a part are',
  zero_scale: 'the scale 0 is',
  named_keys: 'the keys of glorot_uniform and the like are',
  zero_argument: 'the number 0 as an argument is'
}

const kinds = { truncated_normal: 'truncated', untruncated_normal: 'untruncated', uniform: 'uniform' } as const

const centres = { lower: '(k - 1) / 2', upper: 'k / 2' } as const

/** The text for a value that a dialect may lack. */
const text = <A>(value: A | null | undefined, show: (value: A) => string): string | null =>
  value === null || value === undefined ? null : show(value)

const showRange = ([low, high]: readonly [number, number]): string => (low === -high ? `±${high}` : `[${low}, ${high})`)

/** What a dialect of this spec does at each point, in words. */
export const pointsOfSpec = (spec: DialectSpec): Points => ({
  normal: text(spec.distributions.normal, (kind) => kinds[kind]),
  correction: text(spec.corrected, (is) => (is ? 'corrected' : 'uncorrected')),
  truncated_normal: text(spec.distributions.truncated_normal, (kind) => kinds[kind]),
  named_normals: kinds[spec.namedNormals],
  vector_fans: spec.notes.vector_fans,
  clamp: spec.notes.clamp,
  layout: axisOrder(spec.fans) ?? null,
  other_axes: spec.notes.other_axes,
  bounds: spec.bounds,
  defaults: text(spec.defaults, ({ stddev, range }) => `${stddev}, ${showRange(range)}`),
  orthogonal_columns: spec.columnAxis === 0 ? 'first axis' : 'last axis',
  centre: text(spec.centre, (centre) => centres[centre]),
  mode_case: text(spec.caseSensitive, (is) => (is ? 'significant' : 'ignored')),
  unseeded: spec.notes.unseeded,
  dtype: spec.dtype,
  shard_fans: spec.notes.shard_fans,
  zero_scale: spec.zeroScale,
  named_keys: spec.notes.named_keys,
  zero_argument: spec.zeroIsDefault ? 'the default' : '0'
})

// -------------------------------------------------------------------------------------
// decisions
// -------------------------------------------------------------------------------------

/** What was decided at these points, where the dialect has them. */
export const decisionsAt = (spec: DialectSpec, involved: ReadonlyArray<Point>): ReadonlyArray<Decision> => {
  const decisions = pointsOfSpec(spec)
  return [...new Set(involved)].flatMap((point) => {
    const decided = decisions[point]
    return decided === null ? [] : [{ point, about: points[point], decided }]
  })
}

/** The points if the condition holds, else none. */
export const when = (condition: boolean, ...involved: ReadonlyArray<Point>): ReadonlyArray<Point> =>
  condition ? involved : []
