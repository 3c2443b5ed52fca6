/**
 * Distributions: their moments follow from the config, their quantile function is the inverse of their distribution
 * function, and random words follow it.
 *
 * The laws of the grid feed every 2^16-th word instead of random ones: then the mean square is the variance up to a
 * known error, and a fault of 10^-8 shows, a million times less than a sample of any decent size could see.
 *
 * @since 0.1.0
 */
import { type DType, roundDown, roundUp, traits } from '../DType.js'
import * as Distribution from '../Distribution.js'
import { denominator, type Fans } from '../Fans.js'
import * as VarianceScaling from '../initializers/VarianceScaling.js'
import { fillReals } from '../engine/reals.js'
import { centred32, centred64 } from '../numeric/words/uniform.js'
import { transform } from '../engine/transform.js'
import { equal, type Laws } from './law.js'

/** 2^-53, half a unit in the last place of 1. */
const halfUlp = 1.1102230246251565e-16

/** The cut of `truncated_normal`. */
const isTwoSigma = ([lower, upper]: Distribution.TruncatedNormal['bounds']): boolean => lower === -2 && upper === 2

/**
 * Which of the three distributions of `VarianceScaling` it is, if any.
 *
 * @since 0.1.0
 */
export const kindOf = (d: Distribution.Distribution): VarianceScaling.Kind | undefined => {
  switch (d._tag) {
    case 'Uniform':
      return 'uniform'
    case 'Normal':
      return 'untruncated_normal'
    case 'TruncatedNormal':
      return isTwoSigma(d.bounds) ? 'truncated_normal' : undefined
  }
}

/**
 * A scheme and the fans it is used with.
 *
 * @since 0.1.0
 */
export interface Scaling {
  readonly initializer: VarianceScaling.VarianceScaling
  readonly fans: Fans
}

/**
 * The promise of `VarianceScaling`, where nothing over- or underflows.
 *
 * @since 0.1.0
 * @example
 * import { presets } from 'initializers-ts'
 * import { broken, scalingLaws } from 'initializers-ts/laws'
 *
 * broken(scalingLaws)({ initializer: presets.heNormal, fans: { fanIn: 784, fanOut: 256 } }) // => []
 */
export const scalingLaws: Laws<Scaling> = {
  'the variance is scale / n, to 8 ulp, or what an uncorrected cut leaves of it': ({ initializer, fans }) => {
    const v = (initializer.scale / denominator(initializer.mode)(fans)) * shareLeft(initializer)
    return Math.abs(Distribution.variance(of(initializer)(fans)) - v) <= 16 * halfUlp * v
  },
  'the mean is 0': ({ initializer, fans }) => Distribution.mean(of(initializer)(fans)) === 0,
  'four times the scale doubles every number exactly': ({ initializer, fans }) =>
    equal(of({ ...initializer, scale: 4 * initializer.scale })(fans), doubled(of(initializer)(fans))),
  'four times the fan halves every number exactly': ({ initializer, fans: { fanIn, fanOut } }) =>
    fanIn < 1 ||
    fanOut < 1 ||
    equal(of(initializer)({ fanIn, fanOut }), doubled(of(initializer)({ fanIn: 4 * fanIn, fanOut: 4 * fanOut }))),
  'a larger scale is wider': ({ initializer, fans }) =>
    Distribution.stddev(of({ ...initializer, scale: 1.0001 * initializer.scale })(fans)) >
    Distribution.stddev(of(initializer)(fans)),
  'the distribution is the one that is named': ({ initializer, fans }) =>
    kindOf(of(initializer)(fans)) === initializer.distribution,
  'the three distributions have the same variance, where the cut is corrected': ({ initializer, fans }) => {
    const [a, b, c] = kinds.map((distribution) =>
      Distribution.variance(of({ ...initializer, distribution, corrected: true })(fans))
    )
    return [a, b, c].every((v) => v !== undefined && b !== undefined && Math.abs(v - b) <= 16 * halfUlp * b)
  },
  'the bounds lie as far below as above': ({ initializer, fans }) => {
    const [low, high] = Distribution.support(of(initializer)(fans))
    return low === -high
  }
}

const of = VarianceScaling.distribution

