import { describe, expect, it, test } from 'vitest'
import { DType, Shape } from 'initializers-ts'
import { complaints } from '../support/hostile.js'
import {
  constant,
  drawn,
  expectMoments,
  expectRoundTrip,
  moments,
  numbers,
  keepsDrawLaws,
  rng,
  type Spec,
  described,
  tried,
  wrap
} from './drawing.js'

const masked = (mask: unknown, initializer: unknown, value?: number) => ({
  class_name: 'Masked',
  config: { mask, initializer, ...(value === undefined ? {} : { value }) }
})

type Row = readonly [mask: unknown, shape: ReadonlyArray<number>, indices: ReadonlyArray<0 | 1>]

/** Where the mask is 1, written by hand. */
const table: ReadonlyArray<Row> = [
  ['lower', [3, 3], [1, 0, 0, 1, 1, 0, 1, 1, 1]],
  ['upper', [3, 3], [1, 1, 1, 0, 1, 1, 0, 0, 1]],
  ['lower', [2, 4], [1, 0, 0, 0, 1, 1, 0, 0]],
  ['upper', [2, 4], [1, 1, 1, 1, 0, 1, 1, 1]],
  ['lower', [4, 2], [1, 0, 1, 1, 1, 1, 1, 1]],
  ['upper', [4, 2], [1, 1, 0, 1, 0, 0, 0, 0]],
  ['lower', [1, 3], [1, 0, 0]],
  ['upper', [1, 3], [1, 1, 1]],
  ['lower', [3, 1], [1, 1, 1]],
  ['upper', [3, 1], [1, 0, 0]],
  ['lower', [2, 2, 2], [1, 0, 1, 1, 1, 0, 1, 1]],
  ['upper', [2, 2, 2], [1, 1, 0, 1, 1, 1, 0, 1]],
  ['lower', [2, 1, 2, 3], [1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0]],
  ['upper', [2, 3, 2], [1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0]],
  ['lower', [0, 3], []],
  ['upper', [2, 3, 0], []],
  [[1, 0, 1], [3], [1, 0, 1]],
  [
    [1, 0, 1],
    [2, 3],
    [1, 0, 1, 1, 0, 1]
  ],
  [
    [[1], [0]],
    [2, 3],
    [1, 1, 1, 0, 0, 0]
  ],
  [[[1, 0], [0, 1]], [2, 2], [1, 0, 0, 1]], // prettier-ignore
  [[[1, 0], [0, 1]], [2, 2, 2], [1, 0, 0, 1, 1, 0, 0, 1]], // prettier-ignore
  [
    [[[1]], [[0]]],
    [2, 1, 3],
    [1, 1, 1, 0, 0, 0]
  ],
  [[1], [2, 2], [1, 1, 1, 1]],
  [[0], [2, 2], [0, 0, 0, 0]],
  [[0], [0], []]
]

describe('a mask', () => {
  test.each(table)('%j on %j allows %j', (mask, shape, indices) => {
    expect(numbers(masked(mask, 'ones'), { shape, dtype: 'float32' })).toEqual(indices)
    expect(numbers(masked(mask, 'ones', -7), { shape, dtype: 'float32' })).toEqual(indices.map((bit) => bit || -7))
  })

  test.each(table)('%j on %j leaves what it allows as it is drawn, bit for bit', (mask, shape, indices) => {
    for (const dtype of DType.all) {
      for (const initializer of ['he_normal', 'random_normal', 'glorot_uniform']) {
        const [tensor, next] = drawn(masked(mask, initializer, 0.25), { shape, dtype })
        const [unmasked, after] = drawn(initializer, { shape, dtype })
        const [filled] = drawn(constant(0.25), { shape, dtype })
        expect([...tensor.data]).toEqual(indices.map((bit, i) => (bit ? unmasked : filled).data[i]))
        expect(next).toEqual(after)
      }
    }
  })

  it('may be on a draw that is not elementwise', () => {
    const spec = { shape: [5, 5], dtype: 'float64' } as const
    const q = numbers('orthogonal', spec)
    expect(numbers(masked('lower', 'orthogonal'), spec)).toEqual(q.map((x, i) => (i % 5 <= Math.floor(i / 5) ? x : 0)))
    expect(described(masked('lower', 'orthogonal'), spec).elementwise).toBe(false)
  })

  it('on a mask is both', () => {
    const both = masked('lower', masked('upper', 'ones', 2), 3)
    expect(numbers(both, { shape: [3, 3], dtype: 'float32' })).toEqual([1, 3, 3, 2, 1, 3, 2, 2, 1])
  })

  it('has a value that is rounded to nearest', () => {
    expect(numbers(masked([0], 'zeros', 0.1), { shape: [1], dtype: 'bfloat16' })).toEqual([0.10009765625])
  })

  it('returns the given state where no word is drawn', () => {
    expect(drawn(masked('lower', 'ones'), { shape: [3, 3], dtype: 'float32' })[1]).toBe(rng)
  })
})

