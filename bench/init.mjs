// @ts-check
// Threads, and writing a model to disk. The file goes to the folder of temporary files; zeros are written in the same
// way: the same writer, hash, sync and rename. Each runs in a separate process, in turn.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Initializer, Rng } from 'initializers-ts'
import { initialize, openThreads, sampler, writeFileAtomic } from 'initializers-ts/node'
import * as Plan from 'initializers-ts/plan'
import { atLeast, atMost, main } from './support/targets.mjs'
import { median, unwrap } from './support/timing.mjs'

const rng = unwrap(Rng.fromSeed(42))

/** @param {() => Promise<unknown>} run @returns milliseconds */
const time = async (run) => {
  const start = performance.now()
  await run()
  return performance.now() - start
}

const he = unwrap(Initializer.decode('he_normal'))

/**
 * Has a pool fill memory that it has filled before, as the loop of `bench/draw.mjs` does: a thread waits for the system's
 * first touch of a page, and two threads for each other there.
 * @param {import('initializers-ts/node').Pool} pool @param {number} elements @param {SharedArrayBuffer} buffer
 */
const fill = async (pool, elements, buffer) => {
  const draw = unwrap(Initializer.draw({ shape: [elements], dtype: 'float32' })(he))
  const chunk = 2 ** 20
  let next = 0
  const takeTurns = async () => {
    while (next < elements) {
      const piece = { draw, initializer: he, rng, start: next, stop: next + chunk, byteOffset: 4 * next }
      next += chunk
      unwrap(await pool.draw({ ranges: [piece], destination: 'memory', bytes: 4 * chunk, memory: 0 }, buffer)())
    }
  }
  await Promise.all(Array.from({ length: 2 * pool.threads }, takeTurns))
}

/** How much faster two threads are: in memory that is kept, in memory that is new, and with their start and end. */
const threads = async (elements = 2 ** 26, pairs = 7) => {
  const buffer = new SharedArrayBuffer(4 * elements)
  const spec = /** @type {const} */ ({ shape: [elements], dtype: 'float32' })
  const [one, two] = [unwrap(openThreads({ threads: 1 })), unwrap(openThreads({ threads: 2 }))]
  /** @param {import('initializers-ts/node').ThreadOptions['threads']} count */
  const draw = async (count) => unwrap(await sampler({ threads: count })(spec)(he)(rng)())
  /** @param {() => Promise<unknown>} alone @param {() => Promise<unknown>} together */
  const speedup = async (alone, together) => {
    const ratios = []
    await alone()
    await together()
    for (let i = 0; i < pairs; i++) ratios.push((await time(alone)) / (await time(together)))
    return median(ratios)
  }
  const kept = await speedup(
    () => fill(one, elements, buffer),
    () => fill(two, elements, buffer)
  )
  const fresh = await speedup(
    () => draw(one),
    () => draw(two)
  )
  const started = await speedup(
    () => draw(1),
    () => draw(2)
  )
  await Promise.all([one.close(), two.close()])
  return [
    atLeast(`2 threads to 1, ${elements} float32 elements, times as fast`, kept, 1.8),
    atLeast('the same in new memory', fresh, 1.5),
    atLeast('the same with the start of both', started, 1)
  ]
}

/** The most memory that was resident, in kB. Linux's maxRSS begins with that of the process that started this one. */
const peak = () =>
  process.platform === 'linux'
    ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
    : process.resourceUsage().maxRSS

/** @param {string} kind @param {number} bytes @param {string} path */
const child = (kind, bytes, path) => {
  const script = fileURLToPath(import.meta.url)
  const { seconds, peak } = JSON.parse(execFileSync(process.execPath, [script, kind, String(bytes), path]).toString())
  const size = statSync(path).size
  rmSync(path)
  return { rate: size / seconds, megabytes: peak / 1024 }
}

/** `init` with two threads against zeros, and against what two threads draw into memory. */
const init = async (bytes = 4e9, pairs = 3, folder = tmpdir()) => {
  const path = join(folder, `initializers-bench-${process.pid}.safetensors`)
  const runs = Array.from({ length: pairs }, () => ({
    zeros: child('zeros', bytes, path),
    init: child('init', bytes, path)
  }))
  const pool = unwrap(openThreads({ threads: 2 }))
  const draw = () => sampler({ threads: pool })({ shape: [2 ** 26], dtype: 'float32' })(he)(rng)()
  await draw()
  const milliseconds = median([await time(draw), await time(draw), await time(draw)])
  await pool.close()
  const drawn = (4 * 2 ** 26 * 1000) / milliseconds
  const ratio = median(runs.map(({ zeros, init }) => init.rate / Math.min(zeros.rate, drawn)))
  const megabytes = Math.max(...runs.map(({ init }) => init.megabytes))
  const [zeroRate, initRate] = [median(runs.map(({ zeros }) => zeros.rate)), median(runs.map(({ init }) => init.rate))]
  console.log(`  MB/s: zeros ${inMega(zeroRate)}, init ${inMega(initRate)}, two threads into memory ${inMega(drawn)}`)
  return [
    atLeast(`init of ${bytes / 1e9} GB / zeros, or the generator if slower`, ratio, 0.7),
    atMost('its largest resident memory, MB', megabytes, 300)
  ]
}

/** @param {number} x */
const inMega = (x) => (x / 1e6).toFixed(0)

/** @param {number} bytes @param {string} path */
const writeZeros = (bytes, path) => {
  const zeros = new Uint8Array(2 ** 21)
  return writeFileAtomic(path, {
    *[Symbol.iterator]() {
      for (let left = bytes; left > 0; left -= zeros.length) yield zeros.subarray(0, left)
    }
  })()
}

/** As a transformer has them, large and small. @param {number} bytes @param {string} path */
const writeModel = (bytes, path) => {
  const block = 12 * 4096 * 4096 * 4
  const parameters = Array.from({ length: Math.ceil(bytes / block) }, (_, i) => [
    { name: `${i}.attention`, shape: [4096, 4 * 4096], initializer: 'glorot_uniform' },
    { name: `${i}.mlp`, shape: [4096, 8 * 4096], initializer: 'he_normal' },
    { name: `${i}.bias`, shape: [4096], initializer: 'zeros' }
  ]).flat()
  const model = unwrap(Plan.toModel(unwrap(Plan.decode({ parameters }))))
  return initialize({ rng, path, threads: 2 })(model)()
}

export const targets = async () => [...(await threads()), ...(await init())]

const [, script, kind, ...words] = process.argv
if (script === fileURLToPath(import.meta.url) && (kind === 'zeros' || kind === 'init')) {
  const [bytes, path] = /** @type {[string, string]} */ (words)
  const milliseconds = await time(async () =>
    unwrap(await (kind === 'zeros' ? writeZeros : writeModel)(Number(bytes), path))
  )
  console.log(JSON.stringify({ seconds: milliseconds / 1000, peak: peak() }))
}
await main(import.meta.url, targets)
