/**
 * The fields of a config, for definitions of initializers. Any io-ts codec works as well: `required(t.number)`.
 *
 * @since 0.1.0
 */
import type * as t from 'io-ts'
import * as leaf from '../../codec/leaf.js'

export { boolean, count, finite, fraction, integer, positive } from '../../codec/leaf.js'
export { list } from '../../codec/record.js'
export { type Field, nullable, optional, required } from '../../codec/record.js'
export { dtype, seed } from './definition.js'

/**
 * One of several strings.
 *
 * @since 0.1.0
 */
export const oneOf = <A extends string>(...values: ReadonlyArray<A>): t.Type<A, A> => leaf.oneOf('UnknownValue', values)
