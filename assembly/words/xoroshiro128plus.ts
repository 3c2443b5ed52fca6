/**
 * Words of xoroshiro128+ (24, 16, 37), in four lanes of a quarter of the block each. A lane starts where the one before it
 * ends, and after a block each lane leaps over the other three: by x^n modulo the characteristic polynomial, as in
 * `numeric/words/skipAhead.ts`, for all lanes at once.
 *
 * STATE holds `a` of the four lanes, then `b`.
 */
import { BLOCK, STARTS, STATE, WORDS } from '../draw/memory'

/** Bytes of a lane's words. */
const LANE: usize = BLOCK

/** x^2048 and x^6144, for the words of one and of three lanes. Computing them at the start takes as long as compiling this module. */
export const LEAPS = memory.data<i32>([
  376161597, 747171697, -731661541, -1155995192, -1187127840, 1802500200, 1881242430, -857716088
])

/** `a` and `b` after a step, where x = a ^ b. */
function nextA(a: v128, x: v128): v128 {
  return v128.xor(v128.xor(v128.or(i64x2.shl(a, 24), i64x2.shr_u(a, 40)), x), i64x2.shl(x, 16))
}
function nextB(x: v128): v128 {
  return v128.or(i64x2.shl(x, 37), i64x2.shr_u(x, 27))
}

/** Two lanes' words of two steps: the lower halves of both sums. */
function pairs(first: v128, second: v128): v128 {
  return v128.or(i64x2.shl(second, 32), v128.and(first, i64x2.splat(0xffffffff)))
}

/** A block of words, and all lanes at the start of their next. */
export function xoroshiro128plus(): void {
  let a = v128.load(STATE)
  let c = v128.load(STATE, 16)
  let b = v128.load(STATE, 32)
  let d = v128.load(STATE, 48)
  for (let p: usize = WORDS; p < WORDS + LANE; p += 8) {
    const ab = i64x2.add(a, b)
    const cd = i64x2.add(c, d)
    let x = v128.xor(a, b)
    let y = v128.xor(c, d)
    a = nextA(a, x)
    c = nextA(c, y)
    b = nextB(x)
    d = nextB(y)
    const left = pairs(ab, i64x2.add(a, b))
    const right = pairs(cd, i64x2.add(c, d))
    x = v128.xor(a, b)
    y = v128.xor(c, d)
    a = nextA(a, x)
    c = nextA(c, y)
    b = nextB(x)
    d = nextB(y)
    v128.store64_lane(p, left, 0)
    v128.store64_lane(p, left, 1, LANE)
    v128.store64_lane(p, right, 0, 2 * LANE)
    v128.store64_lane(p, right, 1, 3 * LANE)
  }
  v128.store(STATE, a)
  v128.store(STATE, c, 16)
  v128.store(STATE, b, 32)
  v128.store(STATE, d, 48)
  leap(LEAPS + 16)
}

/** Spreads the lanes out, from the state of the first. */
export function spread(): void {
  for (let lane: usize = 0; lane < 4; lane++) {
    if (lane > 0) leap(LEAPS)
    store<u64>(STARTS + 8 * lane, load<u64>(STATE))
    store<u64>(STARTS + 8 * lane, load<u64>(STATE, 32), 32)
  }
  memory.copy(STATE, STARTS, 64)
}

/** Moves all lanes by the polynomial at `p`: adds up the states at which it has a coefficient. */
function leap(p: usize): void {
  let a = v128.load(STATE)
  let c = v128.load(STATE, 16)
  let b = v128.load(STATE, 32)
  let d = v128.load(STATE, 48)
  let sumA = i64x2.splat(0)
  let sumB = sumA
  let sumC = sumA
  let sumD = sumA
  for (let bit: usize = 0; bit < 128; bit++) {
    if (load<u8>(p + (bit >> 3)) & (1 << ((<u8>bit) & 7))) {
      sumA = v128.xor(sumA, a)
      sumB = v128.xor(sumB, b)
      sumC = v128.xor(sumC, c)
      sumD = v128.xor(sumD, d)
    }
    const x = v128.xor(a, b)
    const y = v128.xor(c, d)
    a = nextA(a, x)
    c = nextA(c, y)
    b = nextB(x)
    d = nextB(y)
  }
  v128.store(STATE, sumA)
  v128.store(STATE, sumC, 16)
  v128.store(STATE, sumB, 32)
  v128.store(STATE, sumD, 48)
}
