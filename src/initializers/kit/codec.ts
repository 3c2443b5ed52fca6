/**
 * The serialized form of all initializers: `{ class_name, config }`, as Keras up to version 2 writes it.
 *
 * In memory an initializer is flat: `_tag` is the class name, and the fields of the config stand beside it.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { configLimits, isRecord, type PlainRecord } from '../../codec/plain.js'
import { decode, guarded } from '../../codec/failure.js'
import { numberThat, oneOf } from '../../codec/leaf.js'
import { closed, type Field, refined, required, unset } from '../../codec/record.js'
import { all as dtypes, type DType } from '../../DType.js'
import type { InitializerError, Validated } from '../../InitializerError.js'

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

/** The codec of a class name and the fields of its config; `rule` reports errors between fields. */
export const initializerCodec = <A extends { readonly _tag: string }>(
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
    codec: guarded(codec, configLimits),
    fromConfig: (u) => pipe(u, decode(guarded(config, configLimits)), E.map(withTag)),
    getConfig: (a) => codec.encode(a).config
  }
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
