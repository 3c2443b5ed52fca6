// @ts-check
// dist/ from src/: declarations by tsc, modules by rolldown.
//
// Every file of src becomes one file of dist: a user's bundler can then drop what is not used, also out of the namespaces
// of `index`. Only fp-ts and io-ts are bundled, into vendor/, because Node cannot load `fp-ts/Either` as an ES module
// (gcanti/fp-ts#1910). The declarations keep naming them, so they stay dependencies.
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { manifest, missingSources, node, root, tool } from './project.mjs'

const inlined = ['fp-ts', 'io-ts']
const external = Object.keys({ ...manifest.dependencies, 'fast-check': '' }).filter((name) => !inlined.includes(name))
const src = join(root, 'src')
const dist = join(root, 'dist')

/** @type {import('rolldown').Plugin} */
const fileByFile = {
  name: 'file-by-file',
  resolveId: (specifier, importer) =>
    specifier.startsWith('.') && importer?.startsWith(src) ? { id: specifier, external: true } : undefined
}

const bundle = async () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(files.map((file) => [file.replaceAll('\\', '/').replace(/\.ts$/, ''), join(src, file)])),
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'] },
    external: [/^node:/, new RegExp(`^(${external.join('|')})(/|$)`)],
    plugins: [fileByFile],
    experimental: { attachDebugInfo: 'none' },
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`${log.code ?? level}: ${log.message}`)
    }
  })
  await build.write({
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'vendor/[name].js',
    minifyInternalExports: false,
    codeSplitting: { groups: [{ name: 'fp-ts', test: new RegExp(`node_modules[\\\\/](${inlined.join('|')})[\\\\/]`) }] }
  })
  await build.close()
}

/** The licence of what is bundled travels with it. */
const licences = () => {
  const texts = inlined.map((name) => {
    const folder = join(root, 'node_modules', name)
    const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry))
    if (file === undefined) throw new Error(`${name} has no licence file`)
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  })
  writeFileSync(join(dist, 'vendor', 'LICENSES.txt'), texts.join('\n----\n\n'))
}

const commands = () => {
  for (const file of new Set(Object.values(manifest.bin))) {
    const code = readFileSync(join(root, file), 'utf8')
    if (!code.startsWith('#!')) writeFileSync(join(root, file), `#!/usr/bin/env node\n${code}`)
    chmodSync(join(root, file), 0o755)
  }
}

const missing = missingSources()
if (missing.length > 0) throw new Error(`package.json publishes what src does not have: ${missing.join(', ')}`)
if (existsSync(dist)) rmSync(dist, { recursive: true })

const [declarations] = await Promise.all([node(tool('typescript', 'tsc'), ['-p', 'tsconfig.build.json']), bundle()])
if (!declarations.ok) throw new Error(declarations.output)
licences()
commands()
