/**
 * Atomic writes of files.
 *
 * A file is written under a random name in the folder of its target, and renamed to the target once every byte is on the
 * disk. So a reader sees either the old file or the new one, and a failure or an interruption leaves the old file and no
 * temporary one.
 *
 * Law: the returned SHA-256 is that of the bytes in the file.
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
 * The bytes of a file in parts. A part may be written while the next one is produced. It is no longer read once the next
 * but one is requested.
 *
 * @since 0.1.0
 */
export type ByteParts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** Parts, each of which may have failed. */
export type FallibleParts = AsyncIterable<Validated<Uint8Array>>

/** @since 0.1.0 */
export interface Written {
  readonly path: string
  readonly bytes: number
  /** hexadecimal */
  readonly sha256: string
}

/** A file that is not yet under its final name. */
interface Draft {
  /** as given */
  readonly path: string
  readonly target: string
  readonly temporary: string
  readonly handle: FileHandle
}

/** In bytes, written or hashed at once: Node refuses 2^31, and interruptions are handled in between. */
const maxWrite = 0x1000000

/**
 * In bytes, between two syncs. The disk works while the next parts are produced, and the last sync, which cannot be
 * interrupted, is short. Without these syncs, Linux starts to write at a tenth of the memory.
 */
const syncInterval = 0x4000000

const writable = 'a file that can be written'

// -------------------------------------------------------------------------------------
// writing
// -------------------------------------------------------------------------------------

/**
 * Writes a file or replaces it. An aborted `signal` is a failure. Folders and devices are not replaced; the target of a
 * symbolic link is. Errors: `FileError`, `Interrupted`.
 *
 * @since 0.1.0
 * @example
 * import { writeFileAtomic } from 'initializers-ts/node'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const write = writeFileAtomic('/no/such/folder/a.bin', [Uint8Array.of(1, 2, 3)])
 * E.isLeft(await write()) // => true
 */
export const writeFileAtomic = (path: string, parts: ByteParts, signal?: AbortSignal): TE.TaskEither<Errors, Written> =>
  writePartsAtomic(path, certain(parts), signal)

async function* certain(parts: ByteParts): AsyncGenerator<Validated<Uint8Array>, void, undefined> {
  for await (const part of parts) yield E.right(part)
}

/** The same for parts that may have failed; the first failure is returned. */
export const writePartsAtomic = (
  path: string,
  parts: FallibleParts,
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
            io(() => fill(draft, parts, signal)),
            TE.chainEitherK(identity),
            TE.chainFirst(() => io(() => publish(draft)))
          ),
        (draft, result) => TE.fromTask(E.isLeft(result) ? discard(draft) : syncFolder(draft))
      )
    )
  )
}

/** The target of a symbolic link, else the path itself. */
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
          : fail('FileError', 'the path of a file', there.isDirectory() ? 'a folder' : 'a device or a pipe', [path])
    }),
    TE.chainEitherK(identity)
  )

const create = async (path: string, target: string): Promise<Draft> => {
  const temporary = join(dirname(target), `.initializers-${randomUUID()}.tmp`)
  return { path, target, temporary, handle: await open(temporary, 'wx') }
}

/** Writes the parts. While one is written, it is hashed and the next one is produced. */
const fill = async (
  { path, handle }: Draft,
  parts: FallibleParts,
  signal: AbortSignal | undefined
): Promise<Validated<Written>> => {
  const hash = createHash('sha256')
  const unlessAborted = <A>(a: A): Validated<A> => (signal?.aborted === true ? interrupted(path) : E.right(a))
  let bytes = 0
  let synced = 0
  let writing: Promise<Validated<unknown>> = Promise.resolve(E.right(0))
  let syncing = writing
  for await (const produced of limited(parts)) {
    const part = pipe(unlessAborted(0), E.apSecond(await writing), E.apSecond(produced))
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
    E.chain(() => unlessAborted({ path, bytes, sha256: hash.digest('hex') }))
  )
}

/** The same bytes in parts of at most `maxWrite`. */
async function* limited(parts: FallibleParts): AsyncGenerator<Validated<Uint8Array>, void, undefined> {
  for await (const part of parts) {
    if (E.isLeft(part)) yield part
    else {
      const { right: bytes } = part
      for (let start = 0; start < bytes.length; start += maxWrite)
        yield E.right(bytes.subarray(start, start + maxWrite))
    }
  }
}

/** The system may write fewer bytes than it is given. */
const writePart = (path: string, handle: FileHandle, part: Uint8Array): TE.TaskEither<Errors, unknown> =>
  pipe(
    attempt(
      path,
      writable
    )(async () => {
      for (let start = 0; start < part.length;) {
        const { bytesWritten } = await handle.write(part.subarray(start))
        if (bytesWritten === 0) return fail('FileError', writable, 'no space left on device', [path])
        start += bytesWritten
      }
      return E.right(part.length)
    }),
    TE.chainEitherK(identity)
  )

const interrupted = (path: string): Validated<never> =>
  fail('Interrupted', 'the file was written', 'interrupted', [path])

/** Syncs before the rename, as a power cut may keep a rename and lose the data. */
const publish = async ({ handle, temporary, target }: Draft): Promise<void> => {
  await handle.sync()
  await handle.close()
  await rename(temporary, target)
}

/** Ignores further failures: the first one is reported. */
const discard =
  ({ handle, temporary }: Draft): T.Task<void> =>
  async () => {
    await handle.close().catch(constVoid)
    await rm(temporary, { force: true }).catch(constVoid)
  }

/** Syncs the new name. Failures are ignored: the file is complete, and some systems cannot open a folder. */
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
 * The SHA-256 of bytes, hexadecimal.
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