/** 0.87962566103423978 squared is the variance of a standard normal that is cut at ±2. */
const shareLeft = ({ distribution, corrected }: VarianceScaling.VarianceScaling): number =>
  distribution === 'truncated_normal' && !corrected ? 0.7737413035499232 : 1

const kinds: ReadonlyArray<VarianceScaling.Kind> = ['uniform', 'untruncated_normal', 'truncated_normal']

const doubled = (d: Distribution.Distribution): Distribution.Distribution => {
  switch (d._tag) {
    case 'Uniform':
      return { ...d, low: 2 * d.low, high: 2 * d.high }
    case 'Normal':
      return { ...d, mean: 2 * d.mean, stddev: 2 * d.stddev }
    case 'TruncatedNormal':
      return { ...d, mean: 2 * d.mean, stddev: 2 * d.stddev, low: 2 * d.low, high: 2 * d.high }
  }
}

/**
 * A distribution and two centred uniform numbers, as words make them: (k + ½) / 2^52 for −2^51 ≤ k < 2^51.
 *
 * @since 0.1.0
 */
export interface Quantiles {
  readonly distribution: Distribution.Distribution
  readonly u: number
  readonly v: number
}

/** @since 0.1.0 */
export const quantileLaws: Laws<Quantiles> = {
  'the quantile rises': ({ distribution: d, u, v }) =>
    Distribution.quantile(d)(Math.min(u, v)) <= Distribution.quantile(d)(Math.max(u, v)),
  'the distribution function rises': ({ distribution: d, u, v }) => {
    const [low, high] = [Math.min(u, v), Math.max(u, v)].map(Distribution.quantile(d)) as [number, number]
    return Distribution.cdf(d)(low) <= Distribution.cdf(d)(high)
  },
  'about 0 the quantile is odd, bit for bit': ({ distribution: d, u }) =>
    !isSymmetric(d) || Object.is(Distribution.quantile(d)(-u), -Distribution.quantile(d)(u)),
  'the quantile stays within the support, to the rounding of its sum': ({ distribution: d, u }) => {
    const [low, high] = Distribution.support(d)
    const x = Distribution.quantile(d)(u)
    const rounding = 8 * halfUlp * sizeOf(d)
    return x >= low - rounding && x <= high + rounding
  },
  'the distribution function undoes the quantile': ({ distribution: d, u }) =>
    Math.abs(Distribution.cdf(d)(Distribution.quantile(d)(u)) - (u + 0.5)) <= 16 * halfUlp * condition(d),
  'the distribution function is 0 below the support and 1 above it': ({ distribution: d }) => {
    const [low, high] = Distribution.support(d)
    return Distribution.cdf(d)(low) === 0 && Distribution.cdf(d)(high) === 1
  },
  'the mean lies within the support and the stddev is above 0': ({ distribution: d }) => {
    const [low, high] = Distribution.support(d)
    const mean = Distribution.mean(d)
    return low <= mean && mean <= high && Distribution.stddev(d) > 0
  }
}

/** Around 0: what is drawn with complemented words is the negative. */
const isSymmetric = (d: Distribution.Distribution): boolean => {
  switch (d._tag) {
    case 'Uniform':
      return d.low === -d.high
    case 'Normal':
      return d.mean === 0
    case 'TruncatedNormal':
      return d.mean === 0 && d.bounds[0] === -d.bounds[1]
  }
}

/** The greatest number that the quantile adds. */
const sizeOf = (d: Distribution.Distribution): number => {
  const [low, high] = Distribution.support(d).map((x) => (Number.isFinite(x) ? Math.abs(x) : 0)) as [number, number]
  return Math.max(low, high, d._tag === 'Uniform' ? 0 : Math.abs(d.mean) + 9 * d.stddev)
}

/** By how much a relative error of x, or of Φ, can be magnified in the distribution function. */
const condition = (d: Distribution.Distribution): number => {
  switch (d._tag) {
    case 'Uniform':
      return 1 + sizeOf(d) / (d.high - d.low)
    case 'Normal':
      return 1 + Math.abs(d.mean) / d.stddev
    case 'TruncatedNormal': {
      const [left, right] = d.bounds.map(Distribution.cdf(Distribution.normal(0, 1))) as [number, number]
      return (1 + Math.abs(d.mean) / d.stddev) / (right - left)
    }
  }
}

