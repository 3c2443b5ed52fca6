/**
 * Codecs and readers of config keys that several layers share.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { refuse } from '../../../codec/problems.js'
import { boolean, leaf, oneOf } from '../../../codec/leaf.js'
import { list } from '../../../codec/record.js'
import { fail, show } from '../../../InitializerError.js'
import { type Layer, pathOf } from './layer.js'
import { type ConfigReader, optional } from './reader.js'

// -------------------------------------------------------------------------------------
// codecs
// -------------------------------------------------------------------------------------

/** 100 characters are more than any equation has. */
const isText = (u: unknown): u is string => typeof u === 'string' && u.length <= 100

export const text: t.Type<string, string> = leaf('text', isText, (u, c) =>
  isText(u) ? t.success(u) : refuse(u, c, 'WrongType', 'a string of at most 100 characters')
)

/** A list; one value stands for a list of one. */
export const listed = <A, O>(codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> =>
  spread(
    codec,
    () => true,
    'a list',
    (a) => [a]
  )

/** A value for each of `rank` axes; one value stands for all. */
export const tuple = <A, O>(rank: number, codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> =>
  spread(
    codec,
    (length) => length === rank,
    `${rank} values`,
    (a) => everyAxis(rank, a)
  )

/** A list of an accepted length, or one value that stands for a list. */
const spread = <A, O>(
  codec: t.Type<A, O>,
  isLength: (length: number) => boolean,
  expected: string,
  ofOne: (a: A) => ReadonlyArray<A>
): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> => {
  const several = list(codec)
  return new t.Type<ReadonlyArray<A>, ReadonlyArray<O>>(
    several.name,
    (u): u is ReadonlyArray<A> => several.is(u) && isLength(u.length),
    (u, c) => {
      if (!Array.isArray(u)) return pipe(codec.validate(u, c), E.map(ofOne))
      return isLength(u.length) ? several.validate(u, c) : refuse(u, c, 'BadCount', expected)
    },
    several.encode
  )
}

/** One value for each axis. */
export const everyAxis = <A>(rank: number, a: A): ReadonlyArray<A> => Array.from({ length: rank }, () => a)

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

export type DataFormat = 'channels_last' | 'channels_first'

/** The default is that of Keras. */
export const dataFormat: ConfigReader<DataFormat> = optional(
  oneOf<DataFormat>('UnknownValue', ['channels_last', 'channels_first']),
  'channels_last'
)

/** A boolean whose default depends on the writer; null is false, as None is in Python. */
export const flag =
  (isDefault: (layer: Layer) => boolean): ConfigReader<boolean> =>
  (call, key) =>
    Object.hasOwn(call.layer.config, key) ? optional(boolean, false)(call, key) : E.right(isDefault(call.layer))

/** LoRA adds weights beside the kernel, which are not supported. */
export const noLora: ConfigReader<null> = ({ layer }, key) => {
  const rank = layer.config[key] ?? null
  return rank === null
    ? E.right(null)
    : fail('Unsupported', 'null (LoRA weights are not supported)', show(rank), pathOf(layer, key))
}
