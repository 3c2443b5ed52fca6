import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

/** SHA-256 of the bytes in memory, which is little-endian on every machine that runs the tests. */
export const sha256 = (data: ArrayBufferView): string =>
  createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')

/** A small generator of words for test inputs (xorshift32, Marsaglia 2003). */
export const words = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

const scratch = new DataView(new ArrayBuffer(8))

export const doubleOf = (bits: bigint): number => {
  scratch.setBigUint64(0, bits)
  return scratch.getFloat64(0)
}

export const bitsOfDouble = (x: number): bigint => {
  scratch.setFloat64(0, x)
  return scratch.getBigUint64(0)
}

export const floatOf = (bits: number): number => {
  scratch.setUint32(0, bits)
  return scratch.getFloat32(0)
}
