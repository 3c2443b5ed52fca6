/**
 * The last step: shifted, scaled and clamped as in `numeric/float/affine.ts`, then rounded to nearest-even as in
 * `numeric/float/rounding.ts`. Each pass turns `n` standard numbers into the elements of the block from index `at` on.
 */
import { AFFINE, OUT, REALS } from '../draw/memory'

function bounded(x: v128): v128 {
  const moved = f64x2.add(v128.load64_splat(AFFINE), f64x2.mul(v128.load64_splat(AFFINE, 8), x))
  return f64x2.pmin(f64x2.pmax(moved, v128.load64_splat(AFFINE, 16)), v128.load64_splat(AFFINE, 24))
}

export function toFloat64(at: usize, n: usize): void {
  let out = OUT + 8 * at
  for (let p: usize = REALS; p < REALS + 8 * n; p += 32) {
    v128.store(out, bounded(v128.load(p)))
    v128.store(out, bounded(v128.load(p, 16)), 16)
    out += 32
  }
}

function four32(p: usize): v128 {
  const low = f32x4.demote_f64x2_zero(bounded(v128.load(p)))
  const high = f32x4.demote_f64x2_zero(bounded(v128.load(p, 16)))
  return i64x2.shuffle(low, high, 0, 2)
}

export function toFloat32(at: usize, n: usize): void {
  let out = OUT + 4 * at
  for (let p: usize = REALS; p < REALS + 8 * n; p += 64) {
    v128.store(out, four32(p))
    v128.store(out, four32(p + 32), 16)
    out += 32
  }
}

function to16(at: usize, n: usize, base: i32, shift: i32, perUnit: f64): void {
  let out = OUT + 2 * at
  for (let p: usize = REALS; p < REALS + 8 * n; p += 64) {
    v128.store(out, i16x8.narrow_i32x4_u(four16(p, base, shift, perUnit), four16(p + 32, base, shift, perUnit)))
    out += 16
  }
}

/**
 * Four elements as bits: from the upper half of each number, with its exponent counted from `base` on and a last bit that
 * is set if the lower half is not zero, without its last `shift` bits; or, below the format's normal range, from `steps`.
 */
function four16(p: usize, base: i32, shift: i32, perUnit: f64): v128 {
  const a = bounded(v128.load(p))
  const b = bounded(v128.load(p, 16))
  const high = i32x4.shuffle(a, b, 1, 3, 5, 7)
  const low = i32x4.shuffle(a, b, 0, 2, 4, 6)
  const sign = v128.and(i32x4.shr_u(high, 16), i32x4.splat(0x8000))
  const magnitude = i32x4.sub(v128.and(high, i32x4.splat(0x7fffffff)), i32x4.splat(base))
  const sticky = v128.or(magnitude, i32x4.min_u(low, i32x4.splat(1)))
  const odd = v128.and(i32x4.shr_u(sticky, shift), i32x4.splat(1))
  const half = i32x4.splat((1 << (shift - 1)) - 1)
  const normal = i32x4.shr_u(i32x4.add(i32x4.add(sticky, half), odd), shift)
  const small = i32x4.lt_s(magnitude, i32x4.splat(0x100000))
  if (!v128.any_true(small)) return v128.or(sign, normal)
  return v128.or(sign, v128.bitselect(i32x4.shuffle(steps(a, perUnit), steps(b, perUnit), 0, 2, 4, 6), normal, small))
}

/** The number of steps: adding 2^52 leaves no bits for a fraction. */
function steps(x: v128, perUnit: f64): v128 {
  return f64x2.add(f64x2.mul(f64x2.abs(x), f64x2.splat(perUnit)), f64x2.splat(4503599627370496))
}

export function toFloat16(at: usize, n: usize): void {
  to16(at, n, 0x3f000000, 10, 16777216)
}

/** The smallest steps of bfloat16 are 2^-133 wide. */
export function toBfloat16(at: usize, n: usize): void {
  to16(at, n, 0x38000000, 13, 1.0889035741470031e40)
}
