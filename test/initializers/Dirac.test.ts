import { describe, expect, it } from 'vitest'
import { DType, Initializer, type Shape } from 'initializers-ts'
import { circular } from '../support/convolution.js'
import { behavesAsInitializer, drawn, made, mean, refusal, described, unit } from '../support/initializers.js'
import { problems } from '../support/either.js'

behavesAsInitializer({
  className: 'Dirac',
  snake: 'dirac',
  defaults: { gain: 1, groups: 1, centre: 'upper', channels_first: false },
  config: { gain: -0.3, groups: 2, centre: 'lower', channels_first: true },
  shape: [4, 3, 2, 2],
  hasSeed: false,
  words: () => 0
})

const ones = (config: object, shape: Shape.Shape): ReadonlyArray<number> =>
  [...drawn(made('Dirac', config), shape)].flatMap((x, i) => (x === 0 ? [] : [i]))

/** PyTorch's `dirac_`, line by line: the indices of the ones in [out, in, …]. */
const torch = (shape: Shape.Shape, groups: number): ReadonlyArray<number> => {
  const [out, inputs, ...sizes] = shape as [number, number, ...number[]]
  const perGroup = out / groups
  const indices: number[] = []
  for (let g = 0; g < groups; g++)
    for (let d = 0; d < Math.min(perGroup, inputs); d++)
      indices.push(
        [g * perGroup + d, d, ...sizes.map((k) => Math.floor(k / 2))].reduce((at, i, axis) => at * shape[axis]! + i, 0)
      )
  return indices.toSorted((a, b) => a - b)
}