// -------------------------------------------------------------------------------------
// from words to numbers
// -------------------------------------------------------------------------------------

/**
 * A distribution that fits a dtype, and as many words as make whole elements.
 *
 * @since 0.1.0
 */
export interface Words {
  readonly distribution: Distribution.Distribution
  readonly dtype: DType
  readonly words: Int32Array
}

/** @since 0.1.0 */
export const transformLaws: Laws<Words> = {
  'complemented words give the negative, bit for bit': ({ distribution: d, dtype, words }) =>
    !isSymmetric(d) ||
    equal(
      reals(d, dtype)(words.map((w) => ~w)),
      reals(d, dtype)(words).map((x) => -x)
    ),
  'no number leaves what the dtype has within the bounds': ({ distribution: d, dtype, words }) => {
    const [least, greatest] = stored(d, dtype)
    return reals(d, dtype)(words).every((x) => x >= least && x <= greatest)
  },
  'rounded to the dtype, no number leaves the bounds': ({ distribution: d, dtype, words }) => {
    const [low, high] = Distribution.support(d)
    return inDType(dtype)(reals(d, dtype)(words)).every((x) => Number.isFinite(x) && x >= low && x <= high)
  },
  'the numbers rise with the words': ({ distribution: d, dtype, words }) => {
    const ordered = words.toSorted()
    return traits(dtype).words === 2 || rises(reals(d, dtype)(ordered))
  },
  'the numbers are those of the quantile, to 2^-32 of their distance from the mean': ({
    distribution,
    dtype,
    words
  }) => {
    const [least, greatest] = stored(distribution, dtype)
    const mean = distribution._tag === 'Uniform' ? Distribution.mean(distribution) : distribution.mean
    const us = centred(dtype)(words)
    return reals(
      distribution,
      dtype
    )(words).every((x, i) => {
      const q = Distribution.quantile(distribution)(us[i] ?? NaN)
      const expected = Math.min(greatest, Math.max(least, q))
      return Math.abs(x - expected) <= 2.3283064365386963e-10 * Math.abs(q - mean) + 2 * halfUlp * sizeOf(distribution)
    })
  }
}

const reals =
  (d: Distribution.Distribution, dtype: DType) =>
  (words: Int32Array): Float64Array => {
    const out = new Float64Array(words.length / traits(dtype).words)
    fillReals(transform(dtype)(d), words, out.length, out)
    return out
  }

const centred =
  (dtype: DType) =>
  (words: Int32Array): Float64Array =>
    traits(dtype).words === 1
      ? Float64Array.from(words, centred32)
      : Float64Array.from({ length: words.length / 2 }, (_, i) => centred64(words[2 * i] ?? 0, words[2 * i + 1] ?? 0))

/** The least and the greatest number of the dtype within the bounds. */
const stored = (d: Distribution.Distribution, dtype: DType): readonly [number, number] => {
  const [low, high] = Distribution.support(d)
  return d._tag === 'Normal' ? [low, high] : [roundUp(dtype)(low), roundDown(dtype)(high)]
}

const inDType =
  (dtype: DType) =>
  (numbers: Float64Array): Float64Array => {
    const { make, store, load } = traits(dtype)
    const data = make(numbers.length)
    const out = new Float64Array(numbers.length)
    store(numbers, numbers.length, data, 0)
    load(data, 0, numbers.length, out)
    return out
  }

const rises = (numbers: Float64Array): boolean => numbers.every((x, i) => i === 0 || x >= (numbers[i - 1] ?? NaN))

// -------------------------------------------------------------------------------------
// the grid
// -------------------------------------------------------------------------------------

/**
 * A distribution that fits a dtype.
 *
 * @since 0.1.0
 */
export interface Fitted {
  readonly distribution: Distribution.Distribution
  readonly dtype: DType
}

/** Points of the grid. */
const points = 65536

/** The words whose centred uniform numbers are (i + ½) / 2^16 − ½, to half a step of the word. */
const gridWords = (dtype: DType): Int32Array => {
  const each = traits(dtype).words
  return Int32Array.from({ length: each * points }, (_, i) =>
    i % each === 0 ? ((i / each - points / 2) << 16) + 0x8000 : 0
  )
}

