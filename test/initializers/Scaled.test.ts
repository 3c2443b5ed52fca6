import { describe, expect, it, test } from 'vitest'
import { DType, Initializer } from 'initializers-ts'
import { complaints } from '../support/hostile.js'
import {
  constant,
  drawn,
  expectRoundTrip,
  moments,
  numbers,
  keepsDrawLaws,
  reals,
  rng,
  described,
  tried,
  wrap
} from './drawing.js'

const scaled = (factor: unknown, initializer: unknown) => ({ class_name: 'Scaled', config: { factor, initializer } })
const normal = { class_name: 'RandomNormal', config: { mean: 0.25, stddev: 1 } }
const uniform = { class_name: 'RandomUniform', config: { minval: -3, maxval: 7 } }

describe('a factor that is a power of two, where no number is subnormal,', () => {
  const inner = [
    ['a uniform one', uniform],
    ['a normal one', normal],
    ['a truncated one', 'he_normal'],
    ['one with asymmetric bounds', { class_name: 'TruncatedNormal', config: { stddev: 1, lower: -1, upper: 3 } }],
    ['one that is open on a side', { class_name: 'TruncatedNormal', config: { stddev: 1, lower: 0, upper: null } }],
    ['an orthogonal one', 'orthogonal'],
    ['a constant', constant(0.1)],
    ['an array', constant([0.1, 0.2, 0.3, 0.4, 0.7])]
  ] as const
  for (const dtype of DType.all) {
    test.each(inner)(`multiplies %s exactly, ${dtype}`, (_, initializer) => {
      const spec = { shape: [40, 5], dtype }
      const alone = numbers(initializer, spec)
      for (const factor of [2, -0.5, 1, -1, 4]) {
        expect(numbers(scaled(factor, initializer), spec)).toEqual(alone.map((x) => factor * x))
      }
    })
  }
})

describe('any other factor', () => {
  it('is rounded with the number, once', () => {
    // 0.9 in float16 is 1843/2048; 1.1 · 0.9 = 0.99 is nearest to 2028/2048 (2027.52), 1.1 · 1843/2048 to 2027/2048
    // (2027.3)
    const half = { shape: [1], dtype: 'float16' } as const
    expect(numbers(constant(0.9), half)).toEqual([1843 / 2048])
    expect(numbers(scaled(1.1, constant(0.9)), half)).toEqual([2028 / 2048])
    expect(numbers(scaled(1.1, constant(1843 / 2048)), half)).toEqual([2027 / 2048])
    // 0.3 in bfloat16 is 154/512; 11 · 0.3 = 3.3 is nearest to 211/64 (211.2), 11 · 154/512 to 212/64 (211.75)
    const brain = { shape: [1], dtype: 'bfloat16' } as const
    expect(numbers(constant(0.3), brain)).toEqual([154 / 512])
    expect(numbers(scaled(11, constant(0.3)), brain)).toEqual([211 / 64])
    expect(numbers(scaled(11, constant(154 / 512)), brain)).toEqual([212 / 64])
  })

  test.each(DType.all)('is multiplied before the rounding of random numbers, %s', (dtype) => {
    const spec = { shape: [500], dtype }
    const once = reals(normal, spec).map((x) => DType.round(dtype)(0.3 * x))
    // the stddev takes the factor, so a float64 may be some units in the last place of the stddev away
    const tolerance = dtype === 'float64' ? 2 ** -50 : 0
    const apart = numbers(scaled(0.3, normal), spec).map((x, i) => Math.abs(x - once[i]!) - tolerance)
    expect(Math.max(...apart)).toBeLessThanOrEqual(0)
    const twice = numbers(normal, spec).map((x) => DType.round(dtype)(0.3 * x))
    if (dtype !== 'float64') expect(once).not.toEqual(twice)
  })

  it('keeps to the bounds times the factor', () => {
    for (const dtype of DType.all) {
      for (const factor of [0.3, -0.3, 1 / 3, -7]) {
        const { low, high } = described(scaled(factor, uniform), { shape: [2000], dtype })
        expect([low, high]).toEqual([Math.min(factor * -3, factor * 7), Math.max(factor * -3, factor * 7)])
        const xs = numbers(scaled(factor, uniform), { shape: [2000], dtype })
        expect(Math.min(...xs)).toBeGreaterThanOrEqual(low!)
        expect(Math.max(...xs)).toBeLessThanOrEqual(high!)
      }
    }
  })
})

