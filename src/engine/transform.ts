/**
 * From random words to numbers before rounding: words give standard numbers, which are shifted, scaled and clamped.
 *
 * A transform is plain data, which TypeScript (here) and the draw kernel read alike. For float64 it has the precise quantile.
 * For the narrower dtypes it has a table of the quantile wherever the truncation is symmetric, within 2^-34 of it.
 */
import { type Distribution, middle, support, width } from '../Distribution.js'
import { type DType, roundDown, roundUp, traits } from '../DType.js'
import type { Affine } from '../numeric/float/affine.js'
import { weakly } from '../numeric/memo.js'
import { fillFromTable, quantileTable } from '../numeric/normal/quantileTable.js'
import {
  type Truncation,
  truncatedQuantile,
  truncatedUpperQuantile,
  truncationOf
} from '../numeric/normal/truncation.js'
import { fillQuantile32, fillQuantile64, fillUniform32, fillUniform64 } from '../numeric/words/uniform.js'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

export type { Truncation }

/**
 * What standard numbers follow: uniform on (-½, ½), or normal, by the table of a symmetric truncation or by the precise
 * quantile of any. Truncations come from `truncationOf`, and tables are kept by their identity.
 */
export type Standard =
  | { readonly _tag: 'Uniform' }
  | { readonly _tag: 'Tabulated'; readonly truncation: Truncation }
  | { readonly _tag: 'Precise'; readonly truncation: Truncation }

/** An element takes one or two 32-bit words; a table takes one. */
export interface Transform {
  readonly wordsPerElement: 1 | 2
  readonly standard: Standard
  readonly affine: Affine
}

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/**
 * From the words of a dtype to numbers of a distribution that fits it. They are clamped to the outermost numbers of the
 * dtype within the bounds, so that rounding cannot leave the bounds.
 */
export const transform =
  (dtype: DType) =>
  (d: Distribution): Transform => {
    const [least, greatest] = support(d)
    return {
      wordsPerElement: traits(dtype).wordsPerElement,
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
  _tag: dtype !== 'float64' && lower === -upper ? 'Tabulated' : 'Precise',
  truncation: truncationOf(lower, upper)
})

/** From a centred uniform number, or from a standard normal one. */
const affineOf = (d: Distribution, low: number, high: number): Affine => {
  switch (d._tag) {
    case 'Uniform':
      return { shift: middle(d), scale: width(d), low, high }
    case 'Normal':
    case 'TruncatedNormal':
      return { shift: d.mean, scale: d.stddev, low, high }
  }
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

/** Turns the first words into `n` numbers within the bounds, not rounded yet, at the start of `out`. */
export const fillReals = (
  { wordsPerElement, standard, affine }: Transform,
  words: Int32Array,
  n: number,
  out: Float64Array
): void => {
  switch (standard._tag) {
    case 'Uniform':
      ;(wordsPerElement === 1 ? fillUniform32 : fillUniform64)(affine, words, n, out)
      return
    case 'Tabulated':
      fillFromTable(tableOf(standard.truncation), affine, words, n, out)
      return
    case 'Precise':
      ;(wordsPerElement === 1 ? fillQuantile32 : fillQuantile64)(
        truncatedQuantile(standard.truncation),
        affine,
        words,
        n,
        out
      )
      return
  }
}

const tableOf = weakly((truncation: Truncation) => quantileTable(truncatedUpperQuantile(truncation)))
