import { describe, expect, it } from 'vitest'
import { Distribution, Draw, DType, Initializer, presets, Rng, Tensor } from 'initializers-ts'
import * as Content from '../src/Content.js'
import { code, right } from './support/either.js'

const rng = right(Rng.fromSeed(42))
const spread = Distribution.uniform(-1, 1)

describe('a constant', () => {
  it('fills every dtype with its rounding and draws no word', () => {
    for (const dtype of DType.all) {
      const draw = right(Draw.constant(0.1)({ shape: [2, 3], dtype }))
      const [tensor, next] = right(Draw.sampler<DType.DType>(draw))(rng)
      expect([...Tensor.values(tensor)]).toEqual(new Array(6).fill(DType.round(dtype)(0.1)))
      expect(next).toBe(rng)
      expect(draw.words).toBe(0)
    }
  })

  it('is its own mean and bounds', () => {
    const draw = right(Draw.constant(-3)({ shape: [], dtype: 'float32' }))
    expect([Content.mean(draw.content), Content.stddev(draw.content), ...Content.support(draw.content)]).toEqual([
      -3, 0, -3, -3
    ])
  })

  it.each([
    [65504, 'float16', undefined],
    [65519, 'float16', undefined],
    [65520, 'float16', 'NotRepresentable'],
    [70000, 'float16', 'NotRepresentable'],
    [1e39, 'float32', 'NotRepresentable'],
    [1e39, 'bfloat16', 'NotRepresentable'],
    [1e39, 'float64', undefined],
    [NaN, 'float64', 'NotRepresentable'],
    [Infinity, 'float64', 'NotRepresentable']
  ] as const)('%d in %s: %s', (value, dtype, expected) => {
    expect(code(Draw.constant(value)({ shape: [1], dtype }))).toBe(expected)
  })
})

describe('independent elements', () => {
  it.each([
    ['float16', [2, 3], 6, 12],
    ['bfloat16', [2, 3], 6, 12],
    ['float32', [2, 3], 6, 24],
    ['float64', [2, 3], 12, 48],
    ['float32', [], 1, 4],
    ['float64', [], 2, 8],
    ['float32', [3, 0], 0, 0]
  ] as const)('in %s of shape %j take %d words and %d bytes', (dtype, shape, words, bytes) => {
    const draw = right(Draw.independent(spread)({ shape, dtype }))
    expect([draw.words, Draw.bytes(draw)]).toEqual([words, bytes])
  })

  it('are a function of one word each: of uniform numbers, the word itself', () => {
    // (-1, 1): mid 0, width 2, so x = 2 (w + 1/2) / 2^32
    const draw = right(Draw.independent(spread)({ shape: [4], dtype: 'float32' }))
    const words = Rng.sampler((g) => [g.next(), g.next(), g.next(), g.next()])(rng)[0]
    expect([...Draw.range(draw)(0, 4)(rng)]).toEqual(words.map((w) => Math.fround((2 * (w + 0.5)) / 2 ** 32)))
  })

  it('are a function of two words each in float64', () => {
    const draw = right(Draw.independent(spread)({ shape: [2], dtype: 'float64' }))
    const [a, b, c, d] = Rng.sampler((g) => [g.next(), g.next(), g.next(), g.next()])(rng)[0] as [
      number,
      number,
      number,
      number
    ]
    const u = (w0: number, w1: number): number => (w0 * 2 ** 20 + (w1 >>> 12) + 0.5) / 2 ** 52
    expect([...Draw.range(draw)(0, 2)(rng)]).toEqual([2 * u(a, b), 2 * u(c, d)])
  })

  it('return the same state object where there are none', () => {
    expect(right(Draw.sampler(right(Draw.independent(spread)({ shape: [3, 0], dtype: 'float32' }))))(rng)[1]).toBe(rng)
  })

  it('are given arrays of their own each time', () => {
    const run = right(Draw.sampler(right(Draw.independent(spread)({ shape: [3], dtype: 'float32' }))))
    const [first] = run(rng)
    const [second] = run(rng)
    first.data.fill(9)
    expect(second.data).toEqual(run(rng)[0].data)
    expect(second.data.buffer).not.toBe(first.data.buffer)
  })

  it('keep the fans that scaled them', () => {
    const fans = { fanIn: 2, fanOut: 3 }
    expect(right(Draw.independent(spread, fans)({ shape: [2, 3], dtype: 'float32' })).fans).toEqual(fans)
    expect(right(Draw.independent(spread)({ shape: [2, 3], dtype: 'float32' })).fans).toBeNull()
  })
})

