// @ts-check
// npm run kernel: compiles every assembly/NAME.ts to src/engine/kernel/generated/NAME.ts, the WebAssembly module as base64
// text. Text is available synchronously, in Node and in browsers, and needs no support from a bundler. With --check nothing
// is written, and a module that differs from what its source gives is an error.
//
// A module imports nothing, has no runtime and no start function: it consists of loops and its own memory. Relaxed SIMD
// stays off, because its results depend on the machine.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, root, tool } from './project.mjs'

const sources = 'assembly'
const modules = join(root, 'src', 'engine', 'kernel', 'generated')
const options = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--baseDir', root]

/** @param {string} file `qr.ts` */
const compile = async (file) => {
  const folder = mkdtempSync(join(tmpdir(), 'initializers-ts-'))
  try {
    const out = join(folder, 'module.wasm')
    const { ok, output } = await node(tool('assemblyscript', 'asc'), [`${sources}/${file}`, '-o', out, ...options])
    if (!ok) throw new Error(output)
    return readFileSync(out)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} file @param {Buffer} binary */
const text = (file, binary) =>
  [
    `// Made from ${sources}/${file} by npm run kernel: ${binary.length} bytes of WebAssembly.`,
    'export const base64 =',
    `  '${binary.toString('base64')}'`,
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
  if (stale.length > 0) throw new Error(`npm run kernel would change src/engine/kernel/generated: ${stale.join(', ')}`)
} else {
  for (const file of stale)
    if (made.has(file)) writeFileSync(join(modules, file), made.get(file))
    else rmSync(join(modules, file))
}
