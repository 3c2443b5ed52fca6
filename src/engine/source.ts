/**
 * The random words of one tensor as an initializer of a materialized structure reads them.
 */
import type { Distribution } from '../Distribution.js'
import type { DType } from '../DType.js'
import * as Kernel from './kernel/draw.js'
import { transform } from './transform.js'
import type { WordReader } from './words.js'

/**
 * Random words and numbers, read in order: each call continues where the last one ended.
 *
 * @since 0.1.0
 */
export interface Source {
  /** the next `n` random words */
  readonly words: (n: number) => Int32Array
  /** the next `n` numbers of a distribution, before rounding; each takes as many words as an element of the dtype */
  readonly numbers: (distribution: Distribution, n: number) => Float64Array
}

export const source = (reader: WordReader, dtype: DType): Source => ({
  words: (n) => {
    const out = new Int32Array(n)
    reader.read(n, out)
    return out
  },
  numbers: (distribution, n) => {
    const out = new Float64Array(n)
    Kernel.write(reader, transform(dtype)(distribution), 'float64', n, out, 0)
    return out
  }
})
