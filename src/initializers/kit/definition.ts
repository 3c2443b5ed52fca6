/**
 * What defines an initializer: a name, the fields of its config, and how it is drawn.
 *
 * The built-in initializers and those of users are defined by the same function, `define`. A registry (`registry.ts`)
 * joins definitions to one type that configs decode to. The serialized form is `{ class_name, config }`, as Keras up to
 * version 2 writes it; in memory an initializer is flat: `_tag` is the class name, with the fields of the config beside
 * it.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { numberThat, oneOf } from '../../codec/leaf.js'
import { initializerLimits, isRecord, type PlainRecord } from '../../codec/plain.js'
import { decode, guarded } from '../../codec/problems.js'
import { closed, type Field, refined, required, unset } from '../../codec/record.js'
import { all as dtypes, type DType } from '../../DType.js'
import type * as Draw from '../../Draw.js'
import type { InitializerError, Validated } from '../../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * What every initializer has. `_tag` is its class name; one that draws no random words has no seed.
 *
 * @since 0.1.0
 */
export interface AnyInitializer {
  readonly _tag: string
  readonly seed?: number | null
  readonly dtype: DType | null
}

/**
 * The draw of an initializer for a shape and a dtype, or the reasons why there is none.
 *
 * @since 0.1.0
 */
export type DrawOf<I> = (initializer: I) => <D extends DType>(target: Draw.Target<D>) => Validated<Draw.Draw<D>>

/**
 * The fields of a config: each a codec, with a default if the field may be left out.
 *
 * @since 0.1.0
 */
export type FieldsOf<A> = { readonly [K in keyof Omit<A, '_tag'>]: Field<A[K], unknown> }

/**
 * A serialized initializer.
 *
 * @since 0.1.0
 */
export interface Serialized {
  readonly class_name: string
  readonly config: PlainRecord
}

/**
 * How an initializer is read and written.
 *
 * @since 0.1.0
 */
export interface InitializerCodec<A> {
  /** `{ class_name, config }` */
  readonly codec: t.Type<A, Serialized>
  /** from the config alone */
  readonly fromConfig: (config: unknown) => Validated<A>
  /** the config alone */
  readonly getConfig: (a: A) => PlainRecord
}

/**
 * The parts that an initializer is defined by.
 *
 * @since 0.1.0
 */
export interface Spec<A extends AnyInitializer> {
  /** the `_tag` of the value and the `class_name` of its config */
  readonly name: A['_tag']
  readonly fields: FieldsOf<A>
  /** inconsistencies between fields; paths are relative to the config */
  readonly rule?: ((config: Omit<A, '_tag'>) => ReadonlyArray<InitializerError>) | undefined
  readonly draw: DrawOf<A>
}

/**
 * A defined initializer: its parts and its codec.
 *
 * @since 0.1.0
 */
export interface Definition<A extends AnyInitializer> extends Spec<A>, InitializerCodec<A> {}

/**
 * A definition of any initializer.
 *
 * @since 0.1.0
 */
export interface AnyDefinition {
  readonly name: string
  readonly fields: object
  readonly rule?: ((config: never) => ReadonlyArray<InitializerError>) | undefined
  readonly draw: DrawOf<never>
  readonly codec: t.Any
}

/** The initializers that a combinator can hold: those of its registry. */
export interface Inner<I extends AnyInitializer> {
  readonly codec: t.Type<I, Serialized>
  readonly draw: DrawOf<I>
}

// -------------------------------------------------------------------------------------
// fields of every config
// -------------------------------------------------------------------------------------

/** A safe integer: JSON has no bigint. */
const seedCodec = numberThat('seed', Number.isSafeInteger, 'a safe integer', 'BadSeed')

/**
 * A seed, which `Initializer.init` reads if the call has none; no other function of `Initializer` reads it.
 *
 * @since 0.1.0
 */
