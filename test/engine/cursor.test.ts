import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import * as Cursor from '../../src/engine/cursor.js'
import { identity } from '../../src/numeric/float/affine.js'
import type { Ranges } from '../../src/engine/ranges.js'
import type { Rng } from '../../src/Rng.js'
import type { WordReader } from '../../src/engine/words.js'

const parameters = { seed: 20261123, numRuns: 100 }

const start: Rng = { generator: 'xoroshiro128plus', state: [1, 2, 3, 4] }
const end: Rng = { generator: 'xoroshiro128plus', state: [5, 6, 7, 8] }

/** 0, 1, 2, … */
const counting = (from = 0): Cursor.Cursor =>
  Cursor.fromFill(
    Cursor.byIndex((i) => from + i),
    () => end
  )

const take = ({ write }: Cursor.Cursor, n: number): ReadonlyArray<number> => {
  const out = new Float64Array(n + 4).fill(NaN)
  write('float64', n, out, 3)
  expect([...out.subarray(0, 3), out[n + 3]]).toEqual([NaN, NaN, NaN, NaN])
  return [...out.subarray(3, n + 3)]
}

/** Writes and skips pieces, and compares what is written with the known elements. */
const expectElements = (open: () => Cursor.Cursor, elements: ReadonlyArray<number>): void => {
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

/** Every third index, from 0 on. */
const thirds: Ranges = (from, to, use) => {
  for (let i = Math.ceil(from / 3) * 3; i < to; i += 3) use(i, i + 1)
}

const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

describe('in pieces of any size, and after any skips, a cursor is', () => {
  test('constant', () => expectElements(() => Cursor.constant(7, start), Array(10).fill(7)))
  test('fromFill', () => expectElements(() => counting(), upTo(20)))
  test('fromWhole', () =>
    expectElements(
      () =>
        Cursor.fromWhole(
          () => Float64Array.from(upTo(20)),
          () => end
        ),
      upTo(20)
    ))
  test('deferred', () => expectElements(() => Cursor.deferred(() => counting()), upTo(20)))
  test('clamped', () => expectElements(() => Cursor.clamped(2, 5, counting()), [2, 2, 2, 3, 4, 5, 5, 5]))
  test('scaled', () => expectElements(() => Cursor.scaled(-0.5, counting()), [-0, -0.5, -1, -1.5, -2]))
  test('masked', () => expectElements(() => Cursor.masked(thirds, 9, counting()), [9, 1, 2, 9, 4, 5, 9, 7, 8, 9]))

  test('fromWords', () => {
    const middles = (words: ReadonlyArray<number>) => words.map((w) => (w + 0.5) / 2 ** 32)
    const open = (): Cursor.Cursor => {
      let index = 0
      const reader: WordReader = {
        generator: 'xorshift128plus', // which no kernel draws
        read: (n, out) => {
          for (let i = 0; i < n; i++) out[i] = index++
        },
        skip: (n) => {
          index += n
        },
        state: () => new Int32Array(4),
        rng: () => end
      }
      return Cursor.fromWords(reader, { wordsPerElement: 1, standard: { _tag: 'Uniform' }, affine: identity })
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
        rows.map((_, b) => counting(1000 * b))
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
    for (const limit of [1, 2, 3, 4, 5, 7, 100]) {
      expectElements(() => Cursor.repeated(unit, copies, { length, limit, open: () => counting() }), elements)
    }
  })
})

it('computes a whole once, when the first element is asked for', () => {
  let times = 0
  const cursor = Cursor.fromWhole(
    () => {
      times++
      return Float64Array.of(1, 2, 3)
    },
    () => end
  )
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
    const { write, skip, rng } = counting()
    let index = 0
    return {
      write: (dtype, n, out, offset) => {
        write(dtype, n, out, offset)
        most = Math.max(most, (index += n))
      },
      skip: (n) => {
        skip(n)
        index += n
      },
      rng
    }
  }
  for (const limit of [1, 3, 4, 100]) take(Cursor.repeated(2, 3, { length: 10, limit, open }), 30)
  expect(most).toBe(10)
})
