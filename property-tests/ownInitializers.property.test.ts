/**
 * Runs `roundTripLaws`, `initializerLaws`, `independentLaws`, `samplerLaws`, `wordLaws`, `tensorLaws` and `sliceLaws` over the
 * initializers of examples/own-initializers, alone and inside combinators.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Draw, Initializer, type Shape } from 'initializers-ts'
import {
  broken,
  independentLaws,
  initializerCodec,
  initializerLaws,
  roundTripLaws,
  samplerLaws,
  sliceLaws,
  tensorLaws,
  wordLaws
} from 'initializers-ts/laws'
import { between, box, drawable, dtype, rng, shape } from 'initializers-ts/laws/fast-check'
import { type Hadamard, hadamard } from '../examples/own-initializers/hadamard.js'
import { type Laplace, laplace } from '../examples/own-initializers/laplace.js'
import { type Toeplitz, toeplitz } from '../examples/own-initializers/toeplitz.js'
import { claims, right, runSeed } from './check.js'

const registry = right(Initializer.registry([laplace, hadamard, toeplitz]))

const unset = { seed: null, dtype: null }
const laplaces: fc.Arbitrary<Laplace> = fc
  .record({ mean: between(-3, 3), scale: between(0.1, 10) })
  .map(({ mean, scale }) => ({ _tag: 'Laplace', mean, scale, ...unset }))
const hadamards: fc.Arbitrary<Hadamard> = between(0.1, 10).map((gain) => ({ _tag: 'Hadamard', gain, dtype: null }))
const toeplitzes: fc.Arbitrary<Toeplitz> = between(0.1, 10).map((stddev) => ({ _tag: 'Toeplitz', stddev, ...unset }))

/** Those of the example that a shape has. */
const own = (shape: Shape.Shape): ReadonlyArray<fc.Arbitrary<Laplace | Hadamard | Toeplitz>> => {
  const [rows, columns] = shape
  const isMatrix = shape.length === 2
  const isPowerOf2 = isMatrix && rows === columns && [1, 2, 4].includes(rows ?? 0)
  return [laplaces, ...(isMatrix ? [toeplitzes] : []), ...(isPowerOf2 ? [hadamards] : [])]
}

const drawables = drawable({ maxDim: 5 }, 2, own)
const alone = shape({ maxDim: 5 }).chain((shape) =>
  fc.record({ shape: fc.constant(shape), initializer: fc.oneof(...own(shape)), rng: rng() })
)

describe('initializers of users', () => {
  claims(
    roundTripLaws(initializerCodec(registry)),
    drawables.map(({ initializer }) => initializer)
  )
  claims(initializerLaws(registry), alone, 200)
  claims(independentLaws(registry), fc.record({ initializer: laplaces, shape: shape(), rng: rng() }), 100)

  it('satisfy the laws of samplers, words, tensors and slices', () => {
    const cases = fc.tuple(drawables, dtype(), rng()).chain(([{ shape, initializer }, dtype, rng]) =>
      fc.record({
        draw: fc.constant(right(Initializer.draw({ shape, dtype }, registry)(initializer))),
        rng: fc.constant(rng),
        box: box(shape),
        chunk: fc.integer({ min: 1, max: 40 })
      })
    )
    fc.assert(
      fc.property(cases, (each) => {
        const run = right(Draw.sampler(each.draw))
        expect(broken(samplerLaws(run))(each.rng)).toEqual([])
        expect(broken(wordLaws(each.draw.words)(run))(each.rng)).toEqual([])
        expect(broken(tensorLaws)(run(each.rng)[0])).toEqual([])
        expect(broken(sliceLaws)(each)).toEqual([])
      }),
      { seed: runSeed, numRuns: 200 }
    )
  })
})
