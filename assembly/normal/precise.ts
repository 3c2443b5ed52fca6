/**
 * The quantile of the normal distribution under any truncation, in its precise form. The formulas and constants are those of
 * `numeric/normal/truncation.ts` and `numeric/normal/quantile.ts`.
 *
 * All numbers go through the formula of the centre. Those in a tail, usually few, are kept aside and go through the formula
 * of the tails afterwards. Each formula is a pass before its rational, the rational, and a pass after it.
 */
import { TRUNCATION, NUMBERS, ADDRESSES, REALS, TAILS } from '../draw/memory'

/** The centre is used up to this |c|. */
const BORDER: f64 = 0.478

/** A rational of degree (10, 10): both highest coefficients, then from above both of an even and both of an odd power. */
const CENTRE = memory.data<f64>([
  -923300071890.3942, 360426669117.345, -4400992518706.36, 3415641238401.432, -4378848424974.6343, 2317795361809.4907,
  -74529584782.45688, 410363371069.8489, -1311591498547.227, 1808832102697.8354, 1918782115.9821227, 2128052190.0893998,
  15307752161.46936, 43036606041.726204, 974116.4240115713, 459863.60828506196, 71282938.34215659, 48260868.56258117,
  4.157476462469436, 1, 4386.045499281228, 1507.6728794994217
])
const TAIL = memory.data<f64>([
  9.478004057520643e-6, 7.469185281636824e-13, 0.04367562458090277, 0.002875387514772347, 0.0011909517391161832,
  2.288151860719528e-5, 3.80400911512274, 1.5330165215506293, 0.6240058934869781, 0.10571386545697725,
  3.3377756319544845, 32.21920387585219, 9.517843029017381, 9.973925593341598, -58.96966664851667, 47.09682042828754,
  -30.611356811852843, 55.75557512155728, -3.475347669726423, 1, -31.996817068019855, 14.909992271593147
])
/** From where the pairs of powers start, to their end. */
const PAIRS: usize = 16
const END: usize = 176

/** L of `numeric/float/log.ts`, from the lowest power up. */
const LOG = memory.data<f64>([
  0.6666666666666734, 0.3999999999941453, 0.2857142874241472, 0.2222219857076962, 0.18183564438192037,
  0.15314047942568557, 0.14795973793618278
])

/** Turns `n` uniform numbers into standard numbers within the truncation, in place. */
export function quantile(n: usize): void {
  const tails = separate(n)
  rationals(CENTRE, n)
  for (let i: usize = 0; i < 8 * n; i += 16) {
    const ratio = f64x2.add(f64x2.splat(3), v128.load(NUMBERS + i))
    v128.store(REALS + i, f64x2.mul(v128.load(REALS + i), ratio))
  }
  if (tails === 0) return
  roots(tails)
  rationals(TAIL, tails)
  for (let i: usize = 0; i < tails; i++) {
    const t = load<f64>(TAILS + 8 * i)
    store<f64>(<usize>load<u32>(ADDRESSES + 4 * i), copysign(abs(t) + load<f64>(NUMBERS + 8 * i), t))
  }
}

/** Replaces u by c, and computes r = (1/2 - c)(1/2 + c). Keeps u and the address of numbers beyond the centre; returns how many. */
function separate(n: usize): usize {
  const half = f64x2.splat(0.5)
  let tails: usize = 0
  for (let i: usize = 0; i < 8 * n; i += 16) {
    const u = v128.load(REALS + i)
    const c = f64x2.add(v128.load64_splat(TRUNCATION), f64x2.mul(v128.load64_splat(TRUNCATION, 8), u))
    v128.store(REALS + i, c)
    v128.store(NUMBERS + i, f64x2.mul(f64x2.sub(half, c), f64x2.add(half, c)))
    const outside = i64x2.bitmask(f64x2.gt(f64x2.abs(c), f64x2.splat(BORDER)))
    keep(tails, f64x2.extract_lane(u, 0), REALS + i)
    tails += outside & 1
    keep(tails, f64x2.extract_lane(u, 1), REALS + i + 8)
    tails += outside >>> 1
  }
  return tails
}

function keep(tails: usize, u: f64, address: usize): void {
  store<f64>(TAILS + 8 * tails, u)
  store<u32>(ADDRESSES + 4 * tails, <u32>address)
}

