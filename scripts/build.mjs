// @ts-check
// dist/ from src/: declarations by tsc, modules by rolldown, twice.
//
// dist/*: every file of src becomes one file, so that a user's bundler can drop what is not used, also from the
// namespaces of `index`. Only fp-ts and io-ts are bundled, into vendor/, because Node cannot load `fp-ts/Either` as an ES
// module (gcanti/fp-ts#1910). The declarations keep naming them, so they stay dependencies.
//
// dist/joined/*: the same code in a few files, for Node (`node` in the exports), which takes some 0.3 ms to find, read and
// link each file: 95 files before the first line of a program that imports the package, 170 with the streams.
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'
import { layerOf, moduleOf } from './eslint-layers.js'
import { commands, manifest, missingSources, modules, node, root, tool } from './project.mjs'

const src = join(root, 'src')
const dist = join(root, 'dist')
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))

const inlined = ['fp-ts', 'io-ts']
const external = Object.keys({ ...manifest.dependencies, 'fast-check': '' }).filter((name) => !inlined.includes(name))
/** Modules that not every program needs stay separate files for Node too. */
const optional = ['commander', 'fast-check', 'yaml', 'yauzl']

/** @param {readonly string[]} names */
const packages = (names) => [/^node:/, new RegExp(`^(${names.join('|')})(/|$)`)]

/** @param {string} file `initializers/Zeros.ts` @returns {[name: string, path: string]} */
const entry = (file) => [file.replace(/\.ts$/, ''), join(src, file)]

/** @type {import('rolldown').Plugin} */
const fileByFile = {
  name: 'file-by-file',
  resolveId: (specifier, importer) =>
    specifier.startsWith('.') && importer?.startsWith(src) ? { id: specifier, external: true } : undefined
}

/** @param {import('rolldown').InputOptions} input @param {import('rolldown').OutputOptions} output */
const bundle = async (input, output) => {
  const build = await rolldown({
    cwd: root,
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'] },
    experimental: { attachDebugInfo: 'none' },
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`${log.code ?? level}: ${log.message}`)
    },
    ...input
  })
  await build.write({ format: 'esm', entryFileNames: '[name].js', minifyInternalExports: false, ...output })
  await build.close()
}

const separate = () =>
  bundle(
    { input: Object.fromEntries(sources.map(entry)), external: packages(external), plugins: [fileByFile] },
    {
      dir: dist,
      chunkFileNames: 'vendor/[name].js',
      codeSplitting: {
        groups: [{ name: 'fp-ts', test: new RegExp(`node_modules[\\\\/](${inlined.join('|')})[\\\\/]`) }]
      }
    }
  )

/** The module of src that a file belongs to. @param {string} id */
const moduleAt = (id) => (id.startsWith(src) ? moduleOf(relative(src, id).replaceAll('\\', '/')) : undefined)

/** The files that drawing needs, and the packages. @param {string} id */
const isCore = (id) => layerOf(moduleAt(id) ?? 'numeric') <= layerOf('Initializer')

/** Entry points that are started, not imported: commands and the files that threads run. */
const programs = sources.filter((file) => commands.includes(`src/${file}`) || /(^|\/)worker\.ts$/.test(file))

const joined = () =>
  bundle(
    {
      input: Object.fromEntries([...modules.map(({ name }) => `${name}.ts`), ...programs].map(entry)),
      external: packages(optional)
    },
    {
      dir: join(dist, 'joined'),
      comments: { jsdoc: false },
      // node/ looks for the file of a thread beside its own
      chunkFileNames: ({ moduleIds }) =>
        `${moduleIds.some((id) => moduleAt(id) === 'node') ? 'node' : 'shared'}/[name].js`,
      codeSplitting: { groups: [{ name: 'core', test: isCore }] }
    }
  )

/** The licences of the bundled packages. */
const licences = () => {
  const texts = [...inlined, ...external.filter((name) => !optional.includes(name))].map((name) => {
    const folder = join(root, 'node_modules', name)
    const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry))
    if (file === undefined) throw new Error(`${name} has no licence file`)
    return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  })
  writeFileSync(join(dist, 'vendor', 'LICENSES.txt'), texts.join('\n----\n\n'))
}

const executables = () => {
  for (const file of new Set(Object.values(manifest.bin))) {
    const code = readFileSync(join(root, file), 'utf8')
    if (!code.startsWith('#!')) writeFileSync(join(root, file), `#!/usr/bin/env node\n${code}`)
    chmodSync(join(root, file), 0o755)
  }
}

const missing = missingSources()
if (missing.length > 0) throw new Error(`package.json publishes modules that src does not have: ${missing.join(', ')}`)
if (existsSync(dist)) rmSync(dist, { recursive: true })

const [declarations] = await Promise.all([
  node(tool('typescript', 'tsc'), ['-p', 'tsconfig.build.json']),
  separate(),
  joined()
])
if (!declarations.ok) throw new Error(declarations.output)
licences()
executables()
