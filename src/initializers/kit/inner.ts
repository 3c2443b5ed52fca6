/**
 * What combinators ask of the initializers inside them: no seed and no dtype, which the outermost one has.
 */
import type * as t from 'io-ts'
import { own, showPlain } from '../../codec/plain.js'
import { refined } from '../../codec/record.js'
import type { DType } from '../../DType.js'
import type * as Draw from '../../Draw.js'
import { error, type Validated } from '../../InitializerError.js'

/** An initializer as a combinator sees it. */
export interface Inner {
  readonly dtype: DType | null
  readonly seed?: number | null
}

/** What drawing an initializer takes. */
export type DrawOf<I> = (initializer: I) => <D extends DType>(target: Draw.Target<D>) => Validated<Draw.Draw<D>>

/** The codec of an initializer without a seed or dtype of its own. */
export const plain = <I extends Inner, O>(codec: t.Type<I, O>): t.Type<I, O> =>
  refined(codec, (initializer) =>
    (['seed', 'dtype'] as const).flatMap((key) => {
      const value = own(initializer, key) ?? null // not all have a seed
      return value === null
        ? []
        : [error('Unsupported', `no ${key} inside a combinator, which has its own`, showPlain(value), ['config', key])]
    })
  )
