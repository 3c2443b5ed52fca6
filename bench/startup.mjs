// @ts-check
// What a user pays before the first weight: the import, the first draws of a process, a small tensor, and the bytes of a
// browser's bundle. The times are taken inside fresh processes, which are started one after the other; their medians
// count.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { root } from '../scripts/project.mjs'
import { median } from './support/timing.mjs'
import { atMost, main } from './support/targets.mjs'

const processes = 15

/**
 * Milliseconds that the code says it took, in a process of its own.
 * @param {string} code a module that prints one number
 */
const fresh = (code) => Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root }))

/** The first process warms up the disk cache and is not counted. @param {string} code */
const typical = (code) => median(Array.from({ length: processes + 1 }, () => fresh(code)).slice(1))

/** @param {string} before not timed @param {string} timed */
const program = (before, timed) =>
  `${before}; const start = performance.now(); ${timed}; console.log(performance.now() - start)`

/** @param {string} specifier */
const importing = (specifier) => typical(program('', `await import('${specifier}')`))

const named = `import { Initializer, Rng } from 'initializers-ts'`

/** One call of `init`, which checks the config, the shape and the seed, and draws. @param {string} shape */
const first = (shape) => typical(program(named, `Initializer.init({ shape: ${shape}, seed: 42 })('he_normal')`))

/** Microseconds of one call among many, with all checks. */
const small = () =>
  typical(`
    ${named}
    const { right: he } = Initializer.decode('he_normal')
    const { right: rng } = Rng.fromSeed(42)
    const run = (calls) => {
      const start = performance.now()
      for (let i = 0; i < calls; i++) Initializer.sampler({ shape: [64] })(he).right(rng)
      return ((performance.now() - start) * 1000) / calls
    }
    run(20_000)
    console.log(run(20_000))
  `)

/**
 * Kilobytes (1000 bytes) of a minified browser bundle after gzip, including dependencies.
 * @param {string} code what the page imports
 */
const bundled = async (code) => {
  const page = join(root, 'page.js') // never written; from this path the package can import itself by name
  const build = await rolldown({
    input: page,
    cwd: root,
    platform: 'browser',
    plugins: [{ name: 'page', resolveId: (id) => (id === page ? id : null), load: (id) => (id === page ? code : null) }]
  })
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false })
  await build.close()
  return gzipSync(output[0].code, { level: 9 }).length / 1000
}

const varianceScaling = `export * from 'initializers-ts/VarianceScaling'`
const drawing = `export { sampler } from 'initializers-ts/Draw'; export { fromSeed } from 'initializers-ts/Rng'`

export const targets = async () => [
  atMost('import of the package, ms', importing('initializers-ts'), 30),
  atMost('import of initializers-ts/VarianceScaling, ms', importing('initializers-ts/VarianceScaling'), 30),
  atMost('first call ever, [64] (TypeScript), ms', first('[64]'), 5),
  atMost('first call ever, [64, 64] (the kernel compiles), ms', first('[64, 64]'), 5),
  atMost('[64], checks and all, µs', small(), 3),
  atMost('bundle of VarianceScaling, gzip, kB', await bundled(varianceScaling), 25),
  atMost('bundle of VarianceScaling and of drawing, gzip, kB', await bundled(`${varianceScaling}; ${drawing}`), 25)
]

await main(import.meta.url, targets)
