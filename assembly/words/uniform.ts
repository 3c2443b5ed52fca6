/**
 * From words to centred uniform numbers, as in `numeric/words/uniform.ts`.
 */
import { REALS, WORDS } from '../draw/memory'

/** Upper two of four words as the lower two. */
export function upper(words: v128): v128 {
  return i64x2.shuffle(words, words, 1, 1)
}

/** The numbers for two words. */
export function middle32(words: v128): v128 {
  return f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_s(words), f64x2.splat(0.5)), f64x2.splat(2.3283064365386963e-10))
}

/** `n` numbers from as many words. */
export function uniform32(from: usize, n: usize): void {
  let out = REALS
  for (let p: usize = WORDS + 4 * from, end = p + 4 * n; p < end; p += 32) {
    const words = v128.load(p)
    const more = v128.load(p, 16)
    v128.store(out, middle32(words))
    v128.store(out, middle32(upper(words)), 16)
    v128.store(out, middle32(more), 32)
    v128.store(out, middle32(upper(more)), 48)
    out += 64
  }
}

/**
 * The number for two pairs of words. Their upper 52 bits, with the sign turned around, under the exponent of 2^52 are
 * 2^52 + 2^51 + w for a signed w.
 */
function middle64(words: v128): v128 {
  const swapped = i32x4.shuffle(words, words, 1, 0, 3, 2)
  const bits = i64x2.shr_u(v128.xor(swapped, i64x2.splat(0x8000000000000000)), 12)
  const number = f64x2.sub(v128.or(bits, i64x2.splat(0x4330000000000000)), f64x2.splat(6755399441055744))
  return f64x2.mul(f64x2.add(number, f64x2.splat(0.5)), f64x2.splat(2.220446049250313e-16))
}

/** `n` numbers from twice as many words. */
export function uniform64(from: usize, n: usize): void {
  let out = REALS
  for (let p: usize = WORDS + 8 * from, end = p + 8 * n; p < end; p += 32) {
    v128.store(out, middle64(v128.load(p)))
    v128.store(out, middle64(v128.load(p, 16)), 16)
    out += 32
  }
}
