/** Checks of a sample in ascending order: the distribution function, bins, tails and ends. */
import { roundDown, roundUp } from '../../DType.js'
import * as Distribution from '../../Distribution.js'
import { rank } from './counts.js'
import { edges, type Expected, hasCells, predecessor, storedCdf, storedQuantile } from './expected.js'
import { binExponent, binLimits, countOf, exponent, isSampleSize, type Measurement, worst } from './intervals.js'

/** A sorted sample and the distribution function of what is stored. */
export interface Sorted extends Expected {
  readonly sorted: Float64Array
  readonly cdf: (x: number) => number
}

export const asSorted =
  (expected: Expected) =>
  (values: Float64Array): Sorted => ({ ...expected, sorted: values.toSorted(), cdf: storedCdf(expected) })

/** Kolmogorov-Smirnov by Dvoretzky-Kiefer-Wolfowitz-Massart, D ≤ √(ln(2/alpha) / 2n). */
export const distanceOf = ({ sorted, cdf }: Sorted): Measurement => {
  const n = sorted.length
  const value = sorted.reduce(
    (most, x, i) => (x === sorted[i + 1] ? most : Math.max(most, Math.abs((i + 1) / n - cdf(x)))),
    0
  )
  // just below a number that occurs the distance is greater by 1/n at most
  return { value, low: 0, high: Math.sqrt(exponent / (2 * n)) + 1 / n }
}

/** The fullest or emptiest of 256 bins. */
export const binsOf = (sample: Sorted): Measurement => {
  const { sorted, cdf, dtype } = sample
  const n = sorted.length
  const inner = edges(sample, 256)
  const ranks = [0, ...inner.map((x) => rank(sorted, x)), n]
  const cumulative = [0, ...inner.map(cdf), 1]
  const step = (xs: ReadonlyArray<number>, bin: number): number => (xs[bin + 1] ?? NaN) - (xs[bin] ?? NaN)
  return worst(
    Array.from({ length: 256 }, (_, bin) =>
      !hasCells(dtype) && isSampleSize(n)
        ? { value: step(ranks, bin), low: binLimits[n][0], high: binLimits[n][1] }
        : countOf(step(ranks, bin), n, step(cumulative, bin), binExponent)
    )
  )
}

/** How many numbers lie outside of all but a probability of `each` at either end. */
export const tailsOf =
  (each: number) =>
  (sample: Sorted): Measurement => {
    const { sorted, cdf } = sample
    const n = sorted.length
    const [lower, upper] = [storedQuantile(sample)(each - 0.5), storedQuantile(sample)(0.5 - each)]
    const inside = (f: (x: number) => number): number => f(upper) - f(lower)
    return countOf(n - inside((x) => rank(sorted, x)), n, 1 - inside(cdf), exponent)
  }

export const leastOf = ({ sorted, distribution }: Sorted): Measurement => ({
  value: sorted[0] ?? NaN,
  low: Distribution.support(distribution)[0],
  high: Infinity
})

export const greatestOf = ({ sorted, distribution }: Sorted): Measurement => ({
  value: sorted.at(-1) ?? NaN,
  low: -Infinity,
  high: Distribution.support(distribution)[1]
})

/** The probability below the least number: (1 − p)^n ≤ alpha/2 for p = ln(2/alpha) / n. */
export const lowerEndOf = ({ sorted, cdf, distribution, dtype }: Sorted): Measurement => {
  const outermost = cdf(roundUp(dtype)(Distribution.drawableRange(dtype)(distribution)[0]))
  return { value: cdf(sorted[0] ?? NaN), low: 0, high: Math.max(exponent / sorted.length, outermost) }
}

/** The probability above the greatest number, likewise. */
export const upperEndOf = ({ sorted, cdf, distribution, dtype }: Sorted): Measurement => {
  const from = (x: number): number => 1 - cdf(predecessor(dtype)(x))
  const outermost = from(roundDown(dtype)(Distribution.drawableRange(dtype)(distribution)[1]))
  return { value: from(sorted.at(-1) ?? NaN), low: 0, high: Math.max(exponent / sorted.length, outermost) }
}

/** How often the least and the greatest number occur. If bounds clamp instead of truncating, all the excess is there. */
export const endsOf = ({ sorted, cdf, dtype }: Sorted): Measurement => {
  const n = sorted.length
  const [least, greatest] = [sorted[0] ?? NaN, sorted[n - 1] ?? NaN]
  const value = sorted.reduce((count, x) => (x === least || x === greatest ? count + 1 : count), 0)
  const p = hasCells(dtype) ? cdf(least) + (1 - cdf(predecessor(dtype)(greatest))) : 0
  return { ...countOf(value, n, p, exponent), low: 0 }
}