describe('elements by index', () => {
  const ramp = { name: 'ramp', mean: 0, stddev: 1, low: 0, high: 4 }

  it('follow from their index, within the bounds, and draw no word', () => {
    const draw = right(Draw.byIndex(ramp, (index) => index - 1.5)({ shape: [2, 4], dtype: 'float32' }))
    const [tensor, next] = right(Draw.sampler(draw))(rng)
    expect(tensor.data).toEqual(Float32Array.of(0, 0, 0.5, 1.5, 2.5, 3.5, 4, 4))
    expect(next).toBe(rng)
    expect(draw.content).toEqual({ _tag: 'Structured', ...ramp })
  })

  it.each([
    [{ ...ramp, high: 65520 }, 'BoundOverflow'],
    [{ ...ramp, low: NaN }, 'BoundOverflow'],
    [{ ...ramp, low: 5 }, 'BadBounds']
  ] as const)('of %j cannot be held in float16: %s', (structure, expected) => {
    expect(code(Draw.byIndex(structure, () => 0)({ shape: [2], dtype: 'float16' }))).toBe(expected)
  })
})

describe('a materialized structure', () => {
  const structure = { name: 'structure', mean: 0, stddev: 1, low: -1, high: 1 }
  const uniform = Distribution.uniform(-1, 1)

  it('is computed from its words, in order', () => {
    const draw = right(
      Draw.materialized(structure, 6, ({ words, numbers }) => {
        const signs = words(2)
        const reals = [...numbers(uniform, 3), ...numbers(uniform, 1)]
        return Float64Array.from(reals, (x, i) => (signs[i % 2]! < 0 ? -x : x))
      })({ shape: [2, 2], dtype: 'float32' })
    )
    const words = Rng.sampler((g) => Array.from({ length: 6 }, () => g.next()))(rng)[0]
    const [tensor, next] = right(Draw.sampler(draw))(rng)
    expect([...tensor.data]).toEqual(
      words.slice(2).map((w, i) => Math.fround(((2 * (w + 0.5)) / 2 ** 32) * (words[i % 2]! < 0 ? -1 : 1)))
    )
    expect(next).toEqual(Rng.skipWords(6)(rng))
    expect([...Draw.range(draw)(1, 3)(rng)]).toEqual([...tensor.data.subarray(1, 3)])
  })

  it('has zeros for the elements that are missing', () => {
    const draw = right(Draw.materialized(structure, 0, () => Float64Array.of(1))({ shape: [4], dtype: 'float64' }))
    expect([...Draw.range(draw)(0, 4)(rng)]).toEqual([1, 0, 0, 0])
  })

  it('takes no words and computes nothing where it is empty', () => {
    const fails = (): Float64Array => {
      throw new Error('computed')
    }
    const [, next] = right(Draw.sampler(right(Draw.materialized(structure, 6, fails)({ shape: [0], dtype: 'float32' }))))(rng) // prettier-ignore
    expect(next).toBe(rng)
  })

  it('is refused where it cannot be held in float64', () => {
    const whole = Draw.materialized(structure, 1, () => new Float64Array(0))
    expect(code(whole({ shape: [2 ** 29 + 1], dtype: 'float16' }))).toBe('ShapeTooLarge')
  })
})

