import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import * as Cursor from '../../src/engine/cursor.js'
import { identity } from '../../src/numeric/float/affine.js'
import type { WordReader } from '../../src/engine/words.js'

const parameters = { seed: 20261123, numRuns: 100 }

/** 0, 1, 2, … */
const counting = (): Cursor.Cursor => Cursor.fromFill(Cursor.byIndex((i) => i))

const take = ({ next }: Cursor.Cursor, n: number): ReadonlyArray<number> => {
  const out = new Float64Array(n).fill(NaN)
  next(out, n)
  return [...out]
}

/** Reads and skips pieces, and compares what is read with the elements one knows. */
const expectElements = (open: () => Cursor.Cursor, elements: ReadonlyArray<number>): void => {
  expect(take(open(), elements.length)).toEqual(elements)
  const piece = fc.record({ length: fc.nat({ max: elements.length }), skip: fc.boolean() })
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const cursor = open()
      let place = 0
      for (const { length, skip } of pieces) {
        const count = Math.min(length, elements.length - place)
        if (skip) cursor.skip(count)
        else expect(take(cursor, count)).toEqual(elements.slice(place, place + count))
        place += count
      }
    }),
    parameters
  )
}

const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

describe('in pieces of any size, and after any skips, a cursor is', () => {
  test('constant', () => expectElements(() => Cursor.constant(7), Array(10).fill(7)))
  test('fromFill', () => expectElements(counting, upTo(20)))
  test('fromWhole', () => expectElements(() => Cursor.fromWhole(() => Float64Array.from(upTo(20))), upTo(20)))
  test('deferred', () => expectElements(() => Cursor.deferred(counting), upTo(20)))
  test('clamped', () => expectElements(() => Cursor.clamped(2, 5, counting()), [2, 2, 2, 3, 4, 5, 5, 5]))
  test('scaled', () => expectElements(() => Cursor.scaled(-0.5, counting()), [-0, -0.5, -1, -1.5, -2]))
  test('masked', () =>
    expectElements(() => Cursor.masked((i) => i % 3 > 0, 9, counting()), [9, 1, 2, 9, 4, 5, 9, 7, 8, 9]))

  test('fromWords', () => {
    const middles = (words: ReadonlyArray<number>) => words.map((w) => (w + 0.5) / 2 ** 32)
    const open = (): Cursor.Cursor => {
      let place = 0
      const reader: WordReader = {
        generator: 'xorshift128plus', // which no kernel draws
        read: (out, n) => {
          for (let i = 0; i < n; i++) out[i] = place++
        },
        skip: (n) => {
          place += n
        },
        state: () => new Int32Array(4)
      }
      return Cursor.fromWords(reader, { words: 1, standard: { _tag: 'Uniform' }, affine: identity })
    }
    expectElements(open, middles(upTo(20)))
  })

  test.each([
    [[1], [0, 1, 2, 3, 4, 5]],
    [
      [2, 3],
      [0, 1, 1000, 1001, 1002, 2, 3, 1003, 1004, 1005, 4, 5]
    ],
    [
      [1, 1, 1],
      [0, 1000, 2000, 1, 1001, 2001, 2, 1002]
    ],
    [
      [2, 0, 1],
      [0, 1, 2000, 2, 3, 2001]
    ],
    [
      [0, 0, 2],
      [2000, 2001, 2002]
    ],
    [
      [3, 0, 0],
      [0, 1, 2, 3, 4]
    ]
  ])('interleaved by rows of %j', (rows, elements) => {
    const open = () =>
      Cursor.interleaved(
        rows,
        rows.map((_, b) => Cursor.fromFill(Cursor.byIndex((i) => 1000 * b + i)))
      )
    expectElements(open, elements)
  })

  test.each([
    [1, 3, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]],
    [2, 2, [0, 1, 0, 1, 2, 3, 2, 3]],
    [4, 2, [0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7]],
    [4, 1, [0, 1, 2, 3, 4, 5, 6, 7]],
    [6, 2, [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]]
  ])('repeated in units of %d, %d times, however many are held', (unit, copies, elements) => {
    const length = elements.length / copies
    for (const room of [1, 2, 3, 4, 5, 7, 100]) {
      expectElements(() => Cursor.repeated(unit, copies, { length, room, open: counting }), elements)
    }
  })
})

it('computes a whole once, when the first element is asked for', () => {
  let times = 0
  const cursor = Cursor.fromWhole(() => {
    times++
    return Float64Array.of(1, 2, 3)
  })
  cursor.skip(1)
  expect(times).toBe(0)
  expect([take(cursor, 1), take(cursor, 1)]).toEqual([[2], [3]])
  expect(times).toBe(1)
})

it('opens a deferred cursor once, when it is first moved', () => {
  let times = 0
  const cursor = Cursor.deferred(() => {
    times++
    return counting()
  })
  expect(times).toBe(0)
  cursor.skip(2)
  expect(take(cursor, 2)).toEqual([2, 3])
  expect(times).toBe(1)
})

it('never reads more of a repeated cursor than there is', () => {
  let most = 0
  const open = (): Cursor.Cursor => {
    const { next, skip } = counting()
    let place = 0
    return {
      next: (out, n) => {
        next(out, n)
        most = Math.max(most, (place += n))
      },
      skip: (n) => {
        skip(n)
        place += n
      }
    }
  }
  for (const room of [1, 3, 4, 100]) take(Cursor.repeated(2, 3, { length: 10, room, open }), 30)
  expect(most).toBe(10)
})
