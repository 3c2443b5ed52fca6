import { describe, expect, it } from 'vitest'
import { scratch } from '../../src/numeric/scratch.js'

describe('scratch', () => {
  const arrays = scratch(4, (n) => new Float64Array(n))

  it('lends the same array again', () => {
    const first = arrays.take(2)
    arrays.release(first)
    const second = arrays.take(4)
    expect(second).toBe(first)
    expect(second.length).toBe(4)
    arrays.release(second)
  })

  it('lends no array to two borrowers at a time', () => {
    const first = arrays.take(4)
    const second = arrays.take(4)
    expect(second).not.toBe(first)
    arrays.release(first)
    arrays.release(second)
    expect(arrays.take(4)).not.toBe(arrays.take(4))
  })

  it('makes arrays beyond the capacity, and does not keep them', () => {
    const large = arrays.take(5)
    expect(large.length).toBe(5)
    arrays.release(large)
    expect(arrays.take(5)).not.toBe(large)
    expect(arrays.take(4).length).toBe(4)
  })
})
