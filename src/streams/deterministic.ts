/**
 * Tensors that need no random number, for every stream: zeros, ones, constants, identity, dirac.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { DType } from '../DType.js'
import * as Draw from '../Draw.js'
import type { Validated } from '../InitializerError.js'
import * as Rng from '../Rng.js'
import type { Tensor } from '../Tensor.js'

/** The tensor of a draw that needs no random words, with the state unchanged. */
export const deterministic = <D extends DType>(draw: Draw.Draw<D>): Validated<<S>(state: S) => [Tensor<D>, S]> =>
  pipe(
    E.Do,
    E.apS('run', Draw.sampler(draw)),
    E.apS('rng', Rng.fromSeed(0)),
    E.map(({ run, rng }) => (state) => [run(rng)[0], state])
  )
