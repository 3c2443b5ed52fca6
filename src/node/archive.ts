/**
 * Parts of files: the header of a safetensors file, and files of a ZIP archive by its directory. What lies beside them is
 * not read, be it of many gigabytes.
 *
 * @since 0.1.0
 */
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl'
import { Safetensors } from '../formats/index.js'
import { at, error, type Errors, fail, show, type Validated } from '../InitializerError.js'
import { attempt } from './attempt.js'

// -------------------------------------------------------------------------------------
// safetensors
// -------------------------------------------------------------------------------------

/**
 * The first bytes of a file, and how many it has in all.
 *
 * @since 0.1.0
 */
export interface FilePrefix {
  readonly prefix: Uint8Array
  readonly fileSize: number
}

/**
 * A safetensors file up to the end of its header. Errors: `FileError`, and those of `Safetensors.headerSize`.
 *
 * @since 0.1.0
 */
export const readHeader = (path: string): TE.TaskEither<Errors, FilePrefix> =>
  reading(path, async (handle) => {
    const { size: fileSize } = await handle.stat()
    const first = await readStart(handle, 8)
    const size = Safetensors.headerSize(fileSize)(first)
    return E.isLeft(size) ? at(path)(size) : E.right({ prefix: await readStart(handle, size.right), fileSize })
  })

/** The first bytes, or as many as there are. */
const readStart = async (handle: FileHandle, bytes: number): Promise<Uint8Array> => {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, 0)
  return buffer.subarray(0, bytesRead)
}

// -------------------------------------------------------------------------------------
// archives
// -------------------------------------------------------------------------------------

/**
 * The files of these names in a ZIP archive, those that are there. Nothing beyond `maxBytes` is inflated, whatever the
 * archive says of itself. Errors: `FileError`, `Unreadable` for what is no archive or a broken one,
 * `DuplicateName`, `TooLarge`.
 *
 * @since 0.1.0
 */
export const readArchive = (
  path: string,
  names: ReadonlyArray<string>,
  maxBytes: number
): TE.TaskEither<Errors, ReadonlyMap<string, Uint8Array>> =>
  reading(path, ({ fd }) =>
    pipe(
      TE.tryCatch(
        async () => readEntries(await fromFdPromise(fd, { autoClose: false }), names, maxBytes),
        (reason): Errors => [
          error('Unreadable', 'a whole ZIP archive', reason instanceof Error ? reason.message : String(reason))
        ]
      ),
      TE.chainEitherK(identity),
      (task) => task().then(at(path))
    )
  )

const readEntries = async (
  archive: ZipFile,
  names: ReadonlyArray<string>,
  maxBytes: number
): Promise<Validated<ReadonlyMap<string, Uint8Array>>> => {
  const found = new Map<string, Uint8Array>()
  for await (const entry of archive.eachEntry()) {
    if (!names.includes(entry.fileName)) continue
    if (found.has(entry.fileName)) return fail('DuplicateName', 'each file once', show(entry.fileName))
    const bytes = at(entry.fileName)(await readEntry(archive, entry, maxBytes))
    if (E.isLeft(bytes)) return bytes
    found.set(entry.fileName, bytes.right)
  }
  return E.right(found)
}

/** yauzl sees to it that no more comes than the directory says. */
const readEntry = async (archive: ZipFile, entry: Entry, maxBytes: number): Promise<Validated<Uint8Array>> => {
  const { uncompressedSize, crc32: expected } = entry
  if (uncompressedSize > maxBytes) return fail('TooLarge', `at most ${maxBytes} bytes`, `${uncompressedSize} bytes`)
  const parts: Array<Uint8Array> = []
  for await (const part of await archive.openReadStreamPromise(entry)) parts.push(part as Uint8Array)
  const bytes = Buffer.concat(parts)
  return crc32(bytes) === expected
    ? E.right(bytes)
    : fail('Unreadable', `a checksum of ${expected}`, show(crc32(bytes)))
}

// -------------------------------------------------------------------------------------
// files
// -------------------------------------------------------------------------------------

const reading = <A>(path: string, use: (handle: FileHandle) => Promise<Validated<A>>): TE.TaskEither<Errors, A> => {
  const io = attempt(path, 'a file that can be read')
  return TE.bracket(
    io(() => open(path)),
    (handle) =>
      pipe(
        io(() => use(handle)),
        TE.chainEitherK(identity)
      ),
    (handle) => io(() => handle.close())
  )
}