/**
 * How far the mean square over the midpoint grid of 2^16 points lies from the variance, relatively: −n^-2 for the
 * uniform distribution, by summation for the others (`scripts/tolerances.mjs`).
 *
 * @since 0.1.0
 */
export const gridErrors: { readonly [K in VarianceScaling.Kind]: number } = {
  uniform: -2.3283064365386963e-10,
  truncated_normal: -1.773283e-9,
  untruncated_normal: -2.02813474e-5
}

/**
 * Exact claims about 65536 evenly spread words.
 *
 * @since 0.1.0
 */
export const gridLaws: Laws<Fitted> = {
  'the mean square is the variance, to 1e-8': ({ distribution: d, dtype }) => {
    const kind = kindOf(d)
    if (kind === undefined || traits(dtype).bytes === 2) return true // 16 bits: the counts below are finer
    const mean = Distribution.mean(d)
    const sum = onGrid(d, dtype).reduce((s, x) => s + (x - mean) * (x - mean), 0)
    return Math.abs(sum / points / Distribution.variance(d) - 1 - gridErrors[kind]) <= 1e-8
  },
  'the mean is the mean, to one step of the word': ({ distribution: d, dtype }) => {
    // the grid's words lie half a step above the midpoints, which moves the mean by 2^-33 of the range
    if (kindOf(d) === undefined || traits(dtype).bytes === 2) return true
    const numbers = onGrid(d, dtype)
    const range = (numbers.at(-1) ?? NaN) - (numbers[0] ?? NaN)
    const sum = numbers.reduce((s, x) => s + (x - Distribution.mean(d)), 0)
    return Math.abs(sum / points) <= 2.3283064365386963e-10 * range
  },
  'the numbers rise, strictly but where 16 bits clamp them': ({ distribution: d, dtype }) => {
    const numbers = onGrid(d, dtype)
    const [least, greatest] = stored(d, dtype)
    return numbers.every((x, i) => {
      const before = numbers[i - 1] ?? -Infinity
      return x > before || (x === before && traits(dtype).bytes === 2 && (x === least || x === greatest))
    })
  },
  'they are odd, bit for bit': ({ distribution, dtype }) =>
    transformLaws['complemented words give the negative, bit for bit']?.({
      distribution,
      dtype,
      words: gridWords(dtype)
    }) === true,
  'they stay within the bounds': ({ distribution, dtype }) =>
    transformLaws['rounded to the dtype, no number leaves the bounds']?.({
      distribution,
      dtype,
      words: gridWords(dtype)
    }) === true,
  'up to any stored number lie as many points as its share says, within 2': ({ distribution: d, dtype }) =>
    tally(d, dtype).every(({ share, below }) => Math.abs(below - points * share) <= 2),
  'on any stored number lie as many points as its share says, within 2': ({ distribution: d, dtype }) => {
    const cells = tally(d, dtype)
    return cells.every(({ share, below }, i) => {
      const [before, count] = [cells[i - 1]?.share ?? 0, below - (cells[i - 1]?.below ?? 0)]
      return Math.abs(count - points * (share - before)) <= 2
    })
  }
}

const onGrid = (d: Distribution.Distribution, dtype: DType): Float64Array => reals(d, dtype)(gridWords(dtype))

/** For each stored number that occurs: the points up to it, and the probability up to the end of its cell. */
const tally = (
  d: Distribution.Distribution,
  dtype: DType
): ReadonlyArray<{ readonly share: number; readonly below: number }> => {
  const [, greatest] = stored(d, dtype)
  const numbers = inDType(dtype)(onGrid(d, dtype)).sort()
  return [...numbers].flatMap((x, i) =>
    x === numbers[i + 1] ? [] : [{ below: i + 1, share: x >= greatest ? 1 : Distribution.cdf(d)(cellEnd(dtype)(x)) }]
  )
}

/** Half a step above a number of the dtype: up to there everything is rounded to it or below. */
export const cellEnd =
  (dtype: DType) =>
  (x: number): number =>
    traits(dtype).bytes === 2 ? x + (successor(dtype)(x) - x) / 2 : x

/** 2^-40 of a number is less than a step of any narrow dtype, and 2^-200 less than the smallest. */
const successor =
  (dtype: DType) =>
  (x: number): number =>
    roundUp(dtype)(x + Math.abs(x) * 9.094947017729282e-13 + 6.223015277861142e-61)
