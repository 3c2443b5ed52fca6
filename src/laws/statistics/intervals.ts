/**
 * Intervals that a correct sample leaves with a probability of at most alpha = 10^-9 / 512, exactly at its size.
 *
 * - means: Bernstein, n t² / (2 (1 + c t)) = ln(2/alpha), c a third of the greatest deviation;
 * - the variance: Chernoff, n I(1 ± d) = ln(2/alpha) with I the Legendre transform of ln E exp(t w²/σ²), in a table;
 * - counts: exact binomial limits at alpha / 256 where bins are equally probable, in a table, else Bernstein.
 *
 * The tables are there because engines differ in the last bits of logarithms; `scripts/tolerances.mjs` recomputes them.
 */
import type { Kind } from '../../initializers/VarianceScaling.js'

/** ln(2 / alpha) for alpha = 1e-9 / 512 */
export const exponent = 27.654737642545864
/** ln(2 · 256 / alpha), for 256 bins that share one alpha */
export const binExponent = 33.199915087025424

// -------------------------------------------------------------------------------------
// measurements
// -------------------------------------------------------------------------------------

/**
 * A measured number and the interval that it must lie in.
 *
 * @since 0.1.0
 */
export interface Measurement {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * Whether a measured number lies in its interval, ends included.
 *
 * @since 0.1.0
 */
export const isWithin = ({ value, low, high }: Measurement): boolean => value >= low && value <= high

/** The measurement that is farthest from the middle of its interval, relative to the interval. */
export const worst = (measurements: ReadonlyArray<Measurement>): Measurement =>
  measurements.reduce((a, b) => (eccentricity(b) > eccentricity(a) ? b : a))

const eccentricity = ({ value, low, high }: Measurement): number => Math.abs(2 * value - low - high) / (high - low)

// -------------------------------------------------------------------------------------
// formulas
// -------------------------------------------------------------------------------------

/** Bernstein's t with n t² / (2 (1 + c t)) = e, for means of n numbers of variance 1. */
export const bernstein = (n: number, c: number, e: number = exponent): number => {
  const half = (c * e) / n
  return half + Math.sqrt(half * half + (2 * e) / n)
}

/** A count of n trials of probability p, by Bernstein. */
export const countOf = (value: number, n: number, p: number, e: number): Measurement => {
  const third = e / 3
  const slack = third + Math.sqrt(third * third + 2 * e * n * p * (1 - p))
  return { value, low: n * p - slack, high: n * p + slack }
}

// -------------------------------------------------------------------------------------
// tables
// -------------------------------------------------------------------------------------

/**
 * The sample sizes for which there are tables.
 *
 * @since 0.1.0
 */
export type SampleSize = 65536 | 262144 | 1048576 | 4194304

export type Slack = readonly [below: number, above: number]

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

type Limits = readonly [least: number, most: number]

/** Of n trials, those that fall into one of 256 equal bins. */
export const binLimits: { readonly [N in SampleSize]: Limits } = {
  65536: [142, 390],
  262144: [786, 1282],
  1048576: [3609, 4602],
  4194304: [15401, 17387]
}

/** Of n / 2 pairs, those that fall into one of 16 × 16 equal cells. */
export const pairLimits: { readonly [N in SampleSize]: Limits } = {
  65536: [51, 225],
  262144: [347, 697],
  1048576: [1707, 2409],
  4194304: [7500, 8904]
}

export const isSampleSize = (n: number): n is SampleSize => Object.hasOwn(binLimits, n)