describe('the description', () => {
  const spec = { shape: [50, 8], dtype: 'float32' } as const

  it('is the distribution times the factor, with the fans and words of the inner initializer', () => {
    // he_normal over 50 inputs: stddev 0.2
    const he = described(scaled(-0.5, 'he_normal'), spec)
    expect(he).toMatchObject({ fans: { fanIn: 50, fanOut: 8 }, words: 400, mean: 0, elementwise: true })
    expect(he.stddev).toBeCloseTo(0.1, 15)
    expect(he.content).toMatchObject({ _tag: 'TruncatedNormal', bounds: [-2, 2] })
    expect(described(scaled(-2, normal), spec).content).toEqual({ _tag: 'Normal', mean: -0.5, stddev: 2 })
    expect(described(scaled(-2, uniform), spec).content).toEqual({ _tag: 'Uniform', low: -14, high: 6 })
    expect(described(scaled(-3, constant([1, 3])), { shape: [2], dtype: 'float32' }).content).toEqual({
      _tag: 'Structured',
      name: 'constant array',
      mean: -6,
      stddev: 3,
      low: -9,
      high: -3
    })
  })

  it('reverses asymmetric bounds', () => {
    const truncated = { class_name: 'TruncatedNormal', config: { mean: 1, stddev: 2, lower: -1, upper: 3 } }
    expect(described(scaled(-0.5, truncated), spec).content).toEqual({
      _tag: 'TruncatedNormal',
      mean: -0.5,
      stddev: 1,
      bounds: [-3, 1],
      low: -3.5,
      high: 0.5
    })
  })

  it('is JSON data, even if a factor below 0 multiplies a 0', () => {
    for (const inner of ['zeros', 'he_normal', 'he_uniform', 'random_normal', constant([0, 1]), 'identity']) {
      const square = { shape: [2, 2], dtype: 'float32' } as const
      const description = described(scaled(-1, inner), square)
      expect(JSON.parse(JSON.stringify(description))).toEqual(description)
    }
  })

  it('is what is drawn: 6 standard errors, a false alarm in 10^8 seeds', () => {
    const n = 20_000
    const wide = { shape: [n], dtype: 'float32' } as const
    const { mean, stddev } = moments(numbers(scaled(-3, normal), wide))
    expect(Math.abs(mean + 0.75)).toBeLessThan((6 * 3) / Math.sqrt(n))
    expect(Math.abs(stddev * stddev - 9)).toBeLessThan(6 * 9 * Math.sqrt(2 / n))
  })
})

