/**
 * Runs `roundTripLaws`, `configLaws`, `presetLaws`, `initializerLaws`, `drawnScalingLaws`, `independentLaws`,
 * `samplerLaws`, `wordLaws` and `tensorLaws`, over initializers of every kind.
 */
import * as E from 'fp-ts/Either'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Initializer, presets, Rng, type Tensor } from 'initializers-ts'
import {
  broken,
  type BrokenLaw,
  configLaws,
  equal,
  independentLaws,
  initializerCodec,
  initializerLaws,
  roundTripLaws,
  samplerLaws,
  tensorLaws,
  wordLaws
} from 'initializers-ts/laws'
import { config, drawable, dtype, independent, initializer, rng, shape } from 'initializers-ts/laws/fast-check'
import { claims, claimsOf, right, runSeed } from './check.js'
import { presetLaws } from './laws/presets.js'
import { drawnScalingLaws } from './laws/scaling.js'

describe('an initializer', () => {
  claims(roundTripLaws(initializerCodec()), initializer())
})

describe('a config', () => {
  claims(configLaws(initializerCodec()), config())

  it('can be changed after it was decoded without changing the initializer', () => {
    fc.assert(
      fc.property(config(), (given) => {
        if (typeof given === 'string') return
        const mine = structuredClone(given) as { class_name?: string; config?: Record<string, unknown> }
        const decoded = Initializer.decode(mine)
        const before = JSON.stringify(decoded)
        for (const key of Object.keys(mine.config ?? {})) mine.config![key] = 'changed'
        delete mine.class_name
        expect(JSON.stringify(decoded)).toBe(before)
        expect(decoded).toEqual(Initializer.decode(given))
      }),
      { seed: runSeed }
    )
  })
})

describe.each([...presets.byName].map(([className, preset]) => ({ className, preset })))(
  'the preset $className',
  (preset) => {
    claimsOf(presetLaws, preset)
  }
)

describe('what an initializer draws', () => {
  // without combinators, which clamp each part to bounds of its own
  const cases = fc.tuple(drawable({ maxDim: 8 }, 0), rng()).map(([found, rng]) => ({ ...found, rng }))
  claims(initializerLaws(), cases, 200)
  claims(drawnScalingLaws, cases, 200)
  claims(independentLaws(), fc.record({ initializer: independent(), shape: shape({ maxDim: 8 }), rng: rng() }), 200)

  const sampled = fc
    .tuple(drawable(), dtype(), rng())
    .map(([{ shape, initializer }, dtype, rng]) => ({ spec: { shape, dtype }, initializer, rng }))
  const check = (
    name: string,
    laws: (
      i: Initializer.Initializer,
      run: Rng.Sampler<Tensor.Tensor>,
      words: number
    ) => (rng: Rng.Rng) => ReadonlyArray<BrokenLaw>
  ) =>
    it(name, () => {
      fc.assert(
        fc.property(sampled, ({ spec, initializer, rng }) => {
          const draw = right(Initializer.draw(spec)(initializer))
          const run = right(Initializer.sampler(spec)(initializer))
          expect(laws(initializer, run, draw.words)(rng)).toEqual([])
        }),
        { seed: runSeed, numRuns: 300 }
      )
    })
  check('satisfies the laws of a sampler', (_, run) => broken(samplerLaws(run)))
  check('advances the state by its words', (_, run, words) => broken(wordLaws(words)(run)))
  check('satisfies the laws of a tensor', (_, run) => (rng) => broken(tensorLaws)(run(rng)[0]))

  it('is what `init` gives for a seed', () => {
    fc.assert(
      fc.property(drawable(), fc.maxSafeInteger(), ({ initializer, shape }, seed) => {
        const threaded = E.map(([tensor]: readonly [Tensor.Tensor, Rng.Rng]) => tensor)(
          E.ap(Rng.fromSeed(seed))(Initializer.sampler({ shape })(initializer))
        )
        expect(equal(Initializer.init({ shape, seed })(Initializer.encode(initializer)), threaded)).toBe(true)
      }),
      { seed: runSeed, numRuns: 300 }
    )
  })
})
