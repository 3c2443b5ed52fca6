/**
 * Samples: do these numbers follow that distribution?
 *
 * Every check has a bound on its false alarms that holds at the very size of the sample, without any normal
 * approximation. The budget is one false alarm in 10^9 runs of 512 checks, so each check has alpha = 10^-9 / 512
 * (Bonferroni). No tolerance is tuned: each is a formula of n, alpha and the distribution.
 *
 * - variance: Chernoff, n I(1 ± d) = ln(2/alpha) with I the Legendre transform of ln E exp(t w²/σ²) (tabulated);
 * - mean and correlations: Bernstein, n t² / (2 (1 + c t)) = ln(2/alpha), c a third of the greatest deviation;
 * - shape: Kolmogorov-Smirnov by Dvoretzky-Kiefer-Wolfowitz-Massart, D ≤ √(ln(2/alpha) / 2n);
 * - bins and pairs: exact binomial limits at alpha / 256 where they are equally probable (tabulated), else Bernstein;
 * - both ends are reached: (1 − p)^n ≤ alpha/2 for p = ln(2/alpha) / n.
 *
 * Engines differ in the last bits of logarithms, so those are tables; `scripts/tolerances.mjs` computes them anew. A
 * 16-bit element stands for a cell of numbers, and its share is that of the cell, exactly.
 *
 * What one sample of 2^20 sees: a stddev that is wrong by 1 % is missed with a chance of 2e-12 (normal), 1e-23
 * (truncated), 7e-53 (uniform); a mean off by 1.35 % of a stddev with 1e-10.
 *
 * @since 0.1.0
 */
import { flow } from 'fp-ts/function'
import { type DType, round, roundDown, roundUp, traits } from '../DType.js'
import * as Distribution from '../Distribution.js'
import type { Kind } from '../initializers/VarianceScaling.js'
import { cellEnd, kindOf } from './distribution.js'
import { contramap, type Laws } from './law.js'

// -------------------------------------------------------------------------------------
// tables
// -------------------------------------------------------------------------------------

/** ln(2 / alpha) for alpha = 1e-9 / 512 */
export const exponent = 27.654737642545864
/** ln(2 · 256 / alpha), for 256 bins that share one alpha */
export const binExponent = 33.199915087025424

/**
 * The sizes of a sample for which there are tables.
 *
 * @since 0.1.0
 */
export type SampleSize = 65536 | 262144 | 1048576 | 4194304

type Slack = readonly [below: number, above: number]

/** How far the mean of w²/σ² may lie from 1. */
export const varianceSlacks: { readonly [K in Kind]: { readonly [N in SampleSize]: Slack } } = {
  uniform: {
    65536: [0.025902268, 0.026063026],
    262144: [0.012971709, 0.013011898],
    1048576: [0.006490938, 0.006500985],
    4194304: [0.003246733, 0.003249244]
  },
  truncated_normal: {
    65536: [0.033701523, 0.034190724],
    262144: [0.016912537, 0.017034836],
    1048576: [0.008471634, 0.008502209],
    4194304: [0.004239649, 0.004247292]
  },
  untruncated_normal: {
    65536: [0.040523497, 0.04164875],
    262144: [0.020401681, 0.020682998],
    1048576: [0.010235915, 0.010306244],
    4194304: [0.005126737, 0.00514432]
  }
}

type Counts = readonly [least: number, most: number]

/** Of n trials, those that fall in one of 256 equal bins. */
export const binLimits: { readonly [N in SampleSize]: Counts } = {
  65536: [142, 390],
  262144: [786, 1282],
  1048576: [3609, 4602],
  4194304: [15401, 17387]
}

/** Of n / 2 pairs, those that fall in one of 16 × 16 equal cells. */
export const pairLimits: { readonly [N in SampleSize]: Counts } = {
  65536: [51, 225],
  262144: [347, 697],
  1048576: [1707, 2409],
  4194304: [7500, 8904]
}

const isSampleSize = (n: number): n is SampleSize => Object.hasOwn(binLimits, n)

/**
 * The most that rounding once, within the bounds, changes the variance relatively: exact sums over all stored numbers
 * for 810 fans (reference/testing.md, 7.3 and 7.4); half a step of the wider dtypes.
 *
 * @since 0.1.0
 */
export const roundingSlack: { readonly [D in DType]: number } = {
  float64: 1e-12,
  float32: 1.2e-7,
  float16: 2.5e-6,
  bfloat16: 1.8e-4
}

// -------------------------------------------------------------------------------------
// readings
// -------------------------------------------------------------------------------------

