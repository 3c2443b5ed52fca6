/**
 * Calls of NumPy's random functions as values, and what they draw.
 *
 * On paper `{ class_name: 'normal', config: { loc: 0, scale: 0.05 } }`: the name of a method and its arguments; `zeros`,
 * `ones`, `full` and `eye` draw nothing.
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { State as StateOf } from 'fp-ts/State'
import * as t from 'io-ts'
import { configLimits, fromUnknown, own } from '../../codec/plain.js'
import { closed, decode as decodeWith, finite, optional, refined, required, word } from '../../codec/record.js'
import { check as checkDType, type DType, largest, traits } from '../../DType.js'
import * as Initializer from '../../Initializer.js'
import {
  Applicative,
  at,
  error,
  fail,
  fromErrors,
  type InitializerError,
  type Validated
} from '../../InitializerError.js'
import * as Shape from '../../Shape.js'
import { type Tensor, tooLarge } from '../../Tensor.js'
import { multiplyAdd64 } from '../arithmetic/fma.js'
import type { Chosen } from '../options.js'
import { still } from '../still.js'
import { open, type Source, type State } from './State.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * `generator`: whose state a seed makes. `contraction`: whether the compiler of NumPy made a + b c one operation, as on
 * ARM64 (numpy issue 22993), or two, as on x86-64.
 *
 * @since 0.1.0
 */
export const options = {
  generator: ['default_rng', 'RandomState'],
  contraction: ['none', 'fma']
} as const

/** @since 0.1.0 */
export type Options = Chosen<typeof options>

/**
 * A call that draws, or an initializer that needs no random number.
 *
 * @since 0.1.0
 */
export type Call =
  | { readonly name: 'random' | 'standard_normal' }
  | { readonly name: 'uniform'; readonly low: number; readonly high: number }
  | { readonly name: 'normal'; readonly loc: number; readonly scale: number }
  | { readonly name: 'still'; readonly initializer: Initializer.Initializer }

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

const uniform = refined(
  closed<{ readonly low: number; readonly high: number }>('uniform', {
    low: optional(finite, 0),
    high: optional(finite, 1)
  }),
  ({ low, high }) => [
    ...(high < low ? [error('BadBounds', `at least low, ${low}`, `${high}`, ['high'])] : []),
    ...(Number.isFinite(high - low) ? [] : [error('BoundOverflow', 'a finite high - low', `${high - low}`, ['high'])])
  ]
)

const normal = refined(
  closed<{ readonly loc: number; readonly scale: number }>('normal', {
    loc: optional(finite, 0),
    scale: optional(finite, 1)
  }),
  ({ scale }) => (scale < 0 ? [error('NotPositive', 'a number of at least 0', `${scale}`, ['scale'])] : [])
)

const full = closed<{ readonly fill_value: number }>('full', { fill_value: required(finite) })

const none = closed<object>('no arguments', {})

type Name = 'random' | 'standard_normal' | 'uniform' | 'normal' | 'zeros' | 'ones' | 'full' | 'eye'

const names: ReadonlyArray<Name> = ['random', 'standard_normal', 'uniform', 'normal', 'zeros', 'ones', 'full', 'eye']

const paper = closed<{ readonly class_name: Name; readonly config: unknown }>('call', {
  class_name: required(word('UnknownName', names, new Map<string, Name>([['random_sample', 'random']]))),
  config: optional(t.unknown, {})
})

/**
 * Reads a call, or tells everything that is wrong with it. `random_sample` is `random`.
 *
 * @since 0.1.0
 */
export const decode = (u: unknown): Validated<Call> => {
  const plain = fromUnknown(configLimits)(u)
  return pipe(
    decodeWith(paper)(typeof plain === 'string' ? { class_name: plain } : plain),
    E.chain(({ class_name, config }) => at('config')(argumentsOf(class_name, config)))
  )
}

const argumentsOf = (name: Name, config: unknown): Validated<Call> => {
  switch (name) {
    case 'random':
    case 'standard_normal':
      return pipe(
        decodeWith(none)(config),
        E.map(() => ({ name }))
      )
    case 'uniform':
      return pipe(
        decodeWith(uniform)(config),
        E.map((range) => ({ name, ...range }))
      )
    case 'normal':
      return pipe(
        decodeWith(normal)(config),
        E.map((moments) => ({ name, ...moments }))
      )
    case 'zeros':
      return pipe(decodeWith(none)(config), E.chain(stillOf('Zeros')))
    case 'ones':
      return pipe(decodeWith(none)(config), E.chain(stillOf('Ones')))
    case 'eye':
      return pipe(decodeWith(none)(config), E.chain(stillOf('Identity')))
    case 'full':
      return pipe(
        decodeWith(full)(config),
        E.map(({ fill_value }) => ({ value: fill_value })),
        E.chain(stillOf('Constant'))
      )
  }
}