describe('is refused', () => {
  const spec = { shape: [4, 4], dtype: 'float16' } as const
  test.each<readonly [claim: string, config: unknown, ...complaints: ReadonlyArray<string>]>([
    ['no factor', wrap('Scaled')({ initializer: 'zeros' }), 'MissingKey at config.factor, got undefined'],
    ['no initializer', wrap('Scaled')({ factor: 2 }), 'MissingKey at config.initializer, got undefined'],
    ['a factor of NaN', scaled(NaN, 'zeros'), 'NotFinite at config.factor, got NaN'],
    ['a factor in words', scaled('2', 'zeros'), 'WrongType at config.factor, got "2"'],
    ['an unknown initializer', scaled(2, 'he_norml'), 'UnknownName at config.initializer, got "he_norml"'],
    [
      'a seed inside',
      scaled(2, { class_name: 'HeNormal', config: { seed: 0 } }),
      'Unsupported at config.initializer.config.seed, got 0'
    ],
    [
      'a seed and a dtype inside',
      scaled(2, { class_name: 'HeNormal', config: { seed: 1, dtype: 'float16' } }),
      'Unsupported at config.initializer.config.seed, got 1',
      'Unsupported at config.initializer.config.dtype, got "float16"'
    ],
    [
      'a seed two levels down',
      scaled(2, scaled(3, { class_name: 'HeNormal', config: { seed: 1 } })),
      'Unsupported at config.initializer.config.initializer.config.seed, got 1'
    ],
    [
      'a dtype of a combinator inside',
      scaled(2, wrap('Scaled')({ factor: 3, initializer: 'zeros', dtype: 'float32' })),
      'Unsupported at config.initializer.config.dtype, got "float32"'
    ],
    ['a factor of 0', scaled(0, 'he_uniform'), 'NotPositive at config.factor, got 0'],
    ['a constant beyond the dtype', scaled(1e5, 'ones'), 'NotRepresentable at config.factor, got 100000'],
    ['an inner one that does not fit', scaled(1e-5, constant(1e5)), 'NotRepresentable at config.initializer.config.value, got 100000'] // prettier-ignore
  ])('%s', (_, config, ...expected) => {
    expect(complaints(tried(config, spec))).toEqual(expected)
  })

  const masked = { class_name: 'Masked', config: { mask: 'lower', initializer: normal } }
  test.each([
    ['a uniform distribution beyond the dtype', 1e6, uniform, 'BoundOverflow'],
    [
      'a normal distribution beyond the dtype',
      1e4,
      { class_name: 'RandomNormal', config: { stddev: 2 } },
      'BoundOverflow'
    ],
    ['a masked normal distribution beyond the dtype', 1e4 * 2, masked, 'BoundOverflow'],
    ['a factor beyond all numbers', 1e308, { class_name: 'RandomUniform', config: { minval: -20, maxval: 20 } }, 'BoundOverflow'], // prettier-ignore
    ['a distribution lost among the smallest numbers', 1e-9, 'he_normal', 'BoundUnderflow']
  ])('%s', (_, factor, inner, code) => {
    expect(complaints(tried(scaled(factor, inner), spec))).toEqual([
      expect.stringMatching(new RegExp(`^${code} at config\\.factor, got `))
    ])
  })

  it('but nothing that is not a number is drawn', () => {
    for (const factor of [1e-300, -1e30]) {
      const xs = numbers(scaled(factor, masked), { shape: [4, 4], dtype: 'float64' })
      expect(xs.every(Number.isFinite)).toBe(true)
    }
  })
})

describe('satisfies the laws of draws', () => {
  keepsDrawLaws(scaled(0.3, 'glorot_uniform'), { shape: [3, 4, 5], dtype: 'float32' }, 60)
  keepsDrawLaws(scaled(-0.7, 'random_normal'), { shape: [17], dtype: 'float64' }, 34)
  keepsDrawLaws(scaled(0.2, scaled(3, 'he_normal')), { shape: [6, 5], dtype: 'bfloat16' }, 30)
  keepsDrawLaws(scaled(2, 'orthogonal'), { shape: [4, 4], dtype: 'float32' }, 16)
  keepsDrawLaws(scaled(2, 'ones'), { shape: [4], dtype: 'float32' }, 0)

  it('returns the given state where no word is drawn', () => {
    expect(drawn(scaled(2, 'ones'), { shape: [4], dtype: 'float32' })[1]).toBe(rng)
  })

  test('is serialized and read back', () => {
    expectRoundTrip(scaled(0.5, { class_name: 'Ones', config: {} }))
    expectRoundTrip(scaled(0.5, 'ones'), scaled(0.5, { class_name: 'Ones', config: {} }))
    const he = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }
    expectRoundTrip(
      { class_name: 'Scaled', config: { factor: -2, initializer: 'he_normal', seed: 7, dtype: 'float16' } },
      {
        class_name: 'Scaled',
        config: {
          factor: -2,
          initializer: { class_name: 'VarianceScaling', config: he },
          seed: 7,
          dtype: 'float16'
        }
      }
    )
  })

  it('takes the seed of the outermost config', () => {
    const seeded = wrap('Scaled')({ factor: 2, initializer: 'he_normal', seed: 5 })
    const spec = { shape: [3] }
    expect(Initializer.init(spec)(seeded)).toEqual(Initializer.init({ ...spec, seed: 5 })(scaled(2, 'he_normal')))
  })
})
