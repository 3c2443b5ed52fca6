/**
 * Compares the normal quantile with an independent reference and prints the largest error of each region in ulp.
 *
 *   node scripts/check-quantile.mjs [samples per region, 4000]
 *   node scripts/check-quantile.mjs --exhaustive     also all 2^31 words of one sign: the table against the precise form
 *
 * The reference is Phi in integer arithmetic, from the alternating Taylor series of the error function (the library sums
 * another series). It is evaluated at the computed z: (1 - Phi(z) - p) / phi(z) is the error of z up to its own square, so
 * 15 digits of phi and no inversion are enough.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('../src/numeric/', import.meta.url))
const names = [
  'float/affine',
  'float/log',
  'float/exp',
  'normal/quantile',
  'normal/quantileTable',
  'normal/truncation',
  'normal/normal'
]

const load = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'check-quantile-'))
  const bundle = await rolldown({ input: Object.fromEntries(names.map((name) => [name, join(root, `${name}.ts`)])) })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' })
  await bundle.close()
  const modules = await Promise.all(names.map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)))
  await rm(folder, { recursive: true })
  return Object.assign({}, ...modules)
}

const { identity, log, exp, tail, quantile, cdf, quantileTable, fillFromTable, ...rest } = await load()
const { truncation, UNTRUNCATED, truncatedQuantile, truncatedUpperQuantile } = rest

// Integers as reals: n / 2^bits.

const scratch = new DataView(new ArrayBuffer(8))
const pattern = (x) => (scratch.setFloat64(0, x), scratch.getBigUint64(0))
const fromPattern = (n) => (scratch.setBigUint64(0, n), scratch.getFloat64(0))
const fixed = (x, bits) => {
  const field = Number((pattern(x) >> 52n) & 0x7ffn)
  const m = (pattern(x) & ((1n << 52n) - 1n)) | (field === 0 ? 0n : 1n << 52n)
  const places = BigInt(bits + Math.max(field, 1) - 1075)
  const n = places >= 0n ? m << places : m >> -places
  return x < 0 ? -n : n
}
const toNumber = (n, bits) => {
  const size = (n < 0n ? -n : n).toString(2).length
  const drop = Math.max(0, size - 64)
  let x = Number(n >> BigInt(drop))
  for (let e = drop - bits; e < 0; e += 512) x *= e > -512 ? 2 ** e : 2 ** -512
  return x
}
const ulp = (x) => {
  const e = Number((pattern(x) >> 52n) & 0x7ffn)
  return 2 ** (Math.max(e, 1) - 1075)
}

/** sqrt(2 pi) with many bits: pi by Euler's arctan(1/2) + arctan(1/3), then Newton. */
const rootOfTwoPi = (bits) => {
  const places = BigInt(bits + 20)
  const arctan = (n) => {
    let power = (1n << places) / n
    let sum = 0n
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += k % 4n === 1n ? power / k : -power / k
      power /= n * n
    }
    return sum
  }
  const square = (8n * (arctan(2n) + arctan(3n))) << places
  let x = 1n << (places + 2n)
  for (let y = (x + square / x) >> 1n; y < x; y = (x + square / x) >> 1n) x = y
  return x >> 20n
}

const roots = new Map()
/** Phi(z) - 1/2 times 2^bits, accurate to a few units, for any double z. */
const phiCentred = (z, bits) => {
  const fine = bits + Math.ceil(z * z * 0.7214) + 24
  if (!roots.has(fine)) roots.set(fine, rootOfTwoPi(fine))
  const places = BigInt(fine)
  const x = fixed(z, fine)
  const square = (x * x) >> places
  let power = x
  let sum = x
  for (let n = 1n; power !== 0n; n += 1n) {
    power = ((-power * square) / (2n * n)) >> places
    if (power === -1n) break
    sum += power / (2n * n + 1n)
  }
  return ((sum << places) / roots.get(fine)) >> BigInt(fine - bits)
}

