/** Fields that many initializers share. A bare initializer has neither seed nor dtype, as inside a combinator. */
import * as fc from 'fast-check'
import type { DType } from '../../DType.js'
import type { AnyInitializer } from '../../Initializer.js'
import { dtype } from './shapes.js'

/** The seed and dtype of a bare initializer. */
export const unset = { seed: null, dtype: null } as const

export const optionalSeed = (): fc.Arbitrary<number | null> => fc.option(fc.maxSafeInteger())

const optionalDType = (): fc.Arbitrary<DType | null> => fc.option(dtype())

/** With a dtype, and with a seed where it may have one. */
export const withSeedAndDType = <I extends AnyInitializer>(bare: I): fc.Arbitrary<I> =>
  fc
    .tuple(optionalSeed(), optionalDType())
    .map(([seed, dtype]) => ({ ...bare, ...('seed' in bare ? { seed } : {}), dtype }))