/**
 * A measured number and the interval it has to lie in.
 *
 * @since 0.1.0
 */
export interface Reading {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** @since 0.1.0 */
export const holds = ({ value, low, high }: Reading): boolean => value >= low && value <= high

/** Bernstein's t with n t² / (2 (1 + c t)) = e, for means of n numbers of variance 1. */
export const bernstein = (n: number, c: number, e: number = exponent): number => {
  const half = (c * e) / n
  return half + Math.sqrt(half * half + (2 * e) / n)
}

/** A count of n trials of chance p, by Bernstein. */
const countReading = (value: number, n: number, p: number, e: number): Reading => {
  const third = e / 3
  const slack = third + Math.sqrt(third * third + 2 * e * n * p * (1 - p))
  return { value, low: n * p - slack, high: n * p + slack }
}

/** The reading that lies farthest out. */
const worst = (readings: ReadonlyArray<Reading>): Reading =>
  readings.reduce((a, b) => (distance(b) > distance(a) ? b : a))

const distance = ({ value, low, high }: Reading): number => Math.abs(2 * value - low - high) / (high - low)

/**
 * The fullest or emptiest of 256 equal bins of numbers that should be uniform in [0, 1); as many as a `SampleSize`.
 *
 * @since 0.1.0
 */
export const evenness = (us: Float64Array): Reading => {
  const counts = new Map<number, number>()
  us.forEach((u) => counts.set(Math.floor(256 * u), (counts.get(Math.floor(256 * u)) ?? 0) + 1))
  const [low, high] = isSampleSize(us.length) ? binLimits[us.length] : [NaN, NaN]
  return worst(Array.from({ length: 256 }, (_, bin) => ({ value: counts.get(bin) ?? 0, low, high })))
}

/**
 * The correlation of numbers of mean 0, variance 1 and size at most `most` with those `lag` places on, in pairs of
 * which no two share a number.
 *
 * @since 0.1.0
 */
export const correlation = (zs: Float64Array, lag: number, most: number): Reading => {
  const isFirst = (i: number): boolean => Math.floor(i / lag) % 2 === 0 && i + lag < zs.length
  const blocks = Math.floor(zs.length / (2 * lag))
  const pairs = blocks * lag + Math.max(0, zs.length - 2 * lag * blocks - lag)
  const sum = zs.reduce((s, z, i) => (isFirst(i) ? s + z * (zs[i + lag] ?? NaN) : s), 0)
  const slack = bernstein(pairs, (most * most) / 3)
  return { value: sum / pairs, low: -slack, high: slack }
}

/**
 * What the numbers should follow: a distribution whose mean is not far from 0 in units of its stddev, and the dtype
 * they are stored in.
 *
 * @since 0.1.0
 */
export interface Expected {
  readonly distribution: Distribution.Distribution
  readonly dtype: DType
}

/**
 * All checks of a sample, each with what was measured and what is allowed. The sample is as long as a `SampleSize` and
 * in the order in which it was drawn.
 *
 * @since 0.1.0
 */
export const readings =
  (expected: Expected) =>
  (values: Float64Array): Readonly<Record<string, Reading>> => {
    const [drawn, sorted] = [inDrawnOrder(expected)(values), inSortedOrder(expected)(values)]
    return { ...mapValues(drawnChecks, (check) => check(drawn)), ...mapValues(sortedChecks, (check) => check(sorted)) }
  }

/**
 * The same checks as laws.
 *
 * @since 0.1.0
 * @example
 * import { Distribution, Initializer, Tensor } from 'initializers-ts'
 * import { broken, statisticalLaws } from 'initializers-ts/laws'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const shouldBe = { distribution: Distribution.normal(0, 0.05), dtype: 'float32' } as const
 * const weights = Initializer.init({ shape: [256, 256], dtype: 'float32', seed: 1 })('random_normal')
 * pipe(weights, E.map(Tensor.values), E.map(broken(statisticalLaws(shouldBe)))) // => E.right([])
 */
export const statisticalLaws = (expected: Expected): Laws<Float64Array> => ({
  ...contramap(inDrawnOrder(expected))(mapValues(drawnChecks, (check) => flow(check, holds))),
  ...contramap(inSortedOrder(expected))(mapValues(sortedChecks, (check) => flow(check, holds)))
})

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (a: A) => B): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([key, a]) => [key, f(a)]))

// -------------------------------------------------------------------------------------
// in the order in which the numbers were drawn
// -------------------------------------------------------------------------------------

