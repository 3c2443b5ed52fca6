/**
 * Calls of NumPy's random functions as values. The serialized form is `{ class_name: 'normal', config: { loc: 0, scale: 0.05 } }`,
 * the name of a method and its arguments; `zeros`, `ones`, `full` and `eye` draw no random number.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { configLimits, fromUnknown } from '../../codec/plain.js'
import { decode as decodeWith } from '../../codec/problems.js'
import { finite, oneOf } from '../../codec/leaf.js'
import { closed, optional, refined, required } from '../../codec/record.js'
import * as Initializer from '../../Initializer.js'
import { at, error, fail, type Validated } from '../../InitializerError.js'
import { fromTable, type TagTable, unsupported } from '../../initializers/tagTable.js'
import type { OptionTable, OptionValues } from '../options.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * `generator`: the state that a seed makes, `default_rng(seed)`, `RandomState(seed)`, or `Generator` of a bit generator, as in
 * `Generator(Philox(seed))`. `contraction`: whether the compiler of NumPy fused a + b c into one
 * operation, as on ARM64 (numpy issue 22993), or not, as on x86-64.
 *
 * @since 0.1.0
 */
export const options = {
  generator: ['default_rng', 'RandomState', 'PCG64DXSM', 'MT19937', 'Philox', 'SFC64'],
  contraction: ['none', 'fma']
} as const satisfies OptionTable

/** @since 0.1.0 */
export type Options = OptionValues<typeof options>

/**
 * A call that draws random numbers, or an initializer that needs none.
 *
 * @since 0.1.0
 */
export type Call =
  | { readonly name: 'random' | 'standard_normal' }
  | { readonly name: 'uniform'; readonly low: number; readonly high: number }
  | { readonly name: 'normal'; readonly loc: number; readonly scale: number }
  | { readonly name: 'deterministic'; readonly initializer: Initializer.Initializer }

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

const callCodec = closed<{ readonly class_name: Name; readonly config: unknown }>('call', {
  class_name: required(oneOf('UnknownName', names, new Map<string, Name>([['random_sample', 'random']]))),
  config: optional(t.unknown, {})
})

/**
 * Reads a call; `random_sample` is `random`.
 *
 * @since 0.1.0
 */
export const decode = (u: unknown): Validated<Call> => {
  const plain = fromUnknown(configLimits)(u)
  return pipe(
    decodeWith(callCodec)(typeof plain === 'string' ? { class_name: plain } : plain),
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
      return pipe(decodeWith(none)(config), E.chain(deterministicOf('Zeros')))
    case 'ones':
      return pipe(decodeWith(none)(config), E.chain(deterministicOf('Ones')))
    case 'eye':
      return pipe(decodeWith(none)(config), E.chain(deterministicOf('Identity')))
    case 'full':
      return pipe(
        decodeWith(full)(config),
        E.map(({ fill_value }) => ({ value: fill_value })),
        E.chain(deterministicOf('Constant'))
      )
  }
}

const deterministicOf =
  (class_name: string) =>
  (config: object): Validated<Call> =>
    pipe(
      Initializer.decode({ class_name, config }),
      E.map((initializer) => ({ name: 'deterministic', initializer }))
    )

/** The initializer with the distribution of a call. */
export const toInitializer = (call: Call): Initializer.Initializer => {
  const plain = { seed: null, dtype: null }
  switch (call.name) {
    case 'random':
      return { _tag: 'RandomUniform', minval: 0, maxval: 1, ...plain }
    case 'uniform':
      return call.low === call.high
        ? constant(call.low)
        : { _tag: 'RandomUniform', minval: call.low, maxval: call.high, ...plain }
    case 'standard_normal':
      return { _tag: 'RandomNormal', mean: 0, stddev: 1, ...plain }
    case 'normal':
      return call.scale === 0
        ? constant(call.loc)
        : { _tag: 'RandomNormal', mean: call.loc, stddev: call.scale, ...plain }
    case 'deterministic':
      return call.initializer
  }
}

const constant = (value: number): Initializer.Initializer => ({ _tag: 'Constant', value, reshape: false, dtype: null })

const deterministic = (initializer: Initializer.Initializer): Validated<Call> =>
  E.right({ name: 'deterministic', initializer })

const calls: TagTable<[], Validated<Call>> = {
  RandomUniform: ({ minval, maxval }) => decode({ class_name: 'uniform', config: { low: minval, high: maxval } }),
  RandomNormal: ({ mean, stddev }) => decode({ class_name: 'normal', config: { loc: mean, scale: stddev } }),
  Zeros: deterministic,
  Ones: deterministic,
  Constant: deterministic,
  Identity: deterministic,
  Dirac: deterministic,
  STFT: unsupported,
  TruncatedNormal: unsupported,
  VarianceScaling: unsupported,
  UniformUnitScaling: unsupported,
  Orthogonal: unsupported,
  DeltaOrthogonal: unsupported,
  ConvolutionOrthogonal: unsupported,
  Sparse: unsupported,
  Scaled: unsupported,
  Blocks: unsupported,
  Masked: unsupported,
  ICNR: unsupported
}

/**
 * The call that draws an initializer: RandomUniform, RandomNormal, or one that needs no random number; else `Unsupported`.
 *
 * @since 0.1.0
 */
export const fromInitializer: (initializer: Initializer.Initializer) => Validated<Call> = /* @__PURE__ */ fromTable(
  calls,
  ({ _tag }) =>
    fail('Unsupported', 'RandomUniform, RandomNormal or an initializer without random numbers', _tag, ['class_name'])
)
