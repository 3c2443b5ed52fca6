// The kernel gives the bits of the TypeScript, whatever is drawn.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution, DType, Rng } from 'initializers-ts'
import * as Kernel from '../src/kernel/draw.js'
import { fillReals, type Transform } from '../src/numeric/transform.js'
import { reader } from '../src/Rng.js'
import { transform } from '../src/Transform.js'
import { right, runSeed } from './check.js'

const options = { seed: runSeed, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true }

const word = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(0, -1, 1, 2 ** 31 - 1, -4))
const words = (n: number) => fc.array(word, { minLength: n, maxLength: n })

/** Any state, and often one whose counter is about to run over. */
const rngs: fc.Arbitrary<Rng.Rng> = fc.oneof(
  words(4)
    .filter((state) => state.some((w) => w !== 0))
    .map((state) => ({ generator: 'xoroshiro128plus' as const, state })),
  words(4).map((state) => ({ generator: 'threefry2x32' as const, state })),
  words(6).map((state) => ({ generator: 'philox4x32' as const, state }))
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

/** The state's next elements, in TypeScript. */
const reference = <D extends DType.DType>(rng: Rng.Rng, t: Transform, dtype: D, n: number): DType.DataOf<D> => {
  const { make, store } = DType.traits(dtype)
  const [drawn, reals, out] = [new Int32Array(t.words * n), new Float64Array(n), make(n)]
  reader(rng).read(drawn, drawn.length)
  fillReals(t, drawn, n, reals)
  store(reals, n, out, 0)
  return out
}

const bytes = ({ buffer, byteOffset, byteLength }: Kernel.Elements): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

describe.each(DType.all)('the kernel in %s', (dtype) => {
  it('gives the bits of TypeScript, and touches nothing else', () => {
    const { make } = DType.traits(dtype)
    fc.assert(
      fc.property(rngs, distributions, counts, fc.nat({ max: 9 }), (rng, d, n, offset) => {
        fc.pre(Distribution.fits(dtype)(d)._tag === 'Right')
        const t = transform(dtype)(d)
        const out = make(n + 20).fill(7)
        expect(Kernel.store(reader(rng), t, dtype, out, offset, n)).toBe(true)
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
        expect(Kernel.store(reader(rng), t, 'float64', out, 0, n)).toBe(true)
        expect(bytes(out).equals(bytes(reference(rng, t, 'float64', n)))).toBe(true)
      }),
      { ...options, numRuns: 150 }
    )
  })
})

describe('a draw', () => {
  it('is the same in pieces too short for the kernel', () => {
    const rng = right(Rng.fromSeed(runSeed))
    const t = transform('float32')(Distribution.normal(0, 1))
    const whole = new Float32Array(10_000)
    expect(Kernel.store(reader(rng), t, 'float32', whole, 0, 10_000)).toBe(true)
    expect(Kernel.store(reader(rng), t, 'float32', whole, 0, 2047)).toBe(false)
    expect(bytes(whole).equals(bytes(reference(rng, t, 'float32', 10_000)))).toBe(true)
  })
})