describe('a dtype holds a distribution, or the error states why not', () => {
  const smallest = 2 ** -24
  it.each([
    [Distribution.uniform(-65504, 65504), 'float16', undefined],
    [Distribution.uniform(-65505, 65505), 'float16', 'BoundOverflow'],
    [Distribution.uniform(-1e308, 1e308), 'float64', 'BoundOverflow'], // its width is no double
    [Distribution.uniform(-8e307, 8e307), 'float64', undefined],
    [Distribution.uniform(1, 1), 'float32', 'BadBounds'],
    [Distribution.uniform(1, -1), 'float32', 'BadBounds'],
    [Distribution.uniform(-64 * smallest, 64 * smallest), 'float16', undefined],
    [Distribution.uniform(-63.9 * smallest, 63.9 * smallest), 'float16', 'BoundUnderflow'],
    [Distribution.normal(0, 64 * smallest), 'float16', undefined],
    [Distribution.normal(0, 63.9 * smallest), 'float16', 'BoundUnderflow'],
    [Distribution.normal(0, 0), 'float32', 'BoundUnderflow'],
    [Distribution.normal(0, 10_335), 'float16', undefined], // 6.3379577545537895 · 10335 = 65502.8
    [Distribution.normal(0, 10_336), 'float16', 'BoundOverflow'], // 65509.1
    [Distribution.normal(1e308, 1e307), 'float64', 'BoundOverflow'],
    [Distribution.uniform(1.0001, 1.0002), 'bfloat16', 'BadBounds'], // between two numbers of bfloat16
    [Distribution.truncatedNormal(0, 1, 38, 40), 'float64', 'BadBounds'],
    [Distribution.truncatedNormal(0, 1, 2, 1), 'float64', 'BadBounds'],
    [Distribution.truncatedNormal(0, 1, -2, Infinity), 'float32', undefined]
  ] as const)('%j in %s: %s', (distribution, dtype, expected) => {
    expect(code(Draw.independent(distribution)({ shape: [2], dtype }))).toBe(expected)
  })
})

describe('a tensor that cannot be held', () => {
  const huge = right(Draw.independent(spread)({ shape: [2 ** 20, 2 ** 20], dtype: 'float32' }))

  it('is refused as a whole, before anything is allocated', () => {
    expect(code(Draw.sampler(huge))).toBe('ShapeTooLarge')
    expect(
      code(
        Draw.slice([
          [0, 2 ** 20],
          [0, 2 ** 19]
        ])(huge)
      )
    ).toBe('ShapeTooLarge')
  })

  it('can be drawn in slices, each of its own memory', () => {
    const [tensor, next] = right(
      Draw.slice([
        [2 ** 20 - 1, 2 ** 20],
        [2 ** 20 - 2, 2 ** 20]
      ])(huge)
    )(rng)
    const far = right(Rng.skip(2 ** 40 - 2)(rng))
    const two = right(Draw.independent(spread)({ shape: [2], dtype: 'float32' }))
    expect(tensor).toEqual({ shape: [1, 2], dtype: 'float32', data: Draw.range(two)(0, 2)(far) })
    expect(next).toEqual(right(Rng.skip(2 ** 40)(rng)))
  })

  it('is refused where its bytes cannot be counted', () => {
    expect(code(Initializer.draw({ shape: [2 ** 52], dtype: 'float64' })(presets.heNormal))).toBe('ShapeTooLarge')
  })
})

describe('a slice', () => {
  const draw = right(Draw.independent(spread)({ shape: [4, 5], dtype: 'float32' }))
  const all = right(Draw.sampler(draw))(rng)[0].data

  it('equals that part of the whole tensor, and returns the next state of the whole tensor', () => {
    const [tensor, next] = right(
      Draw.slice([
        [1, 3],
        [2, 4]
      ])(draw)
    )(rng)
    expect(tensor).toEqual({
      shape: [2, 2],
      dtype: 'float32',
      data: Float32Array.of(all[7]!, all[8]!, all[12]!, all[13]!)
    })
    expect(next).toEqual(right(Rng.skip(20)(rng)))
  })

  it('may be empty and still returns the next state of the whole tensor', () => {
    const [tensor, next] = right(
      Draw.slice([
        [2, 2],
        [0, 5]
      ])(draw)
    )(rng)
    expect(tensor).toEqual({ shape: [0, 5], dtype: 'float32', data: new Float32Array(0) })
    expect(next).toEqual(right(Rng.skip(20)(rng)))
  })
})

