// @ts-check
// Shared by the other scripts: the paths of the project, its published modules, and running its tools.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} path */
const text = (path) => readFileSync(join(root, path), 'utf8')

/**
 * @type {{
 *   name: string, version: string, scripts: Record<string, string>,
 *   exports: Record<string, string | { types: string, node: string, default: string }>,
 *   bin: Record<string, string>, dependencies: Record<string, string>
 * }}
 */
export const manifest = JSON.parse(text('package.json'))

/** @param {string} file `./dist/initializers/Zeros.js` @returns `initializers/Zeros` */
const entryName = (file) => file.replace(/^(\.\/)?dist\/(joined\/)?/, '').replace(/\.js$/, '')

/** The public modules, read from `exports`: `{ specifier: 'initializers-ts/Zeros', name: 'initializers/Zeros', source: 'src/initializers/Zeros.ts' }`. */
export const modules = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
  if (typeof target === 'string') return []
  const name = entryName(target.default)
  return [{ specifier: manifest.name + subpath.slice(1), name, source: `src/${name}.ts` }]
})

/** The sources of the commands. */
export const commands = Object.values(manifest.bin).map((file) => `src/${entryName(file)}.ts`)

/** Files that package.json publishes and src does not have. */
export const missingSources = () =>
  [...modules.map(({ source }) => source), ...new Set(commands)].filter((source) => !existsSync(join(root, source)))

/** The path of an installed tool's script, to run it under this Node: `tool('eslint')`. @param {string} name */
export const tool = (name, command = name.replace(/^@.*\//, '')) => {
  const { bin } = JSON.parse(text(`node_modules/${name}/package.json`))
  return join(root, 'node_modules', name, typeof bin === 'string' ? bin : bin[command])
}

/**
 * Runs a Node script. Its output is returned, or passed through to the terminal if `show` is set.
 * @param {string} script @param {readonly string[]} args @param {{ show?: boolean }} options
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export const node = (script, args = [], { show = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: show ? 'inherit' : 'pipe' })
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.on('close', (code) => {
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() })
    })
  })
