// @ts-check
// What it costs to draw as another framework does: 2^20 float32 elements, as a ratio to a loop of `out[i] = Math.random()`
// over as many, timed in turn; the median of the ratios counts.
import { open } from 'initializers-ts/streams'

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

const random = () => {
  const out = new Float32Array(1024 * 1024)
  for (let i = 0; i < out.length; i++) out[i] = Math.random()
  return out
}

const cases = /** @type {const} */ ([
  ['jax', 'he_normal', 60],
  ['torch', 'kaiming_normal_', 30],
  ['torch', 'kaiming_uniform_', 5],
  ['tensorflow', 'he_normal', 60],
  ['numpy', 'standard_normal', NaN]
])

console.log(`2^20 float32 elements, ratio to Math.random(): median of ${pairs} pairs (goal)`)
for (const [name, config, goal] of cases) {
  const stream = unwrap(open(name))
  const run = unwrap(stream.sampler({ shape, dtype: 'float32' })(unwrap(stream.decode(config))))
  const state = unwrap(stream.fromSeed(42))
  for (let i = 0; i < 3; i++) (random(), run(state))
  const ratios = Array.from({ length: pairs }, () => time(() => run(state)) / time(random)).sort((a, b) => a - b)
  const aim = Number.isNaN(goal) ? '' : ` (${goal})`
  console.log(`  ${name.padEnd(11)} ${config.padEnd(17)} ${(ratios[pairs >> 1] ?? NaN).toFixed(1)}${aim}`)
}
