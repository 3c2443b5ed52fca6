/**
 * The tensors that other frameworks draw for a seed: each framework is a `Stream` with options of its own.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { own } from '../codec/plain.js'
import { unknownName } from '../codec/problems.js'
import type { DType } from '../DType.js'
import type { TensorSpec } from '../Initializer.js'
import { Applicative, at, type Validated } from '../InitializerError.js'
import type { Tensor } from '../Tensor.js'
import * as jax from './jax/index.js'
import * as keras from './keras/index.js'
import * as numpy from './numpy/index.js'
import { decodeOptions, type OptionTable, type OptionValues, parseOptions as parseValues } from './options.js'
import { native, type Stream } from './Stream.js'
import * as tensorflow from './tensorflow/index.js'
import * as torch from './torch/index.js'

export { jax, keras, numpy, tensorflow, torch }
export { native, nativeWith, type Stream } from './Stream.js'
export type { OptionKind, OptionTable, OptionValues } from './options.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A stream whose configs and states are opaque: a config that its `decode` returned is what its `sampler` takes.
 *
 * @since 0.1.0
 */
export type AnyStream = Stream<unknown, unknown>

/**
 * The name of a stream.
 *
 * @since 0.1.0
 */
export type Name = keyof typeof sources

/**
 * The options of the stream with a name; those that are left out have their defaults.
 *
 * @since 0.1.0
 */
export type Options<N extends Name> = N extends Name ? Given<OptionValues<(typeof sources)[N]['options']>> : never

/** TypeScript lets `{}` have any key. */
type Given<A> = [keyof A] extends [never] ? Readonly<Record<string, never>> : Partial<A>

/**
 * The stream with a name, with its types of configs and states; `AnyStream` if it can be any name.
 *
 * @since 0.1.0
 */
export type StreamOf<N extends Name> = Name extends N
  ? AnyStream
  : (typeof sources)[N] extends Framework<OptionTable, infer C, infer S>
    ? Stream<C, S>
    : never

/** A framework: its options, and the stream for values of them. */
interface Framework<T extends OptionTable, C, S> {
  readonly options: T
  readonly decode: (options: unknown) => Validated<Stream<C, S>>
  readonly parse: (options: unknown) => Validated<OptionValues<T>>
}

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

const framework = <const T extends OptionTable, C, S>(
  options: T,
  stream: (options: OptionValues<T>) => Stream<C, S>
): Framework<T, C, S> => ({
  options,
  decode: (u) => pipe(decodeOptions(options)(u), E.map(stream)),
  parse: parseValues(options)
})

const sources = {
  native: framework({}, () => native),
  jax: framework(jax.options, jax.stream),
  torch: framework(torch.options, torch.stream),
  tensorflow: framework(tensorflow.options, tensorflow.stream),
  tensorflow1: framework(tensorflow.options1, tensorflow.stream1),
  'keras-jax': framework(keras.jax.options, keras.jax.stream),
  'keras-torch': framework(keras.torch.options, keras.torch.stream),
  'keras-tensorflow': framework(keras.tensorflow.options, keras.tensorflow.stream),
  'keras-numpy': framework(keras.numpy.options, keras.numpy.stream),
  numpy: framework(numpy.options, numpy.stream)
}

/** @since 0.1.0 */
export const names = Object.keys(sources) as ReadonlyArray<Name>

/**
 * The options of a stream and their kinds.
 *
 * @since 0.1.0
 */
export const optionsOf = (name: Name): OptionTable => sources[name].options

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The stream with a name and options. Errors: `UnknownName` at the path `name`, and those of the options at `options`.
 *
 * @since 0.1.0
 * @example
 * import { open } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const draw = pipe(
 *   E.Do,
 *   E.bind('stream', () => open('torch', { profile: 'avx2' })),
 *   E.bind('call', ({ stream }) => stream.decode({ class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5) } })),
 *   E.bind('run', ({ stream, call }) => stream.sampler({ shape: [2, 2] })(call)),
 *   E.bind('state', ({ stream }) => stream.fromSeed(0)),
 *   E.map(({ run, state }) => run(state)[0].data)
 * )
 * draw // => E.right(Float32Array.of(-0.005293981, 0.3793229, -0.58198076, -0.52038747))
 */
export const open = <N extends Name>(name: N, options?: Options<N>): Validated<StreamOf<N>> =>
  openAny(name, options) as Validated<StreamOf<N>>

/** The compiler does not see that the table has `StreamOf<N>` for `N`. */
const openAny = (name: Name, options: unknown = {}): Validated<AnyStream> =>
  pipe(
    checkName(name),
    E.chain((known) => at('options')(sources[known].decode(options) as Validated<AnyStream>))
  )

/**
 * The same for a name and options that are data, from a command line or a plan. A text stands for the boolean or the
 * integer that it names: `{ jit: 'true' }` is `{ jit: true }`.
 *
 * @since 0.1.0
 * @example
 * import { parse } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const stream = parse('jax', { jit: 'true', bits: 'legacy' })
 * pipe(stream, E.map(({ name }) => name)) // => E.right('jax')
 * pipe(parse('jaxx'), E.mapLeft(([e]) => e.nearest)) // => E.left('jax')
 */
export const parse = (name: string, options: unknown = {}): Validated<AnyStream> =>
  pipe(
    checkName(name),
    E.bindTo('known'),
    E.bind('values', ({ known }) => at('options')(parseOptions(known)(options))),
    E.chain(({ known, values }) => openAny(known, values))
  )

/**
 * The options of a stream from data, as `parse` reads them.
 *
 * @since 0.1.0
 */
export const parseOptions =
  (name: Name) =>
  (options: unknown): Validated<Options<Name>> =>
    sources[name].parse(options)

const checkName = (name: string): Validated<Name> =>
  isName(name) ? E.right(name) : unknownName(`one of ${names.join(', ')}`, name, names, ['name'])

const isName = (name: string): name is Name => Object.hasOwn(sources, name)

/**
 * The short way: the tensor that a stream draws for a config in its language and a seed. Errors are those of `open`, of the
 * config, the shape and the dtype, and of the seed at the path `seed`.
 *
 * @since 0.1.0
 * @example
 * import { init } from 'initializers-ts/streams'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const weights = init('jax', { bits: 'legacy' })({ shape: [2, 3], seed: 42 })('he_normal')
 * pipe(weights, E.map(({ data }) => data.slice(0, 2))) // => E.right(Float32Array.of(0.6604483, 1.1900088))
 */
export const init =
  <N extends Name>(name: N, options?: Options<N>) =>
  <D extends DType = DType>(spec: TensorSpec<D> & { readonly seed: number | bigint }) =>
  (config: unknown): Validated<Tensor<D>> =>
    pipe(
      openAny(name, options),
      E.chain((stream) =>
        sequenceS(Applicative)({
          run: pipe(stream.decode(config), E.chain(stream.sampler<D>(spec))),
          state: at('seed')(stream.fromSeed(own(spec, 'seed') as number | bigint))
        })
      ),
      E.map(({ run, state }) => run(state)[0])
    )
