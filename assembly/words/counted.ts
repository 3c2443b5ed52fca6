/**
 * Words of generators that compute them from a counter: four blocks of the counter at a time, one in each lane. STATE is
 * that of `Rng`. The next word of the state goes to WORDS, so the first blocks may begin before that address.
 */
import { BLOCK, STATE, WORDS } from '../draw/memory'

/** Every lane has the state's word `i`. */
function word(i: usize): v128 {
  return v128.load32_splat(STATE + 4 * i)
}

/** The index of the next word, from its two halves. */
function index(i: usize): u64 {
  return ((<u64>load<u32>(STATE + 4 * i)) << 32) | (<u64>load<u32>(STATE + 4 * i, 4))
}

function moveTo(i: usize, index: u64): void {
  store<u32>(STATE + 4 * i, <u32>(index >> 32))
  store<u32>(STATE + 4 * i, <u32>index, 4)
}

function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits))
}

/** Upper or lower halves of the 64-bit numbers of two vectors. */
function uppers(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 1, 3, 5, 7)
}
function lowers(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 2, 4, 6)
}

/** As `numeric/words/threefry2x32.ts`. */
export function threefry2x32(): void {
  const next = index(2)
  const k0 = word(0)
  const k1 = word(1)
  const k2 = v128.xor(v128.xor(k0, k1), i32x4.splat(0x1bd11bda))
  let block = i64x2.add(i64x2.splat(<i64>(next >> 1)), i64x2(0, 1))
  const start = WORDS - 4 * <usize>(next & 1)
  for (let p = start; p < WORDS + 4 * BLOCK; p += 32) {
    const low = v128.and(block, i64x2.splat(i64.MAX_VALUE))
    const high = v128.and(i64x2.add(block, i64x2.splat(2)), i64x2.splat(i64.MAX_VALUE))
    let a = i32x4.add(uppers(low, high), k0)
    let b = i32x4.add(lowers(low, high), k1)
    let x = k1
    let y = k2
    let z = k0
    for (let round = 1; round < 6; round++) {
      const first = (round & 1) === 1
      a = i32x4.add(a, b)
      b = v128.xor(rotate(b, first ? 13 : 17), a)
      a = i32x4.add(a, b)
      b = v128.xor(rotate(b, first ? 15 : 29), a)
      a = i32x4.add(a, b)
      b = v128.xor(rotate(b, first ? 26 : 16), a)
      a = i32x4.add(a, b)
      b = v128.xor(rotate(b, first ? 6 : 24), a)
      a = i32x4.add(a, x)
      b = i32x4.add(i32x4.add(b, y), i32x4.splat(round))
      const used = x
      x = y
      y = z
      z = used
    }
    v128.store(p, i32x4.shuffle(a, b, 0, 4, 1, 5))
    v128.store(p, i32x4.shuffle(a, b, 2, 6, 3, 7), 16)
    block = i64x2.add(block, i64x2.splat(4))
  }
  moveTo(2, next + BLOCK)
}

/** As `numeric/words/philox4x32.ts`. */
export function philox4x32(): void {
  const next = index(4)
  let block = i64x2.add(i64x2.splat(<i64>(next >> 2)), i64x2(0, 1))
  const start = WORDS - 4 * <usize>(next & 3)
  for (let p = start; p < WORDS + 4 * BLOCK; p += 64) {
    const low = v128.and(block, i64x2.splat(<i64>(u64.MAX_VALUE >> 2)))
    const high = v128.and(i64x2.add(block, i64x2.splat(2)), i64x2.splat(<i64>(u64.MAX_VALUE >> 2)))
    let a = lowers(low, high)
    let b = uppers(low, high)
    let c = word(2)
    let d = word(3)
    let k0 = word(0)
    let k1 = word(1)
    for (let round = 0; round < 10; round++) {
      const a0 = i64x2.extmul_low_i32x4_u(a, i32x4.splat(0xd2511f53))
      const a1 = i64x2.extmul_high_i32x4_u(a, i32x4.splat(0xd2511f53))
      const c0 = i64x2.extmul_low_i32x4_u(c, i32x4.splat(0xcd9e8d57))
      const c1 = i64x2.extmul_high_i32x4_u(c, i32x4.splat(0xcd9e8d57))
      a = v128.xor(v128.xor(uppers(c0, c1), b), k0)
      b = lowers(c0, c1)
      c = v128.xor(v128.xor(uppers(a0, a1), d), k1)
      d = lowers(a0, a1)
      k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9))
      k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85))
    }
    const ab = i32x4.shuffle(a, b, 0, 4, 1, 5)
    const cd = i32x4.shuffle(c, d, 0, 4, 1, 5)
    const ef = i32x4.shuffle(a, b, 2, 6, 3, 7)
    const gh = i32x4.shuffle(c, d, 2, 6, 3, 7)
    v128.store(p, i64x2.shuffle(ab, cd, 0, 2))
    v128.store(p, i64x2.shuffle(ab, cd, 1, 3), 16)
    v128.store(p, i64x2.shuffle(ef, gh, 0, 2), 32)
    v128.store(p, i64x2.shuffle(ef, gh, 1, 3), 48)
    block = i64x2.add(block, i64x2.splat(4))
  }
  moveTo(4, next + BLOCK)
}
