// The kernel gives the bits of the TypeScript for all draws.
import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Distribution, Draw, DType, Initializer, Rng } from 'initializers-ts'
import * as Cursor from '../../src/engine/cursor.js'
import * as Kernel from '../../src/engine/kernel/draw.js'
import { reader, type WordReader } from '../../src/engine/words.js'
import { fillReals, transform, type Transform } from '../../src/engine/transform.js'
import { right, runSeed } from '../check.js'

const options = { seed: runSeed, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true }

const word = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(0, -1, 1, 2 ** 31 - 1, -4))
const words = (n: number) => fc.array(word, { minLength: n, maxLength: n })

/** An index of the next word from which a draw often overflows 32 or 64 bits. */
const index = fc.oneof(
  words(2),
  fc.nat({ max: 30_000 }).map((k) => [-1, -k]),
  fc.tuple(word, fc.nat({ max: 30_000 })).map(([high, k]) => [high, -k])
)

const rngs: fc.Arbitrary<Rng.Rng> = fc.oneof(
  words(4)
    .filter((state) => state.some((w) => w !== 0))
    .map((state) => ({ generator: 'xoroshiro128plus' as const, state })),
  fc.tuple(words(2), index).map(([key, at]) => ({ generator: 'threefry2x32' as const, state: [...key, ...at] })),
  fc.tuple(words(4), index).map(([key, at]) => ({ generator: 'philox4x32' as const, state: [...key, ...at] }))
)

/** Around the borders of strips (512) and of blocks (8192 words), and anywhere. */
const counts = fc.oneof(
  fc.constantFrom(2048, 2049, 4096, 4097, 4103, 4608, 5119, 8191, 8192, 8193, 12_289, 16_384, 16_385, 24_577),
  fc.integer({ min: 2048, max: 20_000 })
)

const finite = fc.oneof(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.constantFrom(0, -0, 1, 1e-3, 1e-6, 3e-8, 1e-40)
)
const stddev = fc.oneof(fc.double({ min: 1e-3, max: 10, noNaN: true }), fc.constantFrom(0.05, 1e-4, 1e-5, 1e-6, 1e-35))
const bound = fc.double({ min: -8, max: 8, noNaN: true })
const bounds = fc.oneof(
  fc.double({ min: 0.01, max: 37, noNaN: true }).map((b): readonly [number, number] => [-b, b]),
  fc
    .tuple(bound, fc.double({ min: 0.01, max: 8, noNaN: true }))
    .map(([a, width]): readonly [number, number] => [a, a + width]),
  bound.map((a): readonly [number, number] => [a, Infinity]),
  fc.constantFrom<readonly [number, number]>([-2, 2], [36, 37], [-37, -36.5], [-Infinity, -3])
)

const distributions: fc.Arbitrary<Distribution.Distribution> = fc.oneof(
  fc.tuple(finite, stddev).map(([low, width]) => Distribution.uniform(low, low + width)),
  fc.tuple(finite, stddev).map(([mean, sd]) => Distribution.normal(mean, sd)),
  fc.tuple(finite, stddev, bounds).map(([mean, sd, [a, b]]) => Distribution.truncatedNormal(mean, sd, a, b))
)

/** A reader that only the kernel can use. */
const kernelOnly = (rng: Rng.Rng): WordReader => ({
  ...reader(rng),
  read: () => {
    throw new Error('TypeScript reads words')
  }
})

/** The next elements of a state, in TypeScript. */
const reference = <D extends DType.DType>(rng: Rng.Rng, t: Transform, dtype: D, n: number): DType.DataOf<D> => {
  const { make, store } = DType.traits(dtype)
  const [drawn, reals, out] = [new Int32Array(t.wordsPerElement * n), new Float64Array(n), make(n)]
  reader(rng).read(drawn.length, drawn)
  fillReals(t, drawn, n, reals)
  store(reals, n, out, 0)
  return out
}

const bytes = ({ buffer, byteOffset, byteLength }: DType.DataOf<DType.DType>): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

