/**
 * What a dialect means: the points on which frameworks differ, as values that readers and writers compute with.
 *
 * A config says `normal`: that is a truncated normal in Keras and an untruncated one in JAX. Each dialect states every point
 * in its own `spec`; no spec is made from another one. Every value was read in the framework's source or measured by running
 * it: TensorFlow 2.21 (its v1 initializers), Keras 1.2.2, 2.0 to 2.3, 2.15 and 3.15, TF.js 4.22, JAX 0.10, PyTorch 2.13,
 * Burn 0.18.
 */
import type { FanRule } from '../Fans.js'
import type { Kind } from '../initializers/VarianceScaling.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The names that VarianceScaling's distributions have in configs.
 *
 * @since 0.1.0
 */
export type DistributionName = Kind | 'normal'

/**
 * Default arguments of random initializers.
 *
 * @since 0.1.0
 */
export interface Defaults {
  readonly stddev: number
  readonly range: readonly [minval: number, maxval: number]
}

/**
 * Differences that are documented, and shown among the decisions, but that no code depends on; null where the dialect has no
 * such thing.
 *
 * @since 0.1.0
 */
export interface Notes {
  /** the fans of a vector of n, as the rule `fans` counts them */
  readonly vector_fans: '(n, n)' | '(√n, √n)' | 'refused' | null
  /** the least number that a scale is divided by; here it is 1 */
  readonly clamp: '1' | 'none'
  /** axes that are named as neither inputs nor outputs */
  readonly other_axes: 'ignored' | 'receptive field' | null
  /** what a second call without a seed draws; here it depends on the random state */
  readonly unseeded: 'new numbers' | 'the same numbers' | null
  /** the fans of a part of a variable; here they are those of the whole */
  readonly shard_fans: 'of the whole' | 'of the part' | null
  /** the keys of the configs of `GlorotUniform` and the like */
  readonly named_keys: 'seed' | 'seed, dtype' | 'seed, input_axes, output_axes' | null
}

/**
 * The points of a dialect; null where it has no such thing.
 *
 * @since 0.1.0
 */
export interface DialectSpec {
  /** the key of the dialect in the registry */
  readonly name: string
  /** the rule that counts the fans where a config names no axes */
  readonly fans: FanRule
  /** what each name of a distribution of VarianceScaling draws, the default first; empty without a VarianceScaling */
  readonly distributions: { readonly [N in DistributionName]?: Kind }
  /** whether a truncated normal of VarianceScaling is corrected for the truncation */
  readonly corrected: boolean | null
  /** what `glorot_normal`, `he_normal` and the like draw */
  readonly namedNormals: Kind
  /** the unit of the bounds of a truncated normal */
  readonly bounds: 'stddev' | 'absolute' | null
  /** the stddev and the range of random numbers where the config gives none */
  readonly defaults: Defaults | null
  /** the gain of an orthogonal tensor where the config gives none */
  readonly gain: number | null
  /** the axis that numbers the columns of an orthogonal tensor */
  readonly columnAxis: 0 | -1
  /** the centre tap of a kernel of even size k: (k - 1) / 2 rounded down, or k / 2 */
  readonly centre: 'lower' | 'upper' | null
  /** whether `Fan_In` is another mode than `fan_in` */
  readonly caseSensitive: boolean | null
  /** what the framework does with a dtype in a config; here it is the default dtype */
  readonly dtype: 'written' | 'dropped' | 'refused' | 'ignored' | 'an argument' | null
  /** a variance scaling by 0 */
  readonly zeroScale: 'zeros' | 'refused' | null
  /** whether 0 for minval, maxval, stddev or seed stands for the default */
  readonly zeroIsDefault: boolean
  /** whether null stands for the default, as in files of Keras; Python's functions refuse None */
  readonly nullIsDefault: boolean
  readonly notes: Notes
}
