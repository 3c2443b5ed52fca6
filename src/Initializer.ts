/**
 * Initializers as values, and the operations on them.
 *
 * unknown → `decode` → Initializer → + shape, dtype → `draw` → `sampler` → + Rng → [Tensor, Rng]. All errors are returned
 * before a sampler exists; running one is pure and total. Laws: `decode(encode(i)) = i`; a `slice` equals that part of
 * the whole and returns the same next state.
 *
 * Each function takes the built-in initializers or, with a registry as its last argument, those of the registry:
 * `define` makes a definition, `registry` joins definitions with the built-in ones.
 *
 * @since 0.1.0
 */
import { sequenceS } from 'fp-ts/Apply'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import type * as t from 'io-ts'
import { own } from './codec/plain.js'
import { decode as decodeWith } from './codec/problems.js'
import * as Content from './Content.js'
import { check as checkDType, type DType } from './DType.js'
import * as Draw from './Draw.js'
import type { Fans } from './Fans.js'
import type { AnyInitializer, Serialized } from './initializers/kit/definition.js'
import { builtIn, type Initializer, type Registry, registryOr } from './initializers/registry.js'
import { andThen, Applicative, at, both, fail, type Validated } from './InitializerError.js'
import { fromSeed, type Sampler } from './Rng.js'
import * as Shape from './Shape.js'
import type { Tensor } from './Tensor.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type { Serialized } from './initializers/kit/definition.js'
export type {
  AnyDefinition,
  AnyInitializer,
  Definition,
  DrawOf,
  FieldsOf,
  Spec
} from './initializers/kit/definition.js'
export type { Initializer, InitializerOr, Registry } from './initializers/registry.js'

/**
 * The requested tensor. Without a dtype, it has that of the initializer, or else float32.
 *
 * @since 0.1.0
 */
export interface TensorSpec<D extends DType = DType> {
  readonly shape: Shape.Shape
  readonly dtype?: D | undefined
}

/**
 * A part of a tensor.
 *
 * @since 0.1.0
 */
export interface SliceSpec<D extends DType = DType> extends TensorSpec<D> {
  readonly box: Shape.Box
}

/**
 * A tensor and the seed to draw it from.
 *
 * @since 0.1.0
 */
export interface InitSpec<D extends DType = DType> extends TensorSpec<D> {
  readonly seed?: number | bigint | undefined
}

// -------------------------------------------------------------------------------------
// initializers of your own
// -------------------------------------------------------------------------------------

export { define } from './initializers/kit/definition.js'
export * as fields from './initializers/kit/fields.js'
export { registry } from './initializers/registry.js'

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

/**
 * The serialized form of the built-in initializers: `{ class_name, config }`, or a bare name where no config is needed. A
 * registry has a codec of its own.
 *
 * @since 0.1.0
 */
export const { codec }: { readonly codec: t.Type<Initializer, Serialized> } = builtIn

/**
 * The initializer of a config, or all errors in it.
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
export const decode: {
  <I extends AnyInitializer>(config: unknown, registry: Registry<I>): Validated<I>
  (config: unknown): Validated<Initializer>
} = <I extends AnyInitializer>(config: unknown, registry?: Registry<I>): Validated<I> =>
  decodeWith(registryOr(registry).codec)(config)

/**
 * The canonical config: the class name and every field, except a seed and a dtype that are not set.
 *
 * @since 0.1.0
 * @example
 * import { Initializer, presets } from 'initializers-ts'
 *
 * const config = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }
 * Initializer.encode(presets.heNormal) // => { class_name: 'VarianceScaling', config }
 */
export const encode: {
  <I extends AnyInitializer>(initializer: I, registry: Registry<I>): Serialized
  (initializer: Initializer): Serialized
} = <I extends AnyInitializer>(initializer: I, registry?: Registry<I>): Serialized =>
  registryOr(registry).codec.encode(initializer)

// -------------------------------------------------------------------------------------
// drawing
// -------------------------------------------------------------------------------------

/**
 * A validated plan for one tensor, or all errors in the shape and dtype, or why the dtype cannot hold the values.
 *
 * @since 0.1.0
 */
export const draw: {
  <I extends AnyInitializer, D extends DType = DType>(
    spec: TensorSpec<D>,
    registry: Registry<I>
  ): (initializer: I) => Validated<Draw.Draw<D>>
  <D extends DType = DType>(spec: TensorSpec<D>): (initializer: Initializer) => Validated<Draw.Draw<D>>
} =
  <I extends AnyInitializer, D extends DType>(spec: TensorSpec<D>, registry?: Registry<I>) =>
  (initializer: I): Validated<Draw.Draw<D>> => {
    const { shape, dtype } = read(spec)
    return pipe(targetOf<D>(shape, dtype ?? initializer.dtype), andThen(drawIn(registryOr(registry))(initializer)))
  }

/** A spec, read once: it may come from untyped JavaScript. */
const read = (spec: object): { readonly shape: unknown; readonly dtype: unknown } => ({
  shape: own(spec, 'shape'),
  dtype: own(spec, 'dtype')
})