describe.each(DType.all)('the kernel in %s', (dtype) => {
  it('gives the bits of TypeScript, and touches nothing else', () => {
    const { make } = DType.traits(dtype)
    fc.assert(
      fc.property(rngs, distributions, counts, fc.nat({ max: 9 }), (rng, d, n, offset) => {
        fc.pre(Distribution.fits(dtype)(d)._tag === 'Right')
        const t = transform(dtype)(d)
        const out = make(n + 20).fill(7)
        Kernel.write(kernelOnly(rng), t, dtype, n, out, offset)
        expect(bytes(out.subarray(offset, offset + n)).equals(bytes(reference(rng, t, dtype, n)))).toBe(true)
        expect([...out.subarray(0, offset), ...out.subarray(offset + n)].every((x) => x === 7)).toBe(true)
      }),
      { ...options, numRuns: 400 }
    )
  })

  it('gives the reals before rounding too', () => {
    fc.assert(
      fc.property(rngs, distributions, counts, (rng, d, n) => {
        fc.pre(Distribution.fits(dtype)(d)._tag === 'Right')
        const t = transform(dtype)(d)
        const out = new Float64Array(n)
        Kernel.write(kernelOnly(rng), t, 'float64', n, out, 0)
        expect(bytes(out).equals(bytes(reference(rng, t, 'float64', n)))).toBe(true)
      }),
      { ...options, numRuns: 150 }
    )
  })
})

describe('on the kernel, combinators give the bits of their formulas in TypeScript', () => {
  /** Elements of the dtype. */
  const rounded = <D extends DType.DType>(dtype: D, reals: Float64Array): DType.DataOf<D> => {
    const out = DType.traits(dtype).make(reals.length)
    DType.traits(dtype).store(reals, reals.length, out, 0)
    return out
  }

  /** The next n elements of `random_normal` before rounding. */
  const normals = (rng: Rng.Rng, dtype: DType.DType, n: number): Float64Array =>
    reference(rng, transform(dtype)(Distribution.normal(0, 0.05)), 'float64', n)

  const drawn = (config: unknown, shape: ReadonlyArray<number>, dtype: DType.DType) =>
    right(Initializer.draw({ shape, dtype })(right(Initializer.decode(config))))

  /** Compares the whole, a range from `at` on, and the next state. */
  const expectSame = (draw: Draw.Draw, rng: Rng.Rng, expected: DType.DataOf<DType.DType>, at: number): void => {
    const n = expected.length
    const out = DType.traits(draw.dtype).make(n + 3)
    Draw.rangeInto(draw)(0, n, out, 2)(rng)
    expect(bytes(out.subarray(2, n + 2)).equals(bytes(expected))).toBe(true)
    expect([out[0], out[1], out[n + 2]]).toEqual([0, 0, 0])
    const start = Math.min(at, n)
    const stop = Math.max(start, n - 1)
    expect(bytes(Draw.range(draw)(start, stop)(rng)).equals(bytes(expected.subarray(start, stop)))).toBe(true)
    expect(right(Draw.sampler(draw))(rng)[1]).toEqual(right(Rng.skip(draw.words)(rng)))
  }

  /** Rows and columns, with sizes around the borders of blocks, chunks and panels. */
  const size = fc.oneof(
    fc.tuple(fc.constantFrom(2, 3, 31, 33), fc.integer({ min: 700, max: 1100 })),
    fc.tuple(fc.integer({ min: 60, max: 300 }), fc.integer({ min: 30, max: 130 })),
    fc.constantFrom([8, 1024], [9, 1024], [8, 1025], [1, 8193], [64, 128], [32, 1536], [4096, 2], [8191, 1])
  )
  const starts = fc.oneof(fc.constantFrom(1, 2047, 2048, 8191, 8192, 8193), fc.nat({ max: 9000 }))
  const dtypes = fc.constantFrom(...DType.all)

  test('Scaled by any factor', () => {
    const factors = fc.constantFrom(-1, -0.3, -Math.SQRT2)
    fc.assert(
      fc.property(rngs, dtypes, counts, factors, starts, (rng, dtype, n, factor, start) => {
        const draw = drawn({ class_name: 'Scaled', config: { factor, initializer: 'random_normal' } }, [n], dtype)
        const expected = normals(rng, dtype, n).map((x) => factor * x)
        expectSame(draw, rng, rounded(dtype, expected), start)
      }),
      { ...options, numRuns: 60 }
    )
  })

  test('Masked', () => {
    const masks = fc.constantFrom<readonly [unknown, (row: number, col: number) => boolean]>(
      ['lower', (row, col) => col <= row],
      ['upper', (row, col) => col >= row],
      [[[1], [0]], (row) => row % 2 === 0]
    )
    fc.assert(
      fc.property(rngs, dtypes, size, masks, starts, (rng, dtype, [rows, cols], [mask, allows], start) => {
        const shape = typeof mask === 'string' ? [rows, cols] : [2, Math.ceil((rows * cols) / 2)]
        const config = { mask, value: -0.3, initializer: 'random_normal' }
        const draw = drawn({ class_name: 'Masked', config }, shape, dtype)
        const width = shape[1]!
        const expected = normals(rng, dtype, shape[0]! * width).map((x, i) =>
          allows(Math.floor(i / width), i % width) ? x : -0.3
        )
        expectSame(draw, rng, rounded(dtype, expected), start)
      }),
      { ...options, numRuns: 60 }
    )
  })

  test('Blocks', () => {
    const split = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(rngs, dtypes, size, split, starts, (rng, dtype, [rows, cols], [a, b], start) => {
        const first = Math.floor(a * cols)
        const widths = [first, Math.floor(b * (cols - first))]
        const sizes = [...widths, cols - widths[0]! - widths[1]!]
        const blocks = sizes.filter((size) => size > 0).map((size) => ({ size, initializer: 'random_normal' }))
        const draw = drawn({ class_name: 'Blocks', config: { axis: -1, blocks } }, [rows, cols], dtype)
        const expected = new Float64Array(rows * cols)
        let [state, left] = [rng, 0]
        for (const width of sizes) {
          const block = normals(state, dtype, rows * width)
          block.forEach((x, i) => (expected[Math.floor(i / width) * cols + left + (i % width)] = x))
          state = right(Rng.skip(DType.traits(dtype).wordsPerElement * block.length)(state))
          left += width
        }
        expectSame(draw, rng, rounded(dtype, expected), start)
      }),
      { ...options, numRuns: 100 }
    )
  })
})

