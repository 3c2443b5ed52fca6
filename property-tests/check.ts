/**
 * How the property tests search for counterexamples: each law is one test, over values that fast-check generates from a
 * seed.
 *
 * The seed is fixed, so that a change that breaks nothing always passes. `FC_SEED=random npm run vitest -- property-tests`
 * takes a fresh one and prints it, `FC_SEED=123` takes that one. An interrupted run fails.
 */
import * as fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { Distribution, DType, Rng } from 'initializers-ts'
import { broken, type Laws } from 'initializers-ts/laws'
import { properties } from 'initializers-ts/laws/fast-check'
import { right } from '../test/support/either.js'

export { right }

const requested = process.env['FC_SEED']

/** Fresh, and the same in all workers of a run, which have one parent process. */
const fresh = (): number => (Math.imul(process.ppid, 0x9e3779b1) ^ Math.floor(Date.now() / 3_600_000)) >>> 1

/** The seed of this run, for fast-check and for all random states. */
export const runSeed = requested === undefined ? 1 : requested === 'random' ? fresh() : Number(requested)

if (requested === 'random') afterAll(() => void process.stdout.write(`FC_SEED=${runSeed}\n`))

/** One test for each law, over all values. */
export const claims = <A>(laws: Laws<A>, values: fc.Arbitrary<A>, numRuns = 500): void => {
  for (const [title, property] of properties(laws, values)) {
    it(title, () =>
      fc.assert(property, { seed: runSeed, numRuns, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true })
    )
  }
}

/** One test for each law, of one value. */
export const claimsOf = <A>(laws: Laws<A>, value: A): void => {
  for (const [name, law] of Object.entries(laws)) {
    it(`${name}: ${law.description}`, () => expect(broken({ [name]: law })(value)).toEqual([]))
  }
}

export const root: Rng.Rng = right(Rng.fromSeed(runSeed))

/** A config, a shape of 2^20 elements, and the distribution that they should give, written out. */
export interface SampleCase {
  readonly name: string
  readonly config: unknown
  readonly shape: readonly [number, number]
  readonly distribution: Distribution.Distribution
}

/** One of each kind. Fans 512 and 2048 (1280 on average); 1024 and 1024. */
const cases: ReadonlyArray<SampleCase> = [
  {
    name: 'glorot_uniform',
    config: 'glorot_uniform',
    shape: [512, 2048],
    distribution: Distribution.uniform(-Math.sqrt(3 / 1280), Math.sqrt(3 / 1280))
  },
  {
    name: 'he_normal',
    config: 'he_normal',
    shape: [512, 2048],
    distribution: Distribution.truncatedNormal(0, Math.sqrt(2 / 512) / 0.87962566103423978, -2, 2)
  },
  {
    name: 'untruncated lecun_normal',
    config: { class_name: 'VarianceScaling', config: { distribution: 'untruncated_normal' } },
    shape: [1024, 1024],
    distribution: Distribution.normal(0, 1 / 32)
  }
]

/** Every case in every dtype. */
export const expectedSamples = cases.flatMap((each) =>
  DType.all.map((dtype) => ({ ...each, name: `${each.name} in ${dtype}`, dtype }))
)
