/**
 * Reads files and streams up to a limit, so that none can exhaust memory.
 *
 * @since 0.1.0
 */
import { createReadStream } from 'node:fs'
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { error, type Errors, fail, type Validated } from '../InitializerError.js'
import { attempt } from './attempt.js'

/**
 * The bytes of a file. Errors: `FileError`, and `TooLarge` beyond `maxBytes`.
 *
 * @since 0.1.0
 */
export const readBytes =
  (path: string, maxBytes: number): TE.TaskEither<Errors, Uint8Array> =>
  () =>
    pipe(createReadStream(path), collect(path, maxBytes))()

/**
 * The text of a file, in UTF-8, without a byte order mark. Errors: those of `readBytes`, and `FileError` for other encodings.
 *
 * @since 0.1.0
 */
export const readText = (path: string, maxBytes: number): TE.TaskEither<Errors, string> =>
  pipe(readBytes(path, maxBytes), TE.chainEitherK(decodeText(path)))

/**
 * The bytes of a stream. Errors have the path `path`.
 *
 * @since 0.1.0
 */
export const collect =
  (path: string, maxBytes: number) =>
  (stream: AsyncIterable<Uint8Array>): TE.TaskEither<Errors, Uint8Array> =>
    pipe(
      attempt(path, 'a file that can be read')(() => concat(path, maxBytes, stream)),
      TE.chainEitherK(identity)
    )

const concat = async (
  path: string,
  maxBytes: number,
  stream: AsyncIterable<Uint8Array>
): Promise<Validated<Uint8Array>> => {
  const parts: Array<Uint8Array> = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes > maxBytes) return fail('TooLarge', `at most ${maxBytes} bytes`, 'more', [path])
    parts.push(part)
  }
  return E.right(Buffer.concat(parts))
}

/**
 * Decodes UTF-8.
 *
 * @since 0.1.0
 */
export const decodeText =
  (path: string) =>
  (bytes: Uint8Array): Validated<string> =>
    E.tryCatch(
      () => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
      (): Errors => [error('FileError', 'text in UTF-8', 'other bytes', [path])]
    )