export const seed: Field<number | null, unknown> = unset(seedCodec)

/**
 * The dtype of a tensor if the call has none.
 *
 * @since 0.1.0
 */
export const dtype: Field<DType | null, unknown> = unset(oneOf('UnknownDType', dtypes))

/** @since 0.1.0 */
export interface Options {
  readonly seed: number | null
  readonly dtype: DType | null
}

/** The config of an initializer without fields of its own. */
export const options: t.Type<Options, PlainRecord> = closed<Options>('Options', { seed, dtype })

// -------------------------------------------------------------------------------------
// constructor
// -------------------------------------------------------------------------------------

/** The codec of a class name and the fields of its config; `rule` reports errors between fields. */
const initializerCodec = <A extends { readonly _tag: string }>(
  tag: A['_tag'],
  fields: { readonly [K in keyof Omit<A, '_tag'>]: Field<A[K], unknown> },
  rule: (config: Omit<A, '_tag'>) => ReadonlyArray<InitializerError> = () => []
): InitializerCodec<A> => {
  type Config = Omit<A, '_tag'>
  const withTag = (config: Config): A => ({ _tag: tag, ...config }) as A
  const withoutTag = ({ _tag, ...config }: A): Config => config
  const config = refined(closed<Config>(tag, fields), rule)
  const serialized = closed<{ readonly class_name: string; readonly config: Config }>(tag, {
    class_name: required(oneOf('UnknownName', [tag])),
    config: required(config)
  })
  const codec = new t.Type<A, Serialized>(
    tag,
    (u): u is A => isRecord(u) && u['_tag'] === tag && config.is(u),
    (u, c) =>
      pipe(
        serialized.validate(isRecord(u) ? { config: {}, ...u } : u, c),
        E.map((p) => withTag(p.config))
      ),
    (a) => ({ class_name: tag, config: config.encode(withoutTag(a)) })
  )
  return {
    codec: guarded(codec, initializerLimits),
    fromConfig: (u) => pipe(u, decode(guarded(config, initializerLimits)), E.map(withTag)),
    getConfig: (a) => codec.encode(a).config
  }
}

/**
 * Defines an initializer.
 *
 * `draw` must be a pure function that returns its errors, and so must the functions that it passes to the constructors of
 * `Draw`. `Initializer.registry` checks the definition and joins it with the built-in initializers.
 *
 * @since 0.1.0
 * @example
 * import { Distribution, type DType, Draw, Initializer } from 'initializers-ts'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * // Uniform between ±1 / √n, where n is the size of the first axis.
 * interface FanInUniform {
 *   readonly _tag: 'FanInUniform'
 *   readonly gain: number
 *   readonly seed: number | null
 *   readonly dtype: DType.DType | null
 * }
 *
 * const { optional, positive, seed, dtype } = Initializer.fields
 * const fanInUniform = Initializer.define<FanInUniform>({
 *   name: 'FanInUniform',
 *   fields: { gain: optional(positive, 1), seed, dtype },
 *   draw: ({ gain }) => (target) => {
 *     const limit = gain / Math.sqrt(Math.max(1, target.shape[0] ?? 1))
 *     return Draw.independent(Distribution.uniform(-limit, limit))(target)
 *   }
 * })
 *
 * const description = pipe(
 *   Initializer.registry([fanInUniform]),
 *   E.chain((registry) =>
 *     pipe(
 *       Initializer.decode({ class_name: 'FanInUniform', config: { gain: 2 } }, registry),
 *       E.chain(Initializer.describe({ shape: [16, 3] }, registry))
 *     )
 *   )
 * )
 * pipe(description, E.map(({ low, high }) => [low, high])) // => E.right([-0.5, 0.5])
 */
export const define = <A extends AnyInitializer>(spec: Spec<A>): Definition<A> => ({
  ...spec,
  ...initializerCodec<A>(spec.name, { ...spec.fields }, spec.rule)
})
