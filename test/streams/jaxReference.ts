/**
 * JAX's initializers once more, element by element, on lists and BigInts, written from the description of its algorithm
 * and not from `src`: what the fresh cases of jax.test.ts are held against. Only erf and its inverse are those of
 * `src/streams/arithmetic`, whose own tests compare them with JAX's results.
 */
import type { DType } from '../../src/DType.js'
import { erf64 } from '../../src/streams/arithmetic/bigLibm.js'
import { erf32, erfInv32 } from '../../src/streams/arithmetic/xla.js'
import { erfInv64 } from '../../src/streams/arithmetic/xla64.js'

export interface Settings {
  readonly profile: 'fma' | 'nofma' | 'fma_fp16'
  readonly bits: 'partitionable' | 'legacy'
}

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

const mask = 0xffffffffn

/** Threefry-2x32 of 20 rounds, the ten pairs of them in a loop. */
const threefry = (key: readonly [bigint, bigint], counter: readonly [bigint, bigint]): readonly [bigint, bigint] => {
  const keys = [key[0], key[1], key[0] ^ key[1] ^ 0x1bd11bdan]
  let [a, b] = [(counter[0] + key[0]) & mask, (counter[1] + key[1]) & mask]
  for (let round = 0; round < 20; round++) {
    const turn = [13n, 15n, 26n, 6n, 17n, 29n, 16n, 24n][round % 8]!
    a = (a + b) & mask
    b = (((b << turn) | (b >> (32n - turn))) & mask) ^ a
    if (round % 4 === 3) {
      const group = (round + 1) / 4
      a = (a + keys[group % 3]!) & mask
      b = (b + keys[(group + 1) % 3]! + BigInt(group)) & mask
    }
  }
  return [a, b]
}

const range = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

/** The `width` bits of each of n elements. */
const bitsOf = (key: readonly [bigint, bigint], n: number, width: number, layout: Settings['bits']) => {
  if (layout === 'partitionable') {
    const blocks = range(n).map((i) => threefry(key, [0n, BigInt(i)]))
    return blocks.map(([a, b]) => (width === 64 ? (a << 32n) | b : (a ^ b) & ((1n << BigInt(width)) - 1n)))
  }
  const count = Math.ceil((n * width) / 32)
  const counters = [...range(count).map(BigInt), ...(count % 2 === 1 ? [0n] : [])]
  const half = counters.length / 2
  const blocks = range(half).map((j) => threefry(key, [counters[j]!, counters[half + j]!]))
  const words = [...blocks.map(([a]) => a), ...blocks.map(([, b]) => b)].slice(0, count)
  if (width === 64) return range(n).map((i) => (words[i]! << 32n) | words[n + i]!)
  const pieces = words.flatMap((word) =>
    range(32 / width).map((j) => (word >> BigInt(width * j)) & ((1n << BigInt(width)) - 1n))
  )
  return pieces.slice(0, n)
}

// -------------------------------------------------------------------------------------
// exact arithmetic
// -------------------------------------------------------------------------------------

/** x = mantissa 2^-1074, as all doubles are. */
const exact = (x: number): bigint => {
  const bits = new DataView(Float64Array.of(x).buffer).getBigUint64(0, true)
  const exponent = (bits >> 52n) & 0x7ffn
  const fraction = bits & 0xfffffffffffffn
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n)
  return bits >> 63n === 1n ? -size : size
}

/** The number n 2^-digits with so many significant bits, none below 2^-lowest; to nearest, ties to even. */
const rounded = (n: bigint, digits: number, precision: number, lowest: number): number => {
  const size = n < 0n ? -n : n
  const dropped = Math.max(size.toString(2).length - precision, digits - lowest, 0)
  const unit = 1n << BigInt(dropped)
  const [quotient, rest] = [size / unit, 2n * (size % unit)]
  const kept = rest > unit || (rest === unit && quotient % 2n === 1n) ? quotient + 1n : quotient
  const value = Number(kept) * 2 ** Math.max(dropped - digits, -1074) // kept has at most 53 bits
  return n < 0n ? -value : value
}

const formats: {
  readonly [D in DType]: { readonly precision: number; readonly lowest: number; readonly width: number }
} = {
  float16: { precision: 11, lowest: 24, width: 16 },
  bfloat16: { precision: 8, lowest: 133, width: 8 },
  float32: { precision: 24, lowest: 149, width: 32 },
  float64: { precision: 53, lowest: 1074, width: 64 }
}

