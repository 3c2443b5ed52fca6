/** ZIP archives written by hand (PKWARE's APPNOTE 4.3), so that they can be inconsistent. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Zipped {
  readonly name: string
  readonly text: string
  /** the length in the directory, if it is wrong */
  readonly claimedSize?: number
  readonly claimedCrc?: number
}

const fields = (...pairs: ReadonlyArray<readonly [bytes: 2 | 4, value: number]>): Buffer =>
  Buffer.concat(
    pairs.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes)
      field.writeUIntLE(value, 0, bytes)
      return field
    })
  )

export const zip = (files: ReadonlyArray<Zipped>): Buffer => {
  let offset = 0
  const parts = files.map(({ name, text, claimedSize, claimedCrc }) => {
    const [nameBytes, raw] = [Buffer.from(name), Buffer.from(text)]
    const data = deflateRawSync(raw)
    const common = fields(
      [2, 20], // version
      [2, 0], // flags
      [2, 8], // deflate
      [4, 0], // time
      [4, claimedCrc ?? crc32(raw)],
      [4, data.length],
      [4, claimedSize ?? raw.length],
      [2, nameBytes.length],
      [2, 0] // extra field
    )
    const local = Buffer.concat([fields([4, 0x04034b50]), common, nameBytes, data])
    const entry = Buffer.concat([
      fields([4, 0x02014b50], [2, 20]),
      common,
      fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      nameBytes
    ])
    offset += local.length
    return { local, entry }
  })
  const directory = Buffer.concat(parts.map(({ entry }) => entry))
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, directory.length],
    [4, offset],
    [2, 0]
  )
  return Buffer.concat([...parts.map(({ local }) => local), directory, end])
}