describe('a draw', () => {
  it('is the same in pieces: long ones by the kernel, short ones in TypeScript, and some skipped', () => {
    const piece = fc.record({ n: fc.oneof(fc.nat({ max: 100 }), counts), by: fc.constantFrom('write', 'skip') })
    fc.assert(
      fc.property(rngs, fc.constantFrom(...DType.all), fc.array(piece, { maxLength: 6 }), (rng, dtype, pieces) => {
        const t = transform(dtype)(Distribution.normal(0, 1))
        const whole = reference(
          rng,
          t,
          'float64',
          pieces.reduce((sum, { n }) => sum + n, 0)
        )
        const cursor = Cursor.fromWords(reader(rng), t)
        const found = new Float64Array(whole.length)
        let at = 0
        for (const { n, by } of pieces) {
          const out = found.subarray(at, at + n)
          if (by === 'skip') {
            cursor.skip(n)
            out.set(whole.subarray(at, at + n))
          } else cursor.write('float64', n, found, at)
          at += n
        }
        expect(bytes(found).equals(bytes(whole))).toBe(true)
      }),
      { ...options, numRuns: 200 }
    )
  })

  it('has the slices of the whole tensor', () => {
    const box = fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 2500 }))
    fc.assert(
      fc.property(rngs, distributions, fc.constantFrom(...DType.all), box, (rng, d, dtype, [row, column]) => {
        const draw = Draw.independent(d)({ shape: [3, 5000], dtype })
        fc.pre(draw._tag === 'Right')
        const all = Draw.range(right(draw))(0, 15_000)(rng)
        const [part] = right(
          Draw.slice([
            [row, 3],
            [column, 5000]
          ])(right(draw))
        )(rng)
        const expected = [row, row + 1, 2].filter((i, k, rows) => i <= 2 && rows.indexOf(i) === k)
        expect([...part.data]).toEqual(expected.flatMap((i) => [...all.subarray(5000 * i + column, 5000 * (i + 1))]))
      }),
      { ...options, numRuns: 100 }
    )
  })
})
