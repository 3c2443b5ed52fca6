/**
 * From random words to the numbers of a distribution: the last step before rounding, and the fast one.
 *
 * A transform runs one short loop over a chunk of words. For float64 it takes the precise quantile; for the narrower
 * dtypes a table of it, where the cut is symmetric, that is within 2^-33 of it.
 */
import { type Distribution, middle, support, width } from './Distribution.js'
import { type DType, roundDown, roundUp } from './DType.js'
import type { Affine } from './numeric/affine.js'
import { memo } from './numeric/memo.js'
import { quantile, upperQuantile } from './numeric/quantile.js'
import { fillFromTable, quantileTable } from './numeric/quantileTable.js'
import { truncatedQuantile, truncatedUpperQuantile, truncationOf } from './numeric/truncation.js'
import { fillQuantile32, fillQuantile64, fillUniform32, fillUniform64 } from './numeric/uniform.js'

/**
 * Turns the first words into the first `n` places of `out`, which lie within the bounds but are not rounded yet.
 */
export type Transform = (words: Int32Array, n: number, out: Float64Array) => void

/**
 * The words of a dtype → numbers of a distribution that fits it, at most the greatest number of the dtype within the
 * bounds, so that rounding leaves them there. float64 takes the precise quantile; the narrower dtypes take a table of
 * it where the cut is symmetric.
 */
export const transform =
  (dtype: DType) =>
  (d: Distribution): Transform => {
    const [least, greatest] = support(d)
    const affine = affineOf(d, roundUp(dtype)(least), roundDown(dtype)(greatest))
    return dtype === 'float64' ? precise(d, affine) : fast(d, affine)
  }

/** From a centred uniform, or from a standard normal number. */
const affineOf = (d: Distribution, low: number, high: number): Affine => {
  switch (d._tag) {
    case 'Uniform':
      return { shift: middle(d), scale: width(d), low, high }
    case 'Normal':
    case 'TruncatedNormal':
      return { shift: d.mean, scale: d.stddev, low, high }
  }
}

const precise = (d: Distribution, affine: Affine): Transform => {
  switch (d._tag) {
    case 'Uniform':
      return (words, n, out) => fillUniform64(words, n, affine, out)
    case 'Normal':
      return (words, n, out) => fillQuantile64(quantile, words, n, affine, out)
    case 'TruncatedNormal': {
      const z = truncatedQuantile(truncationOf(...d.cut))
      return (words, n, out) => fillQuantile64(z, words, n, affine, out)
    }
  }
}

const fast = (d: Distribution, affine: Affine): Transform => {
  switch (d._tag) {
    case 'Uniform':
      return (words, n, out) => fillUniform32(words, n, affine, out)
    case 'Normal':
      return tabulated(Infinity, affine)
    case 'TruncatedNormal': {
      const [lower, upper] = d.cut
      if (lower === -upper) return tabulated(upper, affine)
      const z = truncatedQuantile(truncationOf(lower, upper))
      return (words, n, out) => fillQuantile32(z, words, n, affine, out)
    }
  }
}

const tabulated = (upper: number, affine: Affine): Transform => {
  const table = tableOf(-upper, upper)
  return (words, n, out) => fillFromTable(table, words, n, affine, out)
}

/** For a symmetric cut. */
const tableOf = memo(16, (lower, upper) =>
  quantileTable(upper === Infinity ? upperQuantile : truncatedUpperQuantile(truncationOf(lower, upper)))
)
