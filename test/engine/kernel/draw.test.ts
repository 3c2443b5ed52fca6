import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import * as Kernel from '../../../src/engine/kernel/draw.js'
import { chunk } from '../../../src/engine/limits.js'
import { identity } from '../../../src/numeric/float/affine.js'
import { base64 } from '../../../src/engine/kernel/generated/draw.js'
import { type Exports, instances } from '../../../src/engine/kernel/instance.js'
import { quantileTable } from '../../../src/numeric/normal/quantileTable.js'
import { powerOfX, xoroshiro128plus } from '../../../src/numeric/words/skipAhead.js'
import { fillReals, type Standard, type Transform } from '../../../src/engine/transform.js'
import {
  type Truncation,
  truncatedUpperQuantile,
  truncation,
  TWO_SIGMA,
  UNTRUNCATED
} from '../../../src/numeric/normal/truncation.js'
import { reader, type WordReader } from '../../../src/engine/words.js'
import { type Rng, skipWords } from '../../../src/Rng.js'
import { complete } from '../../numeric/table.js'

const rng: Rng = { generator: 'xoroshiro128plus', state: [1, 2, 3, 4] }
const n = 9000

/** A reader that only the kernel can use. */
const closed = (from: Rng): WordReader => ({
  ...reader(from),
  read: () => {
    throw new Error('TypeScript reads words')
  }
})

/** Both ways from the same words, as float64. */
const both = (t: Transform): readonly [kernel: Float64Array, reference: Float64Array] => {
  const [words, kernel, reference] = [new Int32Array(t.wordsPerElement * n), new Float64Array(n), new Float64Array(n)]
  reader(rng).read(words.length, words)
  fillReals(t, words, n, reference)
  Kernel.write(closed(rng), t, 'float64', n, kernel, 0)
  return [kernel, reference]
}

const expectSame = (standard: Standard, wordsPerElement: 1 | 2): void => {
  const [kernel, reference] = both({ wordsPerElement, standard, affine: identity })
  expect(new BigUint64Array(kernel.buffer)).toEqual(new BigUint64Array(reference.buffer))
}

/** Constants of no real truncation, which move all numbers to where two pieces of the quantile or of its log meet. */
const near = (constants: Pick<Truncation, 'centre' | 'mass'> & Partial<Truncation>): Standard => ({
  _tag: 'Precise',
  truncation: { left: 0, right: 0, mean: 0, stddev: 1, ...constants }
})

const tabulated = (truncation: Truncation): Standard => ({ _tag: 'Tabulated', truncation })

describe.each([1, 2] as const)('the precise quantile from %i words', (words) => {
  it.each([0.478, -0.478])('is the same on both sides of the border of the centre, %d', (border) =>
    expectSame(near({ centre: border, mass: 1e-11, left: 0.021, right: 0.021 }), words)
  )
  it('is the same far out, where probabilities are subnormal', () => {
    expectSame(near({ centre: 0.49, mass: 1e-310 }), words)
    expectSame(near({ centre: -0.49, mass: 1e-316 }), words)
    expectSame(near({ centre: 0.49, mass: 4.4e-308 }), words) // half of them
  })
  it.each([1, 5, 60, 1000, 1020])('is the same where the logarithm changes its exponent, at 2^-%i', (e) => {
    const p = Math.SQRT1_2 * 2 ** -e * 2 ** -4
    expectSame(near({ centre: 0.49, mass: p * 2 ** -18, right: p * (1 - 2 ** -19) }), words)
  })
})

const fresh = instances(base64) as (bytes: number) => Exports & {
  readonly [address in 'BLOCK' | 'LEAPS' | 'TABLE' | 'TRUNCATION']: { readonly value: number }
} & { readonly tabulate: () => void }

/** The coefficients that the kernel computes. */
const made = ({ centre, mass, left, right }: Truncation): Float64Array => {
  const kernel = fresh(0x30000)
  new Float64Array(kernel.memory.buffer, kernel.TRUNCATION.value, 4).set([centre, mass, left, right])
  kernel.tabulate()
  return new Float64Array(kernel.memory.buffer.slice(kernel.TABLE.value, kernel.TABLE.value + 0x10000))
}

