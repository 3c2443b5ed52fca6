/**
 * A second, plain implementation of TensorFlow's random numbers: Philox in bigints, one element at a time, without groups. The
 * float32 functions are those of `arithmetic/`, which are tested against vectors of glibc.
 */
import type { DType } from '../../src/DType.js'
import { round } from '../../src/DType.js'
import { cosf, logf, sinf } from '../../src/streams/arithmetic/glibc.js'
import * as glibc64 from '../../src/streams/arithmetic/glibc64.js'

type Words = readonly [bigint, bigint, bigint, bigint]

const mask = 0xffffffffn

/** Salmon et al. 2011. */
export const philox = ([k0, k1]: readonly [bigint, bigint], counter: bigint): Words => {
  let c: Words = [counter & mask, (counter >> 32n) & mask, (counter >> 64n) & mask, (counter >> 96n) & mask]
  for (let r = 0n; r < 10n; r++) {
    const a = 0xd2511f53n * c[0]
    const b = 0xcd9e8d57n * c[2]
    const key0 = (k0 + r * 0x9e3779b9n) & mask
    const key1 = (k1 + r * 0xbb67ae85n) & mask
    c = [(b >> 32n) ^ c[1] ^ key0, b & mask, (a >> 32n) ^ c[3] ^ key1, a & mask]
  }
  return c
}

export interface Generator {
  readonly key: readonly [bigint, bigint]
  readonly counter: bigint
}

export const stateless = (s0: bigint, s1: bigint): Generator => {
  const seed = BigInt.asUintN(64, s0) | (BigInt.asUintN(64, s1) << 64n)
  const [a, b, c, d] = philox([0x3ec8f720n, 0x02461e29n], seed)
  return { key: [a, b], counter: (c << 64n) | (d << 96n) }
}

export const stateful = (seed: number, seed2: number, numbersBefore = 0): Generator => ({
  key: [BigInt(seed), 0n],
  counter: (BigInt(seed2) << 64n) + 256n * BigInt(numbersBefore)
})

/** Word `i`, counted from block `block`. */
const word = ({ key, counter }: Generator, block: number, i: number): number =>
  Number(philox(key, counter + BigInt(block + Math.floor(i / 4)))[(i % 4) as 0])

const bits = { float16: 10, bfloat16: 7, float32: 23 } as const

const fraction = (w: number, digits: number): number => (w % 2 ** digits) / 2 ** digits

const fraction64 = (high: number, low: number): number => ((high % 2 ** 20) * 2 ** 32 + low) / 2 ** 52

const pair32 = (a: number, b: number): readonly [number, number] => {
  const f = Math.fround
  const u = Math.max(fraction(a, 23), f(1e-7))
  const v = f(2 * Math.PI * fraction(b, 23))
  const r = f(Math.sqrt(f(-2 * logf(u))))
  return [f(sinf(v) * r), f(cosf(v) * r)]
}

const pair64 = (a: number, b: number, c: number, d: number): readonly [number, number] => {
  const u = Math.max(fraction64(a, b), 1e-7)
  const v = 2 * Math.PI * fraction64(c, d)
  const r = Math.sqrt(-2 * glibc64.log(u))
  return [glibc64.sin(v) * r, glibc64.cos(v) * r]
}

/** Pair `pair`, counted from block `block`. */
const pairAt = (from: Generator, dtype: DType, block: number, pair: number): readonly [number, number] => {
  const w = (i: number): number => word(from, block, i)
  return dtype === 'float64'
    ? pair64(w(4 * pair), w(4 * pair + 1), w(4 * pair + 2), w(4 * pair + 3))
    : pair32(w(2 * pair), w(2 * pair + 1))
}

type Kind = 'uniform' | 'normal' | 'truncated_normal'

const standard = (from: Generator, kind: Kind, dtype: DType, i: number): number => {
  const group = dtype === 'float64' ? 2 : 4
  switch (kind) {
    case 'uniform':
      return dtype === 'float64'
        ? fraction64(word(from, 0, 2 * i), word(from, 0, 2 * i + 1))
        : fraction(word(from, 0, i), bits[dtype])
    case 'normal':
      return pairAt(from, dtype, 0, Math.floor(i / 2))[(i % 2) as 0]
    case 'truncated_normal': {
      const block = Math.floor(i / group) * 64 * group
      const kept: number[] = []
      for (let pair = 0; kept.length <= i % group; pair++) {
        kept.push(...pairAt(from, dtype, block, pair).filter((x) => Math.abs(x) < 2))
      }
      return kept[i % group]!
    }
  }
}

/** n numbers of a kind, times a factor, plus a shift; both are numbers of the dtype. */
export const numbers = (
  from: Generator,
  kind: Kind,
  dtype: DType,
  n: number,
  factor: number,
  shift: number
): ReadonlyArray<number> => {
  const r = round(dtype)
  return Array.from({ length: n }, (_, i) => r(r(r(standard(from, kind, dtype, i)) * factor) + shift))
}
