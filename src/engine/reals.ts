/**
 * From words to elements before rounding: words give standard numbers, which are moved and scaled.
 *
 * A transform is plain data, which TypeScript (here) and the kernel read alike. Each run is one short loop.
 */
import type { Affine } from '../numeric/float/affine.js'
import { weakly } from '../numeric/memo.js'
import { fillFromTable, quantileTable } from '../numeric/normal/quantileTable.js'
import { type Truncation, truncatedQuantile, truncatedUpperQuantile } from '../numeric/normal/truncation.js'
import { fillQuantile32, fillQuantile64, fillUniform32, fillUniform64 } from '../numeric/words/uniform.js'

/** What follows a standard law: uniform on (-½, ½), or normal, by the table of a symmetric cut or by any cut itself. */
export type Standard =
  | { readonly _tag: 'Uniform' }
  | { readonly _tag: 'Tabulated'; readonly truncation: Truncation }
  | { readonly _tag: 'Cut'; readonly truncation: Truncation }

/** Of 32-bit words, each element takes one or two; the table knows one only. */
export interface Transform {
  readonly words: 1 | 2
  readonly standard: Standard
  readonly affine: Affine
}

/** Turns the first words into the first `n` places of `out`, which lie within the bounds but are not rounded yet. */
export const fillReals = (
  { words: each, standard, affine }: Transform,
  words: Int32Array,
  n: number,
  out: Float64Array
): void => {
  switch (standard._tag) {
    case 'Uniform':
      ;(each === 1 ? fillUniform32 : fillUniform64)(affine, words, n, out)
      return
    case 'Tabulated':
      fillFromTable(tableOf(standard.truncation), affine, words, n, out)
      return
    case 'Cut':
      ;(each === 1 ? fillQuantile32 : fillQuantile64)(truncatedQuantile(standard.truncation), affine, words, n, out)
      return
  }
}

const tableOf = weakly((truncation: Truncation) => quantileTable(truncatedUpperQuantile(truncation)))
