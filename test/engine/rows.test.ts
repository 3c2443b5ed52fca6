import { describe, expect, it, test } from 'vitest'
import type { Cursor } from '../../src/engine/cursor.js'
import * as Rows from '../../src/engine/rows.js'
import { counting, end, expectElements, take } from './cursors.js'

describe('in pieces of any size, and after any skips, a cursor is', () => {
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
      Rows.interleaved(
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
      expectElements(() => Rows.repeated(unit, copies, { length, limit, open: () => counting() }), elements)
    }
  })
})

it('never asks for more elements to repeat than there are', () => {
  let most = 0
  const open = (): Cursor => {
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
  for (const limit of [1, 3, 4, 100]) take(Rows.repeated(2, 3, { length: 10, limit, open }), 30)
  expect(most).toBe(10)
})

it('ends with the state of its last cursor, or of the one that is repeated', () => {
  const interleaved = Rows.interleaved([1, 2], [counting(), { ...counting(), rng: () => ({ ...end, state: [1] }) }])
  take(interleaved, 6)
  expect(interleaved.rng()).toEqual({ ...end, state: [1] })
  const repeated = Rows.repeated(2, 3, { length: 4, limit: 2, open: () => counting() })
  take(repeated, 12)
  expect(repeated.rng()).toBe(end)
})
