/**
 * Reading a config of a dialect: what it means here, what was decided on the way, and what a writer needs to give it back.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { configLimits, fromUnknown, type Plain, type PlainRecord } from '../codec/plain.js'
import { afterErrors, unknownName } from '../codec/problems.js'
import type { Initializer } from '../Initializer.js'
import { at, cap, fail, show, type Validated } from '../InitializerError.js'
import * as burn from './burn/read.js'
import { type Decision, choose, type Dialect, names, traitsOf } from './dialect.js'
import * as jax from './jax/read.js'
import * as keras from './keras/file.js'
import { classParts, findIn, type Parts, variantParts } from './parts.js'

import * as torch from './torch/read.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A config that was understood.
 *
 * @since 0.1.0
 */
export interface Reading {
  readonly initializer: Initializer
  /** the points of contradiction that the config touched */
  readonly decisions: ReadonlyArray<Decision>
  readonly envelope: Envelope
}

/**
 * What a config says beyond its meaning, for a writer of the same dialect.
 *
 * @since 0.1.0
 */
export interface Envelope {
  readonly dialect: Dialect
  /** the keys beside `class_name` and `config`: `module`, `registered_name`, `shared_object_id` and the like */
  readonly wrapper: PlainRecord
  /** the config as it came, frozen */
  readonly config: unknown
}

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

/**
 * Reads a config in the words and with the meanings of a dialect, or tells everything that is wrong with it. Where a
 * dialect would draw what its words do not say (TF.js draws a uniform for `truncated_normal`), the initializer draws
 * what the dialect does.
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
    const plain = fromUnknown(configLimits)(u)
    return pipe(
      checkDialect(dialect),
      E.map(traitsOf),
      E.bindTo('traits'),
      E.bind('parts', () => partsOf(dialect, plain)),
      E.chain(({ traits, parts: { read, config, wrapper, path, problems } }) =>
        pipe(
          at(...path)(read(traits)(config)),
          afterErrors(problems),
          E.map(({ initializer, touched }) => ({
            initializer,
            decisions: choose(traits, touched),
            envelope: Object.freeze({ dialect, wrapper, config: plain })
          }))
        )
      ),
      cap
    )
  }

const partsOf = (dialect: Dialect, paper: Plain): Validated<Parts> => {
  switch (dialect) {
    case 'keras3':
    case 'keras2':
    case 'keras2.2':
    case 'keras2.0':
    case 'keras1':
    case 'tf1':
    case 'tfjs':
      return keras.partsOf(dialect, paper)
    case 'jax':
      return classParts(paper, findIn(jax.classes))
    case 'torch':
      return classParts(paper, torch.findFunction)
    case 'burn':
      return variantParts(paper, findIn(burn.classes))
  }
}

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
  const found = names.find((each) => each === name)
  if (found !== undefined) return E.right(found)
  const expected = `one of ${names.join(', ')}`
  return typeof name === 'string' ? unknownName(expected, name, names) : fail('UnknownName', expected, show(name))
}
