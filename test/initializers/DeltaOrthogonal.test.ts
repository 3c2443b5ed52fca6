import { describe, expect, it } from 'vitest'
import { DType, Initializer, type Shape } from 'initializers-ts'
import { stretch } from '../support/convolution.js'
import {
  behavesAsInitializer,
  defect,
  drawn,
  draws,
  hoeffding,
  made,
  mean,
  refusal,
  root,
  tiny,
  described,
  unit
} from '../support/initializers.js'
import { problems, right } from '../support/either.js'

behavesAsInitializer({
  className: 'DeltaOrthogonal',
  snake: 'delta_orthogonal',
  defaults: { gain: 1 },
  config: { gain: -0.3 },
  shape: [3, 2, 3, 5],
  hasSeed: true,
  words: (dtype) => 15 * DType.traits(dtype).wordsPerElement
})

const delta = made('DeltaOrthogonal')
const noise = (size: number): Float64Array => drawn(made('RandomNormal', { stddev: 1 }), [size])

const fields: ReadonlyArray<Shape.Shape> = [...[1, 2, 3, 4].flatMap((k) => [[k], [k, k], [k, k, k]]), [2, 5], [1, 4, 3]]
const channels = [
  [1, 1],
  [1, 4],
  [2, 3],
  [3, 3]
] as const

describe('a delta orthogonal kernel', () => {
  it.each(fields)('keeps the norm of what it convolves, with a field of %j', (...field) => {
    for (const [inputs, outputs] of channels) {
      const shape = [...(field as ReadonlyArray<number>), inputs, outputs]
      for (const gain of [1, -2.5]) {
        const w = (dtype: DType.DType): Float64Array => drawn(made('DeltaOrthogonal', { gain }), shape, dtype)
        // one matrix of 3 rows at most, each weight off by 2^-24: 3 · 2^-24 in norm; float64 by some 1e-14 n
        expect(Math.abs(stretch(w('float32'), shape, noise) / Math.abs(gain) - 1)).toBeLessThan(1e-6)
        expect(Math.abs(stretch(w('float64'), shape, noise) / Math.abs(gain) - 1)).toBeLessThan(1e-12)
      }
    }
  })

  it('has its matrix at the tap (k − 1) // 2 of each axis, and 0 elsewhere', () => {
    const centres = [
      [[1], 0],
      [[2], 0],
      [[3], 1],
      [[4], 1],
      [[5], 2],
      [[2, 2], 0],
      [[4, 4], 5], // row 1, column 1
      [[2, 5], 2],
      [[1, 4, 3], 4] // 0, 1, 1
    ] as const
    for (const [field, tap] of centres) {
      const w = drawn(delta, [...field, 2, 3])
      expect(w.findIndex((x) => x !== 0)).toBe(6 * tap)
      expect(w.findLastIndex((x) => x !== 0)).toBe(6 * tap + 5)
    }
  })

  it('has an orthogonal matrix of the same words', () => {
    for (const [inputs, outputs] of channels)
      for (const dtype of DType.all)
        expect(drawn(delta, [1, 1, inputs, outputs], dtype)).toEqual(
          drawn(made('Orthogonal'), [inputs, outputs], dtype)
        )
  })

  it.each(DType.all)('has orthonormal inputs over all taps, in %s', (dtype) => {
    for (const gain of [1, -0.3, 40]) {
      const w = drawn(made('DeltaOrthogonal', { gain }), [1, 1, 17, 30], dtype)
      expect(defect(w, 17, gain, dtype)).toBeLessThanOrEqual(1)
    }
  })

  it('has the moments of its description', () => {
    const shape = [3, 3, 20, 30]
    for (const dtype of DType.all) {
      const initializer = made('DeltaOrthogonal', { gain: 1.7 })
      const { mean: average, stddev, low, high } = described(initializer, shape, dtype)
      expect({ average, low, high }).toEqual({ average: 0, low: -1.7, high: 1.7 })
      // 20 rows of norm 1.7 in 9 · 20 · 30 elements
      expect(stddev).toBeCloseTo(1.7 / Math.sqrt(9 * 30), 14)
      const w = drawn(initializer, shape, dtype)
      expect(Math.abs(Math.sqrt(mean(w.map((x) => x * x))) - stddev)).toBeLessThan(unit[dtype] * stddev + tiny)
    }
  })

  it('is +1 and −1 alike where it is one number, with a false alarm in 512e9 seeds', () => {
    const all = draws(delta, [1, 1, 1], 4000)
    expect(all.every(([x]) => Math.abs(x!) === 1)).toBe(true)
    expect(Math.abs(all.filter(([x]) => x === 1).length / 4000 - 0.5)).toBeLessThan(hoeffding(4000))
  })

  it('is 0 for the gain 0', () => {
    expect(drawn(made('DeltaOrthogonal', { gain: 0 }), [3, 2, 2]).every((x) => x === 0)).toBe(true)
  })

  it.each([[[0, 3, 3]], [[3, 0, 4]], [[3, 3, 3, 0, 0]], [[0, 0, 2]], [[2, 0, 1, 2]]])(
    'is empty for %j, and returns the given state',
    (shape) => {
      const [tensor, next] = right(Initializer.sampler({ shape })(delta))(root)
      expect(tensor).toEqual({ shape, dtype: 'float32', data: new Float32Array(0) })
      expect(next).toBe(root)
      expect(described(delta, shape)).toMatchObject({ words: 0, elements: 0 })
    }
  )

  it.each([
    [{}, [], ['BadRank shape']],
    [{}, [3, 3], ['BadRank shape']],
    [{}, [1, 1, 1, 1, 1, 1], ['BadRank shape']],
    [{}, [3, 4, 3], ['ShapeMismatch shape 1']],
    [{}, [3, 3, 1, 0], ['ShapeMismatch shape 2']],
    [{ gain: 1e6 }, [3, 2, 2], ['BoundOverflow config gain']]
  ])('%j of shape %j is refused: %j', (config, shape, expected) => {
    expect(refusal(made('DeltaOrthogonal', config), shape, 'float16')).toEqual(expected)
  })

  it('draws many outputs for few inputs without their square', () => {
    const w = drawn(delta, [1, 2, 100_000], 'float32')
    expect(defect(w, 2, 1, 'float32')).toBeLessThanOrEqual(1)
  })

  it.each([NaN, '1', Infinity])('refuses the gain %j', (gain) => {
    expect(problems(Initializer.decode({ class_name: 'DeltaOrthogonal', config: { gain } }))).toHaveLength(1)
  })
})
