/**
 * Keys of configs that several families of layers have.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as t from 'io-ts'
import { refuse } from '../../../codec/failure.js'
import { boolean, leaf, oneOf } from '../../../codec/leaf.js'
import { list } from '../../../codec/list.js'
import { fail, show } from '../../../InitializerError.js'
import { optional, type ConfigReader } from './reader.js'
import { type Layer, pathOf } from './layer.js'

// -------------------------------------------------------------------------------------
// codecs
// -------------------------------------------------------------------------------------

/** No equation has as many as 100 axes. */
const isText = (u: unknown): u is string => typeof u === 'string' && u.length <= 100

export const text: t.Type<string, string> = leaf('text', isText, (u, c) =>
  isText(u) ? t.success(u) : refuse(u, c, 'WrongType', 'a short text')
)

/** One or several numbers, as a list. */
export const listed = <A, O>(codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> =>
  spread(
    codec,
    () => true,
    'a list',
    (a) => [a]
  )

/** A value for each of `rank` axes, or one for all. */
export const tuple = <A, O>(rank: number, codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> =>
  spread(
    codec,
    (length) => length === rank,
    `${rank} values`,
    (a) => everyAxis(rank, a)
  )

/** A list of such a length, or one value that stands for a list. */
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

/** The same for each axis. */
export const everyAxis = <A>(rank: number, a: A): ReadonlyArray<A> => Array.from({ length: rank }, () => a)

// -------------------------------------------------------------------------------------
// keys
// -------------------------------------------------------------------------------------

export type DataFormat = 'channels_last' | 'channels_first'

/** Where a file leaves it open, the default of Keras itself. */
export const dataFormat: ConfigReader<DataFormat> = optional(
  oneOf<DataFormat>('UnknownValue', ['channels_last', 'channels_first']),
  'channels_last'
)

/** A key whose default depends on the writer; null is false, as None is in Python. */
export const flag =
  (isDefault: (layer: Layer) => boolean): ConfigReader<boolean> =>
  (call, key) =>
    Object.hasOwn(call.layer.config, key) ? optional(boolean, false)(call, key) : E.right(isDefault(call.layer))

/** Weights that Keras adds beside the kernel are not known here. */
export const noLora: ConfigReader<null> = ({ layer }, key) => {
  const rank = layer.config[key] ?? null
  return rank === null ? E.right(null) : fail('Unsupported', 'null', show(rank), pathOf(layer, key))
}
