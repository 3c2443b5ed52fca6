/**
 * Streams whose configs are initializers read them in the dialect of their framework.
 */
import * as E from 'fp-ts/Either'
import { flow } from 'fp-ts/function'
import { type Dialect, read } from '../dialects/index.js'
import type { Initializer } from '../Initializer.js'
import type { Validated } from '../InitializerError.js'

/** Reads a config in a dialect. */
export const decoder = (dialect: Dialect): ((u: unknown) => Validated<Initializer>) =>
  flow(
    read(dialect),
    E.map(({ initializer }) => initializer)
  )
