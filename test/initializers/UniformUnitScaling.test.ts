import { describe, expect, it } from 'vitest'
import { Distribution, DType, Initializer, type Shape } from 'initializers-ts'
import { broken, statisticalLaws } from 'initializers-ts/laws'
import { behavesAsInitializer, drawn, made, refusal, described } from '../support/initializers.js'
import { problems } from '../support/either.js'

behavesAsInitializer({
  className: 'UniformUnitScaling',
  snake: 'uniform_unit_scaling',
  defaults: { factor: 1 },
  config: { factor: 1.43 },
  shape: [4, 3, 5],
  hasSeed: true,
  words: (dtype) => 60 * DType.traits(dtype).wordsPerElement
})

/** TensorFlow 1's `init_ops.UniformUnitScaling.__call__`, line by line. */
const tensorflow = (factor: number, shape: Shape.Shape): number => {
  let inputSize = 1
  for (const dim of shape.slice(0, -1)) inputSize *= dim
  inputSize = Math.max(inputSize, 1)
  return Math.sqrt(3 / inputSize) * factor
}

describe('uniform unit scaling', () => {
  it.each([
    [1, [12, 7], 0.5],
    [2, [3, 5], 2],
    [1, [2, 2, 3, 10], 0.5],
    [1.43, [300, 2], 0.143],
    [1, [], Math.sqrt(3)],
    [1, [9], Math.sqrt(3)],
    [1, [0, 5], Math.sqrt(3)],
    [1, [3, 0], 1]
  ])('of factor %d over %j lies within ±%d', (factor, shape, limit) => {
    const { content, low, high, elementwise, fans } = described(made('UniformUnitScaling', { factor }), shape)
    expect(content._tag).toBe('Uniform')
    expect(high).toBeCloseTo(limit, 15)
    expect({ low, elementwise, fans }).toEqual({ low: -high!, elementwise: true, fans: null })
  })

  it('has TensorFlow’s limits to the last bit', () => {
    for (const factor of [1, 1.15, 1.43, 0.1, 7])
      for (const shape of [[], [5], [7, 3], [3, 3, 17, 9], [0, 2], [11, 13, 2]])
        expect(described(made('UniformUnitScaling', { factor }), shape).high).toBe(tensorflow(factor, shape))
  })

  it('draws the numbers of a uniform initializer with its limits', () => {
    for (const dtype of DType.all) {
      const limit = tensorflow(1.15, [7, 3])
      expect(drawn(made('UniformUnitScaling', { factor: 1.15 }), [7, 3], dtype)).toEqual(
        drawn(made('RandomUniform', { minval: -limit, maxval: limit }), [7, 3], dtype)
      )
    }
  })

  it.each(DType.all)('follows its distribution in %s; one false alarm in 512e9 seeds for each law', (dtype) => {
    const limit = tensorflow(2, [256, 256])
    const expected = { distribution: Distribution.uniform(-limit, limit), dtype }
    const w = drawn(made('UniformUnitScaling', { factor: 2 }), [256, 256], dtype)
    expect(broken(statisticalLaws(expected))(w)).toEqual([])
  })

  it.each([
    [1e6, ['BoundOverflow config factor']],
    [1e-9, ['BoundUnderflow config factor']]
  ])('of factor %d is refused in float16: %j', (factor, expected) => {
    expect(refusal(made('UniformUnitScaling', { factor }), [3, 3], 'float16')).toEqual(expected)
  })

  it.each([
    [0, 'NotPositive'],
    [-1, 'NotPositive'], // TensorFlow takes it
    [NaN, 'NotFinite'],
    ['1', 'WrongType']
  ])('refuses the factor %j: %s', (factor, code) => {
    const read = Initializer.decode({ class_name: 'UniformUnitScaling', config: { factor } })
    expect(problems(read)).toEqual([`${code} config factor`])
  })
})
