/** Checks of a sample in the order in which it was drawn: moments, pairs and correlations. */
import * as Distribution from '../../Distribution.js'
import { frequencies } from './counts.js'
import { edges, type Expected, hasCells, kindOf, roundingSlack, storedCdf } from './expected.js'
import {
  bernstein,
  binExponent,
  countOf,
  isSampleSize,
  type Measurement,
  pairLimits,
  type Slack,
  varianceSlacks,
  worst
} from './intervals.js'
import { correlation } from './uniformity.js'

/** A sample as it was drawn, and standardized. */
export interface Drawn extends Expected {
  readonly values: Float64Array
  /** of mean 0 and variance 1 */
  readonly zs: Float64Array
  /** the greatest absolute value that a z can have */
  readonly most: number
}

export const asDrawn =
  ({ distribution, dtype }: Expected) =>
  (values: Float64Array): Drawn => {
    const [mean, stddev] = [Distribution.mean(distribution), Distribution.stddev(distribution)]
    const standard = (x: number): number => (x - mean) / stddev
    const ends = Distribution.drawableRange(dtype)(distribution).map((x) => Math.abs(standard(x)))
    return { distribution, dtype, values, zs: values.map(standard), most: Math.max(...ends) }
  }

export const meanOf = ({ zs, most, dtype }: Drawn): Measurement => {
  const slack = bernstein(zs.length, most / 3) + roundingSlack[dtype]
  return { value: zs.reduce((s, z) => s + z, 0) / zs.length, low: -slack, high: slack }
}

export const varianceOf = ({ zs, most, distribution, dtype }: Drawn): Measurement => {
  const [below, above] = varianceSlack(distribution, zs.length, most)
  return {
    value: zs.reduce((s, z) => s + z * z, 0) / zs.length,
    low: 1 - below - roundingSlack[dtype],
    high: 1 + above + roundingSlack[dtype]
  }
}

const varianceSlack = (d: Distribution.Distribution, n: number, most: number): Slack => {
  const kind = kindOf(d)
  return kind !== undefined && isSampleSize(n) ? varianceSlacks[kind][n] : anyVarianceSlack(n, most)
}

/** For numbers of absolute value at most b, z² lies in [0, b²] and has at most the variance b² − 1: Bernstein. */
const anyVarianceSlack = (n: number, most: number): Slack => {
  const stddev = Math.sqrt(most * most - 1)
  const slack = stddev * bernstein(n, (most * most) / 3 / stddev)
  return [slack, slack]
}

/** The fullest or emptiest of 16 × 16 cells of consecutive pairs that share no number. */
export const pairsOf = (sample: Drawn): Measurement => {
  const pairs = sample.values.length >> 1
  const inner = edges(sample, 16)
  const cumulative = [0, ...inner.map(storedCdf(sample)), 1]
  const probability = (bin: number): number => (cumulative[bin + 1] ?? NaN) - (cumulative[bin] ?? NaN)
  const bins = sample.values.map((x) => inner.reduce((bin, edge) => (x > edge ? bin + 1 : bin), 0))
  const cells = Uint8Array.from({ length: pairs }, (_, i) => 16 * (bins[2 * i] ?? 0) + (bins[2 * i + 1] ?? 0))
  return worst(
    Array.from(frequencies(cells, 256), (value, cell) => {
      const n = sample.values.length
      return !hasCells(sample.dtype) && isSampleSize(n)
        ? { value, low: pairLimits[n][0], high: pairLimits[n][1] }
        : countOf(value, pairs, probability(cell >> 4) * probability(cell & 15), binExponent)
    })
  )
}

/** The correlation with the numbers `lag` indices later. */
export const lagOf =
  (lag: number) =>
  ({ zs, most }: Drawn): Measurement =>
    correlation(zs, lag, most)