describe('a Dirac kernel', () => {
  it('is 1 at the centre where the channels are the same, worked out by hand', () => {
    // [taps, in, out] = [3, 2, 2]: an identity matrix at tap 1
    expect([...drawn(made('Dirac'), [3, 2, 2])]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0])
    // the same with [out, in, taps]
    const first = { channels_first: true }
    expect([...drawn(made('Dirac', first), [2, 2, 3])]).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
    // two outputs in each of two groups, and two inputs: the matrix I I
    expect([...drawn(made('Dirac', { groups: 2 }), [1, 2, 4])]).toEqual([1, 0, 1, 0, 0, 1, 0, 1])
    // three outputs in each of two groups, and two inputs: the third output of each has none
    expect([...drawn(made('Dirac', { groups: 2 }), [1, 2, 6])]).toEqual([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0])
    // more inputs than outputs
    expect([...drawn(made('Dirac'), [1, 3, 2])]).toEqual([1, 0, 0, 1, 0, 0])
    // depthwise: [k, 1, out] with as many groups as outputs
    expect([...drawn(made('Dirac', { groups: 3 }), [2, 1, 3])]).toEqual([0, 0, 0, 1, 1, 1])
  })

  it('has the centre k // 2 or (k − 1) // 2', () => {
    const taps = [1, 2, 3, 4, 5, 6]
    expect(taps.flatMap((k) => ones({ centre: 'upper' }, [k, 1, 1]))).toEqual([0, 1, 1, 2, 2, 3])
    expect(taps.flatMap((k) => ones({ centre: 'lower' }, [k, 1, 1]))).toEqual([0, 0, 1, 1, 2, 2])
    expect(ones({ centre: 'upper' }, [4, 4, 1, 1])).toEqual([10])
    expect(ones({ centre: 'lower' }, [4, 4, 1, 1])).toEqual([5])
    expect(ones({ centre: 'upper' }, [2, 3, 4, 1, 1])).toEqual([(1 * 3 + 1) * 4 + 2])
    expect(ones({ centre: 'lower', channels_first: true }, [1, 1, 2, 3, 4])).toEqual([(0 * 3 + 1) * 4 + 1])
  })

  it.each([
    [[4, 4, 3], 1],
    [[4, 2, 4], 2],
    [[6, 2, 3, 3], 2],
    [[6, 5, 2, 4], 3],
    [[6, 1, 2, 2, 2], 6],
    [[2, 5, 3, 1, 4], 1]
  ])('is PyTorch’s in its layout: %j in %d groups', (shape, groups) => {
    expect(ones({ groups, channels_first: true }, shape)).toEqual(torch(shape, groups))
  })

  it('is the same kernel in both layouts', () => {
    for (const centre of ['lower', 'upper'])
      for (const groups of [1, 2]) {
        const [a, b, inputs, outputs] = [3, 2, 3, 4]
        const last = drawn(made('Dirac', { groups, centre }), [a, b, inputs, outputs])
        const first = drawn(made('Dirac', { groups, centre, channels_first: true }), [outputs, inputs, a, b])
        expect(first).toEqual(
          last.map((_, i) => {
            const [o, c, tap] = [Math.floor(i / (inputs * a * b)), Math.floor(i / (a * b)) % inputs, i % (a * b)]
            return last[(tap * inputs + c) * outputs + o]!
          })
        )
      }
  })

  it('returns its input: a circular convolution shifts it by the centre', () => {
    const x = drawn(made('RandomNormal', { stddev: 1 }), [7, 2])
    const y = circular(x, 7, drawn(made('Dirac', { gain: -2 }), [3, 2, 2]), [3, 2, 2])
    for (let i = 0; i < 14; i++) expect(y[(i + 2) % 14]).toBe(-2 * x[i]!)
  })

  it('is that times the gain, rounded to the nearest number of the dtype', () => {
    for (const dtype of DType.all)
      expect(drawn(made('Dirac', { gain: 0.3 }), [1, 1, 1], dtype)[0]).toBe(DType.round(dtype)(0.3))
    expect(drawn(made('Dirac', { gain: 0 }), [3, 2, 2])).toEqual(new Float64Array(12))
  })

  it('has the moments of its description, exactly but for rounding', () => {
    for (const [shape, groups, count] of [
      [[3, 2, 4], 1, 2],
      [[3, 2, 4], 2, 4],
      [[3, 3, 5, 4], 4, 4],
      [[1, 1, 1], 1, 1]
    ] as const) {
      const initializer = made('Dirac', { gain: 1.7, groups })
      const elements = shape.reduce((n: number, dim) => n * dim, 1)
      for (const dtype of DType.all) {
        const w = drawn(initializer, shape, dtype)
        const { mean: average, stddev, low, high } = described(initializer, shape, dtype)
        expect(w.filter((x) => x !== 0)).toHaveLength(count)
        expect(average).toBeCloseTo((1.7 * count) / elements, 14)
        expect({ low, high }).toEqual({ low: 0, high: 1.7 })
        expect(Math.abs(mean(w) - average)).toBeLessThan(1.7 * unit[dtype])
        const spread = Math.sqrt(mean(w.map((x) => (x - mean(w)) ** 2)))
        expect(Math.abs(spread - stddev)).toBeLessThan(1.7 * unit[dtype])
      }
    }
  })

  it.each([[[0, 3, 3]], [[3, 0, 4]], [[3, 3, 3, 0, 0]], [[3, 2, 0]]])(
    'is empty for %j, and described as 0',
    (shape) => {
      for (const groups of [1, 2]) {
        if (shape.at(-1)! % groups !== 0) continue
        expect(drawn(made('Dirac', { groups }), shape)).toHaveLength(0)
        expect(described(made('Dirac', { groups }), shape)).toMatchObject({ mean: 0, stddev: 0, words: 0 })
      }
    }
  )

  it.each([
    [{}, [3, 3], ['BadRank shape']],
    [{}, [1, 1, 1, 1, 1, 1], ['BadRank shape']],
    [{ groups: 3 }, [3, 3, 4], ['BadGroups config groups']],
    [{ groups: 3, channels_first: true }, [4, 3, 3], ['BadGroups config groups']],
    [{ gain: 1e6 }, [3, 2, 2], ['BoundOverflow config gain']]
  ])('%j of shape %j is refused: %j', (config, shape, expected) => {
    expect(refusal(made('Dirac', config), shape, 'float16')).toEqual(expected)
  })

  it.each([
    [{ groups: 0 }, 'BadCount config groups'],
    [{ groups: 1.5 }, 'BadCount config groups'],
    [{ groups: '1' }, 'WrongType config groups'],
    [{ centre: 'middle' }, 'UnknownValue config centre'],
    [{ channels_first: 1 }, 'WrongType config channels_first'],
    [{ gain: NaN }, 'NotFinite config gain']
  ])('the config %j is refused: %s', (config, expected) => {
    expect(problems(Initializer.decode({ class_name: 'Dirac', config }))).toEqual([expected])
  })
})
