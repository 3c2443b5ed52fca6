import { describe, expect, test } from 'vitest'
import { topologicalOrder } from '../../../../src/importers/keras/graph/topologicalOrder.js'

describe('topologicalOrder', () => {
  test.each<
    [needs: ReadonlyArray<ReadonlyArray<number>>, order: ReadonlyArray<number>, blocked: ReadonlyArray<number>]
  >([
    [[], [], []],
    [[[], [], []], [0, 1, 2], []],
    [[[1], [2], []], [2, 1, 0], []],
    [[[], [0, 0], [0, 1]], [0, 1, 2], []],
    [[[0], []], [1], [0]],
    [[[1], [0], [], [1, 2]], [2], [0, 1, 3]]
  ])('%j', (needs, order, blocked) => {
    expect(topologicalOrder(needs)).toEqual({ order, blocked })
  })

  test('takes linear time: a chain of 200,000 and an item that needs them all', () => {
    const n = 200_000
    const chain = Array.from({ length: n }, (_, i) => (i === 0 ? [] : [i - 1]))
    const { order, blocked } = topologicalOrder([...chain, Array.from({ length: n }, (_, i) => i)])
    expect([order.length, order.at(-1), blocked]).toEqual([n + 1, n, []])
  })
})
