/**
 * What combinators require of the initializers inside them: no seed and no dtype, which belong to the outermost one.
 */
import type * as t from 'io-ts'
import { own, showPlain } from '../../codec/plain.js'
import { refined } from '../../codec/record.js'
import { error } from '../../InitializerError.js'
import type { AnyInitializer } from './definition.js'

/** The codec of an initializer without a seed or dtype of its own. */
export const unseeded = <I extends AnyInitializer, O>(codec: t.Type<I, O>): t.Type<I, O> =>
  refined(codec, (initializer) =>
    (['seed', 'dtype'] as const).flatMap((key) => {
      const value = own(initializer, key) ?? null // not all have a seed
      return value === null
        ? []
        : [error('Unsupported', `no ${key} inside a combinator, which has its own`, showPlain(value), ['config', key])]
    })
  )
