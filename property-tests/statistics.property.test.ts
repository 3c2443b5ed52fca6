/**
 * Runs `statisticalLaws`: 2^20 numbers of each kind in each dtype follow their distribution, with one false alarm in
 * 10^9 runs of 512 checks (`src/laws/statistics.ts`). Here are 16 samples of 27 checks and 30 checks across states; 36
 * more are in Rng.property.test.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { Distribution, Draw, Initializer, Rng, Tensor } from 'initializers-ts'
import { correlation, evenness, type Expected, isWithin, measurements, statisticalLaws } from 'initializers-ts/laws'
import { expectedSamples, right, root, type SampleCase } from './check.js'

/** By the public way: config, shape and dtype in, numbers out. */
const sample = ({ config, shape, dtype }: SampleCase & Expected, rng: Rng.Rng): Float64Array => {
  const run = right(Initializer.sampler({ shape, dtype })(right(Initializer.decode(config))))
  return Tensor.values(run(rng)[0])
}

const checks = (expected: SampleCase & Expected): void => {
  let found: Readonly<Record<string, unknown>> = {}
  beforeAll(() => {
    found = measurements(expected)(sample(expected, Rng.foldIn(expected.name)(root)))
  })
  for (const [name, { description }] of Object.entries(statisticalLaws(expected))) {
    it(`${name}: ${description}`, () => {
      expect(found[name]).toSatisfy(isWithin)
    })
  }
}

describe.each(expectedSamples)('a sample of $name', (expected) => {
  checks(expected)
})

const truncations = [
  { lower: -1, upper: 3, dtype: 'float32' },
  { lower: 0.5, upper: null, dtype: 'float64' },
  { lower: -0.5, upper: 0.5, dtype: 'float16' },
  { lower: -2, upper: 1, dtype: 'bfloat16' }
] as const

describe.each(truncations)(
  'a sample of a normal truncated to [$lower, $upper], in $dtype',
  ({ lower, upper, dtype }) => {
    checks({
      name: `truncated to ${lower}, ${upper}`,
      config: { class_name: 'TruncatedNormal', config: { stddev: 0.05, lower, upper } },
      shape: [1024, 1024],
      distribution: Distribution.truncatedNormal(0, 0.05, lower, upper ?? Infinity),
      dtype
    })
  }
)

describe('the same element of many tensors', () => {
  const count = 65_536
  const indices = [0, 1, 2, 7, 100]
  const he = right(Initializer.draw({ shape: [101], dtype: 'float64' })(right(Initializer.decode('he_normal'))))
  const cdf = Distribution.cdf(he.content as Distribution.Distribution)

  /** Each of the elements falls evenly into 256 bins, and consecutive states do not correlate. */
  const evenAcross = (states: (i: number) => Rng.Rng): void => {
    const columns = indices.map(() => new Float64Array(count))
    for (let i = 0; i < count; i++) {
      const data = Draw.range(he)(0, 101)(states(i))
      indices.forEach((index, column) => void (columns[column]![i] = cdf(data[index]!)))
    }
    columns.forEach((us, column) => {
      expect(evenness(us), `element ${indices[column]}`).toSatisfy(isWithin)
      const zs = us.map((u) => (u - 0.5) * Math.sqrt(12))
      expect(correlation(zs, 1, Math.sqrt(3)), `element ${indices[column]}`).toSatisfy(isWithin)
    })
  }

  it('is even across the seeds 0 to 65535', () => evenAcross((i) => right(Rng.fromSeed(i))))
  it('is even across the parameters w0 to w65535', () => evenAcross((i) => Rng.foldIn(`w${i}`)(root)))
  it('is even across one parameter under the seeds 0 to 65535', () =>
    evenAcross((i) => Rng.foldIn('dense/kernel')(right(Rng.fromSeed(i)))))
})
