import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as kernel from '../../../src/engine/kernel/qr.js'
import * as numeric from '../../../src/numeric/matrix/qr.js'

const bytes = (x: Float64Array | undefined): Buffer | undefined =>
  x && Buffer.from(x.buffer, x.byteOffset, x.byteLength)

/** Whether the kernel is available and gives the same bits. */
const agree = (a: Float64Array, rows: number, cols: number): boolean =>
  bytes(kernel.byKernel(a, rows, cols))?.equals(bytes(numeric.orthonormalColumns(a, rows, cols))!) === true

/** Numbers of a matrix, from ordinary ones to those that meet a branch. */
const kinds: ReadonlyArray<fc.Arbitrary<number>> = [
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(0, -0, 1, -1, 0.1),
  fc.oneof(fc.constant(0), fc.constant(-0), fc.double({ min: -1e-300, max: 1e-300, noNaN: true })),
  fc.constantFrom(0, 5e-324, -5e-324, 2 ** -1022, 1e-160, -1),
  fc.double({ min: -(2 ** 1000), max: 2 ** 1000, noNaN: true })
]

const matrix = fc
  .record({
    cols: fc.integer({ min: 0, max: 27 }),
    more: fc.integer({ min: 0, max: 20 }),
    kind: fc.nat(kinds.length - 1)
  })
  .chain(({ cols, more, kind }) => {
    const [rows, numbers] = [cols + more, kinds[kind]!]
    const size = { minLength: rows * cols, maxLength: rows * cols }
    return fc.tuple(
      fc.array(numbers, size).map((x) => Float64Array.from(x)),
      fc.constant(rows),
      fc.constant(cols)
    )
  })

const spread = (rows: number, cols: number): Float64Array =>
  Float64Array.from({ length: rows * cols }, (_, i) => Math.imul(i + 1, 0x9e3779b1) / 2 ** 31)

describe('the kernel', () => {
  it('has the bits of the formula, of any matrix', () => {
    fc.assert(
      fc.property(matrix, ([a, rows, cols]) => agree(a, rows, cols)),
      { seed: 1, numRuns: 1000 }
    )
  })

  it.each([
    [1, 1],
    [2048, 1],
    [300, 7],
    [300, 8],
    [300, 9],
    [257, 255],
    [256, 256],
    [4096, 17]
  ])('has the bits of the formula: %i x %i', (rows, cols) => {
    expect(agree(spread(rows, cols), rows, cols)).toBe(true)
  })

  it('has them where columns are 0 or depend on others, in any lane', () => {
    for (let lane = 0; lane < 20; lane++) {
      const zero = spread(30, 20).map((x, i) => (i % 20 === lane ? 0 : x))
      const twice = spread(30, 20).map((x, i, a) => (i % 20 === lane ? 2 * a[i - lane + ((lane + 1) % 20)]! : x))
      const zeroBelow = spread(30, 20).map((x, i) => (i % 20 === lane && i > 20 * lane + lane ? -0 : x))
      for (const a of [zero, twice, zeroBelow]) expect(agree(a, 30, 20), `lane ${lane}`).toBe(true)
    }
  })

  it('has them beyond the memory that is kept, and after a matrix that is not finite', () => {
    expect(agree(spread(140_000, 8), 140_000, 8)).toBe(true)
    kernel.byKernel(new Float64Array(64 * 64).fill(NaN), 64, 64)
    expect(agree(spread(50, 33), 50, 33)).toBe(true)
  })

  it('leaves its input alone and gives a new array each time', () => {
    const a = spread(40, 12)
    const q = kernel.byKernel(a, 40, 12)
    expect(a).toEqual(spread(40, 12))
    const kept = q?.slice()
    expect(kernel.byKernel(a, 40, 12)?.buffer).not.toBe(q?.buffer)
    kernel.byKernel(spread(9, 9), 9, 9)
    expect(q).toEqual(kept)
  })

  it('gives nothing if its memory cannot be allocated', () => {
    expect(kernel.byKernel(new Float64Array(0), 2 ** 30, 8)).toBeUndefined()
  })
})

describe('the orthonormal factor', () => {
  it.each([
    [0, 0],
    [31, 31],
    [32, 32],
    [40_000, 1]
  ])('is the same by either way: %i x %i', (rows, cols) => {
    const a = spread(rows, cols)
    expect(kernel.orthonormalColumns(a, rows, cols)).toEqual(numeric.orthonormalColumns(a, rows, cols))
  })
})
