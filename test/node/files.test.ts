import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/Either'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readBytes, readText, writeFileAtomic } from '../../src/node/index.js'
import { folder } from './folder.js'

const bytes = (n: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => (i * 7) % 251)
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')
const failure = (received: string | RegExp, code = 'FileError') => ({
  _tag: 'Left',
  left: [{ code, received: expect.stringMatching(received) as string }]
})

/** What file handles do, for a test to change. */
const handles = async (): Promise<FileHandle> => {
  const handle = await open(new URL(import.meta.url))
  await handle.close()
  return Object.getPrototypeOf(handle) as FileHandle
}
afterEach(() => void vi.restoreAllMocks())

describe('writeFileAtomic', () => {
  test('writes all parts in order and returns their size and hash', async () => {
    const path = join(folder(), 'a.bin')
    const pieces = [bytes(10), new Uint8Array(0), bytes(100_000)]
    const all = Buffer.concat(pieces)
    expect(await writeFileAtomic(path, pieces)()).toEqual(E.right({ path, bytes: all.length, sha256: sha256(all) }))
    expect(readFileSync(path).equals(all)).toBe(true)
  })

  test('takes an async iterable, and no pieces at all', async () => {
    const path = join(folder(), 'a.bin')
    async function* pieces() {
      yield await Promise.resolve(bytes(3))
    }
    expect(await writeFileAtomic(path, pieces())()).toMatchObject({ right: { bytes: 3 } })
    expect(await writeFileAtomic(path, [])()).toMatchObject({ right: { bytes: 0, sha256: sha256(bytes(0)) } })
    expect(readFileSync(path)).toHaveLength(0)
  })

  test('continues after a write of fewer bytes', async () => {
    const path = join(folder(), 'a.bin')
    const prototype = await handles()
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the handle below
    const write = prototype.write as (this: FileHandle, data: Uint8Array) => ReturnType<FileHandle['write']>
    vi.spyOn(prototype, 'write').mockImplementation(function (this: FileHandle, data: unknown) {
      return write.call(this, (data as Uint8Array).subarray(0, 7))
    })
    expect(await writeFileAtomic(path, [bytes(100)])()).toEqual(
      E.right({ path, bytes: 100, sha256: sha256(bytes(100)) })
    )
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes(100))
  })

  const fullDisk = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28 })

  test.each(['write', 'sync'] as const)('a failing %s leaves the target and no other file', async (method) => {
    const [place, path] = targetIn(folder())
    vi.spyOn(await handles(), method).mockRejectedValueOnce(fullDisk)
    expect(await writeFileAtomic(path, [bytes(100)])()).toMatchObject(failure('no space left on device \\(ENOSPC\\)'))
    expectUntouched(place)
  })

  const targetIn = (place: string): readonly [place: string, path: string] => {
    writeFileSync(join(place, 'a.bin'), 'as it was')
    return [place, join(place, 'a.bin')]
  }
  const expectUntouched = (place: string): void => {
    expect(readdirSync(place)).toEqual(['a.bin'])
    expect(readFileSync(join(place, 'a.bin'), 'utf8')).toBe('as it was')
  }

  test('a write of no bytes is an error', async () => {
    const [place, path] = targetIn(folder())
    vi.spyOn(await handles(), 'write').mockResolvedValue({ bytesWritten: 0, buffer: '' })
    expect(await writeFileAtomic(path, [bytes(100)])()).toMatchObject(failure('no space left on device'))
    expectUntouched(place)
  })

  test('an iterable that throws leaves the target and no other file', async () => {
    const [place, path] = targetIn(folder())
    function* pieces() {
      yield bytes(10)
      throw new RangeError('out of memory')
    }
    expect(await writeFileAtomic(path, pieces())()).toMatchObject(failure('out of memory'))
    expectUntouched(place)
  })

  test.each([0, 1, 2])('an interruption after part %i leaves the target and no other file', async (last) => {
    const [place, path] = targetIn(folder())
    const interruption = new AbortController()
    const seen: Array<number> = []
    function* pieces() {
      for (let i = 0; i < 3; i++) {
        if (i === last) interruption.abort()
        seen.push(readdirSync(place).length)
        yield bytes(10)
      }
    }
    expect(await writeFileAtomic(path, pieces(), interruption.signal)()).toMatchObject(
      failure('interrupted', 'Interrupted')
    )
    expect(seen).toEqual(Array(last + 1).fill(2)) // the temporary file beside the target is gone
    expectUntouched(place)
  })

  test('reports the path and the reason', async () => {
    const path = join(folder(), 'none', 'a.bin')
    const received = 'no such file or directory (ENOENT)'
    const expected = 'a file that can be written'
    expect(await writeFileAtomic(path, [])()).toEqual(E.left([{ code: 'FileError', path: [path], expected, received }]))
  })

  test('does not replace a folder or a device', async () => {
    const place = folder()
    mkdirSync(join(place, 'a'))
    expect(await writeFileAtomic(join(place, 'a'), [])()).toMatchObject(failure('a folder'))
    if (process.platform !== 'win32')
      expect(await writeFileAtomic('/dev/null', [])()).toMatchObject(failure('a device'))
    expect(readdirSync(place)).toEqual(['a'])
  })

  test.skipIf(process.platform === 'win32')('writes to the target of a link', async () => {
    const [place, path] = targetIn(folder())
    const link = join(folder(), 'link.bin')
    symlinkSync(path, link)
    expect(await writeFileAtomic(link, [bytes(5)])()).toMatchObject({ right: { path: link, bytes: 5 } })
    expect(readlinkSync(link)).toBe(path)
    expect(readFileSync(join(place, 'a.bin'))).toHaveLength(5)
  })

  test('nothing is written before the task runs', () => {
    const place = folder()
    writeFileAtomic(join(place, 'a.bin'), [])
    expect(readdirSync(place)).toEqual([])
  })
})

describe('reading', () => {
  test('up to a limit', async () => {
    const path = join(folder(), 'a.bin')
    writeFileSync(path, bytes(1000))
    expect(E.map((b: Uint8Array) => new Uint8Array(b))(await readBytes(path, 1000)())).toEqual(E.right(bytes(1000)))
    expect(await readBytes(path, 999)()).toMatchObject({ left: [{ code: 'TooLarge', path: [path] }] })
  })

  test('text is UTF-8, without its byte order mark', async () => {
    const path = join(folder(), 'a.txt')
    writeFileSync(path, '\ufeffgrün')
    expect(await readText(path, 100)()).toEqual(E.right('grün'))
    writeFileSync(path, Uint8Array.of(0x67, 0xff))
    expect(await readText(path, 100)()).toMatchObject(failure('other bytes'))
  })

  test('no file, or a folder', async () => {
    const place = folder()
    expect(await readText(join(place, 'a'), 100)()).toMatchObject(failure('ENOENT'))
    expect(await readText(place, 100)()).toMatchObject(failure('EISDIR'))
  })
})
