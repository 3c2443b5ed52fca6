/**
 * Files of a ZIP archive. The archive is read by its directory, so other files in it, which may be large, are skipped.
 *
 * @since 0.1.0
 */
import { crc32 } from 'node:zlib'
import * as E from 'fp-ts/Either'
import { identity, pipe } from 'fp-ts/function'
import * as TE from 'fp-ts/TaskEither'
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl'
import { at, error, type Errors, fail, show, type Validated } from '../InitializerError.js'
import { withFile } from './withFile.js'

/**
 * The files of a ZIP archive with these names; missing ones are left out. At most `maxBytes` of a file are
 * inflated, whatever size the archive claims. Errors: `FileError`, `Unreadable` for a broken archive, `DuplicateName`,
 * `TooLarge`.
 *
 * @since 0.1.0
 */
export const readArchive = (
  path: string,
  names: ReadonlyArray<string>,
  maxBytes: number
): TE.TaskEither<Errors, ReadonlyMap<string, Uint8Array>> =>
  withFile(path, ({ fd }) =>
    pipe(
      TE.tryCatch(
        async () => readEntries(await fromFdPromise(fd, { autoClose: false }), names, maxBytes),
        (reason): Errors => [
          error('Unreadable', 'a ZIP archive', reason instanceof Error ? reason.message : String(reason))
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

/** yauzl stops an entry that is longer than its directory says. */
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
