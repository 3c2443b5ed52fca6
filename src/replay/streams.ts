/**
 * The join of plans and streams: a plan names its stream, and here it is opened and reads the plan's configs.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Th from 'fp-ts/These'
import * as t from 'io-ts'
import { fromValidated } from '../codec/failure.js'
import * as Initializer from '../Initializer.js'
import { at, type Validated } from '../InitializerError.js'
import type * as Plan from '../plan/index.js'
import { type AnyStream, parse } from '../streams/index.js'

/**
 * Opens the stream that a plan names.
 *
 * @since 0.1.0
 */
export const openStream = ({ stream: { name, options } }: Pick<Plan.Source, 'stream'>): Validated<AnyStream> =>
  at('stream')(parse(name, options))

/** The codec of a plan's configs. Options do not change a stream's language, so configs are read even if they are wrong. */
export const codecFor: Plan.CodecFor<unknown> = ({ stream: { name, options }, language }) => {
  const opened = parse(name, options)
  const codec =
    language === 'canonical' ? E.right(canonical) : pipe(E.isRight(opened) ? opened : parse(name), E.map(codecOf))
  if (E.isLeft(opened)) return E.isLeft(codec) ? opened : Th.both(opened.left, codec.right)
  return codec
}

/** It decodes alone, so what it encodes does not matter. */
const canonical = Initializer.codec as unknown as t.Type<unknown, unknown>

const codecOf = (stream: AnyStream): t.Type<unknown, unknown> =>
  new t.Type(
    'config',
    (u): u is unknown => u !== undefined,
    (u, c) => fromValidated(stream.decode(u), c),
    t.identity
  )
