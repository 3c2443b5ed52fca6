/** Distributions: the quantile function is the inverse of the distribution function, and random words follow it. */
import { Distribution, DType } from 'initializers-ts'
import { equal, law, type Laws } from 'initializers-ts/laws'
import { fillReals, transform } from '../../src/engine/transform.js'
import { centred32, centred64 } from '../../src/numeric/words/uniform.js'

const { roundDown, roundUp, traits } = DType

/** 2^-53, half a unit in the last place of 1. */
const halfUlp = 1.1102230246251565e-16

// -------------------------------------------------------------------------------------
// quantiles
// -------------------------------------------------------------------------------------

/** A distribution and two centred uniform numbers as words give them: (k + ½) / 2^52 for −2^51 ≤ k < 2^51. */
export interface QuantileCase {
  readonly distribution: Distribution.Distribution
  readonly u: number
  readonly v: number
}

export const quantileLaws = {
  quantileIncreases: law(
    'the quantile function increases',
    ({ distribution: d, u, v }) => Distribution.quantile(d)(Math.min(u, v)) <= Distribution.quantile(d)(Math.max(u, v))
  ),
  cdfIncreases: law('the distribution function increases', ({ distribution: d, u, v }) => {
    const quantile = Distribution.quantile(d)
    return Distribution.cdf(d)(quantile(Math.min(u, v))) <= Distribution.cdf(d)(quantile(Math.max(u, v)))
  }),
  odd: law(
    'around 0 the quantile function is odd, bit for bit',
    ({ distribution: d, u }) => !isSymmetric(d) || Object.is(Distribution.quantile(d)(-u), -Distribution.quantile(d)(u))
  ),
  support: law('the quantile stays within the support, up to the rounding of its sum', ({ distribution: d, u }) => {
    const [low, high] = Distribution.support(d)
    const x = Distribution.quantile(d)(u)
    const rounding = 8 * halfUlp * magnitude(d)
    return x >= low - rounding && x <= high + rounding
  }),
  inverse: law(
    'the distribution function inverts the quantile function',
    ({ distribution: d, u }) =>
      Math.abs(Distribution.cdf(d)(Distribution.quantile(d)(u)) - (u + 0.5)) <= 16 * halfUlp * condition(d)
  ),
  ends: law(
    'the distribution function is 0 at the lower and 1 at the upper end of the support',
    ({ distribution: d }) => {
      const [low, high] = Distribution.support(d)
      return Distribution.cdf(d)(low) === 0 && Distribution.cdf(d)(high) === 1
    }
  ),
  moments: law('the mean lies within the support and the stddev is above 0', ({ distribution: d }) => {
    const [low, high] = Distribution.support(d)
    const mean = Distribution.mean(d)
    return low <= mean && mean <= high && Distribution.stddev(d) > 0
  })
} satisfies Laws<QuantileCase>

/** Around 0: complemented words draw the negative. */
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
const magnitude = (d: Distribution.Distribution): number => {
  const [low, high] = Distribution.support(d).map((x) => (Number.isFinite(x) ? Math.abs(x) : 0)) as [number, number]
  return Math.max(low, high, d._tag === 'Uniform' ? 0 : Math.abs(d.mean) + 9 * d.stddev)
}

/** The factor by which the distribution function can magnify a relative error of x, or of Φ. */
const condition = (d: Distribution.Distribution): number => {
  switch (d._tag) {
    case 'Uniform':
      return 1 + magnitude(d) / (d.high - d.low)
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

/** A distribution that the dtype can hold, and as many words as give whole elements. */
export interface WordsCase {
  readonly distribution: Distribution.Distribution
  readonly dtype: DType.DType
  readonly words: Int32Array
}

export const transformLaws = {
  odd: law(
    'complemented words give the negative, bit for bit',
    ({ distribution: d, dtype, words }) =>
      !isSymmetric(d) ||
      equal(
        reals(d, dtype)(words.map((w) => ~w)),
        reals(d, dtype)(words).map((x) => -x)
      )
  ),
  clamped: law('every number lies between the least and the greatest of the dtype within the bounds', (c) => {
    const [least, greatest] = storedBounds(c.distribution, c.dtype)
    return reals(c.distribution, c.dtype)(c.words).every((x) => x >= least && x <= greatest)
  }),
  bounds: law('every number, rounded to the dtype, lies within the bounds', ({ distribution: d, dtype, words }) => {
    const [low, high] = Distribution.support(d)
    return stored(dtype)(reals(d, dtype)(words)).every((x) => Number.isFinite(x) && x >= low && x <= high)
  }),
  increasing: law(
    'the numbers increase with the words',
    ({ distribution: d, dtype, words }) =>
      traits(dtype).wordsPerElement === 2 || isIncreasing(reals(d, dtype)(words.toSorted()))
  ),
  quantile: law('the numbers are those of the quantile, to 2^-32 of their distance from the mean', (c) => {
    const { distribution: d, dtype, words } = c
    const [least, greatest] = storedBounds(d, dtype)
    const mean = d._tag === 'Uniform' ? Distribution.mean(d) : d.mean
    const us = centred(dtype)(words)
    return reals(
      d,
      dtype
    )(words).every((x, i) => {
      const q = Distribution.quantile(d)(us[i]!)
      const expected = Math.min(greatest, Math.max(least, q))
      return Math.abs(x - expected) <= 2.3283064365386963e-10 * Math.abs(q - mean) + 2 * halfUlp * magnitude(d)
    })
  })
} satisfies Laws<WordsCase>

/** The numbers that words give, before rounding. */
export const reals =
  (d: Distribution.Distribution, dtype: DType.DType) =>
  (words: Int32Array): Float64Array => {
    const out = new Float64Array(words.length / traits(dtype).wordsPerElement)
    fillReals(transform(dtype)(d), words, out.length, out)
    return out
  }

const centred =
  (dtype: DType.DType) =>
  (words: Int32Array): Float64Array =>
    traits(dtype).wordsPerElement === 1
      ? Float64Array.from(words, centred32)
      : Float64Array.from({ length: words.length / 2 }, (_, i) => centred64(words[2 * i]!, words[2 * i + 1]!))

/** The least and the greatest number of the dtype within the bounds. */
export const storedBounds = (d: Distribution.Distribution, dtype: DType.DType): readonly [number, number] => {
  const [low, high] = Distribution.support(d)
  return d._tag === 'Normal' ? [low, high] : [roundUp(dtype)(low), roundDown(dtype)(high)]
}

/** The numbers rounded to the dtype. */
export const stored =
  (dtype: DType.DType) =>
  (numbers: Float64Array): Float64Array => {
    const { make, store, load } = traits(dtype)
    const data = make(numbers.length)
    const out = new Float64Array(numbers.length)
    store(numbers, numbers.length, data, 0)
    load(data, 0, numbers.length, out)
    return out
  }

const isIncreasing = (numbers: Float64Array): boolean => numbers.every((x, i) => i === 0 || x >= numbers[i - 1]!)
