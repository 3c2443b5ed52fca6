/**
 * What the registry has for each dialect: its points, a reader and a writer.
 */
import type { Plain, PlainRecord } from '../codec/plain.js'
import type { Initializer } from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import type { AnyInitializer } from '../initializers/kit/definition.js'
import type { Point } from './points.js'
import type { DialectSpec } from './spec.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** The initializer of a config, and the points that the config involves. */
export interface ConfigReading {
  readonly initializer: Initializer
  readonly points: ReadonlyArray<Point>
  /** the keys other than the class name and the config */
  readonly wrapper: PlainRecord
}

/** The config of an initializer, and the points that it involves. */
export interface ConfigWriting {
  readonly config: unknown
  readonly points: ReadonlyArray<Point>
}

/**
 * Which form to write, where a dialect has several.
 *
 * @since 0.1.0
 */
export interface WriteOptions {
  /** whether configs of Keras 3 have the keys `input_axes` and `output_axes`, which versions before 3.15 refuse; true by default */
  readonly axes?: boolean
  /** the rank of the weight, for initializers that depend on it: TensorFlow 1's `ConvolutionOrthogonal2D`, `UniformUnitScaling` */
  readonly rank?: number
}

/** The options with their defaults; the rank is null if it is not known. */
export interface WriteSettings {
  readonly axes: boolean
  readonly rank: number | null
}

export interface DialectDefinition {
  readonly spec: DialectSpec
  readonly read: (config: Plain) => Validated<ConfigReading>
  readonly write: (
    initializer: AnyInitializer,
    settings: WriteSettings,
    wrapper: PlainRecord
  ) => Validated<ConfigWriting>
}
