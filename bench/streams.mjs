// @ts-check
// What the weights of other frameworks cost, as a ratio to a loop of `out[i] = Math.random()`.
import { parse } from 'initializers-ts/streams'
import { ratio, unwrap } from './support/timing.mjs'

const elements = 2 ** 20
const shape = [1024, 1024]
const pairs = 9

const scaling = { class_name: 'VarianceScaling', config: { scale: 2, distribution: 'truncated_normal' } }

/** Stream, config and goal; without a goal for comparison. */
const cases = /** @type {const} */ ([
  ['jax', 'he_normal', 60],
  ['torch', 'kaiming_normal_', 30],
  ['torch', 'kaiming_uniform_', 5],
  ['tensorflow', scaling, 60],
  ['keras-torch', 'he_normal', undefined],
  ['numpy', 'standard_normal', undefined],
  ['native', 'he_normal', undefined]
])

console.log(`${elements} float32 elements, ratio to Math.random(): median of ${pairs} pairs (goal)`)
for (const [name, config, goal] of cases) {
  const stream = unwrap(parse(name))
  const draw = unwrap(stream.sampler({ shape, dtype: 'float32' })(unwrap(stream.decode(config))))
  const state = unwrap(stream.fromSeed(42))
  const cost = ratio(() => draw(state), elements, pairs)
  const label = typeof config === 'string' ? config : 'truncated normal'
  console.log(`  ${name.padEnd(11)} ${label.padEnd(17)} ${cost.toFixed(1)}${goal === undefined ? '' : ` (${goal})`}`)
}