describe('the description', () => {
  const withElements = table.filter(([, shape]) => Shape.size(shape) > 0)
  test.each(withElements)('of %j on %j is exact for constants', (mask, shape) => {
    expectMoments(masked(mask, constant(3), -2), { shape, dtype: 'float64' })
  })

  it('has the fraction of a triangle, and the fans and words of the whole tensor', () => {
    // 6 of 9 elements: mean 2/3, variance 2/9
    const spec = { shape: [3, 3], dtype: 'float32' } as const
    const lower = described(masked('lower', 'ones'), spec)
    expect(lower.content).toMatchObject({ _tag: 'Structured', name: 'masked', low: 0, high: 1 })
    expect(lower.mean).toBeCloseTo(2 / 3, 15)
    expect(lower.stddev).toBeCloseTo(Math.sqrt(2 / 9), 15)
    expect(described(masked('upper', 'he_normal'), spec)).toMatchObject({ words: 9, fans: { fanIn: 3, fanOut: 3 } })
  })

  it('is what is drawn: 6 standard errors, a false alarm in 10^8 seeds', () => {
    // a quarter of N(0, 2): variance 1; the square of an element has the variance 2 · 16 where it is not 0
    const n = 20_000
    const config = masked([1, 0, 0, 0], { class_name: 'RandomNormal', config: { stddev: 2 } })
    const spec = { shape: [n / 4, 4], dtype: 'float32' } as const
    expect(described(config, spec)).toMatchObject({ mean: 0, stddev: 1 })
    const { mean, stddev } = moments(numbers(config, spec))
    expect(Math.abs(mean)).toBeLessThan(6 / Math.sqrt(n))
    expect(Math.abs(stddev * stddev - 1)).toBeLessThan(6 * Math.sqrt(32 / 4 / n))
  })
})

describe('is refused', () => {
  const spec: Spec = { shape: [2, 3], dtype: 'float16' }
  test.each<readonly [claim: string, config: unknown, ...complaints: ReadonlyArray<string>]>([
    ['no mask', wrap('Masked')({ initializer: 'ones' }), 'MissingKey at config.mask, got undefined'],
    ['no initializer', wrap('Masked')({ mask: 'lower' }), 'MissingKey at config.initializer, got undefined'],
    ['another word', masked('diagonal', 'ones'), 'UnknownValue at config.mask, got "diagonal"'],
    ['one number', masked(1, 'ones'), 'WrongType at config.mask, got 1'],
    ['true', masked(true, 'ones'), 'WrongType at config.mask, got true'],
    [
      'other numbers',
      masked([[1, 0, 2], [0.5, true, -1]], 'ones'), // prettier-ignore
      'UnknownValue at config.mask.0.2, got 2',
      'UnknownValue at config.mask.1.0, got 0.5',
      'UnknownValue at config.mask.1.1, got true',
      'UnknownValue at config.mask.1.2, got -1'
    ],
    ['a mask of another shape', masked([1, 0], 'ones'), 'ShapeMismatch at config.mask, got an array of shape [2]'],
    ['a ragged mask', masked([[1, 0, 1], [1]], 'ones'), 'ShapeMismatch at config.mask, got a ragged array'],
    ['a value of NaN', masked('lower', 'ones', NaN), 'NotFinite at config.value, got NaN'],
    ['a value beyond the dtype', masked('lower', 'ones', 1e5), 'NotRepresentable at config.value, got 100000'],
    [
      'all that does not fit, at once',
      masked([1, 0], constant(1e6), 1e5),
      'NotRepresentable at config.initializer.config.value, got 1000000',
      'NotRepresentable at config.value, got 100000',
      'ShapeMismatch at config.mask, got an array of shape [2]'
    ],
    [
      'a seed inside',
      masked('lower', { class_name: 'HeNormal', config: { seed: 3 } }),
      'Unsupported at config.initializer.config.seed, got 3'
    ]
  ])('%s', (_, config, ...expected) => {
    expect([...complaints(tried(config, spec))].sort()).toEqual([...expected].sort())
  })

  it('a triangle of fewer than two axes', () => {
    expect(complaints(tried(masked('lower', 'ones'), { shape: [3], dtype: 'float32' }))).toEqual([
      'BadRank at config.mask, got rank 1'
    ])
    expect(complaints(tried(masked('upper', 'ones'), { shape: [], dtype: 'float32' }))).toEqual([
      'BadRank at config.mask, got rank 0'
    ])
  })

  it('but not a value that the dtype rounds to its largest', () => {
    expect(numbers(masked([0], 'zeros', 65519), { shape: [1], dtype: 'float16' })).toEqual([65504])
  })
})

describe('satisfies the laws of draws', () => {
  keepsDrawLaws(masked('lower', 'he_normal'), { shape: [2, 4, 5], dtype: 'float32' }, 40)
  keepsDrawLaws(masked('upper', 'random_uniform', 9), { shape: [5, 3], dtype: 'float64' }, 30)
  keepsDrawLaws(masked([[1], [0], [1]], 'glorot_normal'), { shape: [3, 7], dtype: 'float16' }, 21)
  keepsDrawLaws(masked('lower', 'orthogonal'), { shape: [4, 4], dtype: 'bfloat16' }, 16)

  test('is serialized and read back', () => {
    const ones = { class_name: 'Ones', config: {} }
    expectRoundTrip(masked('lower', ones, 0))
    expectRoundTrip(masked('upper', 'ones'), masked('upper', ones, 0))
    expectRoundTrip(masked([[1, 0], [0, 1]], ones, -3.5)) // prettier-ignore
    expectRoundTrip(masked([-0, 1], ones, 0), masked([0, 1], ones, 0))
  })
})
