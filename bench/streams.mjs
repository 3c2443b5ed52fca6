// @ts-check
// What the weights of other frameworks cost, as a ratio to a loop of `out[i] = Math.random()` over as many new float32
// elements. The two are timed in turn, pair by pair, so that a machine that slows down slows both; the median counts.
import { open } from 'initializers-ts/streams'

const elements = 2 ** 20
const shape = [1024, 1024]
const pairs = 9

/** @template A @param {{ _tag: string, right?: A, left?: unknown }} validated @returns {A} */
const unwrap = (validated) => {
  if (validated._tag === 'Left') throw new Error(JSON.stringify(validated.left))
  return /** @type {A} */ (validated.right)
}

/** @param {() => unknown} run @returns milliseconds */
const time = (run) => {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** @param {readonly number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN

const random = () => {
  const out = new Float32Array(elements)
  for (let i = 0; i < elements; i++) out[i] = Math.random()
  return out
}

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
  const stream = unwrap(open(name))
  const draw = unwrap(stream.sampler({ shape, dtype: 'float32' })(unwrap(stream.decode(config))))
  const state = unwrap(stream.fromSeed(42))
  random()
  draw(state)
  const ratios = Array.from({ length: pairs }, () => time(() => draw(state)) / time(random))
  const label = typeof config === 'string' ? config : 'truncated normal'
  console.log(
    `  ${name.padEnd(11)} ${label.padEnd(17)} ${median(ratios).toFixed(1)}${goal === undefined ? '' : ` (${goal})`}`
  )
}
