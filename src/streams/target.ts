/**
 * The checked target of a stream: shape and dtype.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { own } from '../codec/plain.js'
import { tooLarge } from '../Draw/make.js'
import { check as checkDType, type DType } from '../DType.js'
import type { Target } from '../Draw.js'
import type { TensorSpec } from '../Initializer.js'
import { Applicative, at, fromErrors, type Validated } from '../InitializerError.js'
import { check as checkShape, type Shape } from '../Shape.js'

/** The target of a spec that may come from JavaScript, if one buffer can hold it. dtype: call > config > float32. */
export const targetOf = <D extends DType>(spec: TensorSpec<D>, dtype: DType | null = null): Validated<Target<D>> =>
  pipe(
    sequenceS(Applicative)({
      shape: at('shape')(checkShape(own(spec, 'shape') as Shape)),
      dtype: at('dtype')(checkDType((own(spec, 'dtype') ?? dtype ?? 'float32') as D))
    }),
    E.chain((target) => fromErrors(tooLarge(target.shape, target.dtype), target))
  )
