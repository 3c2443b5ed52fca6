/**
 * Distributions on a grid: every 2^16-th word instead of random ones. Then the mean square is the variance up to a known
 * error, and a fault of 10^-8 shows, a million times less than a sample of any feasible size detects.
 */
import { Distribution, DType, type VarianceScaling } from 'initializers-ts'
import { type Expected, law, type Laws } from 'initializers-ts/laws'
import { cellEnd, hasCells, kindOf } from '../../src/laws/statistics/expected.js'
import { reals, stored, storedBounds, transformLaws } from './distribution.js'

/** Points of the grid. */
const points = 65536

/** The words whose centred uniform numbers are (i + ½) / 2^16 − ½, to half a step of the word. */
const gridWords = (dtype: DType.DType): Int32Array => {
  const each = DType.traits(dtype).wordsPerElement
  return Int32Array.from({ length: each * points }, (_, i) =>
    i % each === 0 ? ((i / each - points / 2) << 16) + 0x8000 : 0
  )
}

/**
 * How far the mean square over the midpoint grid of 2^16 points lies from the variance, relatively: −n^-2 for the
 * uniform distribution, by summation for the others (`scripts/tolerances.mjs`).
 */
export const gridErrors: { readonly [K in VarianceScaling.Kind]: number } = {
  uniform: -2.3283064365386963e-10,
  truncated_normal: -1.773283e-9,
  untruncated_normal: -2.02813474e-5
}

/** Exact claims about 65536 evenly spread words. */
export const gridLaws = {
  variance: law('the mean square is the variance, to 1e-8', ({ distribution: d, dtype }) => {
    const kind = kindOf(d)
    if (kind === undefined || hasCells(dtype)) return true // 16 bits: the counts below are finer
    const mean = Distribution.mean(d)
    const sum = onGrid(d, dtype).reduce((s, x) => s + (x - mean) * (x - mean), 0)
    return Math.abs(sum / points / Distribution.variance(d) - 1 - gridErrors[kind]) <= 1e-8
  }),
  mean: law('the average is the mean, to one step of the word', ({ distribution: d, dtype }) => {
    // the grid's words lie half a step above the midpoints, which moves the mean by 2^-33 of the range
    if (kindOf(d) === undefined || hasCells(dtype)) return true
    const numbers = onGrid(d, dtype)
    const range = numbers.at(-1)! - numbers[0]!
    const sum = numbers.reduce((s, x) => s + (x - Distribution.mean(d)), 0)
    return Math.abs(sum / points) <= 2.3283064365386963e-10 * range
  }),
  increasing: law('the numbers increase, strictly except where 16 bits clamp them', ({ distribution: d, dtype }) => {
    const numbers = onGrid(d, dtype)
    const [least, greatest] = storedBounds(d, dtype)
    return numbers.every((x, i) => {
      const before = numbers[i - 1] ?? -Infinity
      return x > before || (x === before && hasCells(dtype) && (x === least || x === greatest))
    })
  }),
  odd: law('the numbers are odd, bit for bit', ({ distribution, dtype }) =>
    transformLaws.odd.holds({ distribution, dtype, words: gridWords(dtype) })
  ),
  bounds: law('the numbers stay within the bounds', ({ distribution, dtype }) =>
    transformLaws.bounds.holds({ distribution, dtype, words: gridWords(dtype) })
  ),
  cumulativeCounts: law(
    'the points up to a stored number are its probability, within 2',
    ({ distribution: d, dtype }) =>
      tally(d, dtype).every(({ probability, upTo }) => Math.abs(upTo - points * probability) <= 2)
  ),
  counts: law('the points on a stored number are its probability, within 2', ({ distribution: d, dtype }) => {
    const cells = tally(d, dtype)
    return cells.every(({ probability, upTo }, i) => {
      const [before, count] = [cells[i - 1]?.probability ?? 0, upTo - (cells[i - 1]?.upTo ?? 0)]
      return Math.abs(count - points * (probability - before)) <= 2
    })
  })
} satisfies Laws<Expected>

const onGrid = (d: Distribution.Distribution, dtype: DType.DType): Float64Array => reals(d, dtype)(gridWords(dtype))

/** For each stored number that occurs: the points up to it, and the probability up to the end of its cell. */
const tally = (
  d: Distribution.Distribution,
  dtype: DType.DType
): ReadonlyArray<{ readonly probability: number; readonly upTo: number }> => {
  const [, greatest] = storedBounds(d, dtype)
  const numbers = stored(dtype)(onGrid(d, dtype)).sort()
  const probability = (x: number): number => (x >= greatest ? 1 : Distribution.cdf(d)(cellEnd(dtype)(x)))
  return [...numbers].flatMap((x, i) => (x === numbers[i + 1] ? [] : [{ upTo: i + 1, probability: probability(x) }]))
}
