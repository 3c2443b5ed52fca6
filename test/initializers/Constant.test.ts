/** Every array here was broadcast to its shape by hand. */
import { describe, expect, it, test } from 'vitest'
import { Initializer } from 'initializers-ts'
import { errors } from '../support/either.js'
import { complaints } from '../support/hostile.js'
import {
  constant,
  drawn,
  expectMoments,
  expectRoundTrip,
  numbers,
  keepsDrawLaws,
  rng,
  described,
  tried
} from './drawing.js'

const reshaped = (value: unknown) => ({ class_name: 'Constant', config: { value, reshape: true } })

describe('an array', () => {
  test.each<readonly [claim: string, value: unknown, shape: ReadonlyArray<number>, elements: ReadonlyArray<number>]>([
    ['of the shape itself', [1, 2, 3], [3], [1, 2, 3]],
    ['of rows', [[1, 2, 3], [4, 5, 6]], [2, 3], [1, 2, 3, 4, 5, 6]], // prettier-ignore
    ['of one number', [7], [3], [7, 7, 7]],
    ['of one number in one row', [[7]], [2, 2], [7, 7, 7, 7]],
    ['of one row, for every row', [1, 2, 3], [2, 3], [1, 2, 3, 1, 2, 3]],
    ['of one row, written as such', [[1, 2, 3]], [2, 3], [1, 2, 3, 1, 2, 3]],
    ['of one column', [[1], [2]], [2, 3], [1, 1, 1, 2, 2, 2]],
    ['of one column, for every matrix', [[1], [2]], [2, 2, 2], [1, 1, 2, 2, 1, 1, 2, 2]],
    ['of one number per matrix', [[[1]], [[2]]], [2, 2, 2], [1, 1, 1, 1, 2, 2, 2, 2]],
    ['of a middle axis of 1', [[[1, 2]], [[3, 4]]], [2, 2, 2], [1, 2, 1, 2, 3, 4, 3, 4]],
    ['of outer axes of 1', [[[1, 2], [3, 4]]], [2, 2, 2], [1, 2, 3, 4, 1, 2, 3, 4]], // prettier-ignore
    ['of matrices', [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]], // prettier-ignore
    ['of a matrix, for every batch', [[1, 2], [3, 4]], [2, 1, 2, 2], [1, 2, 3, 4, 1, 2, 3, 4]], // prettier-ignore
    ['of nothing', [], [0], []],
    ['of nothing, for every row', [], [2, 0], []],
    ['of empty rows', [[], []], [2, 0], []],
    ['of one number, for no element', [7], [0, 3], []],
    ['of one row, for no row', [1, 2, 3], [0, 3], []]
  ])('%s', (_, value, shape, elements) => {
    for (const dtype of ['float64', 'bfloat16'] as const) {
      expect(numbers(constant(value), { shape, dtype })).toEqual(elements)
    }
  })

  it('draws no word, and returns the given state', () => {
    expect(drawn(constant([[1], [2]]), { shape: [2, 3], dtype: 'float32' })[1]).toBe(rng)
  })

  it('is rounded to nearest, like a single number, at the limits too', () => {
    // bfloat16 has 0.099609375 and 0.10009765625 about 0.1, and 0.2001953125 nearest to 0.2
    const spec = { shape: [3], dtype: 'bfloat16' } as const
    expect(numbers(constant([0.1, 0.2, -0.1]), spec)).toEqual([0.10009765625, 0.2001953125, -0.10009765625])
    expect(numbers(constant(0.1), spec)).toEqual(Array(3).fill(0.10009765625))
    // 65519 is nearest to 65504, the greatest of float16
    for (const value of [65519, [65519, -65519]]) {
      expect(numbers(constant(value), { shape: [2], dtype: 'float16' })[0]).toBe(65504)
    }
  })
})

