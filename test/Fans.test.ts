/** Every number here was computed by hand from the shape; none by the function under test. */
import { describe, expect, it } from 'vitest'
import { Distribution, Fans, VarianceScaling } from 'initializers-ts'

type Row = readonly [
  shape: ReadonlyArray<number>,
  fans: readonly [fanIn: number, fanOut: number],
  n: readonly [fan_in: number, fan_out: number, fan_avg: number, fan_geo_avg: number]
]

const table: ReadonlyArray<Row> = [
  // rank 0: one weight, one input, one output
  [[], [1, 1], [1, 1, 1, 1]],
  // rank 1: inputs and outputs alike
  [[1], [1, 1], [1, 1, 1, 1]],
  [[10], [10, 10], [10, 10, 10, 10]],
  [[0], [0, 0], [1, 1, 1, 1]],
  // rank 2: inputs, outputs
  [
    [4, 9],
    [4, 9],
    [4, 9, 6.5, 6]
  ],
  [
    [9, 4],
    [9, 4],
    [9, 4, 6.5, 6]
  ],
  [
    [784, 256],
    [784, 256],
    [784, 256, 520, 448]
  ],
  [
    [1, 1],
    [1, 1],
    [1, 1, 1, 1]
  ],
  [
    [1, 0],
    [1, 0],
    [1, 1, 1, 1]
  ],
  [
    [0, 5],
    [0, 5],
    [1, 5, 2.5, 1]
  ],
  [
    [5, 0],
    [5, 0],
    [5, 1, 2.5, 1]
  ],
  [
    [0, 0],
    [0, 0],
    [1, 1, 1, 1]
  ],
  // rank 3: a receptive field of 3
  [
    [3, 4, 9],
    [12, 27],
    [12, 27, 19.5, 18]
  ],
  [
    [0, 4, 9],
    [0, 0],
    [1, 1, 1, 1]
  ],
  [
    [2, 0, 8],
    [0, 16],
    [1, 16, 8, 1]
  ],
  [
    [2, 8, 0],
    [16, 0],
    [16, 1, 8, 1]
  ],
  // rank 4: 3 x 3 = 9
  [
    [3, 3, 64, 256],
    [576, 2304],
    [576, 2304, 1440, 1152]
  ],
  [
    [1, 5, 5, 20],
    [25, 100],
    [25, 100, 62.5, 50]
  ],
  [
    [3, 0, 64, 256],
    [0, 0],
    [1, 1, 1, 1]
  ],
  // rank 5: 2 x 2 x 1 = 4, 1 x 2 x 2 = 4
  [
    [2, 2, 1, 9, 16],
    [36, 64],
    [36, 64, 50, 48]
  ],
  [
    [1, 2, 2, 1, 4],
    [4, 16],
    [4, 16, 10, 8]
  ],
  [
    [2, 2, 0, 9, 16],
    [0, 0],
    [1, 1, 1, 1]
  ],
  [
    [2, 3, 5, 7, 11],
    [210, 330],
    [210, 330, 270, 263.2489316217637]
  ]
]

describe('the fans of a shape', () => {
  it.each(table)('of %j are %j', (shape, [fanIn, fanOut]) => {
    expect(Fans.fromShape(shape)).toEqual({ fanIn, fanOut })
  })
})

describe('the denominator of a scale', () => {
  it.each(table)('for %j with the fans %j is, mode by mode, %j', (_, [fanIn, fanOut], n) => {
    const computed = (['fan_in', 'fan_out', 'fan_avg', 'fan_geo_avg'] as const).map((mode) =>
      Fans.denominator(mode)({ fanIn, fanOut })
    )
    computed.forEach((found, i) => expect(found).toBeCloseTo(n[i]!, 12))
    expect(computed.slice(0, 3)).toEqual(n.slice(0, 3))
  })

  it('has four modes', () => {
    expect(Fans.modes).toEqual(['fan_in', 'fan_out', 'fan_avg', 'fan_geo_avg'])
  })
})

// -------------------------------------------------------------------------------------
// distributions from fans
// -------------------------------------------------------------------------------------

const law = (
  shape: ReadonlyArray<number>,
  mode: Fans.Mode,
  scale: number,
  distribution: VarianceScaling.Kind,
  corrected = true
) =>
  VarianceScaling.distribution({
    _tag: 'VarianceScaling',
    scale,
    mode,
    distribution,
    corrected,
    fans: Fans.standard,
    seed: null,
    dtype: null
  })(Fans.fromShape(shape))

