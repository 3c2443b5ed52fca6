/**
 * The fields of a config, for definitions of initializers. Any io-ts codec works as well: `required(t.number)`.
 *
 * @since 0.1.0
 */
import type * as t from 'io-ts'
import { word } from '../../codec/record.js'

export { count, fraction, integer } from '../../codec/fields.js'
export { boolean, type Field, finite, list, nullable, optional, positive, required } from '../../codec/record.js'
export { dtype, seed } from './codec.js'

/**
 * One of some words.
 *
 * @since 0.1.0
 */
export const oneOf = <A extends string>(...words: ReadonlyArray<A>): t.Type<A, A> => word('UnknownValue', words)
