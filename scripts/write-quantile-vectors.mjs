/**
 * Adds to test/vectors/quantile.json what test/numeric/vectors.ts computes and the file does not hold yet. Existing
 * entries stay unchanged: a changed bit is a failing test, never a rewritten file.
 *
 *   node scripts/write-quantile-vectors.mjs
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const folder = await mkdtemp(join(tmpdir(), 'quantile-vectors-'))
const bundle = await rolldown({ input: here('../test/numeric/vectors.ts') })
await bundle.write({ file: join(folder, 'vectors.mjs'), format: 'esm' })
await bundle.close()
const { compute } = await import(pathToFileURL(join(folder, 'vectors.mjs')).href)
await rm(folder, { recursive: true })

const path = here('../test/vectors/quantile.json')
const held = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'))
const lines = (bits) =>
  Array.from({ length: bits.length / 6 + 1 }, (_, i) => bits.slice(i * 6, i * 6 + 6))
    .filter((row) => row.length > 0)
    .map((row) => '    ' + row.map((b) => JSON.stringify(b)).join(', '))
    .join(',\n')
const entries = Object.entries({ ...compute(), ...held })
await writeFile(
  path,
  '{\n' + entries.map(([name, bits]) => `  ${JSON.stringify(name)}: [\n${lines(bits)}\n  ]`).join(',\n') + '\n}\n'
)