interface Drawn extends Expected {
  readonly values: Float64Array
  /** of mean 0 and variance 1 */
  readonly zs: Float64Array
  /** the greatest size of a z */
  readonly most: number
}

const inDrawnOrder =
  ({ distribution, dtype }: Expected) =>
  (values: Float64Array): Drawn => {
    const [mean, stddev] = [Distribution.mean(distribution), Distribution.stddev(distribution)]
    const standard = (x: number): number => (x - mean) / stddev
    const ends = Distribution.drawableRange(dtype)(distribution).map((x) => Math.abs(standard(x)))
    return { distribution, dtype, values, zs: values.map(standard), most: Math.max(...ends) }
  }

const lags = [1, 2, 3, 4, 5, 7, 8, 16, 31, 32, 64, 256, 1024, 4096, 16384]

const drawnChecks: Readonly<Record<string, (sample: Drawn) => Reading>> = {
  'the mean is right': ({ zs, most, dtype }) => {
    const slack = bernstein(zs.length, most / 3) + roundingSlack[dtype]
    return { value: zs.reduce((s, z) => s + z, 0) / zs.length, low: -slack, high: slack }
  },
  'the variance is right': ({ zs, most, distribution, dtype }) => {
    const [below, above] = varianceSlack(distribution, zs.length, most)
    return {
      value: zs.reduce((s, z) => s + z * z, 0) / zs.length,
      low: 1 - below - roundingSlack[dtype],
      high: 1 + above + roundingSlack[dtype]
    }
  },
  'pairs fill 16 × 16 equal cells equally': (sample) => pairsReading(sample),
  ...Object.fromEntries(
    lags.map((lag) => [`numbers ${lag} apart do not correlate`, ({ zs, most }: Drawn) => correlation(zs, lag, most)])
  )
}

const varianceSlack = (d: Distribution.Distribution, n: number, most: number): Slack => {
  const kind = kindOf(d)
  return kind !== undefined && isSampleSize(n) ? varianceSlacks[kind][n] : anyVarianceSlack(n, most)
}

/** For numbers of size at most b, z² lies in [0, b²] and has at most the variance b² − 1: Bernstein. */
const anyVarianceSlack = (n: number, most: number): Slack => {
  const stddev = Math.sqrt(most * most - 1)
  const slack = stddev * bernstein(n, (most * most) / 3 / stddev)
  return [slack, slack]
}

const pairsReading = (sample: Drawn): Reading => {
  const n = sample.values.length
  const inner = edges(sample, 16)
  const shares = [0, ...inner.map(shareUpTo(sample)), 1]
  const chance = (bin: number): number => (shares[bin + 1] ?? NaN) - (shares[bin] ?? NaN)
  const counts = new Map<number, number>()
  const bins = Uint8Array.from(sample.values, (x) => inner.reduce((bin, edge) => (x > edge ? bin + 1 : bin), 0))
  bins.forEach((bin, i) => {
    const key = 16 * bin + (bins[i + 1] ?? 0)
    if (i % 2 === 0 && i + 1 < n) counts.set(key, (counts.get(key) ?? 0) + 1)
  })
  return worst(
    Array.from({ length: 256 }, (_, cell) => {
      const value = counts.get(cell) ?? 0
      return traits(sample.dtype).bytes > 2 && isSampleSize(n)
        ? { value, low: pairLimits[n][0], high: pairLimits[n][1] }
        : countReading(value, n >> 1, chance(cell >> 4) * chance(cell & 15), binExponent)
    })
  )
}

// -------------------------------------------------------------------------------------
// from the least to the greatest
// -------------------------------------------------------------------------------------

interface Sorted extends Expected {
  readonly sorted: Float64Array
  /** the probability of all that is stored as x or below */
  readonly share: (x: number) => number
}

const inSortedOrder =
  (expected: Expected) =>
  (values: Float64Array): Sorted => ({ ...expected, sorted: values.toSorted(), share: shareUpTo(expected) })

