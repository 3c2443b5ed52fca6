/**
 * The join of plans and streams: a plan names its stream, and here it is opened and reads the plan's configs.
 */
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import * as Th from 'fp-ts/These'
import * as t from 'io-ts'
import { fromValidated } from '../codec/problems.js'
import type { AnyInitializer, Registry } from '../Initializer.js'
import { at, type Validated } from '../InitializerError.js'
import { registryOr } from '../initializers/registry.js'
import type * as Plan from '../plan/index.js'
import { type AnyStream, native, nativeWith, parse } from '../streams/index.js'

/**
 * Opens the stream that a plan names. A registry is that of the native stream.
 *
 * @since 0.1.0
 */
export const openStream = (
  { stream: { name, options } }: Pick<Plan.Source, 'stream'>,
  registry?: Registry<AnyInitializer>
): Validated<AnyStream> =>
  pipe(
    at('stream')(parse(name, options)),
    E.map((stream) => (name === native.name ? (nativeWith(registryOr(registry)) as unknown as AnyStream) : stream))
  )

/** The codec of a plan's configs. Options do not change a stream's language, so configs are read even if they are wrong. */
export const codecFor =
  (registry: Registry<AnyInitializer>): Plan.CodecFor<unknown> =>
  ({ stream: { name, options }, language }) => {
    const opened = parse(name, options)
    const codec =
      language === 'canonical'
        ? E.right(registry.codec as unknown as t.Type<unknown, unknown>)
        : pipe(E.isRight(opened) ? opened : parse(name), E.map(codecOf))
    if (E.isLeft(opened)) return E.isLeft(codec) ? opened : Th.both(opened.left, codec.right)
    return codec
  }

/** Decodes alone. */
const codecOf = (stream: AnyStream): t.Type<unknown, unknown> =>
  new t.Type(
    'config',
    (u): u is unknown => u !== undefined,
    (u, c) => fromValidated(stream.decode(u), c),
    t.identity
  )