/** The checked shape and dtype; float32 where none is given. */
const targetOf = <D extends DType>(shape: unknown, dtype: unknown): Validated<Draw.Target<D>> =>
  both(
    at('shape')(Shape.check(shape as Shape.Shape)),
    at('dtype')(checkDType((dtype ?? 'float32') as D)),
    (checkedShape, checkedDType) => E.right({ shape: checkedShape, dtype: checkedDType })
  )

const drawIn =
  <I extends AnyInitializer>(registry: Registry<I>) =>
  (initializer: I) =>
  <D extends DType>(target: Draw.Target<D>): Validated<Draw.Draw<D>> =>
    pipe(target, registry.draw(initializer), andThen(countable))

/** Refuses a draw whose bytes cannot be counted exactly. */
const countable = <D extends DType>(it: Draw.Draw<D>): Validated<Draw.Draw<D>> =>
  Number.isSafeInteger(Draw.bytes(it)) && Number.isSafeInteger(it.words)
    ? E.right(it)
    : fail('ShapeTooLarge', 'fewer than 2^53 bytes', `${Draw.bytes(it)} bytes`, ['shape'])

/**
 * A tensor as a function of a random state, which returns the next state.
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
export const sampler: {
  <I extends AnyInitializer, D extends DType = DType>(
    spec: TensorSpec<D>,
    registry: Registry<I>
  ): (initializer: I) => Validated<Sampler<Tensor<D>>>
  <D extends DType = DType>(spec: TensorSpec<D>): (initializer: Initializer) => Validated<Sampler<Tensor<D>>>
} =
  <I extends AnyInitializer, D extends DType>(spec: TensorSpec<D>, registry?: Registry<I>) =>
  (initializer: I): Validated<Sampler<Tensor<D>>> =>
    pipe(initializer, draw(spec, registryOr(registry)), andThen(Draw.sampler))

/**
 * A box of the tensor, as a function of the state that the whole tensor is drawn from. It equals that box of the whole
 * tensor, takes its fans from the full shape and returns the state after the whole tensor, so shards of one tensor do not
 * repeat each other (TensorFlow's `partition_info` repeats them under a seed).
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
export const slice: {
  <I extends AnyInitializer, D extends DType = DType>(
    spec: SliceSpec<D>,
    registry: Registry<I>
  ): (initializer: I) => Validated<Sampler<Tensor<D>>>
  <D extends DType = DType>(spec: SliceSpec<D>): (initializer: Initializer) => Validated<Sampler<Tensor<D>>>
} =
  <I extends AnyInitializer, D extends DType>(spec: SliceSpec<D>, registry?: Registry<I>) =>
  (initializer: I): Validated<Sampler<Tensor<D>>> =>
    pipe(
      E.Do,
      E.apS('whole', pipe(initializer, draw(spec, registryOr(registry)))),
      E.bind('box', ({ whole }) => at('box')(Shape.checkBox(whole.shape)(own(spec, 'box') as Shape.Box))),
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
  <D extends DType = DType, I extends AnyInitializer = Initializer>(spec: InitSpec<D>, registry?: Registry<I>) =>
  (config: unknown): Validated<Tensor<D>> => {
    const { shape, dtype } = read(spec)
    const seed = own(spec, 'seed')
    return pipe(
      sequenceS(Applicative)({
        initializer: decode(config, registryOr(registry)),
        target: targetOf<D>(shape, dtype),
        rng: at('seed')(fromSeed((seed ?? 0) as number | bigint))
      }),
      E.bind('state', ({ initializer, rng }) => {
        const configured = (seed ?? null) === null ? seedOf(initializer) : null
        return configured === null ? E.right(rng) : fromSeed(configured)
      }),
      E.chain(({ initializer, target, state }) =>
        pipe(
          { ...target, dtype: (dtype ?? initializer.dtype ?? target.dtype) as D },
          drawIn(registryOr(registry))(initializer),
          andThen(Draw.sampler),
          E.map((run) => run(state)[0])
        )
      )
    )
  }

/**
 * The seed of the config, if it has one.
 *
 * @since 0.1.0
 */
export const seedOf = (initializer: AnyInitializer): number | null =>
  (own(initializer, 'seed') ?? null) as number | null

// -------------------------------------------------------------------------------------
// explaining
// -------------------------------------------------------------------------------------

/**
 * A draw as plain data; nothing is drawn. (The open side of a truncation is ±Infinity, which JSON writes as null.)
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
  /** the bounds of all elements, inclusive; null where there is none */
  readonly low: number | null
  readonly high: number | null
  readonly elements: number
  /** the number of random 32-bit words */
  readonly words: number
  readonly bytes: number
  /** whether a part can be drawn by itself; if not, the whole tensor is computed first */
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
export const describe: {
  <I extends AnyInitializer>(spec: TensorSpec, registry: Registry<I>): (initializer: I) => Validated<Description>
  (spec: TensorSpec): (initializer: Initializer) => Validated<Description>
} =
  <I extends AnyInitializer>(spec: TensorSpec, registry?: Registry<I>) =>
  (initializer: I): Validated<Description> =>
    pipe(
      initializer,
      draw(spec, registryOr(registry)),
      E.map((it) => description(encode(initializer, registryOr(registry)), it))
    )

const description = (initializer: Serialized, it: Draw.Draw): Description => {
  const [low, high] = Content.support(it.content)
  return {
    initializer,
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
}

const finiteOrNull = (x: number): number | null => (Number.isFinite(x) ? x : null)
