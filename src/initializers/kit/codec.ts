/**
 * The paper form that all initializers share: `{ class_name, config }`, as Keras wrote it up to version 2.
 *
 * In memory an initializer is the same words, flat: `_tag` is the class name and beside it stand the config's fields.
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

/** How an initializer is written. */
export interface Serialized {
  readonly class_name: string
  readonly config: PlainRecord
}

/** An initializer and the ways in and out of it. */
export interface InitializerCodec<A> {
  /** `{ class_name, config }` */
  readonly codec: t.Type<A, Serialized>
  /** from the config alone */
  readonly fromConfig: (config: unknown) => Validated<A>
  /** the config alone */
  readonly getConfig: (a: A) => PlainRecord
}

/** The name on paper and the fields of the config; `rule` says what is wrong between fields. */
export const initializerCodec = <A extends { readonly _tag: string }>(
  tag: A['_tag'],
  fields: { readonly [K in keyof Omit<A, '_tag'>]: Field<A[K], unknown> },
  rule: (config: Omit<A, '_tag'>) => ReadonlyArray<InitializerError> = () => []
): InitializerCodec<A> => {
  type Config = Omit<A, '_tag'>
  const withTag = (config: Config): A => ({ _tag: tag, ...config }) as A
  const withoutTag = ({ _tag, ...config }: A): Config => config
  const config = refined(closed<Config>(tag, fields), rule)
  const paper = closed<{ readonly class_name: string; readonly config: Config }>(tag, {
    class_name: required(oneOf('UnknownName', [tag])),
    config: required(config)
  })
  const codec = new t.Type<A, Serialized>(
    tag,
    (u): u is A => isRecord(u) && u['_tag'] === tag && config.is(u),
    (u, c) =>
      pipe(
        paper.validate(isRecord(u) ? { config: {}, ...u } : u, c),
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
// the two fields that every config may have
// -------------------------------------------------------------------------------------

/** JSON has no bigint, so a config's seed is a safe integer. */
const seedCodec = numberThat('seed', Number.isSafeInteger, 'a safe integer', 'BadSeed')

/** Read by `Initializer.init` alone, where the call gives no seed. */
export const seed: Field<number | null, unknown> = unset(seedCodec)

/** The dtype of a tensor where the call gives none. */
export const dtype: Field<DType | null, unknown> = unset(oneOf('UnknownDType', dtypes))

/** @since 0.1.0 */
export interface Options {
  readonly seed: number | null
  readonly dtype: DType | null
}

/** The config of an initializer that has no fields of its own. */
export const options: t.Type<Options, PlainRecord> = closed<Options>('Options', { seed, dtype })