const stillOf =
  (class_name: string) =>
  (config: object): Validated<Call> =>
    pipe(
      Initializer.decode({ class_name, config }),
      E.map((initializer) => ({ name: 'still', initializer }))
    )

/** What a call's numbers follow, in the library's own terms. */
export const meaning = (call: Call): Initializer.Initializer => {
  const plain = { seed: null, dtype: null }
  switch (call.name) {
    case 'random':
      return { _tag: 'RandomUniform', minval: 0, maxval: 1, ...plain }
    case 'uniform':
      return { _tag: 'RandomUniform', minval: call.low, maxval: call.high, ...plain }
    case 'standard_normal':
      return { _tag: 'RandomNormal', mean: 0, stddev: 1, ...plain }
    case 'normal':
      return { _tag: 'RandomNormal', mean: call.loc, stddev: call.scale, ...plain }
    case 'still':
      return call.initializer
  }
}

/**
 * RandomUniform, RandomNormal and what needs no random number; `Unsupported` for the others, which NumPy does not have.
 *
 * @since 0.1.0
 */
export const adopt = (initializer: Initializer.Initializer): Validated<Call> => {
  switch (initializer._tag) {
    case 'RandomUniform':
      return decode({ class_name: 'uniform', config: { low: initializer.minval, high: initializer.maxval } })
    case 'RandomNormal':
      return decode({ class_name: 'normal', config: { loc: initializer.mean, scale: initializer.stddev } })
    case 'Zeros':
    case 'Ones':
    case 'Constant':
    case 'Identity':
    case 'Dirac':
      return E.right({ name: 'still', initializer })
    case 'TruncatedNormal':
    case 'VarianceScaling':
    case 'UniformUnitScaling':
    case 'Orthogonal':
    case 'DeltaOrthogonal':
    case 'ConvolutionOrthogonal':
    case 'Sparse':
    case 'STFT':
    case 'Scaled':
    case 'Blocks':
    case 'Masked':
    case 'ICNR':
      return fail('Unsupported', 'RandomUniform, RandomNormal or what needs no random number', initializer._tag, [
        '_tag'
      ])
  }
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The array that a call returns, as a function of the state; float64 where no dtype is given.
 *
 * Bit for bit that of NumPy on x86-64 Linux. float32 is what `random` and `standard_normal` of a `Generator` take for a
 * dtype, and else, as float16, what `astype` makes of the result. `Unsupported` for bfloat16, which NumPy does not have,
 * and where a `Generator` does not take float16; `BoundOverflow` for numbers beyond the dtype's largest.
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
        call.name === 'still'
          ? pipe(call.initializer, Initializer.draw<D>(target), E.chain(still))
          : E.right((state: State) => drawn(options.contraction === 'fma', call, target, state))
      )
    )

type Random = Exclude<Call, { readonly name: 'still' }>

const drawn = <D extends DType>(
  fused: boolean,
  call: Random,
  { shape, dtype }: { readonly shape: Shape.Shape; readonly dtype: D },
  state: State
): [Tensor<D>, State] => {
  const source = open(fused)(state)
  const n = Shape.size(shape)
  const next = numbers(fused, call, source, dtype)
  const reals = new Float64Array(n)
  for (let i = 0; i < n; i++) reals[i] = next()
  const { make, store } = traits(dtype)
  const data = make(n)
  store(reals, n, data, 0)
  return [{ shape, dtype, data }, source.state()]
}

const numbers = (fused: boolean, call: Random, source: Source, dtype: DType): (() => number) => {
  const { double, float, normal, normalFloat } = source
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
// what there is not
// -------------------------------------------------------------------------------------

/** No standard normal number here is beyond this: the ziggurat's tail ends at 3.66 + 36.8 / 3.65. */
const FARTHEST = 14

const unsupported = ({ generator }: Options, call: Call, dtype: DType): ReadonlyArray<InitializerError> => {
  if (dtype === 'bfloat16') return [error('Unsupported', 'a dtype that NumPy has', dtype, ['dtype'])]
  const takesDType = call.name === 'random' || call.name === 'standard_normal'
  if (takesDType && generator === 'default_rng' && dtype === 'float16') {
    return [error('Unsupported', `float32 or float64, which ${call.name} takes`, dtype, ['dtype'])]
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
    case 'still':
      return 0 // its own drawing checks that
  }
}
