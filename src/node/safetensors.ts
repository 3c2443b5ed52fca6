/**
 * The header of a safetensors file, read without its data.
 *
 * @since 0.1.0
 */
import type { FileHandle } from 'node:fs/promises'
import * as E from 'fp-ts/Either'
import type * as TE from 'fp-ts/TaskEither'
import { Safetensors } from '../formats/index.js'
import { at, type Errors } from '../InitializerError.js'
import { withFile } from './withFile.js'

/**
 * The first bytes of a file, and the size of the whole file.
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
  withFile(path, async (handle) => {
    const { size: fileSize } = await handle.stat()
    const size = Safetensors.headerSize(fileSize)(await readStart(handle, 8))
    return E.isLeft(size) ? at(path)(size) : E.right({ prefix: await readStart(handle, size.right), fileSize })
  })

/** Fewer bytes if the file is shorter. */
const readStart = async (handle: FileHandle, bytes: number): Promise<Uint8Array> => {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, 0)
  return buffer.subarray(0, bytesRead)
}
