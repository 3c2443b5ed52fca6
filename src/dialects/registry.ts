/**
 * All dialects. A new one needs a folder with its spec, reader and writer, and a line here.
 */
import * as E from 'fp-ts/Either'
import { unknownName } from '../codec/problems.js'
import { fail, show, type Validated } from '../InitializerError.js'
import { burn } from './burn/index.js'
import type { DialectDefinition } from './definition.js'
import { jax } from './jax/index.js'
import { keras1, keras2, keras20, keras22, keras3 } from './keras/index.js'
import { type Points, pointsOfSpec } from './points.js'
import type { DialectSpec } from './spec.js'
import { tf1, tf1Keras } from './tf1/dialect.js'
import { tfjs } from './tfjs/index.js'
import { torch } from './torch/index.js'

// -------------------------------------------------------------------------------------
// registry
// -------------------------------------------------------------------------------------

/** In the order of the columns of the table in `docs/dialects.md`. */
const registry = {
  keras3,
  keras2,
  'keras2.2': keras22,
  'keras2.0': keras20,
  keras1,
  tf1,
  'tf1.keras': tf1Keras,
  tfjs,
  jax,
  torch,
  burn
} as const satisfies Readonly<Record<string, DialectDefinition>>

/**
 * A language of configs. `keras2` is Keras in TensorFlow 2; standalone Keras 2 differs up to 2.1.6 (`keras2.0`) and from 2.2 to
 * 2.3 (`keras2.2`). `tf1` is `tf.compat.v1`, and `tf1.keras` is Keras in TensorFlow 1, which has other defaults.
 *
 * @since 0.1.0
 */
export type Dialect = keyof typeof registry

/**
 * All dialects.
 *
 * @since 0.1.0
 */
export const dialects = Object.keys(registry) as ReadonlyArray<Dialect>

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

export const definitionOf = (dialect: Dialect): DialectDefinition => registry[dialect]

/**
 * The points of a dialect, as values.
 *
 * @since 0.1.0
 * @example
 * import { specOf } from 'initializers-ts/dialects'
 *
 * specOf('keras3').distributions.normal // => 'truncated_normal'
 * specOf('jax').distributions.normal // => 'untruncated_normal'
 */
export const specOf = (dialect: Dialect): DialectSpec => registry[dialect].spec

/**
 * What a dialect does at each point, in words; null where it has no such thing.
 *
 * @since 0.1.0
 * @example
 * import { pointsOf } from 'initializers-ts/dialects'
 *
 * pointsOf('keras3').normal // => 'truncated'
 * pointsOf('jax').normal // => 'untruncated'
 */
export const pointsOf = (dialect: Dialect): Points => pointsOfSpec(specOf(dialect))

/**
 * The name of a dialect, or `UnknownName`.
 *
 * @since 0.1.0
 * @example
 * import { checkDialect } from 'initializers-ts/dialects'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * checkDialect('keras3') // => E.right('keras3')
 * pipe(checkDialect('keras4'), E.mapLeft(([{ nearest }]) => nearest)) // => E.left('keras3')
 */
export const checkDialect = (name: string): Validated<Dialect> => {
  const found = dialects.find((each) => each === name)
  if (found !== undefined) return E.right(found)
  const expected = `one of ${dialects.join(', ')}`
  return typeof name === 'string' ? unknownName(expected, name, dialects) : fail('UnknownName', expected, show(name))
}