describe('the table of the kernel', () => {
  it.each([1e-200, 0.01, 0.5, 1, 2, 3, 6.34, 37])('is that of TypeScript, truncated at ±%d', (b) => {
    const t = truncation(-b, b)
    expect(made(t)).toEqual(complete(quantileTable(truncatedUpperQuantile(t))))
  })
  it('is that of TypeScript, not truncated', () =>
    expect(made(UNTRUNCATED)).toEqual(complete(quantileTable(truncatedUpperQuantile(UNTRUNCATED)))))
})

describe('the kernel', () => {
  it('leaps as far as one lane is long, and as three are', () => {
    const { BLOCK, LEAPS, memory } = fresh(0)
    const lane = BLOCK.value / 4
    const leaps = new Int32Array(memory.buffer, LEAPS.value, 8)
    expect([...leaps]).toEqual([...powerOfX(xoroshiro128plus, lane), ...powerOfX(xoroshiro128plus, 3 * lane)])
  })

  it('replaces one table with another', () => {
    const [one, two] = [tabulated(TWO_SIGMA), tabulated(UNTRUNCATED)]
    for (const standard of [one, two, one, two]) expectSame(standard, 1)
  })

  it('fills arrays of other realms, and shared memory', () => {
    const t: Transform = { wordsPerElement: 1, standard: { _tag: 'Uniform' }, affine: identity }
    const expected = new Float32Array(n)
    Kernel.write(closed(rng), t, 'float32', n, expected, 0)
    const foreign = runInNewContext(`new Float32Array(${n})`) as Float32Array
    const shared = new Float32Array(new SharedArrayBuffer(4 * n))
    for (const out of [foreign, shared]) {
      Kernel.write(closed(rng), t, 'float32', n, out, 0)
      expect([...out]).toEqual([...expected])
    }
  })

  it('draws what was requested, even if its reader draws something else meanwhile', () => {
    const from = reader(rng)
    const t: Transform = { wordsPerElement: 1, standard: tabulated(TWO_SIGMA), affine: { ...identity, shift: 5 } }
    const other: Transform = { wordsPerElement: 1, standard: tabulated(UNTRUNCATED), affine: identity }
    const [alone, disturbed] = [new Float32Array(n), new Float32Array(n)]
    Kernel.write(from, t, 'float32', n, alone, 0)
    const again = reader(rng)
    const state = () => {
      const elsewhere = closed({ generator: 'philox4x32', state: [1, 2, 3, 4, 5, 6] })
      Kernel.write(elsewhere, other, 'float64', n, new Float64Array(n), 0)
      return again.state()
    }
    Kernel.write({ ...again, state }, t, 'float32', n, disturbed, 0)
    expect(disturbed).toEqual(alone)
  })

  it('leaves other generators and few elements to TypeScript', () => {
    const t: Transform = { wordsPerElement: 1, standard: { _tag: 'Uniform' }, affine: identity }
    const other = { generator: 'xorshift128plus', state: [1, 2, 3, 4] } as const
    expect(() => Kernel.write(closed(other), t, 'float64', n, new Float64Array(n), 0)).toThrow('TypeScript reads words')
    expect(() => Kernel.write(closed(rng), t, 'float64', 9, new Float64Array(9), 0)).toThrow('TypeScript reads words')
  })

  it('has a chunk of the host as its block', () => expect(fresh(0).BLOCK.value).toBe(chunk))

  it.each([2048, 2049, 4095, 4096, 6145, 8191, 8192, 8193, 16_384, 20_000])('moves its reader by %d words', (count) => {
    const generators: ReadonlyArray<Rng> = [
      rng,
      { generator: 'threefry2x32', state: [1, 2, -1, -5] },
      { generator: 'philox4x32', state: [1, 2, 3, 4, 5, -6] }
    ]
    for (const start of generators) {
      for (const wordsPerElement of [1, 2] as const) {
        const from = closed(start)
        const t: Transform = { wordsPerElement, standard: { _tag: 'Uniform' }, affine: identity }
        Kernel.write(from, t, 'float64', count, new Float64Array(count), 0)
        expect(from.rng()).toEqual(skipWords(wordsPerElement * count)(start))
      }
    }
  })
})
