import { describe, expect, it } from 'vitest'
import type { Initializer } from 'initializers-ts'
import { Distribution, DType, type Fans, presets, VarianceScaling } from 'initializers-ts'
import { broken, statisticalLaws } from 'initializers-ts/laws'
import { behavesAsInitializer, drawn, made, refusal, described } from '../support/initializers.js'
import { problems, right } from '../support/either.js'

const defaults = { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' }

behavesAsInitializer({
  className: 'VarianceScaling',
  snake: 'variance_scaling',
  defaults,
  config: { scale: 2, mode: 'fan_avg', distribution: 'uniform' },
  shape: [4, 3, 5],
  hasSeed: true,
  words: (dtype) => 60 * DType.traits(dtype).wordsPerElement
})

const scaling = (config: object): Initializer.Initializer => made('VarianceScaling', config)

/** The stddev of a standard normal distribution truncated at ±2. */
const truncation = 0.87962566103423978

describe('the distribution of variance scaling', () => {
  // √(scale / n) over [4, 16]: fan_in 4, fan_out 16, fan_avg 10, fan_geo_avg 8
  const stddevs = [
    ['fan_in', 1, 0.5],
    ['fan_in', 4, 1],
    ['fan_out', 1, 0.25],
    ['fan_out', 144, 3],
    ['fan_avg', 2.5, 0.5],
    ['fan_avg', 10, 1],
    ['fan_geo_avg', 2, 0.5],
    ['fan_geo_avg', 8, 1]
  ] as const

  it.each(stddevs)('by %s of scale %d is a normal one of stddev %d, untruncated', (mode, scale, stddev) => {
    const { content, low, high, fans } = described(
      scaling({ mode, scale, distribution: 'untruncated_normal' }),
      [4, 16]
    )
    expect(content).toEqual({ _tag: 'Normal', mean: 0, stddev })
    expect({ low, high, fans }).toEqual({ low: null, high: null, fans: { fanIn: 4, fanOut: 16 } })
  })

  it.each(stddevs)(
    'by %s of scale %d is a truncated normal one whose elements have stddev %d',
    (mode, scale, stddev) => {
      const description = described(scaling({ mode, scale, distribution: 'truncated_normal' }), [4, 16])
      const before = stddev / truncation
      const [low, high] = [-2 * before, 2 * before]
      expect(description.content).toEqual({
        _tag: 'TruncatedNormal',
        mean: 0,
        stddev: before,
        bounds: [-2, 2],
        low,
        high
      })
      expect(description).toMatchObject({ mean: 0, low, high })
      expect(description.stddev).toBeCloseTo(stddev, 15)
    }
  )

  it.each(stddevs)(
    'by %s of scale %d is a truncated normal one of stddev %d before truncation, if not corrected',
    (mode, scale, stddev) => {
      const description = described(scaling({ mode, scale, corrected: false }), [4, 16])
      const [low, high] = [-2 * stddev, 2 * stddev]
      expect(description.content).toEqual({ _tag: 'TruncatedNormal', mean: 0, stddev, bounds: [-2, 2], low, high })
      expect(description.stddev).toBeCloseTo(stddev * truncation, 15)
    }
  )

  it.each(stddevs)('by %s of scale %d is a uniform one of stddev %d', (mode, scale, stddev) => {
    const description = described(scaling({ mode, scale, distribution: 'uniform' }), [4, 16])
    const limit = Math.sqrt(3 * (stddev * stddev))
    expect(description.content).toEqual({ _tag: 'Uniform', low: -limit, high: limit })
    expect(description.stddev).toBeCloseTo(stddev, 15)
  })

  // the last two axes are inputs and outputs, the others the receptive field; n is at least 1
  it.each([
    [[], 'fan_in', 1],
    [[], 'fan_avg', 1],
    [[7], 'fan_in', 7],
    [[7], 'fan_out', 7],
    [[3, 5], 'fan_in', 3],
    [[3, 5], 'fan_avg', 4],
    [[4, 9], 'fan_geo_avg', 6],
    [[5, 5, 3, 8], 'fan_in', 75],
    [[5, 5, 3, 8], 'fan_out', 200],
    [[5, 5, 3, 8], 'fan_avg', 137.5],
    [[0, 5], 'fan_in', 1],
    [[5, 0], 'fan_out', 1],
    [[0, 0], 'fan_avg', 1],
    [[3, 0], 'fan_avg', 1.5]
  ] as const)('over %j by %s has n = %d', (shape, mode, n) => {
    const { high } = described(scaling({ mode, distribution: 'uniform' }), shape)
    expect(high).toBe(Math.sqrt(3 * (1 / n)))
  })

  it.each([
    [{ rule: 'explicit', fan_in: 12, fan_out: 3 }, 0.5],
    [{ rule: 'axes', in_axis: [0], out_axis: [1] }, Math.sqrt(3 / 1)],
    [{ rule: 'layout', layout: 'OI' }, Math.sqrt(3 / 12)]
  ])('takes its fans by the rule %j', (fans, limit) => {
    expect(described(scaling({ distribution: 'uniform', fans }), [1, 12]).high).toBeCloseTo(limit, 15)
  })

  it.each([
    [
      { fanIn: 1, fanOut: 5 },
      { _tag: 'Uniform', low: -1, high: 1 }
    ],
    [
      { fanIn: 12, fanOut: 36 },
      { _tag: 'Uniform', low: -Math.sqrt(3 / 24), high: Math.sqrt(3 / 24) }
    ]
  ])('follows from fans alone: %j', (fans: Fans.Fans, distribution) => {
    expect(VarianceScaling.distribution(presets.glorotUniform)(fans)).toEqual(distribution)
  })

  it.each([
    ['uniform', Distribution.uniform(-Math.sqrt(6 / 256), Math.sqrt(6 / 256))],
    ['untruncated_normal', Distribution.normal(0, Math.sqrt(2 / 256))],
    ['truncated_normal', Distribution.truncatedNormal(0, Math.sqrt(2 / 256) / truncation, -2, 2)]
  ])('is that of what is drawn: %s', (kind, distribution) => {
    const xs = drawn(scaling({ scale: 2, distribution: kind }), [256, 256], 'float32')
    expect(broken(statisticalLaws({ distribution, dtype: 'float32' }))(xs)).toEqual([])
  })

  it.each(DType.all)('is that of Keras’s truncated normal, element by element, if not corrected, in %s', (dtype) => {
    // stddev sqrt(2 / 8) before truncation
    expect(drawn(scaling({ scale: 2, corrected: false }), [8, 30], dtype)).toEqual(
      drawn(made('TruncatedNormal', { stddev: 0.5 }), [8, 30], dtype)
    )
  })
})

describe('a config of variance scaling', () => {
  it('has the defaults of TensorFlow', () => {
    expect(right(VarianceScaling.fromConfig({}))).toEqual({
      _tag: 'VarianceScaling',
      scale: 1,
      mode: 'fan_in',
      distribution: 'truncated_normal',
      corrected: true,
      fans: { rule: 'default' },
      seed: null,
      dtype: null
    })
  })

  it('may have the old name normal, which is written as truncated_normal', () => {
    const old = right(VarianceScaling.fromConfig({ distribution: 'normal' }))
    expect(old.distribution).toBe('truncated_normal')
    expect(VarianceScaling.getConfig(old)).toEqual(defaults)
  })

  it.each([
    [{}, defaults],
    [{ corrected: true, fans: { rule: 'default' }, seed: null, dtype: null }, defaults],
    [{ corrected: false }, { ...defaults, corrected: false }],
    [
      { seed: 7, dtype: 'float16' },
      { ...defaults, seed: 7, dtype: 'float16' }
    ],
    [
      { scale: 2, mode: 'fan_geo_avg', distribution: 'uniform' },
      { scale: 2, mode: 'fan_geo_avg', distribution: 'uniform' }
    ],
    [
      { fans: { rule: 'explicit', fan_in: 1, fan_out: 2 } },
      { ...defaults, fans: { rule: 'explicit', fan_in: 1, fan_out: 2 } }
    ]
  ])('is read as it is written: %j', (config, written) => {
    const initializer = right(VarianceScaling.fromConfig(config))
    expect(VarianceScaling.getConfig(initializer)).toEqual(written)
    expect(right(VarianceScaling.fromConfig(written))).toEqual(initializer)
  })

  it.each([
    [{ scale: 0 }, ['NotPositive scale']],
    [{ scale: -1 }, ['NotPositive scale']],
    [{ scale: NaN }, ['NotFinite scale']],
    [{ scale: Infinity }, ['NotFinite scale']],
    [{ scale: '2' }, ['WrongType scale']],
    [{ scale: null }, ['WrongType scale']],
    [{ mode: 'fan_inn' }, ['UnknownValue mode']],
    [{ mode: 'FAN_IN' }, ['UnknownValue mode']],
    [{ mode: 'constructor' }, ['UnknownValue mode']],
    [{ mode: 1 }, ['WrongType mode']],
    [{ distribution: 'gaussian' }, ['UnknownValue distribution']],
    [{ distribution: null }, ['WrongType distribution']],
    [{ corrected: 1 }, ['WrongType corrected']],
    [{ corrected: null }, ['WrongType corrected']],
    [{ fans: 'default' }, ['WrongType fans']],
    [{ fans: { rule: 'defalut' } }, ['UnknownValue fans rule']],
    [{ seed: 0.5 }, ['BadSeed seed']],
    [{ seed: '1' }, ['WrongType seed']],
    [{ dtype: 'float8' }, ['UnknownDType dtype']],
    [{ dtype: 32 }, ['UnknownDType dtype']],
    [{ sclae: 2 }, ['UnknownKey sclae']],
    [{ scale: -1, mode: 'fan-in', sclae: 2 }, ['NotPositive scale', 'UnknownValue mode', 'UnknownKey sclae']],
    [null, ['WrongType']],
    [[], ['WrongType']]
  ])('is refused: %j has %j', (config, expected) => {
    expect(problems(VarianceScaling.fromConfig(config))).toEqual(expected)
  })

  it('is refused with the nearest word', () => {
    expect(VarianceScaling.fromConfig({ mode: 'fan_inn' })).toMatchObject({ left: [{ nearest: 'fan_in' }] })
    expect(VarianceScaling.fromConfig({ sclae: 1 })).toMatchObject({ left: [{ nearest: 'scale' }] })
  })
})

describe('variance scaling that a dtype cannot hold', () => {
  it.each([
    [{ scale: 1e308, distribution: 'uniform' }, 'float64', ['BoundOverflow config scale']],
    [{ scale: 1.44e9, distribution: 'uniform' }, 'float16', ['BoundOverflow config scale']],
    [{ scale: 5e-324 }, 'float32', ['BoundUnderflow config scale']],
    [{ fans: { rule: 'axes', in_axis: [2], out_axis: [0] } }, 'float32', ['BadAxis config fans in_axis']]
  ] as const)('%j in %s: %j', (config, dtype, expected) => {
    expect(refusal(scaling(config), [1, 1], dtype)).toEqual(expected)
  })
})
