/**
 * Writing an initializer in the words of a dialect, so that it means the same there, or saying why the dialect cannot say
 * it.
 *
 * What is kept is the distribution of the weights. A layout is the dialect's own: inputs stay inputs where PyTorch has them on
 * the second axis and Keras on the last but one. A seed and a dtype are kept where the dialect has a place for them.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type { PlainRecord } from '../codec/plain.js'
import * as Initializer from '../Initializer.js'
import type { Validated } from '../InitializerError.js'
import { writers as burn } from './burn/write.js'
import { type Decision, choose, type Dialect, type Traits, traitsOf } from './dialect.js'
import { writers as jax } from './jax/write.js'
import { writers as keras1 } from './keras1/write.js'
import { writers as keras } from './keras/write.js'
import { checkDialect, type Envelope, read } from './read.js'
import { type Said, type Settled, notExpressible, type WriteOptions, type Writers } from './saying.js'
import { synonymOf } from './synonyms.js'
import { writers as torch } from './torch/write.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A written config, and what was decided at the points that it involves.
 *
 * @since 0.1.0
 */
export interface Writing {
  readonly config: unknown
  readonly decisions: ReadonlyArray<Decision>
}

/**
 * How to write.
 *
 * @since 0.1.0
 */
export interface Options extends WriteOptions {
  /**
   * of the reading that the initializer came from: an unchanged one is written as it was, unless `axes` says how; the keys
   * beside a changed one stay
   */
  readonly envelope?: Envelope
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/**
 * The config that means this initializer in a dialect; `Unsupported` at each field that the dialect cannot say, and what its
 * reader says of a number that came to infinity or 0 on the way. A dialect that lacks a class may have other words for the same
 * distribution: TensorFlow 1's `UniformUnitScaling` is a `VarianceScaling`.
 *
 * @since 0.1.0
 * @example
 * import { read, write } from 'initializers-ts/dialects'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const linear = { class_name: 'kaiming_uniform_', config: { a: Math.sqrt(5) } }
 * const keras = pipe(
 *   read('torch')(linear),
 *   E.chain(({ initializer }) => write('keras2')(initializer)),
 *   E.map(({ config }) => config)
 * )
 * keras
 * // => E.right({ class_name: 'VarianceScaling', config: { scale: 1 / 3, mode: 'fan_in', distribution: 'uniform', seed: null } })
 */
export const write =
  (dialect: Dialect, options: Options = {}) =>
  (initializer: Initializer.Initializer): Validated<Writing> => {
    // own keys, whatever a page has added to Object.prototype
    const { envelope, axes, rank } = { envelope: undefined, axes: undefined, rank: undefined, ...options }
    const own = envelope?.dialect === dialect ? envelope : undefined
    const kept = own === undefined || axes !== undefined ? undefined : unchanged(own, initializer)
    if (kept !== undefined) return E.right(kept)
    return pipe(
      checkDialect(dialect),
      E.chain(() => say(dialect, initializer, { axes: axes ?? true, rank: rank ?? 0 })),
      E.map((said) => ({
        config: serialize(dialect, said, own?.wrapper ?? {}),
        decisions: choose(traitsOf(dialect), said.touched)
      })),
      E.chainFirst(({ config }) => read(dialect)(config)) // numbers may have overflowed
    )
  }

/**
 * A config of one dialect in the words of another; of the same one, as it was. Errors are those of `read` and `write`.
 *
 * @since 0.1.0
 * @example
 * import { convert } from 'initializers-ts/dialects'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const scaling = { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' } }
 * const keras = pipe(convert('tfjs', 'keras2')(scaling), E.map(({ config }) => config))
 * keras // => E.right({ class_name: 'LecunUniform', config: { seed: null } })
 */
export const convert =
  (from: Dialect, to: Dialect, options: WriteOptions = {}) =>
  (u: unknown): Validated<Writing> =>
    pipe(
      read(from)(u),
      E.chain(({ initializer, envelope }) => write(to, { ...options, envelope })(initializer))
    )

/** What was read and means the same still. */
const unchanged = ({ dialect, config }: Envelope, initializer: Initializer.Initializer): Writing | undefined => {
  const before = read(dialect)(config)
  return E.isRight(before) && isSame(before.right.initializer, initializer)
    ? { config, decisions: before.right.decisions }
    : undefined
}

const isSame = (a: Initializer.Initializer, b: Initializer.Initializer): boolean =>
  JSON.stringify(Initializer.encode(a)) === JSON.stringify(Initializer.encode(b))

/** In the initializer's own words, or else in others that mean the same. */
const say = (dialect: Dialect, initializer: Initializer.Initializer, options: Settled): Validated<Said> => {
  const own = sayIt(dialect, initializer, options)
  const synonym = E.isLeft(own) ? synonymOf(initializer) : undefined
  if (synonym === undefined) return own
  const other = sayIt(dialect, synonym.initializer, options)
  return E.isRight(other) ? E.right({ ...other.right, touched: [...other.right.touched, ...synonym.touched] }) : own
}

const sayIt = (dialect: Dialect, initializer: Initializer.Initializer, options: Settled): Validated<Said> => {
  // the table has under each tag the writer of that tag, which TypeScript cannot follow
  const writer = tables[dialect][initializer._tag] as
    ((it: Initializer.Initializer, traits: Traits, options: Settled) => Validated<Said>) | undefined
  return writer === undefined
    ? notExpressible('_tag', `an initializer that ${dialect} has`, initializer._tag)
    : writer(initializer, traitsOf(dialect), options)
}

const tables: { readonly [D in Dialect]: Writers } = {
  keras3: keras,
  keras2: keras,
  'keras2.2': keras,
  'keras2.0': keras,
  keras1,
  tf1: keras,
  tfjs: keras,
  jax,
  torch,
  burn
}

// -------------------------------------------------------------------------------------
// serialized form
// -------------------------------------------------------------------------------------

/** Keras's own keys stand where Keras has them, and what came beside them after. */
const serialize = (dialect: Dialect, { class_name, config }: Said, wrapper: PlainRecord): unknown => {
  if (dialect === 'keras1') return class_name
  if (dialect === 'burn') return Object.keys(config).length === 0 ? class_name : { [class_name]: config }
  const { module: _module, registered_name: _name, ...others } = wrapper
  const isNew = dialect === 'keras3'
  return {
    ...(isNew || Object.hasOwn(wrapper, 'module') ? { module: 'keras.initializers' } : {}),
    class_name,
    config,
    ...(isNew || Object.hasOwn(wrapper, 'registered_name') ? { registered_name: null } : {}),
    ...others
  }
}
