/**
 * An initializer as a value, and all that can be done with one.
 *
 * unknown → `decode` → Initializer → + shape, dtype → `draw` → `sampler` → + Rng → [Tensor, Rng]. Everything that can
 * fail has failed when there is a sampler; running it is pure and total. Laws: `decode(encode(i)) = i`; a `slice` is
 * the slice of the whole, and hands on the same state.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as t from 'io-ts'
import { own } from './codec/plain.js'
import { decode as decodeWith } from './codec/record.js'
import * as Content from './Content.js'
import { check as checkDType, type DType } from './DType.js'
import * as Draw from './Draw.js'
import type { Fans } from './Fans.js'
import type { Serialized } from './initializers/kit/codec.js'
import * as union from './initializers/registry.js'
import type { Initializer } from './initializers/registry.js'
import { andThen, Applicative, at, both, fail, type Validated } from './InitializerError.js'
import { checkSeed, fromSeed, type Sampler } from './Rng.js'
import * as Shape from './Shape.js'
import type { Tensor } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type { Initializer }

/**
 * The tensor that is asked for. Without a dtype it is the initializer's, or else float32.
 *
 * @since 0.1.0
 */
export interface TensorSpec<D extends DType = DType> {
  readonly shape: Shape.Shape
  readonly dtype?: D | undefined
}

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

/**
 * The paper form: `{ class_name, config }`, or a bare name where no config is needed.
 *
 * @since 0.1.0
 */
export const codec: t.Type<Initializer, Serialized> = union.codec

/**
 * Reads an initializer from its paper form, or tells everything that is wrong with it.
 *
 * @since 0.1.0
 * @example
 * import { Initializer } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const he = Initializer.decode({ class_name: 'VarianceScaling', config: { scale: 2 } })
 * he // => Initializer.decode('he_normal')
 * E.isLeft(Initializer.decode({ class_name: 'VarianceScaling', config: { scale: -2, mode: 'fan_inn' } })) // => true
 */
export const decode: (u: unknown) => Validated<Initializer> = decodeWith(codec)

/**
 * Writes the canonical paper form: the class name and every field of the config, but for a seed and a dtype that are
 * not set.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets } from 'initializers-ts'
 *
 * const config = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }
 * Initializer.encode(presets.heNormal) // => { class_name: 'VarianceScaling', config }
 */
export const encode: (initializer: Initializer) => Serialized = codec.encode

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * What drawing the tensor takes; or all that is wrong with its shape and dtype, or why the dtype cannot hold it.
 *
 * @since 0.1.0
 */
export const draw =
  <D extends DType = DType>(spec: TensorSpec<D>) =>
  (initializer: Initializer): Validated<Draw.Draw<D>> =>
    both(
      at('shape')(Shape.check(read(spec, 'shape'))),
      at('dtype')(checkDType(dtypeOf(spec, initializer))),
      (shape, dtype) => pipe({ shape, dtype }, union.draw(initializer), andThen(countable))
    )

/** No draw whose bytes could not be counted exactly. */
const countable = <D extends DType>(it: Draw.Draw<D>): Validated<Draw.Draw<D>> =>
  Number.isSafeInteger(Draw.bytes(it)) && Number.isSafeInteger(it.words)
    ? E.right(it)
    : fail('ShapeTooLarge', 'fewer than 2^53 bytes', `${Draw.bytes(it)} bytes`, ['shape'])

/** call > config > float32; a spec without a dtype is one whose dtype is any. */
const dtypeOf = <D extends DType>(spec: TensorSpec<D>, initializer: Initializer): D =>
  read(spec, 'dtype') ?? ((initializer.dtype ?? 'float32') as D)

/** A part of a spec, which JavaScript may have made: its own, and not yet known to be what its type says. */
const read = <S extends object, K extends keyof S & string>(spec: S, key: K): S[K] => own(spec, key) as S[K]

/**
 * A tensor of the shape as a function of a random state, which hands on the next one.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const result = pipe(
 *   Initializer.decode('glorot_uniform'),
 *   E.chain(Initializer.sampler({ shape: [784, 256], dtype: 'float32' })),
 *   E.ap(Rng.fromSeed(42)),
 *   E.map(([tensor]) => tensor.data.length)
 * )
 * result // => E.right(200704)
 */
export const sampler =
  <D extends DType = DType>(spec: TensorSpec<D>) =>
  (initializer: Initializer): Validated<Sampler<Tensor<D>>> =>
    pipe(initializer, draw(spec), andThen(Draw.sampler))

