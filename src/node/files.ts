/**
 * Files, whole or not at all.
 *
 * A file is written under a name that nobody guesses, in the folder of its target, and renamed over the target once
 * every byte is on the disk. So a reader sees the old file or the new one, never half of one, and a failure or an
 * interruption leaves the target as it was and nothing beside it.
 *
 * Law: the SHA-256 that is handed back is that of the bytes in the file.
 *
 * @since 0.1.0
 */
import { createHash, randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as E from 'fp-ts/Either'
import { constVoid, identity, pipe } from 'fp-ts/function'
import type * as T from 'fp-ts/Task'
import * as TE from 'fp-ts/TaskEither'
import { type Errors, fail, type Validated } from '../InitializerError.js'
import { attempt } from './attempt.js'

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
  /** as it was given */
  readonly path: string
  readonly target: string
  readonly temporary: string
  readonly handle: FileHandle
}

/** The most bytes that are written or hashed at once: Node refuses 2^31, and an interruption is looked for in between. */
const maxPiece = 0x1000000

const writable = 'a file that can be written'

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
  const io = attempt(path, writable)
  return pipe(
    targetOf(path),
    TE.chain((target) =>
      TE.bracket(
        io(() => create(path, target)),
        (draft) =>
          pipe(
            io(() => fill(draft, pieces, signal)),
            TE.chainEitherK(identity),
            TE.chainFirst(() => io(() => publish(draft)))
          ),
        (draft, result) => TE.fromTask(E.isLeft(result) ? discard(draft) : syncFolder(draft))
      )
    )
  )
}

/** Where the bytes go: behind a link, to what it points at. */
const targetOf = (path: string): TE.TaskEither<Errors, string> =>
  pipe(
    attempt(
      path,
      writable
    )(async () => {
      const there = statSync(path, { throwIfNoEntry: false })
      return there === undefined
        ? E.right(path)
        : there.isFile()
          ? E.right(await realpath(path))
          : fail('FileError', 'a file, or none yet', there.isDirectory() ? 'a folder' : 'a device or a pipe', [path])
    }),
    TE.chainEitherK(identity)
  )

const create = async (path: string, target: string): Promise<Draft> => {
  const temporary = join(dirname(target), `.initializers-${randomUUID()}.tmp`)
  return { path, target, temporary, handle: await open(temporary, 'wx') }
}

/** Writes the pieces and counts them; the disk may take less than it is given. */
const fill = async (
  { path, handle }: Draft,
  pieces: Pieces,
  signal: AbortSignal | undefined
): Promise<Validated<Written>> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    for (let start = 0; start < piece.length;) {
      if (signal?.aborted === true) return interrupted(path)
      const part = piece.subarray(start, start + maxPiece)
      const { bytesWritten } = await handle.write(part)
      if (bytesWritten === 0) return fail('FileError', writable, 'a disk that takes no more', [path])
      hash.update(part.subarray(0, bytesWritten))
      start += bytesWritten
    }
    bytes += piece.length
  }
  return signal?.aborted === true ? interrupted(path) : E.right({ path, bytes, sha256: hash.digest('hex') })
}

const interrupted = (path: string): Validated<never> =>
  fail('FileError', 'time to write the whole file', 'an interruption', [path])

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
// hashing
// -------------------------------------------------------------------------------------

/**
 * SHA-256, in hexadecimal digits.
 *
 * @since 0.1.0
 * @example
 * import { sha256 } from 'initializers-ts/node'
 *
 * sha256(new Uint8Array(0)).slice(0, 16) // => 'e3b0c44298fc1c14'
 */
export const sha256 = (bytes: Uint8Array): string => {
  const hash = createHash('sha256')
  for (let start = 0; start < bytes.length; start += maxPiece) hash.update(bytes.subarray(start, start + maxPiece))
  return hash.digest('hex')
}
