/**
 * test/vectors/streams.json: the results of the frameworks as bits (`_about` describes the machine).
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Case {
  readonly id: string
  /** a call of the framework */
  readonly call: string
  readonly dtype: string
  readonly shape: ReadonlyArray<number>
  /** bits in hexadecimal digits */
  readonly first: ReadonlyArray<string>
  readonly last4: ReadonlyArray<string>
  /** SHA-256 of the whole buffer, little-endian */
  readonly sha256_le: string
}

interface Group {
  readonly group: string
  readonly cases: ReadonlyArray<Case>
}

const file = JSON.parse(readFileSync(new URL('../vectors/streams.json', import.meta.url), 'utf8')) as {
  readonly groups: ReadonlyArray<Group>
}

/** The names of all groups. */
export const groups: ReadonlyArray<string> = file.groups.map(({ group }) => group)

/** All cases of a group, in order. */
export const cases = (group: string): ReadonlyArray<Case> =>
  file.groups.find((each) => each.group === group)?.cases ?? []

/** SHA-256 of the elements in memory, which is little-endian on every machine that runs the tests. */
export const sha256 = (of: ArrayBufferView | { readonly data: ArrayBufferView }): string => {
  const { buffer, byteOffset, byteLength } = 'data' in of ? of.data : of
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')
}
