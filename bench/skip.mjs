// @ts-check
// What `Rng.skip(n)` costs: by stepping below the switch, by polynomial from there on.
import { Rng } from 'initializers-ts'
import { median, time, unwrap } from './support/timing.mjs'

const rng = unwrap(Rng.fromSeed(42))

for (const n of [1000, 4095, 4096, 2 ** 24, 2n ** 100n]) {
  const skip = () => {
    for (let i = 0; i < 100; i++) unwrap(Rng.skip(n)(rng))
  }
  skip()
  const micros = median(Array.from({ length: 15 }, () => time(skip))) * 10
  console.log(`  ${String(n).padEnd(32)} ${micros.toFixed(1)} µs`)
}