const sortedChecks: Readonly<Record<string, (sample: Sorted) => Reading>> = {
  'the shape is right': ({ sorted, share }) => {
    const n = sorted.length
    const value = sorted.reduce(
      (most, x, i) => (x === sorted[i + 1] ? most : Math.max(most, Math.abs((i + 1) / n - share(x)))),
      0
    )
    // just below a number that occurs the distance is greater by 1/n at most
    return { value, low: 0, high: Math.sqrt(exponent / (2 * n)) + 1 / n }
  },
  'equal bins fill equally': (sample) => binsReading(sample),
  'the outermost 1 % is 1 %': (sample) => tailReading(sample, 0.005),
  'the outermost 0.27 % (a normal’s beyond 3 stddev) is 0.27 %': (sample) => tailReading(sample, 0.00135),
  'no number lies below the bounds': ({ sorted, distribution }) => ({
    value: sorted[0] ?? NaN,
    low: Distribution.support(distribution)[0],
    high: Infinity
  }),
  'no number lies above the bounds': ({ sorted, distribution }) => ({
    value: sorted.at(-1) ?? NaN,
    low: -Infinity,
    high: Distribution.support(distribution)[1]
  }),
  'the lower end is reached': ({ sorted, share, distribution, dtype }) => {
    const outermost = share(roundUp(dtype)(Distribution.drawableRange(dtype)(distribution)[0]))
    return { value: share(sorted[0] ?? NaN), low: 0, high: Math.max(exponent / sorted.length, outermost) }
  },
  'the upper end is reached': ({ sorted, share, distribution, dtype }) => {
    const from = (x: number): number => 1 - share(before(dtype)(x))
    const outermost = from(roundDown(dtype)(Distribution.drawableRange(dtype)(distribution)[1]))
    return { value: from(sorted.at(-1) ?? NaN), low: 0, high: Math.max(exponent / sorted.length, outermost) }
  },
  'no number piles up at the bounds': (sample) => pileReading(sample)
}

const shareUpTo = ({ distribution: d, dtype }: Expected): ((x: number) => number) => {
  const [low, high] = Distribution.support(d)
  const [least, greatest] = d._tag === 'Normal' ? [low, high] : [roundUp(dtype)(low), roundDown(dtype)(high)]
  const end = cellEnd(dtype)
  return (x) => (x >= greatest ? 1 : x < least ? 0 : Distribution.cdf(d)(end(x)))
}

/** The stored number below x, for a dtype whose cells count. */
const before =
  (dtype: DType) =>
  (x: number): number =>
    traits(dtype).bytes === 2 ? x - 2 * (cellEnd(dtype)(-x) + x) : x

/** How many of the sorted numbers are ≤ x. */
const rank = (sorted: Float64Array, x: number, from = 0, to = sorted.length): number => {
  if (from === to) return from
  const middle = (from + to) >> 1
  return (sorted[middle] ?? NaN) <= x ? rank(sorted, x, middle + 1, to) : rank(sorted, x, from, middle)
}

/** Stored numbers that part the distribution into k bins, as equal as their cells allow. */
const edges = ({ distribution, dtype }: Expected, k: number): ReadonlyArray<number> =>
  Array.from({ length: k - 1 }, (_, i) => round(dtype)(Distribution.quantile(distribution)((i + 1) / k - 0.5)))

const binsReading = (sample: Sorted): Reading => {
  const { sorted, share, dtype } = sample
  const n = sorted.length
  const inner = edges(sample, 256)
  const ranks = [0, ...inner.map((x) => rank(sorted, x)), n]
  const shares = [0, ...inner.map(share), 1]
  return worst(
    Array.from({ length: 256 }, (_, bin) => {
      const value = (ranks[bin + 1] ?? NaN) - (ranks[bin] ?? NaN)
      const p = (shares[bin + 1] ?? NaN) - (shares[bin] ?? NaN)
      return traits(dtype).bytes > 2 && isSampleSize(n)
        ? { value, low: binLimits[n][0], high: binLimits[n][1] }
        : countReading(value, n, p, binExponent)
    })
  )
}

const tailReading = ({ sorted, share, distribution, dtype }: Sorted, each: number): Reading => {
  const n = sorted.length
  const [lower, upper] = [each - 0.5, 0.5 - each].map((u) => round(dtype)(Distribution.quantile(distribution)(u)))
  const inside = (f: (x: number) => number): number => f(upper ?? NaN) - f(lower ?? NaN)
  return countReading(n - inside((x) => rank(sorted, x)), n, 1 - inside(share), exponent)
}

/** How often the least and the greatest number occur: where bounds clamp instead of cutting, all they cut lies there. */
const pileReading = ({ sorted, share, dtype }: Sorted): Reading => {
  const n = sorted.length
  const [least, greatest] = [sorted[0] ?? NaN, sorted[n - 1] ?? NaN]
  const value = sorted.reduce((count, x) => (x === least || x === greatest ? count + 1 : count), 0)
  const p = traits(dtype).bytes === 2 ? share(least) + (1 - share(before(dtype)(greatest))) : 0
  return { ...countReading(value, n, p, exponent), low: 0 }
}
