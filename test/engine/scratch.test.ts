import { describe, expect, it } from 'vitest'
import { scratch } from '../../src/engine/scratch.js'

describe('scratch', () => {
  const room = scratch(4, (n) => new Float64Array(n))

  it('lends the same room again', () => {
    const first = room.take(2)
    room.giveBack(first)
    const second = room.take(4)
    expect(second).toBe(first)
    expect(second.length).toBe(4)
    room.giveBack(second)
  })

  it('lends no room to two borrowers at a time', () => {
    const first = room.take(4)
    const second = room.take(4)
    expect(second).not.toBe(first)
    room.giveBack(first)
    room.giveBack(second)
    expect(room.take(4)).not.toBe(room.take(4))
  })

  it('makes room beyond the capacity, and does not keep it', () => {
    const large = room.take(5)
    expect(large.length).toBe(5)
    room.giveBack(large)
    expect(room.take(5)).not.toBe(large)
    expect(room.take(4).length).toBe(4)
  })
})
