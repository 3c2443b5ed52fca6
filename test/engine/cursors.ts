/** Helpers for the tests of cursors. */
import * as fc from 'fast-check'
import { expect } from 'vitest'
import * as Cursor from '../../src/engine/cursor.js'
import type { Rng } from '../../src/Rng.js'

const parameters = { seed: 20261123, numRuns: 100 }

/** After the words of a cursor that counts. */
export const end: Rng = { generator: 'xoroshiro128plus', state: [5, 6, 7, 8] }

/** 0, 1, 2, … */
export const counting = (from = 0): Cursor.Cursor =>
  Cursor.fromFill(
    Cursor.byIndex((i) => from + i),
    () => end
  )

export const take = ({ write }: Cursor.Cursor, n: number): ReadonlyArray<number> => {
  const out = new Float64Array(n + 4).fill(NaN)
  write('float64', n, out, 3)
  expect([...out.subarray(0, 3), out[n + 3]]).toEqual([NaN, NaN, NaN, NaN])
  return [...out.subarray(3, n + 3)]
}

/** Writes and skips pieces, and compares what is written with the known elements. */
export const expectElements = (open: () => Cursor.Cursor, elements: ReadonlyArray<number>): void => {
  expect(take(open(), elements.length)).toEqual(elements)
  const piece = fc.record({ length: fc.nat({ max: elements.length }), skip: fc.boolean() })
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const cursor = open()
      let index = 0
      for (const { length, skip } of pieces) {
        const count = Math.min(length, elements.length - index)
        if (skip) cursor.skip(count)
        else expect(take(cursor, count)).toEqual(elements.slice(index, index + count))
        index += count
      }
    }),
    parameters
  )
}

export const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)
