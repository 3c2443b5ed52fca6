// @ts-check
// What the orthonormal factor costs, in TypeScript and on the kernel, as a ratio to the plain product of matrices: three
// loops, i, j, k, row-major, float64, rows x cols times cols x cols. All are timed in turn, so that a machine that slows
// down slows all of them; the median of the ratios counts. At 1024 the strides of the product fall on the same few lines
// of the cache: at 1000 it takes half as long. The modules of src are private, so they are bundled on the fly.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { Initializer } from 'initializers-ts'
import { atMost, isMain, main } from './support/targets.mjs'
import { median, time, unwrap } from './support/timing.mjs'

/** @param {string} path in src, without its ending */
const load = async (path) => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-qr-'))
  const file = join(folder, 'qr.mjs')
  const bundle = await rolldown({ input: fileURLToPath(new URL(`../src/${path}.ts`, import.meta.url)) })
  await bundle.write({ file, format: 'esm' })
  await bundle.close()
  const module = await import(pathToFileURL(file).href)
  await rm(folder, { recursive: true })
  return module
}

/** @type {typeof import('../src/numeric/matrix/qr.js')} */
const { orthonormalColumns, transpose } = await load('numeric/matrix/qr')
/** @type {typeof import('../src/engine/kernel/qr.js')} */
const kernel = await load('engine/kernel/qr')

/** @param {Float64Array} a @param {Float64Array} b @param {number} m @param {number} l @param {number} n */
const product = (a, b, m, l, n) => {
  const c = new Float64Array(m * n)
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let k = 0; k < l; k++) sum += /** @type {number} */ (a[i * l + k]) * /** @type {number} */ (b[k * n + j])
      c[i * n + j] = sum
    }
  return c
}

/** Nearly normal: the sum of 12 uniforms. @param {number} size */
const matrix = (size) =>
  Float64Array.from({ length: size }, () => Array.from({ length: 12 }, Math.random).reduce((a, b) => a + b, -6))

/** @param {Float64Array} q @param {number} rows @param {number} cols */
const defect = (q, rows, cols) =>
  product(transpose(q, rows, cols), q, cols, rows, cols).reduce(
    (worst, x, i) => Math.max(worst, Math.abs(x - (i % (cols + 1) === 0 ? 1 : 0))),
    0
  )

/** Runs all in turn. @param {ReadonlyArray<() => unknown>} runs @param {number} rounds @returns milliseconds of each */
const inTurn = (runs, rounds) => {
  const times = Array.from({ length: rounds }, () => runs.map(time))
  return runs.map((_, i) => times.map((round) => round[i] ?? NaN))
}

/** @param {readonly number[]} times @param {readonly number[]} others */
const ratio = (times, others) => median(times.map((ms, i) => ms / (others[i] ?? NaN)))

const cases = /** @type {const} */ ([
  [64, 64, 21],
  [256, 256, 15],
  [255, 255, 15],
  [1024, 1024, 3],
  [1000, 1000, 3],
  [4096, 64, 7],
  [2048, 1, 15]
])
const report = () => {
  console.log("rows x cols: TypeScript, kernel / product; kernel / TypeScript; ms of each; largest of |Q'Q - I|")
  for (const [rows, cols, rounds] of cases) {
    const [a, b] = [matrix(rows * cols), matrix(cols * cols)]
    const plain = () => product(a, b, rows, cols, cols)
    const runs = [() => orthonormalColumns(a, rows, cols), () => kernel.orthonormalColumns(a, rows, cols), plain]
    if (rows < 1000) runs.forEach(time)
    const [slow = [], fast = [], plainly = []] = inTurn(runs, rounds)
    const ratios = [ratio(slow, plainly), ratio(fast, plainly), ratio(fast, slow)].map((x) => x.toFixed(2)).join(', ')
    const ms = [slow, fast, plainly].map((times) => median(times).toFixed(2)).join(' / ')
    console.log(
      `  ${rows} x ${cols}: ${ratios}; ${ms} ms; ${defect(orthonormalColumns(a, rows, cols), rows, cols).toExponential(1)}`
    )
  }
  const a = matrix(1024 * 1024)
  const [moved = [], copied = []] = inTurn([() => transpose(a, 1024, 1024), () => a.slice()], 15)
  console.log(`transpose of 1024 x 1024: ${ratio(moved, copied).toFixed(1)} times a copy`)
}

/** 1 s where the product takes 1.2 s. */
export const targets = () => {
  const a = matrix(1024 * 1024)
  const draw = () => unwrap(Initializer.init({ shape: [1024, 1024] })('orthogonal'))
  const [drawn = [], plainly = []] = inTurn([draw, () => product(a, a, 1024, 1024, 1024)], 3)
  return Promise.resolve([atMost('Orthogonal 1024 x 1024, float32 / naive product', ratio(drawn, plainly), 0.83)])
}

if (isMain(import.meta.url)) report()
await main(import.meta.url, targets)
