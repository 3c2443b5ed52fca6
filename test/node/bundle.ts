/** Node 20 runs no TypeScript in a thread or a process of its own: what these run is bundled into a folder. */
import { symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'rolldown'
import { afterAll, beforeAll } from 'vitest'
import { root } from '../../scripts/project.mjs'

/** Bundles files of `src` for the tests of a file, as `{ 'worker.js': 'node/worker.ts' }`; hands back where they lie. */
export const bundled = (files: Readonly<Record<string, string>>): ((name: string) => string) => {
  let scratch = ''
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'initializers-ts-'))
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction')
    writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }')
    await Promise.all(Object.entries(files).map(([name, source]) => bundle(join('src', source), join(scratch, name))))
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
    experimental: { attachDebugInfo: 'none' },
    output: { file, format: 'esm' },
    logLevel: 'silent'
  })
