import { readFileSync } from 'node:fs'

/** A value to 32 digits: the nearest double and the remainder. */
type Value = readonly [high: number, rest: number]
/** An argument and the value there. */
export type Point = readonly [x: number, ...Value]

interface References {
  readonly quantile: readonly Point[]
  readonly tail: readonly Point[]
  readonly log: readonly Point[]
  readonly exp: readonly Point[]
  readonly cdf: readonly Point[]
  readonly pdf: readonly Point[]
  /** a, b (as text, for the infinities) and left, right, mass, centre, mean, stddev. */
  readonly truncation: readonly (readonly [string, string, number, number, number, number, number, number])[]
}

/** Values by mpmath, written by scripts/write-quantile-references.py. */
export const references = JSON.parse(readFileSync(new URL('./references.json', import.meta.url), 'utf8')) as References

const bits = new BigInt64Array(1)
const double = new Float64Array(bits.buffer)

/** The 64 bits of a double, most significant first, as 16 hexadecimal digits. */
export const hex = (x: number): string => {
  double[0] = x
  return BigInt.asUintN(64, bits[0]!).toString(16).padStart(16, '0')
}

/** The distance from |x| to the next double away from 0. */
export const ulp = (x: number): number => {
  double[0] = Math.abs(x)
  bits[0]! += 1n
  return double[0] - Math.abs(x)
}

/** The largest error of `f` over the points, in ulp of the true value. */
export const largestError = (f: (x: number) => number, points: readonly Point[]): number =>
  Math.max(...points.map(([x, high, rest]) => Math.abs(f(x) - high - rest) / ulp(high)))
