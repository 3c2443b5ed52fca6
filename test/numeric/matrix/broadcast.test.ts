import { describe, expect, it } from 'vitest'
import { broadcastIndex } from '../../../src/numeric/matrix/broadcast.js'

const offsets = (own: ReadonlyArray<number>, shape: ReadonlyArray<number>): ReadonlyArray<number> =>
  Array.from({ length: shape.reduce((n, dim) => n * dim, 1) }, (_, i) => broadcastIndex(own, shape)(i))

const product = (dims: ReadonlyArray<number>): number => dims.reduce((n, dim) => n * dim, 1)

/** Computed from the index along each axis. */
const textbook = (own: ReadonlyArray<number>, shape: ReadonlyArray<number>): ReadonlyArray<number> =>
  Array.from({ length: product(shape) }, (_, index) => {
    const along = shape.map((dim, axis) => Math.floor(index / product(shape.slice(axis + 1))) % dim)
    const tail = along.slice(shape.length - own.length)
    return own.reduce((offset, dim, axis) => offset * dim + (dim === 1 ? 0 : tail[axis]!), 0)
  })

describe('broadcastIndex', () => {
  it('aligns at the last axis and repeats axes of size 1, worked out by hand', () => {
    expect(offsets([3], [2, 3])).toEqual([0, 1, 2, 0, 1, 2])
    expect(offsets([2, 1], [2, 3])).toEqual([0, 0, 0, 1, 1, 1])
    expect(offsets([1, 3], [2, 3])).toEqual([0, 1, 2, 0, 1, 2])
    expect(offsets([2, 3], [2, 3])).toEqual([0, 1, 2, 3, 4, 5])
    expect(offsets([], [2, 2])).toEqual([0, 0, 0, 0])
    expect(offsets([1], [])).toEqual([0])
    expect(offsets([2, 1, 2], [2, 2, 2])).toEqual([0, 1, 0, 1, 2, 3, 2, 3])
  })

  it('is NumPy’s for all shapes of up to three axes that broadcast', () => {
    const shape = [2, 3, 4]
    for (const rank of [0, 1, 2, 3])
      for (let ones = 0; ones < 2 ** rank; ones++) {
        const own = shape.slice(3 - rank).map((dim, axis) => ((ones >> axis) & 1 ? 1 : dim))
        expect(offsets(own, shape), own.join()).toEqual(textbook(own, shape))
      }
  })

  it('is exact for large indices', () => {
    const shape = [2 ** 20, 2 ** 31, 3]
    expect(broadcastIndex([2 ** 31, 1], shape)(2 ** 52)).toBe(Math.floor(2 ** 52 / 3) % 2 ** 31)
    expect(broadcastIndex([3], shape)(2 ** 52)).toBe(Number(2n ** 52n % 3n))
  })
})
