import { identity } from '../../src/numeric/float/affine.js'
import { quantile } from '../../src/numeric/normal/quantile.js'
import { fillFromTable, quantileTable, type Table } from '../../src/numeric/normal/quantileTable.js'
import {
  truncatedQuantile,
  truncatedUpperQuantile,
  truncation,
  TWO_SIGMA,
  UNTRUNCATED
} from '../../src/numeric/normal/truncation.js'

/**
 * The contents of test/vectors/quantile.json: for each quantile the 64 bits of z at 4096 inputs, by
 * scripts/write-quantile-vectors.mjs. The file may only grow.
 *
 * Inputs, by number i. Words: for i < 1024 the last word w >= 0 of segment i >> 1, or the next word, each negated bit by
 * bit for odd i >> 2; beyond, i times 0x9e3779b1 as int32. The 52-bit grid takes w0 = that word and
 * w1 = i times 0x85ebca6b, as float64 draws do.
 */
export type Vectors = Readonly<Record<string, readonly string[]>>

const COUNT = 4096

const word = (i: number): number => {
  if (i >= 1024) return Math.imul(i, 0x9e3779b1)
  const segment = i >> 1
  const lower = 2 ** (31 - (segment >> 4)) * (1 + (segment & 15) / 16)
  const w = Math.min(Math.floor((2 ** 32 - 1 - lower) / 2) + (i & 1), 2 ** 31 - 1)
  return i & 4 ? ~w : w
}

const words = Int32Array.from({ length: COUNT }, (_, i) => word(i))
const grid = Float64Array.from(words, (w, i) => (w * 2 ** 20 + (Math.imul(i, 0x85ebca6b) >>> 12) + 0.5) / 2 ** 52)

const bits = (z: Float64Array): readonly string[] =>
  Array.from(new BigUint64Array(z.buffer), (b) => b.toString(16).padStart(16, '0'))

const byTable = (table: Table): readonly string[] => {
  const z = new Float64Array(COUNT)
  fillFromTable(table, identity, words, COUNT, z)
  return bits(z)
}

export const compute = (): Vectors => ({
  'precise normal, 52-bit grid': bits(grid.map(quantile)),
  'precise normal cut to [-2.5, 4], 52-bit grid': bits(grid.map(truncatedQuantile(truncation(-2.5, 4)))),
  'table normal, words': byTable(quantileTable(truncatedUpperQuantile(UNTRUNCATED))),
  'table normal cut to [-2, 2], words': byTable(quantileTable(truncatedUpperQuantile(TWO_SIGMA)))
})
