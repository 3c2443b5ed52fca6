/** Node 20 does not run TypeScript in threads and processes: the files that these run are bundled into a folder. */
import { symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'rolldown'
import { afterAll, beforeAll } from 'vitest'
import { root } from '../../scripts/project.mjs'

/** Bundles files for the tests of a file, as `{ 'worker.js': 'src/node/worker.ts' }`; returns their paths by name. */
export const bundled = (files: Readonly<Record<string, string>>): ((name: string) => string) => {
  let scratch = ''
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'initializers-ts-'))
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction')
    writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }')
    await Promise.all(Object.entries(files).map(([name, source]) => bundle(source, join(scratch, name))))
  })
  afterAll(() => rm(scratch, { recursive: true }))
  return (name) => join(scratch, name)
}

const bundle = (input: string, file: string) =>
  build({
    cwd: root,
    input,
    platform: 'node',
    external: ['commander', 'yaml', 'yauzl'],
    resolve: { alias: { 'initializers-ts': join(root, 'src/index.ts') } },
    experimental: { attachDebugInfo: 'none' },
    output: { file, format: 'esm' },
    logLevel: 'silent'
  })
