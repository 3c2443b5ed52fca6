/**
 * The weights that other frameworks draw for a seed, each framework a `Stream` with options of its own.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { own } from '../codec/plain.js'
import { misspelt } from '../dialects/problems.js'
import type { DType } from '../DType.js'
import type { TensorSpec } from '../Initializer.js'
import { Applicative, at, show, type Validated } from '../InitializerError.js'
import { native, type Stream } from './Stream.js'
import type { Tensor } from '../Tensor.js'
import * as jax from './jax/index.js'
import * as keras from './keras/index.js'
import * as numpy from './numpy/index.js'
import { type Chosen, chosen, type Table } from './options.js'
import * as tensorflow from './tensorflow/index.js'
import * as torch from './torch/index.js'

export { jax, keras, numpy, tensorflow, torch }
export type { Chosen, Table } from './options.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A stream whose configs and states are its own affair.
 *
 * @since 0.1.0
 */
export type AnyStream = Stream<unknown, unknown>

/**
 * The name of a stream, as the command line and plans have it.
 *
 * @since 0.1.0
 */
export type Name = keyof typeof sources

/** A framework: the options it has, and the stream that they make. */
interface Source {
  readonly options: Table
  readonly open: (options: unknown) => Validated<AnyStream>
}

// -------------------------------------------------------------------------------------
// the table
// -------------------------------------------------------------------------------------

/** What goes into an opened stream came out of it: its kinds need no names. */
const source = <const T extends Table, C, S>(options: T, stream: (options: Chosen<T>) => Stream<C, S>): Source => ({
  options,
  open: (u) =>
    pipe(
      chosen(options)(u),
      E.map((known) => stream(known) as unknown as AnyStream)
    )
})

const sources = {
  native: source({}, () => native),
  jax: source(jax.options, jax.stream),
  torch: source(torch.options, torch.stream),
  tensorflow: source(tensorflow.options, tensorflow.stream),
  tensorflow1: source(tensorflow.options1, tensorflow.stream1),
  'keras-jax': source(keras.jax.options, keras.jax.stream),
  'keras-torch': source(keras.torch.options, keras.torch.stream),
  'keras-tensorflow': source(keras.tensorflow.options, keras.tensorflow.stream),
  'keras-numpy': source(keras.numpy.options, keras.numpy.stream),
  numpy: source(numpy.options, numpy.stream)
}

/** @since 0.1.0 */
export const names = Object.keys(sources) as ReadonlyArray<Name>

/**
 * The options of a stream: their words, the default first, or `integer`.
 *
 * @since 0.1.0
 */
export const optionsOf = (name: Name): Table => sources[name].options

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The stream of a name with options, which have defaults; `UnknownName` for another name, at the path `name`, and what is
 * wrong with the options at `options`.
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
export const open = (name: string, options: unknown = {}): Validated<AnyStream> =>
  isName(name)
    ? at('options')(openWith(name)(options))
    : E.left([misspelt('UnknownName', `one of ${names.join(', ')}`, name, show(name), names, ['name'])])

/** The same for a name that is one; the errors are those of the options. */
export const openWith =
  (name: Name) =>
  (options: unknown): Validated<AnyStream> =>
    sources[name].open(options)

const isName = (name: string): name is Name => Object.hasOwn(sources, name)

/**
 * The short way: the tensor of a config in the stream's own words for a seed. Errors are those of `open`, of the config, the
 * shape and the dtype, and of the seed at the path `seed`.
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
  (name: string, options: unknown = {}) =>
  <D extends DType = DType>(spec: TensorSpec<D> & { readonly seed: number | bigint }) =>
  (config: unknown): Validated<Tensor<D>> =>
    pipe(
      open(name, options),
      E.chain((stream) =>
        sequenceS(Applicative)({
          run: pipe(stream.decode(config), E.chain(stream.sampler<D>(spec))),
          state: at('seed')(stream.fromSeed(own(spec, 'seed') as number | bigint))
        })
      ),
      E.map(({ run, state }) => run(state)[0])
    )