/** t = sqrt(-log p), p the distance to the nearer end: with the sign of c in place of u, and without. */
function roots(n: usize): void {
  const mass = v128.load64_splat(TRUNCATION, 8)
  for (let i: usize = 0; i < 8 * n; i += 16) {
    const u = v128.load(TAILS + i)
    const left = f64x2.lt(f64x2.add(v128.load64_splat(TRUNCATION), f64x2.mul(mass, u)), f64x2.splat(0))
    const distance = f64x2.sub(f64x2.splat(0.5), v128.bitselect(f64x2.neg(u), u, left))
    const mass0 = v128.bitselect(v128.load64_splat(TRUNCATION, 16), v128.load64_splat(TRUNCATION, 24), left)
    const t = f64x2.sqrt(f64x2.neg(log(f64x2.add(mass0, f64x2.mul(mass, distance)))))
    v128.store(NUMBERS + i, t)
    v128.store(TAILS + i, v128.or(t, v128.and(left, f64x2.splat(-0.0))))
  }
}

/** The rational of `n` numbers, in place. Two vectors share the coefficients, as loads would take the most time. */
function rationals(table: usize, n: usize): void {
  for (let p: usize = NUMBERS; p < NUMBERS + 8 * n; p += 32) {
    const x = v128.load(p)
    const y = v128.load(p, 16)
    const xx = f64x2.mul(x, x)
    const yy = f64x2.mul(y, y)
    let a = v128.load64_splat(table)
    let b = v128.load64_splat(table, 8)
    let e = a
    let f = b
    let c = f64x2.splat(0)
    let d = c
    let g = c
    let h = c
    for (let at = table + PAIRS; at < table + END; at += 32) {
      const evenOver = v128.load64_splat(at)
      const evenUnder = v128.load64_splat(at, 8)
      const oddOver = v128.load64_splat(at, 16)
      const oddUnder = v128.load64_splat(at, 24)
      a = f64x2.add(evenOver, f64x2.mul(xx, a))
      b = f64x2.add(evenUnder, f64x2.mul(xx, b))
      c = f64x2.add(oddOver, f64x2.mul(xx, c))
      d = f64x2.add(oddUnder, f64x2.mul(xx, d))
      e = f64x2.add(evenOver, f64x2.mul(yy, e))
      f = f64x2.add(evenUnder, f64x2.mul(yy, f))
      g = f64x2.add(oddOver, f64x2.mul(yy, g))
      h = f64x2.add(oddUnder, f64x2.mul(yy, h))
    }
    v128.store(p, f64x2.div(f64x2.add(a, f64x2.mul(x, c)), f64x2.add(b, f64x2.mul(x, d))))
    v128.store(p, f64x2.div(f64x2.add(e, f64x2.mul(y, g)), f64x2.add(f, f64x2.mul(y, h))), 16)
  }
}

/** `log` of `numeric/float/log.ts`: a product with a power of two is a sum in the exponent. */
function log(x: v128): v128 {
  const subnormal = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308))
  const lifted = f64x2.mul(x, v128.bitselect(f64x2.splat(18014398509481984), f64x2.splat(1), subnormal))
  // the high word of 1 less that of sqrt(1/2): from there on the exponent counts
  const exponent = i64x2.sub(i64x2.shr_u(i64x2.add(lifted, i64x2.splat(0x00095f6200000000)), 52), i64x2.splat(1023))
  const lift = v128.and(f64x2.splat(54), subnormal)
  const whole = f64x2.sub(i64x2.add(exponent, i64x2.splat(0x4338000000000000)), f64x2.splat(6755399441055744))
  const k = f64x2.sub(whole, lift)
  const f = f64x2.sub(i64x2.sub(lifted, i64x2.shl(exponent, 52)), f64x2.splat(1))
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f))
  const z = f64x2.mul(s, s)
  let series = v128.load64_splat(LOG, 48)
  for (let at: usize = LOG + 40; at >= LOG; at -= 8) series = f64x2.add(v128.load64_splat(at), f64x2.mul(z, series))
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f)
  const inner = f64x2.add(
    f64x2.mul(s, f64x2.add(half, f64x2.mul(z, series))),
    f64x2.mul(k, f64x2.splat(-1.7239444525614835e-13))
  )
  const main = f64x2.mul(k, f64x2.splat(0.6931471805601177))
  return f64x2.sub(main, f64x2.sub(f64x2.sub(half, inner), f))
}
