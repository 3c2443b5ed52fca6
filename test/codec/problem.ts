import * as E from 'fp-ts/Either'
import type { InitializerError, Validated } from '../../src/InitializerError.js'

/** The first error, if there is one. */
export const problemOf = (fa: Validated<unknown>): InitializerError | undefined =>
  E.isLeft(fa) ? fa.left[0] : undefined
