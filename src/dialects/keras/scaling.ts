/**
 * VarianceScaling and its rows, `GlorotUniform` and the like, as Keras, TensorFlow 1 and TF.js mean them.
 */
import type * as t from 'io-ts'
import { type Plain, valueAt } from '../../codec/plain.js'
import { leaf, positive } from '../../codec/leaf.js'
import { optional } from '../../codec/record.js'
import { snakeCase } from '../../codec/snakeCase.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { axis } from '../../Fans/codec.js'
import type { Axis, FanRule } from '../../Fans.js'
import type { Point, Traits } from '../dialect.js'
import { nonNegative, spelt } from '../fields.js'
import { type Fields, type ReadClass, reads } from '../meaning.js'
import { type Common, common, seedOfNormal, seedPoints } from './fields.js'

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

type Mode = 'fan_in' | 'fan_out' | 'fan_avg'

/** `truncatedNormal`, `UNIFORM` */
const anyCase = (text: string): ReadonlyArray<string> => [text, text.toLowerCase(), snakeCase(text)]

/** `fanAvg` in TF.js; letters of another case where the dialect does not mind. */
const modeOf = ({ points }: Traits): t.Type<Mode, Mode> =>
  spelt<Mode>(['fan_in', 'fan_out', 'fan_avg'], (text) =>
    points.mode_case === 'does not count' ? anyCase(text) : [text.replace(/^fan(In|Out|Avg)$/, snakeCase)]
  )

interface Axes {
  readonly input_axes?: Axis | null | undefined
  readonly output_axes?: Axis | null | undefined
}

const axes = optional(leaf<Axis | null | undefined>('axes', axis.is, axis.validate), null)

const axesFields = ({ dialect }: Traits): Fields<Axes> =>
  dialect === 'keras3' ? { input_axes: axes, output_axes: axes } : {}

// -------------------------------------------------------------------------------------
// meaning
// -------------------------------------------------------------------------------------

/** What is drawn. */
interface Drawn extends Common, Axes {
  readonly scale: number
  readonly mode: Mode
  readonly kind: Kind
}

const meaningOf = (drawn: Drawn, touched: ReadonlyArray<Point>, traits: Traits) => {
  const { scale, mode, kind, dtype, input_axes, output_axes } = drawn
  const seed = kind === 'uniform' ? drawn.seed : seedOfNormal(drawn.seed, traits)
  // Keras 3 counts the listed axes alone, and only where both are listed
  const listed: FanRule | undefined =
    input_axes && output_axes ? { rule: 'listed', input_axes, output_axes } : undefined
  const corrected = kind === 'truncated_normal' ? { corrected: traits.points.correction !== 'uncorrected' } : {}
  return {
    class_name: 'VarianceScaling',
    config: { scale, mode, distribution: kind, ...corrected, fans: listed ?? traits.fans, seed, dtype },
    touched: [
      ...touched,
      ...(kind === 'truncated_normal' ? (['correction'] as const) : []),
      ...(listed === undefined ? (['vector_fans', 'layout'] as const) : (['other_axes'] as const)),
      ...(['clamp', 'shard_fans'] as const),
      ...seedPoints(seed, drawn.seed)
    ]
  }
}

interface Scaling extends Common, Axes {
  readonly scale: number
  readonly mode: Mode
  readonly distribution: Kind | 'normal'
}

export const varianceScaling: ReadClass = reads<Scaling>(
  (traits) => ({
    scale: optional(traits.points.zero_scale === 'zeros' ? nonNegative : positive, 1),
    mode: optional(modeOf(traits), 'fan_in'),
    distribution: optional(spelt(traits.distributions, anyCase), traits.distributions[0] ?? 'truncated_normal'),
    ...common,
    ...axesFields(traits)
  }),
  ({ distribution, ...config }, traits, given) => {
    const { scale, mode, dtype } = config
    if (scale === 0) return { class_name: 'Zeros', config: { dtype }, touched: ['zero_scale'] }
    const isUniform = distribution === 'truncated_normal' && traits.points.truncated_normal === 'uniform'
    const kind = isUniform ? 'uniform' : distribution === 'normal' ? 'truncated_normal' : distribution
    const words = distribution === 'normal' || distribution === 'truncated_normal' ? [distribution] : []
    const hasCase = isInCase(valueAt(given, 'mode'), mode)
    return meaningOf({ ...config, kind }, [...words, ...(hasCase ? [] : (['mode_case'] as const))], traits)
  }
)

/** Whether a mode has the letters that any dialect takes: `fan_in`, or `fanIn` in TF.js. */
const isInCase = (given: Plain, mode: Mode): boolean =>
  typeof given !== 'string' || given === mode || given.toLowerCase() !== mode

/** `GlorotUniform` and the like: a row of variance scaling, with a seed. */
export const named = (scale: number, mode: Mode, distribution: 'normal' | 'uniform'): ReadClass =>
  reads<Common & Axes>(
    (traits) => ({ ...common, ...axesFields(traits) }),
    (config, traits) => {
      const normal = traits.points.named_normals === 'truncated' ? 'truncated_normal' : 'untruncated_normal'
      const touched: ReadonlyArray<Point> = [
        ...(distribution === 'normal' ? (['named_normals'] as const) : []),
        ...(scale === 2 ? (['he_scale'] as const) : []),
        'named_keys'
      ]
      const kind = distribution === 'normal' ? normal : 'uniform'
      return meaningOf({ scale, mode, kind, ...config }, touched, traits)
    }
  )
