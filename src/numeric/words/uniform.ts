/**
 * From random words to centred uniform numbers u in (-½, ½).
 *
 * u is the middle of the word's cell. It is exact in float64, odd-symmetric (the word ~w gives -u), never 0 and never ±½, so
 * the mean is exactly 0 and every quantile is finite. A signed word is converted and scaled without a carry or a branch, two
 * at a time in WebAssembly (`f64x2.convert_low_i32x4_s`). A float64 uses 52 bits of two words: with 53 the outermost cells
 * would round to ±½.
 */
import { type Affine, apply } from '../float/affine.js'

/** The value for one word. */
export const centred32 = (w: number): number => (w + 0.5) / 0x100000000

/** The value for two words: all bits of the first, the upper 20 bits of the second. */
export const centred64 = (w0: number, w1: number): number => (w0 * 0x100000 + (w1 >>> 12) + 0.5) / 0x10000000000000

/** `out[i]` from the u of word i, for i < n. */
export const fillUniform32 = (affine: Affine, words: Int32Array, n: number, out: Float64Array): void => {
  for (let i = 0; i < n; i++) out[i] = apply(affine, centred32(words[i]!))
}

/** `out[i]` from the u of words 2i and 2i + 1, for i < n. */
export const fillUniform64 = (affine: Affine, words: Int32Array, n: number, out: Float64Array): void => {
  for (let i = 0; i < n; i++) out[i] = apply(affine, centred64(words[2 * i]!, words[2 * i + 1]!))
}

/** `out[i]` from the quantile of the u of word i, for i < n. */
export const fillQuantile32 = (
  quantile: (u: number) => number,
  affine: Affine,
  words: Int32Array,
  n: number,
  out: Float64Array
): void => {
  for (let i = 0; i < n; i++) out[i] = apply(affine, quantile(centred32(words[i]!)))
}

/** `out[i]` from the quantile of the u of words 2i and 2i + 1, for i < n. */
export const fillQuantile64 = (
  quantile: (u: number) => number,
  affine: Affine,
  words: Int32Array,
  n: number,
  out: Float64Array
): void => {
  for (let i = 0; i < n; i++) {
    out[i] = apply(affine, quantile(centred64(words[2 * i]!, words[2 * i + 1]!)))
  }
}
