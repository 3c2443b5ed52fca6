// @ts-check
// Recomputes the tables of src/laws/statistics/intervals.ts and prints them; test/laws/statistics.test.ts compares them.
//
//   node scripts/tolerances.mjs
//
// The laws themselves may not use Math.log or Math.exp, because engines differ in their last bits; hence the tables.
import { pathToFileURL } from 'node:url'

/** One false alarm in 10^9 runs of 512 checks (Bonferroni). */
export const runAlpha = 1e-9
export const checks = 512
export const alpha = runAlpha / checks

/** ln(2 / alpha) when `cells` two-sided checks share one alpha. @param {number} cells */
export const exponentOf = (cells) => Math.log((2 * cells) / alpha)

/** Simpson's rule. @param {(x: number) => number} f @param {number} a @param {number} b */
const integral = (f, a, b, n = 4000) => {
  const h = (b - a) / n
  let sum = f(a) + f(b)
  for (let i = 1; i < n; i++) sum += f(a + i * h) * (i % 2 === 1 ? 4 : 2)
  return (sum * h) / 3
}

/** @param {number} z */
const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
/** Phi by its series and its continued fraction: slow and independent of src/numeric. */
export const normalCdf = (/** @type {number} */ z) => {
  const x = Math.abs(z)
  let upper
  if (x < 3) {
    let term = x
    let sum = x
    for (let k = 1; k < 120; k++) sum += term *= (x * x) / (2 * k + 1)
    upper = 0.5 - density(x) * sum
  } else {
    let fraction = 0
    for (let k = 200; k >= 1; k--) fraction = k / (x + fraction)
    upper = density(x) / (x + fraction)
  }
  return z > 0 ? 1 - upper : upper
}

const twoSigma = 1 - 2 * normalCdf(-2)
const truncatedVariance = 1 - (4 * density(2)) / twoSigma

/**
 * Moment generating functions of X = w^2 / sigma^2 and their derivatives, E e^{tX} and E X e^{tX}.
 * @type {Record<string, { mgf: (t: number) => number, slope: (t: number) => number, most: number }>}
 */
const squares = {
  uniform: {
    mgf: (t) => integral((u) => Math.exp(3 * t * u * u), 0, 1),
    slope: (t) => integral((u) => 3 * u * u * Math.exp(3 * t * u * u), 0, 1),
    most: 5
  },
  truncated_normal: {
    mgf: (t) => (2 / twoSigma) * integral((z) => Math.exp((t * z * z) / truncatedVariance) * density(z), 0, 2),
    slope: (t) =>
      (2 / twoSigma) *
      integral((z) => ((z * z) / truncatedVariance) * Math.exp((t * z * z) / truncatedVariance) * density(z), 0, 2),
    most: 5
  },
  untruncated_normal: {
    mgf: (t) => (1 - 2 * t) ** -0.5,
    slope: (t) => (1 - 2 * t) ** -1.5,
    most: 0.499
  }
}

/**
 * Chernoff: the mean of n copies of X leaves 1 ± d with probability at most e^{-n I(1 ± d)} on each side, where
 * I(x) = t x - K(t) at x = K'(t), K = ln mgf. The t with n I = ln(2 / alpha) is found by bisection.
 * @param {keyof typeof squares} kind @param {number} n @returns {[below: number, above: number]}
 */
export const varianceSlack = (kind, n) => {
  const { mgf, slope, most } = /** @type {(typeof squares)[string]} */ (squares[kind])
  const target = exponentOf(1) / n
  const side = (/** @type {number} */ sign) => {
    let [low, high] = [0, sign * most]
    for (let i = 0; i < 80; i++) {
      const t = (low + high) / 2
      const x = slope(t) / mgf(t)
      if (t * x - Math.log(mgf(t)) < target) low = t
      else high = t
    }
    return Math.abs(slope(low) / mgf(low) - 1)
  }
  return [side(-1), side(1)]
}

/** ln n! by Stirling's series; exact sums below 20. @param {number} n */
const logFactorial = (n) => {
  if (n < 20) return Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0)
  const x = n + 1
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
}

/**
 * Limits of a count of n trials of probability p that leave out at most alpha / cells, half of it on either side, by
 * exact summation of the binomial distribution.
 * @param {number} n @param {number} p @param {number} cells @returns {[least: number, most: number]}
 */
export const countLimits = (n, p, cells) => {
  const tail = alpha / cells / 2
  const mass = (/** @type {number} */ k) =>
    Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p))
  const width = Math.ceil(12 * Math.sqrt(n * p * (1 - p)) + 60)
  const middle = Math.round(n * p)
  let below = 0
  let least = Math.max(0, middle - width)
  for (; below + mass(least) <= tail; least++) below += mass(least)
  let above = 0
  let most = Math.min(n, middle + width)
  for (; above + mass(most) <= tail; most--) above += mass(most)
  return [least, most]
}

/** @param {number} p below ½ @returns {number} the z < 0 with Phi(z) = p */
const lowerQuantile = (p) => {
  let [low, high] = [-9, 0]
  for (let i = 0; i < 60; i++) {
    const z = (low + high) / 2
    if (normalCdf(z) < p) low = z
    else high = z
  }
  return (low + high) / 2
}

/**
 * How far the mean square over the midpoint grid of n points lies from the variance, relatively.
 * @param {string} kind @param {number} n
 */
export const gridError = (kind, n) => {
  if (kind === 'uniform') return -1 / n / n
  const isTruncated = kind === 'truncated_normal'
  const left = isTruncated ? normalCdf(-2) : 0
  const mass = isTruncated ? 1 - 2 * left : 1
  let sum = 0
  let lost = 0
  for (let i = 0; i < n / 2; i++) {
    const z = lowerQuantile(left + (mass * (i + 0.5)) / n)
    const term = z * z - lost // Kahan's sum
    const next = sum + term
    lost = next - sum - term
    sum = next
  }
  return (2 * sum) / n / (isTruncated ? truncatedVariance : 1) - 1
}

export const kinds = ['uniform', 'truncated_normal', 'untruncated_normal']
export const sizes = [65536, 262144, 1048576, 4194304]

export const tables = () => ({
  exponents: { one: exponentOf(1), bins: exponentOf(256) },
  truncatedStddev: Math.sqrt(truncatedVariance),
  varianceSlack: Object.fromEntries(kinds.map((kind) => [kind, sizes.map((n) => varianceSlack(kind, n))])),
  binLimits: sizes.map((n) => countLimits(n, 1 / 256, 256)),
  pairLimits: sizes.map((n) => countLimits(n / 2, 1 / 256, 256)),
  gridErrors: Object.fromEntries(kinds.map((kind) => [kind, gridError(kind, 65536)]))
})

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(JSON.stringify(tables(), null, 2))
}