describe('a value by index that draws another tensor while it is computed', () => {
  it('disturbs neither', () => {
    const draw = right(Draw.independent(spread)({ shape: [3000], dtype: 'float32' }))
    const alone = Draw.range(draw)(0, 1000)(rng) // too few for the kernel, which would not use the lent arrays
    const inner: Array<Float32Array> = []
    const valueAt = (index: number): number => {
      if (index % 2000 === 999) inner.push(Draw.range(draw)(0, 1000)(rng))
      return index / 4096
    }
    const ramp = { name: 'ramp', mean: 0, stddev: 1, low: 0, high: 1 }
    const outer = right(Draw.byIndex(ramp, valueAt)({ shape: [3000], dtype: 'float32' }))
    expect(Draw.range(outer)(0, 3000)(rng)).toEqual(Float32Array.from({ length: 3000 }, (_, i) => i / 4096))
    expect(inner).toEqual([alone, alone])
  })
})

describe('elements by a quantile function', () => {
  const bounded = { name: 'cube', mean: 0, stddev: Math.sqrt(1 / 448), low: -0.125, high: 0.125 }
  const cube = Draw.byQuantile(bounded, (u) => u * u * u)
  const linear = (low: number, high: number) => Draw.byQuantile({ ...bounded, low, high }, (u) => 2 * u)

  it('are the function of the centred uniform number of a word, rounded once', () => {
    const words = Rng.sampler((g) => [g.next(), g.next(), g.next(), g.next()])(rng)[0]
    const us = words.map((w) => (w + 0.5) / 2 ** 32)
    for (const dtype of ['float32', 'float16', 'bfloat16'] as const) {
      const [tensor, next] = right(Draw.sampler<DType.DType>(right(cube({ shape: [4], dtype }))))(rng)
      expect([...Tensor.values(tensor)]).toEqual(us.map((u) => DType.round(dtype)(u * u * u)))
      expect(next).toEqual(right(Rng.skip(4)(rng)))
    }
  })

  it('take two words each in float64', () => {
    const [a = 0, b = 0] = Rng.sampler((g) => [g.next(), g.next()])(rng)[0]
    const u = (a * 2 ** 20 + (b >>> 12) + 0.5) / 2 ** 52
    const draw = right(cube({ shape: [1, 5], dtype: 'float64' }))
    expect(draw.words).toBe(10)
    expect(Draw.range(draw)(0, 1)(rng)).toEqual(Float64Array.of(u * u * u))
  })

  it('are those of the uniform distribution where the function is linear, in any part', () => {
    const target = { shape: [70, 70], dtype: 'float32' } as const
    const [own, uniform] = [right(linear(-1, 1)(target)), right(Draw.independent(spread)(target))]
    for (const [start, stop] of [
      [0, 4900],
      [4898, 4900],
      [1000, 3777]
    ] as const)
      expect(Draw.range(own)(start, stop)(rng)).toEqual(Draw.range(uniform)(start, stop)(rng))
  })

  it('are kept within the bounds', () => {
    const draw = right(linear(-0.25, 0.5)({ shape: [100], dtype: 'float32' }))
    const xs = Draw.range(draw)(0, 100)(rng)
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([-0.25, 0.5])
  })

  it('are described by the structure; an open bound is the outermost number that is drawn', () => {
    expect(right(cube({ shape: [4], dtype: 'float32' })).content).toEqual({ _tag: 'Structured', ...bounded })
    expect(right(linear(-Infinity, Infinity)({ shape: [4], dtype: 'float32' })).content).toMatchObject({
      low: -1 + 2 ** -32,
      high: 1 - 2 ** -32
    })
    expect(right(linear(-Infinity, Infinity)({ shape: [4], dtype: 'float64' })).content).toMatchObject({
      low: -1 + 2 ** -52,
      high: 1 - 2 ** -52
    })
  })

  it.each([
    ['bounds beyond the dtype', -1e5, 1e5, 'BoundOverflow'],
    ['bounds out of order', 1, -1, 'BadBounds'],
    ['a bound that is not a number', NaN, 1, 'BoundOverflow']
  ] as const)('are refused for %s', (_, low, high, expected) => {
    expect(code(linear(low, high)({ shape: [4], dtype: 'float16' }))).toBe(expected)
  })

  it('are refused where an open bound is beyond the dtype', () => {
    const steep = Draw.byQuantile({ ...bounded, low: -Infinity, high: Infinity }, (u) => 1e300 * u)
    expect(code(steep({ shape: [4], dtype: 'float32' }))).toBe('BoundOverflow')
  })
})
