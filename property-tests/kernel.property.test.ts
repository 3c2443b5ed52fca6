// The kernel gives the bits of the TypeScript, whatever is drawn.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution, Draw, DType, type Rng } from 'initializers-ts'
import * as Cursor from '../src/engine/cursor.js'
import * as Kernel from '../src/engine/kernel/draw.js'
import { reader, type WordReader } from '../src/engine/words.js'
import { fillReals, transform, type Transform } from '../src/engine/transform.js'
import { right, runSeed } from './check.js'

const options = { seed: runSeed, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true }

const word = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(0, -1, 1, 2 ** 31 - 1, -4))
const words = (n: number) => fc.array(word, { minLength: n, maxLength: n })

/** A place from which a draw often runs over the end of 32 or of 64 bits. */
const place = fc.oneof(
  words(2),
  fc.nat({ max: 30_000 }).map((k) => [-1, -k]),
  fc.tuple(word, fc.nat({ max: 30_000 })).map(([high, k]) => [high, -k])
)

const rngs: fc.Arbitrary<Rng.Rng> = fc.oneof(
  words(4)
    .filter((state) => state.some((w) => w !== 0))
    .map((state) => ({ generator: 'xoroshiro128plus' as const, state })),
  fc.tuple(words(2), place).map(([key, at]) => ({ generator: 'threefry2x32' as const, state: [...key, ...at] })),
  fc.tuple(words(4), place).map(([key, at]) => ({ generator: 'philox4x32' as const, state: [...key, ...at] }))
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
const cut = fc.oneof(
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
  fc.tuple(finite, stddev, cut).map(([mean, sd, [a, b]]) => Distribution.truncatedNormal(mean, sd, a, b))
)

/** A reader whose words nobody but the kernel can have. */
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
  reader(rng).read(drawn, drawn.length)
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
        Kernel.write(kernelOnly(rng), t, dtype, out, offset, n)
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
        Kernel.write(kernelOnly(rng), t, 'float64', out, 0, n)
        expect(bytes(out).equals(bytes(reference(rng, t, 'float64', n)))).toBe(true)
      }),
      { ...options, numRuns: 150 }
    )
  })
})

describe('a draw', () => {
  it('is the same in pieces, long ones by the kernel and short ones not, with some left out', () => {
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
          } else cursor.write('float64', found, at, n)
          at += n
        }
        expect(bytes(found).equals(bytes(whole))).toBe(true)
      }),
      { ...options, numRuns: 200 }
    )
  })

  it('has the slices of the whole', () => {
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
