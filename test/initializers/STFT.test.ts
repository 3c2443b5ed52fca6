import { describe, expect, it } from 'vitest'
import { DType, Initializer } from 'initializers-ts'
import { behavesAsInitializer, drawn, made, mean, refusal, described, unit } from '../support/initializers.js'
import { problems } from '../support/either.js'

behavesAsInitializer({
  className: 'STFT',
  snake: 'stft',
  defaults: { side: 'real', window: 'hann', scaling: 'density', periodic: false },
  config: { side: 'imag', window: [1, -2, 0.5, 3], scaling: 'spectrum', periodic: true },
  nullable: ['window', 'scaling'],
  shape: [4, 1, 5],
  hasSeed: false,
  words: () => 0
})

const plain = { window: null, scaling: null }

describe('a Fourier kernel', () => {
  it('is the transform of four samples, worked out by hand', () => {
    expect([...drawn(made('STFT', plain), [4, 1, 3])]).toEqual([1, 1, 1, 1, 0, -1, 1, -1, 1, 1, 0, -1])
    expect([...drawn(made('STFT', { ...plain, side: 'imag' }), [4, 1, 3])]).toEqual([
      0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0
    ])
    expect([...drawn(made('STFT', plain), [3, 1, 2])]).toEqual([1, 1, 1, -1, 1, 1])
  })

  it('weighs samples by a window over its size', () => {
    const hann = { window: 'hann', periodic: true }
    const table = [0, 0, 0, 0.5, 0, -0.5, 1, -1, 1, 0.5, 0, -0.5]
    expect([...drawn(made('STFT', { ...hann, scaling: null }), [4, 1, 3])]).toEqual(table)
    // 0 + ½ + 1 + ½ = 2 and 0 + ¼ + 1 + ¼ = 3/2
    expect([...drawn(made('STFT', { ...hann, scaling: 'spectrum' }), [4, 1, 3])]).toEqual(table.map((x) => x / 2 + 0))
    const density = drawn(made('STFT', hann), [4, 1, 3])
    density.forEach((x, i) => expect(x).toBeCloseTo(table[i]! / Math.sqrt(1.5), 15))
    expect([...drawn(made('STFT', { window: [3, -4] }), [2, 1, 2])]).toEqual([0.6, 0.6, -0.8, 0.8])
    expect([...drawn(made('STFT', { window: null, scaling: 'density' }), [2, 1, 2])]).toEqual([1, 1, 1, -1])
  })

  it('computes the parts of a signal’s transform', () => {
    const [samples, bins] = [9, 6]
    const signal = drawn(made('RandomNormal', { stddev: 1 }), [samples])
    const parts = ['real', 'imag'].map((side) => drawn(made('STFT', { ...plain, side }), [samples, 1, bins]))
    for (let f = 0; f < bins; f++) {
      const angles = [...signal].map((_, t) => (-2 * Math.PI * t * f) / 10)
      const wanted = [Math.cos, Math.sin].map((wave) => angles.reduce((sum, a, t) => sum + wave(a) * signal[t]!, 0))
      parts.forEach((kernel, part) => {
        const found = signal.reduce((sum, x, t) => sum + x * kernel[t * bins + f]!, 0)
        expect(found).toBeCloseTo(wanted[part]!, 12)
      })
    }
  })

  it('is rounded to the nearest number of the dtype', () => {
    for (const dtype of DType.all) {
      const wide = drawn(made('STFT'), [9, 1, 6], 'float64')
      expect(drawn(made('STFT'), [9, 1, 6], dtype)).toEqual(wide.map(DType.round(dtype)))
      expect(drawn(made('STFT', { window: [0.3], scaling: null }), [1, 1, 2], dtype)[0]).toBe(DType.round(dtype)(0.3))
    }
  })

  it('has the moments of its description, exactly but for rounding', () => {
    for (const side of ['real', 'imag'])
      for (const [samples, bins] of [
        [1, 2],
        [4, 3],
        [9, 6],
        [33, 5], // more samples than the transform has points
        [64, 33]
      ] as const)
        for (const window of ['hann', 'hamming', null, Array.from({ length: samples }, (_, i) => i - 0.5)])
          for (const dtype of DType.all) {
            const initializer = made('STFT', { side, window, scaling: 'density' })
            const shape = [samples, 1, bins]
            const w = drawn(initializer, shape, dtype)
            const { mean: average, stddev, low, high } = described(initializer, shape, dtype)
            const most = Math.max(...w.map(Math.abs), 1)
            expect(Math.abs(mean(w) - average)).toBeLessThan(most * unit[dtype])
            // a difference of two squares; 1e-7 is the root of what float64 leaves where the spread is 0
            const spread = Math.sqrt(mean(w.map((x) => (x - average) ** 2)))
            expect(Math.abs(spread - stddev)).toBeLessThan(most * (unit[dtype] + (stddev < 1e-6 ? 1e-7 : 0)))
            expect(high).toBe(-low! + 0)
          }
  })

  it('is empty for no samples', () => {
    expect(drawn(made('STFT'), [0, 1, 5])).toHaveLength(0)
    expect(described(made('STFT'), [0, 1, 5])).toMatchObject({ mean: 0, stddev: 0, low: 0, high: 0, words: 0 })
  })

  it.each([
    [{}, [], ['ShapeMismatch shape']],
    [{}, [5], ['ShapeMismatch shape']],
    [{}, [5, 3], ['ShapeMismatch shape']],
    [{}, [5, 2, 3], ['ShapeMismatch shape']],
    [{}, [5, 0, 3], ['ShapeMismatch shape']],
    [{}, [5, 1, 1], ['ShapeMismatch shape']],
    [{}, [5, 1, 0], ['ShapeMismatch shape']],
    [{}, [5, 1, 3, 1], ['ShapeMismatch shape']],
    [{}, [2 ** 24 + 1, 1, 2], ['ShapeMismatch shape']],
    [{ window: [1, 2] }, [3, 1, 3], ['ShapeMismatch config window']],
    [{ window: [] }, [3, 1, 3], ['ShapeMismatch config window']],
    [{}, [2, 1, 3], ['NotFinite config window']], // the symmetric hann window of 2 samples is 0, 0
    [{ window: [0, 0, 0] }, [3, 1, 3], ['NotFinite config window']],
    [{ window: [1e170, 1] }, [2, 1, 3], ['NotFinite config window']],
    [{ window: [1e6, 1], scaling: null }, [2, 1, 3], ['BoundOverflow config window']],
    [{ window: [0, 0], scaling: null }, [2, 1, 3], []],
    [{ periodic: true }, [2, 1, 3], []]
  ])('%j of shape %j is refused: %j', (config, shape, expected) => {
    expect(refusal(made('STFT', config), shape, 'float16')).toEqual(expected)
  })

  it.each([
    [{ side: 'both' }, ['UnknownValue config side']],
    [{ window: 'han' }, ['UnknownValue config window']],
    [{ window: 3 }, ['WrongType config window']],
    [{ window: [1, NaN, '1'] }, ['NotFinite config window 1', 'WrongType config window 2']],
    [{ window: [[1]] }, ['WrongType config window 0']],
    [{ scaling: 'power' }, ['UnknownValue config scaling']],
    [{ periodic: 1 }, ['WrongType config periodic']]
  ])('the config %j is refused: %j', (config, expected) => {
    expect(problems(Initializer.decode({ class_name: 'STFT', config }))).toEqual(expected)
  })
})
