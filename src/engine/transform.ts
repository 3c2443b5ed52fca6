/**
 * What turns the random words of a dtype into the numbers of a distribution: the last step before rounding.
 *
 * For float64 it takes the precise quantile; for the narrower dtypes a table of it, where the cut is symmetric, that is
 * within 2^-34 of it.
 */
import { type Distribution, middle, support, width } from '../Distribution.js'
import { type DType, roundDown, roundUp, traits } from '../DType.js'
import type { Affine } from '../numeric/float/affine.js'
import type { Standard, Transform } from './reals.js'
import { truncationOf } from '../numeric/normal/truncation.js'

/**
 * The words of a dtype → numbers of a distribution that fits it, within the numbers of the dtype that are within the
 * bounds, so that rounding leaves them there.
 */
export const transform =
  (dtype: DType) =>
  (d: Distribution): Transform => {
    const [least, greatest] = support(d)
    return {
      words: traits(dtype).words,
      standard: standardOf(d, dtype),
      affine: affineOf(d, roundUp(dtype)(least), roundDown(dtype)(greatest))
    }
  }

const standardOf = (d: Distribution, dtype: DType): Standard => {
  switch (d._tag) {
    case 'Uniform':
      return { _tag: 'Uniform' }
    case 'Normal':
      return normalOf(-Infinity, Infinity, dtype)
    case 'TruncatedNormal':
      return normalOf(...d.bounds, dtype)
  }
}

const normalOf = (lower: number, upper: number, dtype: DType): Standard => ({
  _tag: dtype !== 'float64' && lower === -upper ? 'Tabulated' : 'Cut',
  truncation: truncationOf(lower, upper)
})

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
