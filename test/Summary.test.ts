import { describe, expect, it } from 'vitest'
import { Summary, type Tensor } from 'initializers-ts'

const of = (...list: ReadonlyArray<number>): Summary.Summary =>
  Summary.fromTensor({ shape: [list.length], dtype: 'float64', data: Float64Array.from(list) })

describe('a summary', () => {
  it('has count, mean and extremes', () => {
    // mean 5, squared deviations 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32
    const summary = of(2, 4, 4, 4, 5, 5, 7, 9)
    expect(summary).toEqual({ count: 8, mean: 5, m2: 32, min: 2, max: 9 })
    expect(Summary.stddev(summary)).toBe(2)
  })

  it('is of the values of 16-bit elements, not of their bits', () => {
    const halves: Tensor.Tensor = { shape: [2], dtype: 'float16', data: Uint16Array.of(0x3c00, 0xc000) }
    expect(Summary.fromTensor(halves)).toEqual({ count: 2, mean: -0.5, m2: 4.5, min: -2, max: 1 })
    const brains: Tensor.Tensor = { shape: [2], dtype: 'bfloat16', data: Uint16Array.of(0x3f80, 0xc000) }
    expect(Summary.fromTensor(brains)).toEqual(Summary.fromTensor(halves))
  })

  it('of one element is the element', () => {
    expect(of(3)).toEqual({ count: 1, mean: 3, m2: 0, min: 3, max: 3 })
  })

  it('of no elements is empty', () => {
    expect(of()).toEqual(Summary.Monoid.empty)
    expect(Summary.Monoid.empty).toEqual({ count: 0, mean: 0, m2: 0, min: Infinity, max: -Infinity })
  })

  it('of parts is that of the whole, for any parts', () => {
    const joined = [of(2, 4), of(), of(4), of(4, 5, 5, 7, 9)].reduce(Summary.Monoid.concat, Summary.Monoid.empty)
    expect(joined.mean).toBeCloseTo(5, 14)
    expect(joined.m2).toBeCloseTo(32, 13)
    expect([joined.count, joined.min, joined.max]).toEqual([8, 2, 9])
  })

  it('keeps small deviations from a large mean', () => {
    // 10^8 + {1, 2, 3, 4}: a sum of squares would lose them; mean 10^8 + 2.5, m2 5
    const summary = of(1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 4)
    expect(summary.mean).toBe(1e8 + 2.5)
    expect(summary.m2).toBe(5)
  })

  it('joins the chunks of a long tensor', () => {
    // 0 to 9999: mean 4999.5, variance (10^8 - 1) / 12
    const summary = of(...Array.from({ length: 10_000 }, (_, i) => i))
    expect(summary.count).toBe(10_000)
    expect(summary.mean).toBeCloseTo(4999.5, 9)
    expect(Summary.stddev(summary) ** 2).toBeCloseTo((1e8 - 1) / 12, 4)
    expect([summary.min, summary.max]).toEqual([0, 9999])
  })
})
