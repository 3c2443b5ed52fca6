/**
 * What a call of NumPy draws: the elements one after the other.
 *
 * Source: numpy/random/_generator.pyx and mtrand.pyx.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State as StateOf } from 'fp-ts/State'
import { own } from '../../codec/plain.js'
import { tooLarge } from '../../Draw/make.js'
import { check as checkDType, type DType, largest, traits } from '../../DType.js'
import * as Initializer from '../../Initializer.js'
import { Applicative, at, error, fromErrors, type InitializerError, type Validated } from '../../InitializerError.js'
import * as Shape from '../../Shape.js'
import type { Tensor } from '../../Tensor.js'
import { multiplyAdd64 } from '../arithmetic/fma.js'
import { deterministic } from '../deterministic.js'
import type { Call, Options } from './call.js'
import { readerOf, type State, type StateReader } from './State.js'

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The array that a call returns, as a function of the state; float64 where no dtype is given.
 *
 * Bit for bit that of NumPy on x86-64 Linux. `random` and `standard_normal` of a `Generator` draw float32 themselves; all
 * other float32 and float16 numbers are float64 numbers, rounded as by `astype`. Errors: `Unsupported` for bfloat16, which
 * NumPy lacks, and for float16 where a `Generator` does not take it; `BoundOverflow` for numbers beyond the dtype's largest.
 *
 * @since 0.1.0
 */
export const sampler =
  (options: Options) =>
  <D extends DType>(spec: Initializer.TensorSpec<D>) =>
  (call: Call): Validated<StateOf<State, Tensor<D>>> =>
    pipe(
      sequenceS(Applicative)({
        shape: at('shape')(Shape.check(own(spec, 'shape') as Shape.Shape)),
        dtype: at('dtype')(checkDType((own(spec, 'dtype') ?? 'float64') as D))
      }),
      E.chain((target) =>
        fromErrors([...tooLarge(target.shape, target.dtype), ...unsupported(options, call, target.dtype)], target)
      ),
      E.chain((target) =>
        call.name === 'deterministic'
          ? pipe(call.initializer, Initializer.draw<D>(target), E.chain(deterministic))
          : E.right((state: State) => drawn(options.contraction === 'fma', call, target, state))
      )
    )

type Random = Exclude<Call, { readonly name: 'deterministic' }>

const drawn = <D extends DType>(
  fused: boolean,
  call: Random,
  { shape, dtype }: { readonly shape: Shape.Shape; readonly dtype: D },
  state: State
): [Tensor<D>, State] => {
  const reader = readerOf(fused)(state)
  const n = Shape.size(shape)
  const next = numbers(fused, call, reader, dtype)
  const reals = new Float64Array(n)
  for (let i = 0; i < n; i++) reals[i] = next()
  const { make, store } = traits(dtype)
  const data = make(n)
  store(reals, n, data, 0)
  return [{ shape, dtype, data }, reader.state()]
}

const numbers = (fused: boolean, call: Random, reader: StateReader, dtype: DType): (() => number) => {
  const { double, float, normal, normalFloat } = reader
  switch (call.name) {
    case 'random':
      return dtype === 'float32' ? float : double
    case 'standard_normal':
      return dtype === 'float32' ? normalFloat : normal
    case 'uniform': {
      const { low, high } = call
      return () => multiplyAdd64(fused, high - low, double(), low)
    }
    case 'normal': {
      const { loc, scale } = call
      return () => multiplyAdd64(fused, scale, normal(), loc)
    }
  }
}

// -------------------------------------------------------------------------------------
// limits
// -------------------------------------------------------------------------------------

/** The largest absolute value of a standard normal number: the ziggurat's tail ends at 3.66 + 36.8 / 3.65. */
const FARTHEST = 14

const unsupported = ({ generator }: Options, call: Call, dtype: DType): ReadonlyArray<InitializerError> => {
  if (dtype === 'bfloat16')
    return [error('Unsupported', 'float16, float32 or float64, as NumPy has no bfloat16', dtype, ['dtype'])]
  const takesDType = call.name === 'random' || call.name === 'standard_normal'
  if (takesDType && generator !== 'RandomState' && dtype === 'float16') {
    return [error('Unsupported', `float32 or float64, the dtypes of ${call.name}`, dtype, ['dtype'])]
  }
  const most = farthest(call)
  return most <= largest(dtype)
    ? []
    : [
        error('BoundOverflow', `numbers up to ${largest(dtype)}, the largest ${dtype}`, `numbers up to ${most}`, [
          'config'
        ])
      ]
}

const farthest = (call: Call): number => {
  switch (call.name) {
    case 'random':
      return 1
    case 'standard_normal':
      return FARTHEST
    case 'uniform':
      return Math.max(Math.abs(call.low), Math.abs(call.high))
    case 'normal':
      return Math.abs(call.loc) + FARTHEST * call.scale
    case 'deterministic':
      return 0 // checked when it is drawn
  }
}
