import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/Either'
import { describe, expect, test } from 'vitest'
import { readArchive, readHeader } from '../../src/node/index.js'
import { folder } from './folder.js'
import { zip } from './zip.js'

const file = (bytes: Uint8Array): string => {
  const path = join(folder(), 'file')
  writeFileSync(path, bytes)
  return path
}

const problems = (
  result: E.Either<ReadonlyArray<{ readonly code: string; readonly path: ReadonlyArray<unknown> }>, unknown>
) => (E.isLeft(result) ? result.left.map(({ code, path }) => [code, ...path.slice(1)].join(' ')) : [])

describe('readArchive', () => {
  const files = [
    { name: 'metadata.json', text: '{}' },
    { name: 'config.json', text: '{"a":1}'.repeat(1000) },
    { name: 'model.weights.h5', text: 'x'.repeat(100_000), claimedCrc: 0 }
  ]
  const read = (bytes: Uint8Array, names = ['config.json', 'other.json'], max = 10_000) =>
    readArchive(file(bytes), names, max)()

  test('reads the files that are asked for, and no others', async () => {
    const found = await read(zip(files))
    expect(E.isRight(found) && [...found.right].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['config.json', files[1]?.text]
    ])
  })

  const config = { name: 'config.json', text: 'x'.repeat(5000) }
  const whole = zip(files)

  test.each([
    ['nothing', Buffer.alloc(0), ['Unreadable']],
    ['no archive', Buffer.from('{}'.repeat(100)), ['Unreadable']],
    ['an archive without its end', whole.subarray(0, whole.length - 30), ['Unreadable']],
    ['an archive without its beginning', whole.subarray(100), ['Unreadable']],
    ['a file that is too long', zip([{ ...config, text: 'x'.repeat(10_001) }]), ['TooLarge config.json']],
    ['a file that declares to be too long', zip([{ ...config, claimedSize: 4_000_000_000 }]), ['TooLarge config.json']],
    ['a bomb that declares to be small', zip([{ ...config, text: 'x'.repeat(1e7), claimedSize: 9 }]), ['Unreadable']],
    ['a file shorter than declared', zip([{ ...config, claimedSize: 5001 }]), ['Unreadable']],
    ['a wrong checksum', zip([{ ...config, claimedCrc: 1 }]), ['Unreadable config.json']],
    ['a name twice', zip([config, config]), ['DuplicateName']]
  ])('refuses %s', async (_, bytes, expected) => {
    expect(problems(await read(bytes))).toEqual(expected)
  })

  test('refuses an archive that is truncated or changed, or reads it correctly', async () => {
    const right = await read(whole)
    for (let i = 0; i < whole.length; i += 7) {
      const changed = Buffer.from(whole)
      changed[i] = (changed[i] ?? 0) ^ 0x55
      for (const bytes of [changed, whole.subarray(0, i)]) {
        const found = await read(bytes)
        const isEmpty = E.isRight(found) && found.right.size === 0 // another name
        if (!E.isLeft(found) && !isEmpty) expect(found).toEqual(right)
      }
    }
  })

  test('reports the error of the system', async () => {
    expect(problems(await readArchive(join(folder(), 'none'), [], 1)())).toEqual(['FileError'])
    expect(problems(await readArchive(folder(), ['config.json'], 1)())).toEqual(['Unreadable'])
  })
})

describe('readHeader', () => {
  const bytes = Buffer.concat([
    Buffer.from([16, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from('{"w":            '),
    Buffer.alloc(3)
  ])

  test('reads up to the end of the header and returns the size of a file of any length', async () => {
    const path = file(bytes)
    truncateSync(path, 2 ** 36) // a sparse file: larger than any disk, and never read
    expect(await readHeader(path)()).toEqual(
      E.right({ prefix: new Uint8Array(bytes.subarray(0, 24)), fileSize: 2 ** 36 })
    )
  })

  test.each([
    ['too short a file', bytes.subarray(0, 5), ['Truncated']],
    ['a header beyond the file', bytes.subarray(0, 20), ['Truncated']],
    ['a header beyond the limit', Buffer.alloc(100, 0xff), ['HeaderTooLarge']]
  ])('refuses %s', async (_, content, expected) => {
    expect(problems(await readHeader(file(content))())).toEqual(expected)
  })

  test('reports the error of the system', async () => {
    const place = folder()
    mkdirSync(join(place, 'a'))
    expect(problems(await readHeader(join(place, 'a'))())).toEqual(['FileError'])
    expect(problems(await readHeader(join(place, 'b'))())).toEqual(['FileError'])
  })
})
