/**
 * Files, whole or not at all.
 *
 * A file is written under a name that nobody guesses, in the folder of its target, and renamed over the target once
 * every byte is on the disk. So a reader sees the old file or the new one, never half of one, and a failure or an
 * interruption leaves the target as it was and nothing beside it. What is read has a limit in bytes, so that no file and
 * no pipe fills the memory.
 *
 * Law: the SHA-256 that is handed back is that of the bytes in the file.
 *
 * @since 0.1.0
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import * as E from 'fp-ts/Either'
import { constVoid, identity, pipe } from 'fp-ts/function'
import * as T from 'fp-ts/Task'
import * as TE from 'fp-ts/TaskEither'
import { error, type Errors, fail, type Validated } from '../InitializerError.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * The bytes of a file, piece by piece. A piece is not looked at again once the next one is asked for.
 *
 * @since 0.1.0
 */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** @since 0.1.0 */
export interface Written {
  readonly path: string
  readonly bytes: number
  /** in hexadecimal digits */
  readonly sha256: string
}

/** A file that is not under its name yet. */
interface Draft {
  readonly handle: FileHandle
  readonly temporary: string
  readonly target: string
}

/** The most bytes of one system call: Node refuses 2^31, and an interruption is looked for between two calls. */
const maxWrite = 0x1000000

// -------------------------------------------------------------------------------------
// failures
// -------------------------------------------------------------------------------------

/** Runs what may reject; the reason becomes a `FileError` at the file's path. */
const attempt =
  (path: string, expected: string) =>
  <A>(run: () => Promise<A>): TE.TaskEither<Errors, A> =>
    TE.tryCatch(run, (reason): Errors => [error('FileError', expected, describe(reason), [path])])

/** The system's words for its error, or those of the exception. */
const describe = (reason: unknown): string => {
  if (!(reason instanceof Error)) return String(reason)
  const known = isSystemError(reason) ? getSystemErrorMap().get(reason.errno) : undefined
  return known === undefined ? reason.message : `${known[1]} (${known[0]})`
}

const isSystemError = (reason: Error): reason is Error & { readonly errno: number } =>
  'errno' in reason && typeof reason.errno === 'number'

const isMissing = (reason: unknown): boolean => reason instanceof Error && 'code' in reason && reason.code === 'ENOENT'

// -------------------------------------------------------------------------------------
// writing
// -------------------------------------------------------------------------------------

/**
 * Writes a file as a whole, replacing the one that is there. An aborted `signal` counts as a failure. Nothing but a file
 * is replaced: neither a folder nor a device, and a link stays one. Errors: `FileError`.
 *
 * @since 0.1.0
 * @example
 * import { writeWhole } from 'initializers-ts/node'
 * import * as E from 'fp-ts/Either'
 *
 * const write = writeWhole('/no/such/folder/a.bin', [Uint8Array.of(1, 2, 3)])
 * E.isLeft(await write()) // => true
 */
export const writeWhole = (path: string, pieces: Pieces, signal?: AbortSignal): TE.TaskEither<Errors, Written> => {
  const attemptWrite = attempt(path, 'a file that can be written')
  return pipe(
    attemptWrite(() => targetOf(path)),
    TE.chain((target) =>
      TE.bracket(
        attemptWrite(() => create(target)),
        (draft) =>
          attemptWrite(async () => {
            const written = await fill(draft.handle, pieces, signal)
            await publish(draft)
            return { path, ...written }
          }),
        (draft, result) => TE.fromTask(E.isLeft(result) ? discard(draft) : syncFolder(draft))
      )
    )
  )
}

/** Where the bytes go: behind a link, to what it points at. */
const targetOf = async (path: string): Promise<string> => {
  const there = await stat(path).catch((reason: unknown) => (isMissing(reason) ? undefined : Promise.reject(asError(reason))))
  if (there === undefined) return path
  if (!there.isFile()) throw new Error(`${kindOf(there)}, which is not replaced`)
  return realpath(path)
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)))

const kindOf = (stats: Stats): string => (stats.isDirectory() ? 'a folder' : 'a device or a pipe')

const create = async (target: string): Promise<Draft> => {
  const temporary = join(dirname(target), `.initializers-${randomUUID()}.tmp`)
  return { handle: await open(temporary, 'wx'), temporary, target }
}

const fill = async (
  handle: FileHandle,
  pieces: Pieces,
  signal: AbortSignal | undefined
): Promise<Omit<Written, 'path'>> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    for (let start = 0; start < piece.length;) {
      stopIfAborted(signal)
      const part = piece.subarray(start, start + maxWrite)
      const { bytesWritten } = await handle.write(part)
      if (bytesWritten === 0) throw new Error('a disk that takes no more bytes')
      hash.update(part.subarray(0, bytesWritten))
      start += bytesWritten
    }
    bytes += piece.length
  }
  stopIfAborted(signal)
  return { bytes, sha256: hash.digest('hex') }
}

const stopIfAborted = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted === true) throw new Error('an interruption')
}

/** Only bytes that are on the disk get the name: a rename may survive a power cut that the data does not. */
const publish = async ({ handle, temporary, target }: Draft): Promise<void> => {
  await handle.sync()
  await handle.close()
  await rename(temporary, target)
}

/** The failure that led here is the one to tell, whatever else fails on the way out. */
const discard =
  ({ handle, temporary }: Draft): T.Task<void> =>
  async () => {
    await handle.close().catch(constVoid)
    await rm(temporary, { force: true }).catch(constVoid)
  }

/** Puts the new name on the disk too. The file is in place by now, and some systems cannot open a folder. */
const syncFolder =
  ({ target }: Draft): T.Task<void> =>
  async () => {
    const folder = await open(dirname(target)).catch(constVoid)
    await folder?.sync().catch(constVoid)
    await folder?.close().catch(constVoid)
  }

// -------------------------------------------------------------------------------------
// reading
// -------------------------------------------------------------------------------------

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
 * The text of a file, in UTF-8, without a byte order mark. Errors: as of `readBytes`.
 *
 * @since 0.1.0
 */
export const readText = (path: string, maxBytes: number): TE.TaskEither<Errors, string> =>
  pipe(readBytes(path, maxBytes), TE.chainEitherK(decodeText(path)))

/**
 * The bytes of a stream that is called `path` in errors.
 *
 * @since 0.1.0
 */
export const collect =
  (path: string, maxBytes: number) =>
  (pieces: AsyncIterable<Uint8Array>): TE.TaskEither<Errors, Uint8Array> =>
    pipe(
      attempt(path, 'a file that can be read')(() => concat(path, maxBytes, pieces)),
      TE.chainEitherK(identity)
    )

const concat = async (
  path: string,
  maxBytes: number,
  pieces: AsyncIterable<Uint8Array>
): Promise<Validated<Uint8Array>> => {
  const parts: Array<Uint8Array> = []
  let bytes = 0
  for await (const part of pieces) {
    bytes += part.length
    if (bytes > maxBytes) return fail('TooLarge', `at most ${maxBytes} bytes`, 'more', [path])
    parts.push(part)
  }
  return E.right(Buffer.concat(parts))
}

/**
 * UTF-8 → text.
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
