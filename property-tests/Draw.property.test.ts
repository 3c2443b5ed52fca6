/** Runs `sliceLaws`. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Draw, Initializer, Rng } from 'initializers-ts'
import { sliceLaws } from 'initializers-ts/laws'
import { box, drawable, dtype, rng } from 'initializers-ts/laws/fast-check'
import { claims, right, root } from './check.js'

describe('a draw', () => {
  const cases = fc.tuple(drawable({ maxDim: 7 }), dtype(), rng()).chain(([{ shape, initializer }, dtype, rng]) =>
    fc.record({
      draw: fc.constant(right(Initializer.draw({ shape, dtype })(initializer))),
      rng: fc.constant(rng),
      box: box(shape),
      chunk: fc.integer({ min: 1, max: 40 })
    })
  )
  claims(sliceLaws, cases, 200)

  it('has the same elements in ranges that cross a chunk of 2048', () => {
    const draw = right(Initializer.draw({ shape: [5000], dtype: 'float64' })(right(Initializer.decode('he_normal'))))
    const all = Draw.range(draw)(0, 5000)(root)
    for (const [start, stop] of [
      [0, 2048],
      [2047, 2049],
      [2048, 4096],
      [1, 5000],
      [4999, 5000]
    ] as const) {
      expect(Draw.range(draw)(start, stop)(root)).toEqual(all.slice(start, stop))
    }
  })

  it('draws the end of a tensor of 2^46 elements by skipping its words', () => {
    const huge = right(
      Initializer.draw({ shape: [2 ** 20, 2 ** 26], dtype: 'float64' })(right(Initializer.decode('he_normal')))
    )
    const run = right(
      Draw.slice([
        [2 ** 20 - 1, 2 ** 20],
        [2 ** 26 - 3, 2 ** 26]
      ])(huge)
    )
    const last = right(
      Initializer.draw({ shape: [3], dtype: 'float64' })(
        right(Initializer.decode({ class_name: 'VarianceScaling', config: { scale: 6 / 2 ** 20 } }))
      )
    )
    const far = right(Rng.skip(2n * (2n ** 46n - 3n))(root))
    expect(run(root)[0].data).toEqual(Draw.range(last)(0, 3)(far))
    expect(run(root)[1]).toEqual(right(Rng.skip(2n ** 47n)(root)))
  })
})
