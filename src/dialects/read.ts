/**
 * Reading a config of a dialect: its initializer, the decisions of the dialect, and what a writer needs to restore the config.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { initializerLimits, fromUnknown, type PlainRecord } from '../codec/plain.js'
import type { Initializer } from '../Initializer.js'
import { cap, type Validated } from '../InitializerError.js'
import { type Decision, decisionsAt } from './points.js'
import { checkDialect, definitionOf, type Dialect } from './registry.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * What a config describes.
 *
 * @since 0.1.0
 */
export interface Reading {
  readonly initializer: Initializer
  /** the points on which dialects differ, as far as the config involves them */
  readonly decisions: ReadonlyArray<Decision>
  readonly envelope: Envelope
}

/**
 * What a config contains beyond its initializer, for a writer of the same dialect.
 *
 * @since 0.1.0
 */
export interface Envelope {
  readonly dialect: Dialect
  /** the keys other than `class_name` and `config`: `module`, `registered_name`, `shared_object_id` and the like */
  readonly wrapper: PlainRecord
  /** the original config, frozen */
  readonly config: unknown
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * Reads a config in a dialect, or returns all errors in it. The initializer draws what the framework draws, even where
 * the config says otherwise: TF.js draws a uniform for `truncated_normal`.
 *
 * @since 0.1.0
 * @example
 * import { read } from 'initializers-ts/dialects'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const config = { scale: 2, mode: 'fan_in', distribution: 'normal' }
 * const keras = read('keras3')({ class_name: 'VarianceScaling', config })
 * const jax = read('jax')({ class_name: 'variance_scaling', config })
 * pipe(keras, E.map(({ decisions }) => decisions[0]))
 * // => E.right({ point: 'normal', about: 'the distribution normal', decided: 'truncated' })
 * pipe(jax, E.map(({ decisions }) => decisions[0]?.decided)) // => E.right('untruncated')
 */
export const read =
  (dialect: Dialect) =>
  (u: unknown): Validated<Reading> => {
    const config = fromUnknown(initializerLimits)(u)
    return pipe(
      checkDialect(dialect),
      E.map(definitionOf),
      E.chain(({ spec, read }) =>
        pipe(
          read(config),
          E.map(({ initializer, points, wrapper }) => ({
            initializer,
            decisions: decisionsAt(spec, points),
            envelope: Object.freeze({ dialect, wrapper, config })
          }))
        )
      ),
      cap
    )
  }
