// @ts-check
// What the orthonormal factor costs, as a ratio to the plain product of matrices: three loops, i, j, k, row-major,
// float64, rows x cols times cols x cols. The two are timed in turn, so that a machine that slows down slows both; the
// median of the ratios counts. The goals are 60 ms at 256 x 256 and 3 s at 1024 x 1024, where the product takes 23 ms
// and 2.75 s (AMD EPYC, Node 20; at 1024 its strides fall on the same few lines of the cache, at 1000 it takes half as
// long). `src/numeric/qr.ts` is private, so it is bundled on the fly.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

/** @returns {Promise<typeof import('../src/numeric/qr.js')>} */
const load = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-qr-'))
  const file = join(folder, 'qr.mjs')
  const bundle = await rolldown({ input: fileURLToPath(new URL('../src/numeric/qr.ts', import.meta.url)) })
  await bundle.write({ file, format: 'esm' })
  await bundle.close()
  const module = await import(pathToFileURL(file).href)
  await rm(folder, { recursive: true })
  return module
}

const { orthonormalColumns, transpose } = await load()

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

/** @param {() => unknown} run @returns milliseconds */
const time = (run) => {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** @param {readonly number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN

/** @param {Float64Array} q @param {number} rows @param {number} cols */
const defect = (q, rows, cols) =>
  product(transpose(q, rows, cols), q, cols, rows, cols).reduce(
    (worst, x, i) => Math.max(worst, Math.abs(x - (i % (cols + 1) === 0 ? 1 : 0))),
    0
  )

const cases = /** @type {const} */ ([
  [64, 64, 21],
  [256, 256, 15],
  [255, 255, 15],
  [1024, 1024, 3],
  [1000, 1000, 3],
  [4096, 64, 7],
  [2048, 1, 15]
])
console.log("rows x cols: ratio to the product (goals: 2.6 at 256, 1.1 at 1024), ms of each, largest of |Q'Q - I|")
for (const [rows, cols, pairs] of cases) {
  const a = matrix(rows * cols)
  const b = matrix(cols * cols)
  const plain = () => product(a, b, rows, cols, cols)
  const factor = () => orthonormalColumns(a, rows, cols)
  if (rows < 1000) [plain, factor].forEach(time)
  const times = Array.from({ length: pairs }, () => /** @type {const} */ ([time(factor), time(plain)]))
  const ratio = median(times.map(([q, p]) => q / p)).toFixed(2)
  const [q, p] = [times.map(([q]) => q), times.map(([, p]) => p)].map((ms) => median(ms).toFixed(2))
  console.log(`  ${rows} x ${cols}: ${ratio}, ${q} / ${p} ms, ${defect(factor(), rows, cols).toExponential(1)}`)
}

const a = matrix(1024 * 1024)
const moved = Array.from({ length: 15 }, () => time(() => transpose(a, 1024, 1024)) / time(() => a.slice()))
console.log(`transpose of 1024 x 1024: ${median(moved).toFixed(1)} times a copy`)
