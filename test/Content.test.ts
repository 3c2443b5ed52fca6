/** Moments and bounds worked out by hand. */
import * as E from 'fp-ts/Either'
import { describe, expect, it, test } from 'vitest'
import { Distribution } from 'initializers-ts'
import * as Content from '../src/Content.js'
import { complaints } from './support/hostile.js'

const uniform = Distribution.uniform(-1, 3)
const normal = Distribution.normal(2, 3)
const truncated = Distribution.truncatedNormal(1, 2, -1, 3)
const structured = (name: string, mean: number, stddev: number, low: number, high: number): Content.Structured =>
  Content.structured({ name, mean, stddev, low, high })
const rows = structured('rows', 0.5, 2, -3, 4)

describe('mean, stddev and support', () => {
  test.each([
    ['a constant', Content.constant(-2), -2, 0, [-2, -2]],
    ['a structure', rows, 0.5, 2, [-3, 4]],
    ['a uniform distribution', uniform, 1, Math.sqrt(16 / 12), [-1, 3]],
    ['a normal distribution', normal, 2, 3, [-Infinity, Infinity]]
  ] as const)('of %s', (_, content, mean, stddev, support) => {
    expect(Content.mean(content)).toBe(mean)
    expect(Content.stddev(content)).toBeCloseTo(stddev, 15)
    expect(Content.support(content)).toEqual(support)
  })
})

describe('mixture', () => {
  it('has the moments of all parts together', () => {
    // mean (3 · 1 + 1 · 5) / 4 = 2; variance (3 (0 + 1) + 1 (4 + 9)) / 4 = 4
    const parts = [
      { fraction: 0.75, content: Content.constant(1) },
      { fraction: 0.25, content: structured('', 5, 2, 4, 6) }
    ]
    expect(Content.mixture('float32', 'both', parts)).toEqual(structured('both', 2, 2, 1, 6))
  })

  it('has finite bounds: those of what the words of the dtype can draw', () => {
    const parts = [
      { fraction: 0.5, content: Distribution.normal(0, 1) },
      { fraction: 0.5, content: Content.constant(0) }
    ]
    const bounds = (['float32', 'float64'] as const).map((dtype) => Content.mixture(dtype, '', parts).high)
    expect(bounds[0]).toBeCloseTo(6.3379577545537895, 14)
    expect(bounds[1]).toBeCloseTo(8.209536151601387, 14)
  })

  it('accepts any number of parts', () => {
    const fraction = 2 ** -18
    const parts = Array.from({ length: 2 ** 18 }, (_, i) => ({ fraction, content: Content.constant(i % 2) }))
    expect(Content.mixture('float32', '', parts)).toEqual(structured('', 0.5, 0.5, 0, 1))
  })
})

test('twoPoint is a value on a fraction of the elements, and 0 elsewhere', () => {
  // mean 0.2 · 5 = 1; variance 0.2 (5 − 1)² + 0.8 · 1 = 4
  expect(Content.twoPoint('', 5, 0.2)).toEqual(structured('', 1, 2, 0, 5))
  expect(Content.twoPoint('', -5, 0.2)).toEqual(structured('', -1, 2, -5, 0))
})

describe('scale', () => {
  test.each<readonly [factor: number, content: Content.Content, scaled: Content.Content]>([
    [2, Content.constant(3), Content.constant(6)],
    [-2, Content.constant(0), Content.constant(0)],
    [2, rows, structured('rows', 1, 4, -6, 8)],
    [-2, rows, structured('rows', -1, 4, -8, 6)],
    [0, rows, structured('rows', 0, 0, 0, 0)],
    [0.5, uniform, Distribution.uniform(-0.5, 1.5)],
    [-0.5, uniform, Distribution.uniform(-1.5, 0.5)],
    [-1, Distribution.uniform(0, 1), Distribution.uniform(-1, 0)],
    [-3, normal, Distribution.normal(-6, 9)],
    [-1, Distribution.normal(0, 1), Distribution.normal(0, 1)],
    [2, truncated, Distribution.truncatedNormal(2, 4, -1, 3)],
    [-2, truncated, Distribution.truncatedNormal(-2, 4, -3, 1)],
    [-1, Distribution.truncatedNormal(0, 1, 0, Infinity), Distribution.truncatedNormal(0, 1, -Infinity, 0)]
  ])('by %d: %j → %j, with no −0', (factor, content, scaled) => {
    expect(Content.scale(factor)(content)).toEqual(scaled)
  })
})

describe('fits', () => {
  test.each<readonly [content: Content.Content, complaint: string]>([
    [Content.constant(65520), 'NotRepresentable at , got 65520'],
    [Content.constant(NaN), 'NotRepresentable at , got NaN'],
    [structured('', 0, 1, -65520, 1), 'BoundOverflow at , got numbers up to 65520'],
    [structured('', 0, 1, -1, Infinity), 'BoundOverflow at , got numbers up to Infinity'],
    [structured('', 0, 1, NaN, NaN), 'BoundOverflow at , got numbers up to NaN'],
    [structured('', 0, 1, 2, 1), 'BadBounds at , got [2, 1]'],
    [Distribution.uniform(-1e308, 1e308), 'BoundOverflow at , got numbers up to Infinity'],
    [Distribution.uniform(1, 1), 'BadBounds at , got [1, 1]']
  ])('%j cannot be held in float16', (content, complaint) => {
    expect(complaints(Content.fits('float16')(content))).toEqual([complaint])
  })

  it('fits if float16 rounds it to a finite number', () => {
    for (const content of [Content.constant(-65519), structured('', 0, 1, -65519, 65519), uniform, truncated]) {
      expect(Content.fits('float16')(content)).toEqual(E.right(content))
    }
  })
})

describe('clampBounds', () => {
  // bfloat16 has 0.099609375 and 0.10009765625 about 0.1, nearer to the latter
  it('are within the bounds of a distribution', () => {
    expect(Content.clampBounds('bfloat16')(Distribution.uniform(-0.1, 0.1))).toEqual([-0.099609375, 0.099609375])
  })

  it('are the nearest numbers for a constant and a structure', () => {
    expect(Content.clampBounds('bfloat16')(Content.constant(0.1))).toEqual([0.10009765625, 0.10009765625])
    expect(Content.clampBounds('bfloat16')(structured('', 0, 1, -0.1, 0.1))).toEqual([-0.10009765625, 0.10009765625])
  })
})
