import { describe, expect, it, test } from 'vitest'
import { inRows, type Ranges, where } from '../../src/engine/ranges.js'

/** All indices of a set in [start, stop), range by range. */
const indices = (ranges: Ranges, start: number, stop: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  ranges(start, stop, (from, to) => {
    for (let i = from; i < to; i++) found.push(i)
  })
  return found
}

test('where a predicate holds', () =>
  expect(
    indices(
      where((i) => i % 3 === 0),
      2,
      10
    )
  ).toEqual([3, 6, 9]))

describe('a range of columns in each row', () => {
  const above = inRows(2, 4, (row) => [row + 1, 4])
  const below = inRows(4, 2, (row) => [0, row])

  it('is found in every matrix of a stack', () => {
    // 0 1 2 3 / 4 5 6 7, and the same from 8 on
    expect(indices(above, 0, 16)).toEqual([1, 2, 3, 6, 7, 9, 10, 11, 14, 15])
  })

  it('ends where the columns do', () => expect(indices(below, 0, 8)).toEqual([2, 4, 5, 6, 7]))

  it('is the same in any subrange', () => {
    for (let start = 0; start <= 16; start++) {
      for (let stop = start; stop <= 16; stop++) {
        const whole = indices(above, 0, 16)
        expect(indices(above, start, stop)).toEqual(whole.filter((i) => start <= i && i < stop))
      }
    }
  })

  it('is empty where there are no elements', () =>
    expect(
      indices(
        inRows(3, 0, () => [0, 1]),
        0,
        0
      )
    ).toEqual([]))
})
