/**
 * The points of the dialects that come from Keras: its own versions, TensorFlow 1 and TF.js.
 */
import type { FanRule } from '../../Fans.js'
import type { Defaults, DialectSpec } from '../spec.js'
import type { ClassName } from './names.js'

export interface KerasSpec extends DialectSpec {
  readonly defaults: Defaults
  readonly gain: number
  /** the classes that a config may name; null for all, as files of one version may name classes of another */
  readonly classes: ReadonlyArray<ClassName> | null
  /** the presets that are written as their own classes; the others are written as VarianceScaling */
  readonly presets: ReadonlyArray<ClassName>
  /** what a Constant does with an array: uses its values in order, or broadcasts it */
  readonly arrays: 'refused' | 'in order' | 'broadcast'
  /** whether a config may list the axes of inputs and of outputs */
  readonly listsAxes: boolean
  /** whether a seed is written before the other keys */
  readonly seedFirst: boolean
  /** whether `module` and `registered_name` are always written */
  readonly hasModule: boolean
}

/** All classes that stand for a preset of variance scaling. */
export const presetClasses: ReadonlyArray<ClassName> = [
  ...(['GlorotUniform', 'GlorotNormal', 'HeUniform', 'HeNormal', 'LecunUniform', 'LecunNormal'] as const)
]

/** The default stddev and range of Keras, in all versions. */
export const defaults: Defaults = { stddev: 0.05, range: [-0.05, 0.05] }

/** Keras computes the fans of a kernel from its shape, and uses the square root of the size for any other shape. */
export const squareKernels: FanRule = { rule: 'square', ranks: [2, 3, 4, 5] }
