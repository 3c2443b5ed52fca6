// @ts-check
// What combinators cost: a fused query, key and value projection as three blocks of columns, and a triangular mask. Each is a
// ratio to the plain draw of as many elements by the initializer inside, into a kept array. Both take turns, so a
// slowdown of the machine affects both; the median of the ratios counts.
import { Draw, Initializer, Rng } from 'initializers-ts'
import { atMost, main } from './support/targets.mjs'
import { median, time, unwrap } from './support/timing.mjs'

const rng = unwrap(Rng.fromSeed(42))

const thirds = ['glorot_uniform', 'glorot_uniform', 'glorot_uniform']

const rows = /** @type {const} */ ([
  {
    name: 'fused QKV [768, 3 · 768], float32 / plain glorot_uniform',
    config: {
      class_name: 'Blocks',
      config: { axis: -1, blocks: thirds.map((initializer) => ({ size: 768, initializer })) }
    },
    inner: 'glorot_uniform',
    shape: [768, 2304],
    goal: 2.5
  },
  {
    name: 'masked lower [1024, 1024], float32 / plain random_normal',
    config: { class_name: 'Masked', config: { mask: 'lower', initializer: 'random_normal' } },
    inner: 'random_normal',
    shape: [1024, 1024],
    goal: 1.5
  }
])

/** Draws into an array that is kept. @param {unknown} config @param {ReadonlyArray<number>} shape */
const drawing = (config, shape) => {
  const draw = unwrap(Initializer.draw({ shape, dtype: 'float32' })(unwrap(Initializer.decode(config))))
  const out = new Float32Array(Draw.bytes(draw) / 4)
  const into = Draw.rangeInto(draw)(0, out.length, out, 0)
  return () => into(rng)
}

export const targets = () =>
  Promise.resolve(
    rows.map(({ name, config, inner, shape, goal }) => {
      const [combined, plain] = [drawing(config, shape), drawing(inner, shape)]
      for (let i = 0; i < 5; i++) [combined, plain].forEach(time)
      return atMost(name, median(Array.from({ length: 51 }, () => time(combined) / time(plain))), goal)
    })
  )

await main(import.meta.url, targets)
