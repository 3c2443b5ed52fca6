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
 * The bytes of a file, piece by piece. A piece may be written while the next one is made; it is not looked at again once
 * the next but one is asked for.
 *
 * @since 0.1.0
 */
export type ByteParts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** Pieces, any of which may have come to nothing. */
export type FallibleParts = AsyncIterable<Validated<Uint8Array>>

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
const maxWrite = 0x1000000

/**
 * The bytes after which the disk is told to begin: it works while the next ones are made, and the sync at the end, in which
 * no interruption is heard, is a short one. Left to itself, Linux begins at a tenth of the memory.
 */
const syncInterval = 0x4000000

const writable = 'a file that can be written'

// -------------------------------------------------------------------------------------
// writing
// -------------------------------------------------------------------------------------

/**
 * Writes a file as a whole, replacing the one that is there. An aborted `signal` counts as a failure. Nothing but a file
 * is replaced: neither a folder nor a device, and a link stays one. Errors: `FileError`, `Interrupted`.
 *
 * @since 0.1.0
 * @example
 * import { writeFileAtomic } from 'initializers-ts/node'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const write = writeFileAtomic('/no/such/folder/a.bin', [Uint8Array.of(1, 2, 3)])
 * E.isLeft(await write()) // => true
 */
export const writeFileAtomic = (
  path: string,
  pieces: ByteParts,
  signal?: AbortSignal
): TE.TaskEither<Errors, Written> => writePartsAtomic(path, certain(pieces), signal)

async function* certain(pieces: ByteParts): AsyncGenerator<Validated<Uint8Array>, void, undefined> {
  for await (const piece of pieces) yield E.right(piece)
}

/** Writes a file in the same way, from pieces of which the first failure is the answer. */
export const writePartsAtomic = (
  path: string,
  pieces: FallibleParts,
  signal?: AbortSignal
): TE.TaskEither<Errors, Written> => {
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

/** Writes the pieces and counts them. While one is written it is hashed, and the next one is made. */
const fill = async (
  { path, handle }: Draft,
  pieces: FallibleParts,
  signal: AbortSignal | undefined
): Promise<Validated<Written>> => {
  const hash = createHash('sha256')
  const goOn = <A>(a: A): Validated<A> => (signal?.aborted === true ? interrupted(path) : E.right(a))
  let bytes = 0
  let synced = 0
  let writing: Promise<Validated<unknown>> = Promise.resolve(E.right(0))
  let syncing = writing
  for await (const made of parts(pieces)) {
    const part = pipe(goOn(0), E.apSecond(await writing), E.apSecond(made))
    if (E.isLeft(part)) return part
    if (bytes - synced >= syncInterval) {
      const before = await syncing
      if (E.isLeft(before)) return before
      syncing = attempt(path, writable)(() => handle.datasync())()
      synced = bytes
    }
    writing = writePart(path, handle, part.right)()
    hash.update(part.right)
    bytes += part.right.length
  }
  return pipe(
    await writing,
    E.apSecond(await syncing),
    E.chain(() => goOn({ path, bytes, sha256: hash.digest('hex') }))
  )
}

async function* parts(pieces: FallibleParts): AsyncGenerator<Validated<Uint8Array>, void, undefined> {
  for await (const piece of pieces) {
    if (E.isLeft(piece)) yield piece
    else {
      const { right: bytes } = piece
      for (let start = 0; start < bytes.length; start += maxWrite)
        yield E.right(bytes.subarray(start, start + maxWrite))
    }
  }
}

/** The disk may take less than it is given. */
const writePart = (path: string, handle: FileHandle, part: Uint8Array): TE.TaskEither<Errors, unknown> =>
  pipe(
    attempt(
      path,
      writable
    )(async () => {
      for (let start = 0; start < part.length;) {
        const { bytesWritten } = await handle.write(part.subarray(start))
        if (bytesWritten === 0) return fail('FileError', writable, 'a disk that takes no more', [path])
        start += bytesWritten
      }
      return E.right(part.length)
    }),
    TE.chainEitherK(identity)
  )

const interrupted = (path: string): Validated<never> =>
  fail('Interrupted', 'time to write the whole file', 'an interruption', [path])

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
  for (let start = 0; start < bytes.length; start += maxWrite) hash.update(bytes.subarray(start, start + maxWrite))
  return hash.digest('hex')
}
