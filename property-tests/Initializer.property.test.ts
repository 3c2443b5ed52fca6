/** Configs in and out, the presets, and samplers of every family. */
import * as E from 'fp-ts/Either'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Initializer, presets, Rng, type Tensor } from 'initializers-ts'
import {
  broken,
  dtypeLaws,
  equal,
  independentLaws,
  paperLaws,
  presetLaws,
  roundTripLaws,
  samplerLaws,
  tensorLaws,
  wordLaws
} from 'initializers-ts/laws'
import { drawable, dtype, independent, initializer, paperConfig, rng, shape } from 'initializers-ts/laws/fast-check'
import { claims, claimsOf, right, runSeed } from './check.js'

describe('an initializer in memory', () => {
  claims(roundTripLaws(Initializer), initializer())
})

describe('a config on paper', () => {
  claims(paperLaws(Initializer), paperConfig())

  it('may be changed after it was read: the initializer stays', () => {
    fc.assert(
      fc.property(paperConfig(), (paper) => {
        if (typeof paper === 'string') return
        const mine = structuredClone(paper) as { class_name?: string; config?: Record<string, unknown> }
        const read = Initializer.decode(mine)
        const before = JSON.stringify(read)
        for (const key of Object.keys(mine.config ?? {})) mine.config![key] = 'changed'
        delete mine.class_name
        expect(JSON.stringify(read)).toBe(before)
        expect(read).toEqual(Initializer.decode(paper))
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
  // combinators keep parts within bounds of their own, which the bounds of the whole do not tell
  const drawn = fc.tuple(drawable({ maxDim: 8 }, 0), rng()).map(([of, rng]) => ({ ...of, rng }))
  claims(dtypeLaws, drawn, 200)
  claims(independentLaws, fc.record({ initializer: independent(), shape: shape({ maxDim: 8 }), rng: rng() }), 200)

  const sampled = fc
    .tuple(drawable(), dtype(), rng())
    .map(([{ shape, initializer }, dtype, rng]) => ({ spec: { shape, dtype }, initializer, rng }))
  const check = (
    name: string,
    laws: (
      i: Initializer.Initializer,
      run: Rng.Sampler<Tensor.Tensor>,
      words: number
    ) => (rng: Rng.Rng) => ReadonlyArray<string>
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
  check('keeps the laws of a sampler', (_, run) => broken(samplerLaws(run)))
  check('moves the state on by its words', (_, run, words) => broken(wordLaws(words)(run)))
  check('is a tensor as it should be', (_, run) => (rng) => broken(tensorLaws)(run(rng)[0]))

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