/**
 * A box of the tensor, as a function of the state that the whole is drawn from. It equals that box of the whole, takes
 * its fans from the full shape, and hands on the state after the whole: so shards of one tensor never repeat each other
 * (TensorFlow's `partition_info` repeats them under a seed).
 *
 * @since 0.1.0
 * @example
 * import { Initializer, Rng } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const rows = pipe(
 *   Initializer.decode('he_normal'),
 *   E.chain(Initializer.slice({ shape: [784, 256], box: [[100, 200], [0, 256]] })),
 *   E.ap(Rng.fromSeed(42)),
 *   E.map(([tensor]) => tensor.shape)
 * )
 * rows // => E.right([100, 256])
 */
export const slice =
  <D extends DType = DType>(spec: TensorSpec<D> & { readonly box: Shape.Box }) =>
  (initializer: Initializer): Validated<Sampler<Tensor<D>>> =>
    pipe(
      E.Do,
      E.apS('whole', pipe(initializer, draw(spec))),
      E.bind('box', ({ whole }) => at('box')(Shape.checkBox(whole.shape)(read(spec, 'box')))),
      E.chain(({ whole, box }) => Draw.slice(box)(whole))
    )

/**
 * The short way: a tensor from a config and a seed. The seed is that of the call, else that of the config, else 0.
 *
 * @since 0.1.0
 * @example
 * import { Initializer } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const weights = Initializer.init({ shape: [2, 2], seed: 42 })('ones')
 * pipe(weights, E.map((tensor) => tensor.data)) // => E.right(Float32Array.of(1, 1, 1, 1))
 */
export const init =
  <D extends DType = DType>(spec: TensorSpec<D> & { readonly seed?: number | bigint | undefined }) =>
  (config: unknown): Validated<Tensor<D>> => {
    const [dims, dtype, seed] = [read(spec, 'shape'), read(spec, 'dtype'), read(spec, 'seed')]
    return pipe(
      sequenceS(Applicative)({
        initializer: decode(config),
        shape: at('shape')(Shape.check(dims)),
        dtype: at('dtype')(checkDType<DType>(dtype ?? 'float32')),
        seed: at('seed')(checkSeed(seed ?? 0))
      }),
      E.chain(({ initializer, shape }) =>
        sequenceS(Applicative)({
          run: pipe(initializer, sampler({ shape, dtype })),
          rng: fromSeed(seed ?? seedOf(initializer) ?? 0)
        })
      ),
      E.map(({ run, rng }) => run(rng)[0])
    )
  }

/**
 * The seed that the config holds, if any.
 *
 * @since 0.1.0
 */
export const seedOf = (initializer: Initializer): number | null =>
  Object.hasOwn(initializer, 'seed') ? (initializer as { readonly seed: number | null }).seed : null

// -------------------------------------------------------------------------------------
// explaining
// -------------------------------------------------------------------------------------

/**
 * What a draw will be, as plain data: nothing is drawn. (An open side of a cut is ±Infinity, which JSON writes as null.)
 *
 * @since 0.1.0
 */
export interface Description {
  readonly initializer: Serialized
  readonly shape: Shape.Shape
  readonly dtype: DType
  readonly fans: Fans | null
  readonly content: Content.Content
  readonly mean: number
  readonly stddev: number
  /** the bounds that no element leaves; null where there is none */
  readonly low: number | null
  readonly high: number | null
  readonly elements: number
  /** random words of 32 bits that are drawn */
  readonly words: number
  readonly bytes: number
  /** whether a part can be drawn by itself; if not, the whole is computed and cut */
  readonly elementwise: boolean
}

/**
 * Fans, distribution, expected moments and bounds, and what drawing costs.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const description = pipe(presets.glorotUniform, Initializer.describe({ shape: [3, 3, 64, 64] }))
 * pipe(description, E.map(({ fans, words }) => ({ fans, words })))
 * // => E.right({ fans: { fanIn: 576, fanOut: 576 }, words: 36864 })
 */
export const describe =
  (spec: TensorSpec) =>
  (initializer: Initializer): Validated<Description> =>
    pipe(
      initializer,
      draw(spec),
      E.map((it) => {
        const [low, high] = Content.support(it.content)
        return {
          initializer: encode(initializer),
          shape: it.shape,
          dtype: it.dtype,
          fans: it.fans,
          content: it.content,
          mean: Content.mean(it.content),
          stddev: Content.stddev(it.content),
          low: finiteOrNull(low),
          high: finiteOrNull(high),
          elements: Shape.size(it.shape),
          words: it.words,
          bytes: Draw.bytes(it),
          elementwise: it.elementwise
        }
      })
    )

const finiteOrNull = (x: number): number | null => (Number.isFinite(x) ? x : null)