/** Error in ulp of z > 0 as the point whose upper tail is the integer p / 2^bits. */
const errorAtTail = (z, p, bits) => {
  const miss = (1n << BigInt(bits - 1)) - phiCentred(z, bits) - p
  return -toNumber(miss, bits) / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) / ulp(z)
}
const bitsFor = (p) => 120 + Math.max(0, Math.ceil(-Math.log2(p)))
const errorOfTail = (p) => Math.abs(errorAtTail(tail(p), fixed(p, bitsFor(p)), bitsFor(p)))
/** The same for u > 0 exactly, whatever its size. */
const errorOfQuantile = (u) => {
  const z = quantile(u)
  const bits = bitsFor(Math.min(u, 0.5 - u))
  const miss = phiCentred(z, bits) - fixed(u, bits)
  return Math.abs(toNumber(miss, bits) / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) / ulp(z))
}

// Samples, from a seeded generator, so that a run can be repeated.

let seed = 0x9e3779b97f4a7c15n
const random = () => {
  seed = (seed + 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn
  let x = seed
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & 0xffffffffffffffffn
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & 0xffffffffffffffffn
  return Number((x ^ (x >> 31n)) >> 12n)
}
const onGrid = (u) => (Math.floor(u * 2 ** 52) + 0.5) / 2 ** 52
const between = (lo, hi) => onGrid(lo + (hi - lo) * (random() / 2 ** 52))

const count = Number(process.argv.slice(2).find((a) => /^\d+$/.test(a)) ?? 4000)
const report = (label, error, points) => {
  let worst = 0
  let at = 0
  for (const x of points) {
    const e = error(x)
    if (!(e <= worst)) [worst, at] = [e, x]
  }
  console.log(`${label.padEnd(34)} ${worst.toFixed(3)} ulp at ${at} (${points.length} points)`)
}
const many = (lo, hi, n = count) => Array.from({ length: n }, () => between(lo, hi))
const near = (x, n) => Array.from({ length: 2 * n }, (_, i) => onGrid(x) + (i - n) / 2 ** 52)

console.log('precise quantile, u on the 52-bit grid')
for (const [lo, hi] of [
  [0, 0.1],
  [0.1, 0.1914],
  [0.1914, 0.25],
  [0.25, 0.3413],
  [0.3413, 0.425],
  [0.425, 0.46],
  [0.46, 0.478],
  [0.478, 0.49],
  [0.49, 0.4999]
])
  report(`  ${lo} .. ${hi}`, errorOfQuantile, many(lo, hi))
report('  seam 0.478', errorOfQuantile, near(0.478, 200))
report(
  '  first 400',
  errorOfQuantile,
  Array.from({ length: 400 }, (_, k) => (k + 0.5) / 2 ** 52)
)
report(
  '  last 400',
  errorOfQuantile,
  Array.from({ length: 400 }, (_, k) => 0.5 - (k + 0.5) / 2 ** 52)
)
for (let e = 3; e < 53; e += 10) {
  const span = Array.from({ length: 10 }, (_, i) => e + i).filter((k) => k < 53)
  const points = span.flatMap((k) =>
    many(2 ** -k / 2, 2 ** -k, count / 10)
      .map((x) => (k > 4 ? [x, 0.5 - x] : [x]))
      .flat()
  )
  report(
    `  2^-${e} .. 2^-${e + 9}, both ends`,
    errorOfQuantile,
    points.filter((u) => u > 0 && u < 0.5)
  )
}
console.log('tail(p), p any double')
for (const [lo, hi] of [
  [6, 60],
  [60, 250],
  [250, 500],
  [500, 1000]
]) {
  const p = () =>
    fromPattern((BigInt(Math.floor(1023 - hi + (hi - lo) * (random() / 2 ** 52))) << 52n) | BigInt(random()))
  report(`  2^-${lo} .. 2^-${hi}`, errorOfTail, Array.from({ length: lo < 60 ? count : Math.ceil(count / 20) }, p))
}
report(
  '  next to 0.022',
  errorOfTail,
  Array.from({ length: 400 }, (_, i) => fromPattern(pattern(0.0221) - BigInt(i) * 200000000000n))
)

// log, exp and cdf.

const BITS = 1300
const lnOfTwo = (bits) => {
  let power = (2n << BigInt(bits)) / 3n
  let sum = 0n
  for (let k = 1n; power !== 0n; k += 2n, power /= 9n) sum += power / k
  return sum
}
const exactExp = (x) => {
  // exp(x) 2^BITS by squaring exp(x / 2^20)
  const fine = BITS + 64
  const r = fixed(x, fine) >> 20n
  let term = 1n << BigInt(fine)
  let sum = 0n
  for (let k = 1n; term !== 0n && term !== -1n; k += 1n) {
    sum += term
    term = ((term * r) >> BigInt(fine)) / k
  }
  for (let i = 0; i < 20; i++) sum = (sum * sum) >> BigInt(fine)
  return sum >> 64n
}
const errorOfExp = (x) => Math.abs(toNumber(fixed(exp(x), BITS) - exactExp(x), BITS)) / ulp(exp(x))
const ln2 = lnOfTwo(400)
const errorOfLog = (x) => {
  const k = Number((pattern(x) >> 52n) & 0x7ffn) - 1023
  const m = fixed(x / 2 ** Math.max(k, -1000) / 2 ** (k - Math.max(k, -1000)), 400)
  const one = 1n << 400n
  const s = ((m - one) << 400n) / (m + one)
  const square = (s * s) >> 400n
  let sum = 0n
  for (let n = 1n, power = s; power !== 0n; n += 2n, power = (power * square) >> 400n) sum += power / n
  return Math.abs(toNumber(fixed(log(x), 400) - (2n * sum + BigInt(k) * ln2), 400)) / ulp(log(x))
}
const errorOfCdf = (z) => {
  const p = cdf(z)
  const bits = bitsFor(p)
  return Math.abs(toNumber(fixed(p, bits) - (1n << BigInt(bits - 1)) - phiCentred(z, bits), bits)) / ulp(p)
}
const reals = (lo, hi, n = count) => Array.from({ length: n }, () => lo + (hi - lo) * (random() / 2 ** 52))
const doubles = (lo, hi, n = count) =>
  Array.from({ length: n }, () =>
    fromPattern((BigInt(Math.floor(1023 + lo + (hi - lo) * (random() / 2 ** 52))) << 52n) | BigInt(random()))
  )
console.log('log, exp, cdf')
report(
  '  log, 0.7 .. 1.5',
  errorOfLog,
  reals(0.7, 1.5).filter((x) => x !== 1)
)
report('  log, 0 .. 0.022', errorOfLog, reals(0, 0.022))
report('  log, all normal doubles', errorOfLog, doubles(-1022, 1024))
report('  exp, -650 .. 0', errorOfExp, reals(-650, 0, count / 10))
report('  exp, -1 .. 1', errorOfExp, reals(-1, 1, count / 10))
report('  cdf, -0.68 .. 0', errorOfCdf, reals(-0.68, 0))
report('  cdf, 0 .. 9', errorOfCdf, reals(0, 9))
report('  cdf, -3 .. -0.66', errorOfCdf, reals(-3, -0.66))
report('  cdf, -9 .. -3', errorOfCdf, reals(-9, -3))
report('  cdf, -37 .. -9', errorOfCdf, reals(-37, -9, count / 20))

// Truncated quantiles: against Phi(a) (1/2 - u) + Phi(b) (1/2 + u), all of it in integers.

console.log('truncated quantiles, in ulp of the larger of |z| and the bound nearer to 0 (1 if 0 is inside)')
const cuts = [
  [-2, 2],
  [-1, 1],
  [-0.1, 0.1],
  [-3, 3],
  [-5, 5],
  [-8, 8],
  [-2, 1],
  [-3, 0.001],
  [-1, 5],
  [0, 3],
  [-5, Infinity],
  [0, Infinity],
  [1, 2],
  [2, 3],
  [1.9, 2.1],
  [2.01, 2.02],
  [5, 6],
  [5, 5.0000001],
  [5, 5 + 1e-15],
  [0.5, 0.5000001],
  [-1e-300, 1e-300],
  [1e-3, 1.001e-3],
  [8, Infinity],
  [20, 21],
  [36, 37],
  [-37, -36.9],
  [-37, 37]
]
for (const [a, b] of cuts) {
  const t = truncation(a, b)
  const z = truncatedQuantile(t)
  const bits =
    220 + Math.ceil(Math.max(...[a, b].filter(Number.isFinite).map((x) => x * x)) * 0.73) + (b - a < 1e-200 ? 1100 : 0)
  const end = (x) => (Number.isFinite(x) ? phiCentred(x, bits) : (x < 0 ? -1n : 1n) << BigInt(bits - 1))
  const [low, high] = [end(a), end(b)]
  const inside = a <= 0 && b >= 0
  const unit = inside ? Math.min(1, Math.max(-a, b)) : Math.min(Math.abs(a), Math.abs(b))
  const error = (u) => {
    const x = Math.min(b, Math.max(a, z(u)))
    const c = (low + high + ((fixed(2 * u, 60) * (high - low)) >> 60n)) / 2n
    const size = Math.max(Math.abs(x), unit)
    return Math.abs(
      toNumber(phiCentred(x, bits) - c, bits) / (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) / ulp(size)
    )
  }
  const far = Math.max(...[a, b].filter(Number.isFinite).map(Math.abs)) > 10
  const n = far ? 60 : count / 10
  const ends = Array.from({ length: 8 }, (_, k) => 0.5 - (k + 0.5) / 2 ** 52)
  const uOf = (p) => Math.floor(p * 2 ** 52) / 2 ** 52 + 2 ** -53
  const seams = [0.478, -0.478]
    .map((c) => (c - t.centre) / t.mass)
    .filter((u) => Math.abs(u) < 0.4999)
    .map(uOf)
  const nearSeams = seams.flatMap((u) => Array.from({ length: 16 }, (_, k) => u + (k - 8) / 2 ** 52))
  const points = [...many(0, 0.5, n), ...ends, ...nearSeams].flatMap((u) => [u, -u])
  report(`  [${a}, ${b}]`, error, points)
  let back = 0
  let steps = 0
  for (const u of [...seams, -0.49, 0, 0.25, 0.49]) {
    const start = uOf(u) - 1000 / 2 ** 52
    for (let k = 0, last = z(start); k < 2000; k++) {
      const next = z(start + (k + 1) / 2 ** 52)
      if (next < last) [back, steps] = [Math.max(back, (last - next) / ulp(next)), steps + 1]
      last = next
    }
  }
  if (steps > 0) console.log(`    ${steps} steps back on neighbouring u, by up to ${back} ulp`)
  if (a === -b && points.some((u) => z(-u) !== -z(u))) console.log('    NOT ODD')
}

// The table, on all words of one sign (the other is its mirror image, checked on each block).

const CHUNK = 1 << 16
const scan = (label, zAtUpper, zAtU) => {
  const table = quantileTable(zAtUpper)
  const [words, mirror] = [new Int32Array(CHUNK), new Int32Array(CHUNK)]
  const [z, zMirror] = [new Float64Array(CHUNK), new Float64Array(CHUNK)]
  let [worst, at, last, falls, equal, smallest, odd] = [0, 0, 0, 0, 0, Infinity, true]
  for (let start = 0; start < 2 ** 31; start += CHUNK) {
    for (let i = 0; i < CHUNK; i++) words[i] = start + i
    fillFromTable(table, identity, words, CHUNK, z)
    for (let i = 0; i < CHUNK; i++) mirror[i] = ~words[i]
    fillFromTable(table, identity, mirror, CHUNK, zMirror)
    for (let i = 0; i < CHUNK; i++) {
      const value = z[i]
      const e = Math.abs(value / zAtU((words[i] + 0.5) / 2 ** 32) - 1)
      if (e > worst) [worst, at] = [e, words[i]]
      const rise = (value - last) / value
      if (rise < 0) falls++
      if (rise === 0) equal++
      if (rise < smallest) smallest = rise
      if (value !== -zMirror[i]) odd = false
      last = value
    }
  }
  console.log(
    `  ${label}: relative error 2^${Math.log2(worst).toFixed(3)} at word ${at}, ${falls} falls, ${equal} equal neighbours,` +
      ` smallest relative rise ${smallest}, odd ${odd}, last ${last}`
  )
}
if (process.argv.includes('--exhaustive')) {
  console.log('table against the precise form, all 2^31 words of one sign')
  scan('normal', truncatedUpperQuantile(UNTRUNCATED), quantile)
  const bounded = truncation(-2, 2)
  scan('truncated at 2', truncatedUpperQuantile(bounded), truncatedQuantile(bounded))
}