const roundTo =
  (dtype: DType) =>
  (x: number): number =>
    Number.isFinite(x) ? rounded(exact(x), 1074, formats[dtype].precision, formats[dtype].lowest) : x

const fused = (dtype: DType, a: number, b: number, c: number): number => {
  const sum = exact(a) * exact(b) + (exact(c) << 1074n)
  return rounded(sum, 2148, formats[dtype].precision, formats[dtype].lowest)
}

// -------------------------------------------------------------------------------------
// jax.random
// -------------------------------------------------------------------------------------

const uniform = (dtype: DType, { profile }: Settings, fractions: ReadonlyArray<number>, low: number, high: number) => {
  const round = roundTo(dtype)
  const isFused = dtype === 'float16' ? profile === 'fma_fp16' : dtype !== 'bfloat16' && profile !== 'nofma'
  const width = round(round(high) - round(low))
  return fractions.map((f) => {
    const y = isFused ? fused(dtype, f, width, round(low)) : round(round(f * width) + round(low))
    return y < round(low) ? round(low) : y
  })
}

const erfInv = (dtype: DType, { profile }: Settings, u: number): number =>
  dtype === 'float64' ? erfInv64(profile !== 'nofma', u) : roundTo(dtype)(erfInv32(profile !== 'nofma', u))

const erf = (dtype: DType, x: number): number => (dtype === 'float64' ? erf64(x) : roundTo(dtype)(erf32(x)))

const normal = (dtype: DType, settings: Settings, fractions: ReadonlyArray<number>) => {
  const round = roundTo(dtype)
  return uniform(dtype, settings, fractions, -(1 - 2 ** -formats[dtype].precision), 1).map((u) =>
    round(round(Math.SQRT2) * erfInv(dtype, settings, u))
  )
}

const truncated = (dtype: DType, settings: Settings, fractions: ReadonlyArray<number>, bound: number) => {
  const round = roundTo(dtype)
  const root = round(Math.SQRT2)
  const end = erf(dtype, round(bound / root))
  const limit = bound * (1 - 2 ** -formats[dtype].precision) // below a power of two
  return uniform(dtype, settings, fractions, -end, end).map((u) =>
    Math.min(Math.max(round(root * erfInv(dtype, settings, u)), -limit), limit)
  )
}

// -------------------------------------------------------------------------------------
// jax.nn.initializers
// -------------------------------------------------------------------------------------

export interface Scaling {
  readonly scale: number
  readonly mode: string
  readonly distribution: string
}

/** variance_scaling with a key (0, seed), on the last two axes. */
export const varianceScaling = (
  { scale, mode, distribution }: Scaling,
  seed: number,
  shape: ReadonlyArray<number>,
  dtype: DType,
  settings: Settings
): ReadonlyArray<number> => {
  const round = roundTo(dtype)
  const [inputs, outputs] = [shape.at(-2)!, shape.at(-1)!]
  const n = shape.reduce((a, b) => a * b)
  const [fanIn, fanOut] = [n / outputs, n / inputs]
  const divisors: Readonly<Record<string, number>> = {
    fan_in: fanIn,
    fan_out: fanOut,
    fan_avg: (fanIn + fanOut) / 2,
    fan_geo_avg: Math.sqrt(fanIn * fanOut)
  }
  const variance = round(scale / divisors[mode]!)
  const stddev = round(Math.sqrt(variance))
  const fractions = fractionsOf(dtype, seed, n, settings)
  const times = (xs: ReadonlyArray<number>, c: number) => xs.map((x) => round(x * c))
  if (distribution === 'uniform') {
    return times(uniform(dtype, settings, fractions, -1, 1), round(Math.sqrt(round(3 * variance))))
  }
  return distribution === 'normal'
    ? times(normal(dtype, settings, fractions), stddev)
    : times(truncated(dtype, settings, fractions, 2), round(stddev / round(0.8796256610342398)))
}

const known = new Map<string, ReadonlyArray<number>>()

/** The upper bits of the words, behind the point; remembered, as BigInts take their time. */
const fractionsOf = (dtype: DType, seed: number, n: number, { bits }: Settings): ReadonlyArray<number> => {
  const name = `${dtype} ${seed} ${n} ${bits}`
  const { width, precision } = formats[dtype]
  const made =
    known.get(name) ??
    bitsOf([0n, BigInt(seed)], n, width, bits).map(
      (word) => Number(word >> BigInt(width - precision + 1)) * 2 ** (1 - precision)
    )
  known.set(name, made)
  return made
}
