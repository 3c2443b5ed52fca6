/**
 * VarianceScaling and its presets, `GlorotUniform` and the like, in Keras, TensorFlow 1 and TF.js.
 */
import type * as t from 'io-ts'
import { type Plain, valueAt } from '../../codec/plain.js'
import { leaf, positive } from '../../codec/leaf.js'
import { optional } from '../../codec/record.js'
import { snakeCase } from '../../codec/snakeCase.js'
import type { Axis, FanRule } from '../../Fans.js'
import { axis } from '../../Fans/codec.js'
import type { Kind } from '../../initializers/VarianceScaling.js'
import { type ClassReader, classReader, type Described, type Fields } from '../kit/classReader.js'
import { nonNegative, spelt } from '../kit/fields.js'
import { type Point, when } from '../points.js'
import type { DistributionName } from '../spec.js'
import { type Common, common, seedOfNormal, seedPoints } from './fields.js'
import type { KerasSpec } from './spec.js'

// -------------------------------------------------------------------------------------
// fields
// -------------------------------------------------------------------------------------

type Mode = 'fan_in' | 'fan_out' | 'fan_avg'

/** `truncatedNormal`, `UNIFORM` */
const anyCase = (text: string): ReadonlyArray<string> => [text, text.toLowerCase(), snakeCase(text)]

/** `fanAvg` in TF.js; in any case where the dialect ignores it. */
const modeOf = ({ caseSensitive }: KerasSpec): t.Type<Mode, Mode> =>
  spelt<Mode>(['fan_in', 'fan_out', 'fan_avg'], (text) =>
    caseSensitive === false ? anyCase(text) : [text.replace(/^fan(In|Out|Avg)$/, snakeCase)]
  )

interface Axes {
  readonly input_axes?: Axis | null | undefined
  readonly output_axes?: Axis | null | undefined
}

const axes = optional(leaf<Axis | null | undefined>('axes', axis.is, axis.validate), null)

const axesFields = ({ listsAxes }: KerasSpec): Fields<Axes> =>
  listsAxes ? { input_axes: axes, output_axes: axes } : {}

// -------------------------------------------------------------------------------------
// initializers
// -------------------------------------------------------------------------------------

/** The arguments of variance scaling, and what is drawn. */
interface Arguments extends Common, Axes {
  readonly scale: number
  readonly mode: Mode
  readonly distribution: Kind
}

const described = (config: Arguments, points: ReadonlyArray<Point>, spec: KerasSpec): Described => {
  const { scale, mode, distribution, dtype, input_axes, output_axes } = config
  const isTruncated = distribution === 'truncated_normal'
  const seed = distribution === 'uniform' ? config.seed : seedOfNormal(config.seed, spec)
  // Keras 3 counts only the listed axes, and only if both are listed
  const listed: FanRule | undefined =
    input_axes && output_axes ? { rule: 'listed', input_axes, output_axes } : undefined
  return {
    initializer: {
      ...{ _tag: 'VarianceScaling', scale, mode, distribution, fans: listed ?? spec.fans, seed, dtype },
      ...(isTruncated ? { corrected: spec.corrected !== false } : {})
    },
    points: [
      ...points,
      ...when(isTruncated, 'correction'),
      ...(listed === undefined ? when(true, 'vector_fans', 'layout') : when(true, 'other_axes')),
      ...when(true, 'clamp', 'shard_fans'),
      ...seedPoints(seed, config.seed)
    ]
  }
}

interface Scaling extends Common, Axes {
  readonly scale: number
  readonly mode: Mode
  readonly distribution: DistributionName
}

const distributionOf = ({ distributions }: KerasSpec) => {
  const names = Object.keys(distributions) as ReadonlyArray<DistributionName>
  return optional(spelt(names, anyCase), names[0] ?? 'truncated_normal')
}

export const varianceScaling: ClassReader<KerasSpec> = classReader<Scaling, KerasSpec>(
  (spec) => ({
    scale: optional(spec.zeroScale === 'zeros' ? nonNegative : positive, 1),
    mode: optional(modeOf(spec), 'fan_in'),
    distribution: distributionOf(spec),
    ...common,
    ...axesFields(spec)
  }),
  ({ distribution: name, ...config }, spec, given) => {
    const { scale, mode, dtype } = config
    if (scale === 0) return { initializer: { _tag: 'Zeros', dtype }, points: ['zero_scale'] }
    const distribution = spec.distributions[name] ?? 'truncated_normal'
    const points: ReadonlyArray<Point> = [
      ...(name === 'normal' || name === 'truncated_normal' ? [name] : []),
      ...when(!isUsualCase(valueAt(given, 'mode'), mode), 'mode_case')
    ]
    return described({ ...config, distribution }, points, spec)
  }
)

/** Whether all dialects accept the letters of a mode: `fan_in`, or `fanIn` in TF.js. */
const isUsualCase = (given: Plain, mode: Mode): boolean =>
  typeof given !== 'string' || given === mode || given.toLowerCase() !== mode

/** `GlorotUniform` and the like: a preset of variance scaling, with a seed. */
export const preset = (scale: number, mode: Mode, name: 'normal' | 'uniform'): ClassReader<KerasSpec> =>
  classReader<Common & Axes, KerasSpec>(
    (spec) => ({ ...common, ...axesFields(spec) }),
    (config, spec) => {
      const distribution = name === 'normal' ? spec.namedNormals : 'uniform'
      const points: ReadonlyArray<Point> = [...when(name === 'normal', 'named_normals'), 'named_keys']
      return described({ scale, mode, distribution, ...config }, points, spec)
    }
  )