describe('an array that does not broadcast is refused', () => {
  test.each<readonly [value: unknown, shape: ReadonlyArray<number>, received: string]>([
    [[1, 2], [3], 'an array of shape [2]'],
    [[1, 2, 3], [3, 2], 'an array of shape [3]'],
    [[[1], [2]], [3, 2], 'an array of shape [2, 1]'],
    [[[1, 2, 3]], [3], 'an array of shape [1, 3]'],
    [[1], [], 'an array of shape [1]'],
    [[], [1], 'an array of shape [0]'],
    [[[]], [0], 'an array of shape [1, 0]'],
    [[[1, 2], [3]], [2, 2], 'a ragged array'],
    [[[1, 2], 3], [2, 2], 'a ragged array'],
    [[1, [2, 3]], [2, 2], 'a ragged array'],
    [
      [
        [1, 2],
        [[3], [4]]
      ],
      [2, 2],
      'a ragged array'
    ],
    [[[1], []], [2, 1], 'a ragged array']
  ])('%j on %j', (value, shape, received) => {
    const refused = tried(constant(value), { shape, dtype: 'float32' })
    expect(complaints(refused)).toEqual([`ShapeMismatch at config.value, got ${received}`])
  })

  it('as is a number that the dtype does not have', () => {
    const refused = tried(constant([0, 65520]), { shape: [2], dtype: 'float16' })
    expect(complaints(refused)).toEqual(['NotRepresentable at config.value, got 65520'])
  })

  it('as are a seed, and values that are not numbers', () => {
    expect(complaints(Initializer.decode({ class_name: 'Constant', config: { seed: 1 } }))).toEqual([
      'UnknownKey at config.seed, got 1'
    ])
    expect(complaints(Initializer.decode(constant([1, ['2', [null]]])))).toEqual([
      'WrongType at config.value.1.0, got "2"',
      'WrongType at config.value.1.1.0, got null'
    ])
  })
})

describe('an array in another form', () => {
  test.each<readonly [claim: string, value: unknown, shape: ReadonlyArray<number>, elements: ReadonlyArray<number>]>([
    ['of the shape itself', [[1, 2], [3, 4]], [2, 2], [1, 2, 3, 4]], // prettier-ignore
    ['of one row, for a column', [1, 2, 3], [3, 1], [1, 2, 3]],
    ['of one row, for rows', [1, 2, 3, 4, 5, 6], [2, 3], [1, 2, 3, 4, 5, 6]],
    ['of two rows, for three', [[1, 2, 3], [4, 5, 6]], [3, 2], [1, 2, 3, 4, 5, 6]], // prettier-ignore
    ['of rows, for a vector', [[1, 2], [3, 4]], [4], [1, 2, 3, 4]], // prettier-ignore
    ['of a column, for a row', [[1], [2], [3]], [3], [1, 2, 3]],
    ['of matrices, for rows', [[[1, 2]], [[3, 4]]], [2, 2], [1, 2, 3, 4]],
    ['of one number', [7], [2, 2], [7, 7, 7, 7]],
    ['of one number, deep within', [[[7]]], [2], [7, 7]],
    ['of one number, for a scalar', [7], [], [7]],
    ['of one number, for no element', [7], [0, 3], []],
    ['of nothing, for no element', [], [0, 3], []],
    ['of empty rows, for no element', [[], []], [5, 0, 2], []],
    ['that is a number', 7, [3], [7, 7, 7]]
  ])('%s', (_, value, shape, elements) => {
    for (const dtype of ['float64', 'bfloat16'] as const) {
      expect(numbers(reshaped(value), { shape, dtype })).toEqual(elements)
    }
  })

  test.each<readonly [value: unknown, shape: ReadonlyArray<number>, received: string]>([
    [[1, 2, 3], [2, 3], '3 values'],
    [[1, 2], [3], '2 values'],
    [[1, 2, 3, 4], [3], '4 values'],
    [[[1], [2]], [2, 3], '2 values'],
    [[1, 2], [], '2 values'],
    [[1, 2], [0], '2 values'],
    [[], [1], '0 values'],
    [[[1, 2], [3]], [3], 'a ragged array'],
    [[[1, 2], 3], [3], 'a ragged array'],
    [[[1], []], [1], 'a ragged array']
  ])('is refused: %j on %j', (value, shape, received) => {
    const refused = tried(reshaped(value), { shape, dtype: 'float32' })
    expect(complaints(refused)).toEqual([`ShapeMismatch at config.value, got ${received}`])
  })

  it('is refused with how many numbers there should be', () => {
    const refused = tried(reshaped([1, 2, 3]), { shape: [2, 3], dtype: 'float32' })
    expect(refused).toMatchObject({ left: [{ expected: 'an array of 6 values, or of one' }] })
  })

  it('is refused for a number that the dtype does not have', () => {
    const refused = tried(reshaped([0, 65520]), { shape: [2, 1], dtype: 'float16' })
    expect(complaints(refused)).toEqual(['NotRepresentable at config.value, got 65520'])
  })

  test.each([
    ['yes', '"yes"'],
    [1, '1'],
    [null, 'null'],
    [[true], 'an array']
  ])('has reshape as true or false, not %j', (reshape, received) => {
    expect(complaints(Initializer.decode({ class_name: 'Constant', config: { reshape } }))).toEqual([
      `WrongType at config.reshape, got ${received}`
    ])
  })

  it('has its own mean, stddev and bounds', () => {
    expect(described(reshaped([2, 4, 4, 4, 5, 5, 7, 9]), { shape: [2, 2, 2], dtype: 'float32' })).toMatchObject({
      content: { _tag: 'Structured', name: 'constant array', mean: 5, stddev: 2, low: 2, high: 9 },
      words: 0,
      elementwise: true
    })
    expectMoments(reshaped([0.5, -3, 8, 0]), { shape: [2, 2], dtype: 'float64' })
  })
})

