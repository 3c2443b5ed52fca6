// @ts-check
// What drawing costs, as a ratio to a loop of `out[i] = Math.random()`.
import { Initializer, Rng } from 'initializers-ts'
import { median, ratio, time, unwrap } from './support/timing.mjs'

const elements = 2 ** 22
const pairs = 15

const rng = unwrap(Rng.fromSeed(42))
const cases = /** @type {const} */ ([
  ['uniform', 'random_uniform', 1.2],
  ['truncated normal', 'truncated_normal', 3],
  ['normal', 'random_normal', 3]
])
const dtypes = /** @type {const} */ (['float32', 'float16', 'bfloat16', 'float64'])

console.log(
  `${elements} elements, ratio to Math.random() into a Float32Array: median of ${pairs} pairs (goal for float32)`
)
for (const dtype of dtypes) {
  for (const [label, config, goal] of cases) {
    const draw = unwrap(Initializer.sampler({ shape: [elements], dtype })(unwrap(Initializer.decode(config))))
    const aim = dtype === 'float32' ? ` (${goal})` : ''
    console.log(`  ${dtype.padEnd(9)} ${label.padEnd(17)} ${ratio(() => draw(rng), elements, pairs).toFixed(2)}${aim}`)
  }
}

const he = unwrap(Initializer.decode('he_normal'))
const small = () => {
  for (let i = 0; i < 1000; i++) unwrap(Initializer.sampler({ shape: [64] })(he))(rng)
}
small()
const micros = median(Array.from({ length: pairs }, () => time(small)))
console.log(`a tensor of 64, checks and all: ${micros.toFixed(1)} µs (goal 10)`)

console.log('skip(n), µs: by stepping below the switch, by polynomial from there on')
for (const n of [1000, 4095, 4096, 2 ** 24, 2n ** 100n]) {
  const skip = () => {
    for (let i = 0; i < 100; i++) unwrap(Rng.skip(n)(rng))
  }
  skip()
  console.log(`  ${String(n).padEnd(32)} ${(median(Array.from({ length: pairs }, () => time(skip))) * 10).toFixed(1)}`)
}
