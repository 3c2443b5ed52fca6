import { describe, expect, it } from 'vitest'
import { DType, Initializer } from 'initializers-ts'
import { behavesAsInitializer, drawn, made, mean, refusal, root, described, unit } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

behavesAsInitializer({
  className: 'Identity',
  snake: 'identity',
  defaults: { gain: 1 },
  config: { gain: -0.3 },
  shape: [4, 3],
  hasSeed: false,
  words: () => 0
})

const identity = made('Identity')
const times = (gain: number): Initializer.Initializer => made('Identity', { gain })

describe('an identity', () => {
  it('is 1 where row and column are the same', () => {
    expect([...drawn(identity, [3, 3])]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1])
    expect([...drawn(identity, [2, 4])]).toEqual([1, 0, 0, 0, 0, 1, 0, 0])
    expect([...drawn(identity, [4, 2])]).toEqual([1, 0, 0, 1, 0, 0, 0, 0])
    expect([...drawn(identity, [1, 1])]).toEqual([1])
    expect([...drawn(identity, [0, 3])]).toEqual([])
    expect([...drawn(identity, [3, 0])]).toEqual([])
  })

  it('is that times the gain, rounded to the nearest number of the dtype as a constant is', () => {
    expect([...drawn(times(-2.5), [2, 2])]).toEqual([-2.5, 0, 0, -2.5])
    expect(drawn(times(0), [3, 3])).toEqual(new Float64Array(9))
    for (const dtype of DType.all)
      for (const gain of [0.1, 0.3, -0.3, 1 / 3, 1e-5, 65504, -1 / 7])
        expect([...drawn(times(gain), [1, 2], dtype)], `${gain} in ${dtype}`).toEqual([
          drawn(made('Constant', { value: gain }), [], dtype)[0],
          0
        ])
  })

  it('has no −0', () => {
    for (const gain of [1, -1, 0])
      expect(drawn(times(gain), [3, 3], 'float32').some((x) => Object.is(x, -0))).toBe(false)
  })

  it('has the moments of its description, exactly but for rounding', () => {
    for (const shape of [
      [4, 3],
      [3, 5],
      [1, 1]
    ])
      for (const dtype of DType.all) {
        const w = drawn(times(1.7), shape, dtype)
        const { mean: average, stddev, low, high } = described(times(1.7), shape, dtype)
        // over r c elements, min(r, c) of them 1.7
        const share = Math.min(...shape) / (shape[0]! * shape[1]!)
        expect(average).toBeCloseTo(1.7 * share, 15)
        expect(stddev).toBeCloseTo(1.7 * Math.sqrt(share * (1 - share)), 15)
        expect({ low, high }).toEqual({ low: 0, high: 1.7 })
        expect(Math.abs(mean(w) - average)).toBeLessThan(1.7 * unit[dtype])
        const spread = Math.sqrt(mean(w.map((x) => (x - mean(w)) ** 2)))
        expect(Math.abs(spread - stddev)).toBeLessThan(1.7 * unit[dtype])
      }
    expect(described(times(-1.7), [2, 2])).toMatchObject({ low: -1.7, high: 0 })
    expect(described(identity, [0, 0])).toMatchObject({ mean: 0, stddev: 0, elementwise: true, words: 0, fans: null })
  })

  it('draws any part of a matrix that no memory holds', () => {
    const n = 2 ** 24
    const box = [
      [n - 2, n],
      [n - 2, n]
    ] as const
    const part = right(Initializer.slice({ shape: [n, n], dtype: 'float32', box })(identity))
    expect(part(root)[0].data).toEqual(Float32Array.of(1, 0, 0, 1))
  })

  it.each([
    [{}, [], ['BadRank shape']],
    [{}, [3], ['BadRank shape']],
    [{}, [3, 3, 3], ['BadRank shape']],
    [{ gain: 65520 }, [3, 3], ['BoundOverflow config gain']],
    [{}, [2 ** 26, 2 ** 26], ['ShapeTooLarge shape']]
  ])('%j of shape %j is refused: %j', (config, shape, expected) => {
    expect(refusal(made('Identity', config), shape, 'float16')).toEqual(expected)
  })

  it.each([
    [{ gain: NaN }, 'NotFinite config gain'],
    [{ gain: true }, 'WrongType config gain']
  ])('the config %j is refused: %s', (config, expected) => {
    expect(problems(Initializer.decode({ class_name: 'Identity', config }))).toEqual([expected])
  })
})