describe('the limit of a uniform distribution, sqrt(3 scale / n)', () => {
  it.each([
    [[], 'fan_in', 3, 3],
    [[0], 'fan_out', 3, 3],
    [[12], 'fan_avg', 1, 0.5],
    [[12, 5], 'fan_in', 1, 0.5],
    [[5, 12], 'fan_out', 1, 0.5],
    [[7, 17], 'fan_avg', 1, 0.5],
    [[16, 9], 'fan_geo_avg', 1, 0.5],
    [[5, 0], 'fan_avg', 7.5, 3],
    [[3, 4, 9], 'fan_in', 4, 1],
    [[3, 4, 1], 'fan_out', 1, 1],
    [[5, 5, 3, 12], 'fan_in', 1, 0.2],
    [[5, 5, 3, 12], 'fan_out', 1, 0.1],
    [[2, 2, 1, 9, 16], 'fan_geo_avg', 1, 0.25],
    [[2, 2, 1, 9, 15], 'fan_avg', 64, 2]
  ] as const)('for %j, %s and scale %d is %d', (shape, mode, scale, limit) => {
    expect(law(shape, mode, scale, 'uniform')).toEqual({ _tag: 'Uniform', low: -limit, high: limit })
  })
})

describe('the stddev of a normal distribution, sqrt(scale / n)', () => {
  it.each([
    [[], 'fan_avg', 4, 2],
    [[0, 0], 'fan_geo_avg', 4, 2],
    [[16, 3], 'fan_in', 1, 0.25],
    [[16, 4], 'fan_out', 1, 0.5],
    [[50, 1], 'fan_in', 2, 0.2],
    [[2, 2, 4, 25], 'fan_in', 1, 0.25],
    [[2, 2, 4, 25], 'fan_out', 1, 0.1],
    [[2, 2, 4, 25], 'fan_geo_avg', 10, 0.5],
    [[2, 2, 4, 25], 'fan_avg', 58, 1],
    [[1, 2, 2, 1, 4], 'fan_geo_avg', 2, 0.5]
  ] as const)('for %j, %s and scale %d is %d', (shape, mode, scale, stddev) => {
    expect(law(shape, mode, scale, 'untruncated_normal')).toEqual({ _tag: 'Normal', mean: 0, stddev })
    expect(Distribution.stddev(law(shape, mode, scale, 'truncated_normal'))).toBeCloseTo(stddev, 15)
  })

  it('is widened by 1 / 0.87962566103423978 before truncation at twice as much', () => {
    // 0.25 / 0.87962566103423978 = 0.284211808584639…, twice that 0.568423617169278…
    const { mean, stddev, bounds, low, high } = law(
      [16, 3],
      'fan_in',
      1,
      'truncated_normal'
    ) as Distribution.TruncatedNormal
    expect([mean, ...bounds]).toEqual([0, -2, 2])
    expect(stddev).toBeCloseTo(0.284211808584639, 15)
    expect([low, high]).toEqual([-2 * stddev, 2 * stddev])
  })

  it.each([
    [[2, 4], 'fan_in', 2, 1],
    [[2, 4], 'fan_out', 1, 0.5],
    [[16, 3], 'fan_in', 1, 0.25],
    [[50, 1], 'fan_in', 2, 0.2],
    [[2, 2, 4, 25], 'fan_avg', 58, 1],
    [[2, 2, 4, 25], 'fan_geo_avg', 10, 0.5],
    [[], 'fan_in', 4, 2]
  ] as const)('for %j, %s and scale %d is %d before an uncorrected truncation', (shape, mode, scale, stddev) => {
    const uncorrected = law(shape, mode, scale, 'truncated_normal', false)
    expect(uncorrected).toEqual({
      _tag: 'TruncatedNormal',
      mean: 0,
      stddev,
      bounds: [-2, 2],
      low: -2 * stddev,
      high: 2 * stddev
    })
    // a standard normal truncated at ±2 has the stddev 0.87962566103423978
    expect(Distribution.stddev(uncorrected)).toBeCloseTo(0.87962566103423978 * stddev, 15)
  })

  it('is the same, corrected or not, without truncation', () => {
    for (const kind of ['untruncated_normal', 'uniform'] as const) {
      expect(law([5, 12], 'fan_avg', 2, kind, false)).toEqual(law([5, 12], 'fan_avg', 2, kind, true))
    }
  })
})