describe('the description of an array', () => {
  it('is exact, because each of its numbers is equally frequent', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, and the squares of the distances add up to 32
    const eight = { shape: [3, 8], dtype: 'float32' } as const
    expect(described(constant([2, 4, 4, 4, 5, 5, 7, 9]), eight)).toMatchObject({
      content: { _tag: 'Structured', name: 'constant array', mean: 5, stddev: 2, low: 2, high: 9 },
      fans: null,
      words: 0,
      elementwise: true
    })
    expectMoments(constant([[1], [-2]]), { shape: [2, 5], dtype: 'float64' })
    expectMoments(constant([[[0.5, -3]], [[8, 0]]]), { shape: [2, 7, 2], dtype: 'float32' })
  })

  it('is nothing for an empty one', () => {
    expect(described(constant([]), { shape: [0], dtype: 'float32' })).toMatchObject({
      mean: 0,
      stddev: 0,
      low: 0,
      high: 0
    })
  })
})

describe('an array satisfies the laws of draws', () => {
  keepsDrawLaws(
    constant([
      [[1], [2]],
      [[3], [4]]
    ]),
    { shape: [3, 2, 2, 5], dtype: 'float16' },
    0
  )
  keepsDrawLaws(constant([1, 2, 3]), { shape: [3], dtype: 'float64' }, 0)
  keepsDrawLaws(constant([5]), { shape: [2, 0, 4], dtype: 'float32' }, 0)
  keepsDrawLaws(reshaped([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), { shape: [3, 2, 2], dtype: 'bfloat16' }, 0)
  keepsDrawLaws(reshaped([[5]]), { shape: [3, 4], dtype: 'float64' }, 0)

  test('may have a million numbers, in one row or in many', () => {
    const n = 1_000_000
    const counting = Array.from({ length: n }, (_, i) => i)
    const rows = Array.from({ length: n / 100 }, (_, i) => counting.slice(100 * i, 100 * (i + 1)))
    for (const [value, shape] of [
      [counting, [n]],
      [rows, [n / 100, 100]]
    ] as const)
      // prettier-ignore
      expect(drawn(constant(value), { shape, dtype: 'float32' })[0].data.at(-1)).toBe(n - 1)
  })

  test('of more than 20,000,000 numbers is refused with the limit', () => {
    expect(errors(Initializer.decode(constant(new Array(20_000_001))))).toEqual([
      {
        code: 'TooLarge',
        path: ['config', 'value'],
        expected: 'at most 20000000 items in all arrays',
        received: 'an array of 20000001 items'
      }
    ])
  })

  test('is serialized and read back', () => {
    expectRoundTrip(constant(0.5))
    expectRoundTrip(constant([[1, 2], [3, 4]])) // prettier-ignore
    expectRoundTrip(constant([]))
    expectRoundTrip('constant', constant(0))
    expectRoundTrip(constant([-0, [-0]]), constant([0, [0]]))
    expectRoundTrip({ class_name: 'Constant', config: { value: [1], dtype: 'float16' } })
    expectRoundTrip(reshaped([[1, 2, 3]]))
    expectRoundTrip({ class_name: 'Constant', config: { value: [1], reshape: false } }, constant([1]))
  })
})
