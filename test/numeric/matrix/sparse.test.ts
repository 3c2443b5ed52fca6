import { describe, expect, it } from 'vitest'
import { zeroLeast } from '../../../src/numeric/matrix/sparse.js'

/** Columns as lists: sorted by key, then by row. */
const textbook = (matrix: Float64Array, keys: Int32Array, rows: number, cols: number, zeros: number): Float64Array => {
  const out = matrix.slice()
  for (let col = 0; col < cols; col++)
    Array.from({ length: rows }, (_, row) => row * cols + col)
      .sort((a, b) => keys[a]! - keys[b]! || a - b)
      .slice(0, zeros)
      .forEach((at) => (out[at] = 0))
  return out
}

const mix = (n: number): number => Math.imul(n ^ (n >>> 15), 0x2c1b3c6d) ^ (n << 7)

describe('zeroLeast', () => {
  it('sets the rows with the least keys of a column to 0', () => {
    const keys = Int32Array.of(5, -1, 3, 7, 4, 0)
    // the columns 5, 3, 4 and −1, 7, 0
    expect([...zeroLeast(Float64Array.of(1, 2, 3, 4, 5, 6), keys, 3, 2, 1)]).toEqual([1, 0, 0, 4, 5, 6])
    expect([...zeroLeast(Float64Array.of(1, 2, 3, 4, 5, 6), keys, 3, 2, 2)]).toEqual([1, 0, 0, 4, 0, 0])
    expect([...zeroLeast(Float64Array.of(1, 2, 3, 4, 5, 6), keys, 3, 2, 3)]).toEqual([0, 0, 0, 0, 0, 0])
    expect([...zeroLeast(Float64Array.of(1, 2, 3, 4, 5, 6), keys, 3, 2, 0)]).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('prefers upper rows among equal keys', () => {
    const ones = new Float64Array(5).fill(1)
    expect([...zeroLeast(ones, new Int32Array(5), 5, 1, 2)]).toEqual([0, 0, 1, 1, 1])
    expect([...zeroLeast(ones, Int32Array.of(3, 1, 3, 0, 3), 5, 1, 3)]).toEqual([0, 0, 1, 0, 1])
    expect([...zeroLeast(ones, Int32Array.of(3, 1, 3, 0, 3), 5, 1, 4)]).toEqual([0, 0, 0, 0, 1])
  })

  it('orders keys as signed numbers, up to the extremes', () => {
    const keys = Int32Array.of(2 ** 31 - 1, -(2 ** 31), 0, -1)
    expect([...zeroLeast(new Float64Array(4).fill(1), keys, 4, 1, 2)]).toEqual([1, 0, 1, 0])
  })

  it('agrees with sorting each column, with many and with few equal keys', () => {
    for (const [rows, cols] of [
      [1, 1],
      [7, 3],
      [20, 11],
      [64, 2]
    ] as const)
      for (const shift of [29, 24, 0]) {
        const matrix = Float64Array.from({ length: rows * cols }, (_, i) => i + 1)
        const keys = Int32Array.from(matrix, (x) => mix(x) >> shift)
        for (let zeros = 0; zeros <= rows; zeros++)
          expect(zeroLeast(matrix, keys, rows, cols, zeros)).toEqual(textbook(matrix, keys, rows, cols, zeros))
      }
  })

  it('does not change its input, and accepts 0 zeros', () => {
    const [matrix, keys] = [Float64Array.of(1, 2), Int32Array.of(1, 0)]
    zeroLeast(matrix, keys, 2, 1, 1)
    expect([matrix, keys]).toEqual([Float64Array.of(1, 2), Int32Array.of(1, 0)])
    expect(zeroLeast(new Float64Array(0), new Int32Array(0), 0, 3, 0)).toEqual(new Float64Array(0))
    expect(zeroLeast(new Float64Array(0), new Int32Array(0), 3, 0, 2)).toEqual(new Float64Array(0))
  })
})
