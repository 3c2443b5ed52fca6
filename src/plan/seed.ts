/**
 * Which seed a parameter has in the replay of a model whose layers take their seeds from one sequence, as those of Keras do.
 */
import * as t from 'io-ts'
import { numberThat, valueThat } from '../codec/leaf.js'
import { closed, required } from '../codec/record.js'
import { own } from '../codec/plain.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The index of its seed in the sequence of the framework, the seed of its own config, or why its seed is unknown.
 *
 * @since 0.1.0
 */
export type ParameterSeed = { readonly index: number } | { readonly own: number } | { readonly unknown: string }

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

const index = numberThat('index', (n) => Number.isSafeInteger(n) && n >= 0, 'a non-negative integer', 'BadCount')
const integer = numberThat('seed', Number.isSafeInteger, 'an integer within ±(2^53 - 1)', 'BadSeed')
const reason = valueThat('reason', (u): u is string => typeof u === 'string', 'a string', 'WrongType')

const byIndex = closed<{ readonly index: number }>('seed', { index: required(index) })
const byOwn = closed<{ readonly own: number }>('seed', { own: required(integer) })
const byReason = closed<{ readonly unknown: string }>('seed', { unknown: required(reason) })

/** `{ index }`, `{ own }` or `{ unknown }`. */
export const parameterSeed: t.Type<ParameterSeed, unknown> = new t.Type<ParameterSeed, unknown>(
  'seed',
  (u): u is ParameterSeed => [byIndex, byOwn, byReason].some((codec) => codec.is(u)),
  (u, c): t.Validation<ParameterSeed> => {
    if (own(u, 'own') !== undefined) return byOwn.validate(u, c)
    return own(u, 'unknown') !== undefined ? byReason.validate(u, c) : byIndex.validate(u, c)
  },
  t.identity
)
