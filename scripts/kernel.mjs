// @ts-check
// npm run kernel: every assembly/NAME.ts becomes src/kernel/generated/NAME.ts, the WebAssembly module as base64 text: it
// is there at once, in Node and in browsers, and a bundler needs to know nothing of it. With --check nothing is written,
// and a module that is not what its source gives is an error.
//
// A module imports nothing, has no runtime and starts no code: it is its loops and a memory of its own. Relaxed SIMD
// stays off, as its results depend on the machine.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { root } from './project.mjs'

const sources = 'assembly'
const modules = join(root, 'src', 'kernel', 'generated')
const options = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--baseDir', root]

/** @param {string} file `qr.ts` @returns {Promise<Uint8Array>} */
const compile = async (file) => {
  /** @type {Uint8Array | undefined} */
  let binary
  const { error, stderr } = await asc.main([`${sources}/${file}`, '--outFile', 'module.wasm', ...options], {
    writeFile: (_, contents) => void (binary = /** @type {Uint8Array} */ (contents))
  })
  if (error !== null || binary === undefined) throw new Error(`${sources}/${file}: ${stderr.toString()}`)
  return binary
}

/** @param {string} file @param {Uint8Array} binary */
const text = (file, binary) =>
  [
    `// Made from ${sources}/${file} by npm run kernel: ${binary.length} bytes of WebAssembly.`,
    'export const base64 =',
    `  '${Buffer.from(binary).toString('base64')}'`,
    ''
  ].join('\n')

/** @param {string} file */
const known = (file) => {
  try {
    return readFileSync(join(modules, file), 'utf8')
  } catch {
    return ''
  }
}

mkdirSync(modules, { recursive: true })
const made = new Map()
for (const file of readdirSync(join(root, sources)))
  if (file.endsWith('.ts')) made.set(file, text(file, await compile(file)))

const files = new Set([...made.keys(), ...readdirSync(modules)])
const stale = [...files].filter((file) => known(file) !== (made.get(file) ?? ''))
if (process.argv.includes('--check')) {
  if (stale.length > 0) throw new Error(`npm run kernel would change src/kernel/generated: ${stale.join(', ')}`)
} else {
  for (const file of stale)
    if (made.has(file)) writeFileSync(join(modules, file), made.get(file))
    else rmSync(join(modules, file))
}
