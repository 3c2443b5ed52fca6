import { describe, expect, it } from 'vitest'
import { Summary } from 'initializers-ts'
import { appendParts, chunk, forEachChunk, parts } from '../../src/Summary/parts.js'

const n = 2 * chunk + 1
const data = Float64Array.from({ length: n }, (_, i) => i)
const tensor = { shape: [n], dtype: 'float64', data } as const

describe('chunks', () => {
  it('hold all values in order, at most a chunk at a time', () => {
    const lengths: Array<number> = []
    const seen: Array<number> = []
    forEachChunk((values) => {
      lengths.push(values.length)
      seen.push(...values)
    })(tensor)
    expect(lengths).toEqual([chunk, chunk, 1])
    expect(seen).toEqual([...data])
  })
})

describe('packed parts', () => {
  it('are five numbers for each chunk', () => {
    // 0 to 2047: mean 1023.5, squared deviations 2048 (2048² - 1) / 12
    expect(parts(tensor)).toHaveLength(15)
    expect([...parts(tensor).subarray(0, 5)]).toEqual([2048, 1023.5, 715_827_712, 0, 2047])
    expect([...parts(tensor).subarray(10)]).toEqual([1, 4096, 0, 4096, 4096])
  })

  it('give the summary of the tensor', () => {
    expect(appendParts(parts(tensor))(Summary.Monoid.empty)).toEqual(Summary.fromTensor(tensor))
  })
})
