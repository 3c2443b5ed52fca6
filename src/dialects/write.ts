/**
 * Writing an initializer as a config of a dialect that draws the same, or reporting what the dialect cannot express.
 *
 * The distribution of the weights is preserved. The layout is the dialect's own: inputs stay inputs, which PyTorch has on the
 * second axis and Keras on the last but one. A seed and a dtype are written where the dialect has keys for them.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Initializer from '../Initializer.js'
import type { AnyInitializer } from '../initializers/kit/definition.js'
import type { Validated } from '../InitializerError.js'
import type { WriteOptions } from './definition.js'
import { type Decision, decisionsAt } from './points.js'
import { type Envelope, read } from './read.js'
import { checkDialect, definitionOf, type Dialect } from './registry.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A written config, and the decisions of the dialect that it involves.
 *
 * @since 0.1.0
 */
export interface Writing {
  readonly config: unknown
  readonly decisions: ReadonlyArray<Decision>
}

/**
 * How to write.
 *
 * @since 0.1.0
 */
export interface Options extends WriteOptions {
  /**
   * the envelope of the reading that the initializer came from: if the initializer is unchanged, the original config is written,
   * unless `axes` is set; if not, the keys around the config are kept
   */
  readonly envelope?: Envelope
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The config of an initializer in a dialect. Errors: `Unsupported` at each field that the dialect cannot express, and the
 * reader's error for a number that overflows or underflows in the conversion. If the dialect lacks the class, an equivalent
 * one is written: for the rank 2, TensorFlow 1's `UniformUnitScaling` is a `VarianceScaling`. No dialect has an initializer
 * that a user defined.
 *
 * @since 0.1.0
 * @example
 * import { read, write } from 'initializers-ts/dialects'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const linear = { class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5) } }
 * const keras = pipe(
 *   read('torch')(linear),
 *   E.chain(({ initializer }) => write('keras2')(initializer)),
 *   E.map(({ config }) => config)
 * )
 * keras
 * // => E.right({ class_name: 'VarianceScaling', config: { scale: 1 / 3, mode: 'fan_in', distribution: 'uniform', seed: null } })
 */
export const write =
  (dialect: Dialect, options: Options = {}) =>
  (initializer: AnyInitializer): Validated<Writing> => {
    // only own keys: a page may add others to Object.prototype
    const { envelope, axes, rank } = { envelope: undefined, axes: undefined, rank: undefined, ...options }
    const origin = envelope?.dialect === dialect ? envelope : undefined
    const original = origin === undefined || axes !== undefined ? undefined : unchanged(origin, initializer)
    if (original !== undefined) return E.right(original)
    return pipe(
      checkDialect(dialect),
      E.map(definitionOf),
      E.chain(({ spec, write }) =>
        pipe(
          write(initializer, { axes: axes ?? true, rank: rank ?? null }, origin?.wrapper ?? {}),
          E.map(({ config, points }) => ({ config, decisions: decisionsAt(spec, points) }))
        )
      ),
      E.chainFirst(({ config }) => read(dialect)(config)) // a number may have overflowed
    )
  }

/**
 * A config of one dialect as a config of another; within one dialect, the original config. The errors are those of `read` and
 * `write`.
 *
 * @since 0.1.0
 * @example
 * import { convert } from 'initializers-ts/dialects'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const scaling = { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' } }
 * const keras = pipe(convert('tfjs', 'keras2')(scaling), E.map(({ config }) => config))
 * keras // => E.right({ class_name: 'LecunUniform', config: { seed: null } })
 */
export const convert =
  (from: Dialect, to: Dialect, options: WriteOptions = {}) =>
  (u: unknown): Validated<Writing> =>
    pipe(
      read(from)(u),
      E.chain(({ initializer, envelope }) => write(to, { ...options, envelope })(initializer))
    )

/** The original config, if it still describes the initializer. */
const unchanged = ({ dialect, config }: Envelope, initializer: AnyInitializer): Writing | undefined => {
  const original = read(dialect)(config)
  return E.isRight(original) && isSame(original.right.initializer, initializer)
    ? { config, decisions: original.right.decisions }
    : undefined
}

const isSame = (a: Initializer.Initializer, b: AnyInitializer): boolean =>
  JSON.stringify(Initializer.encode(a)) === JSON.stringify(Initializer.encode(b as Initializer.Initializer))
