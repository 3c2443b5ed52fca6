// @ts-check
// Adds to test/vectors what test/golden.ts computes and the files do not hold yet. Existing entries stay unchanged: if a
// value has changed, nothing is written and the changes are listed. A release that does change values says so in its
// change log and writes them with --value-breaking.
//
//   node scripts/write-vectors.mjs [--value-breaking]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { root } from './project.mjs'

const mayChange = process.argv.includes('--value-breaking')

/** @returns {Promise<Record<string, () => Record<string, unknown>>>} */
const load = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'))
  const bundle = await rolldown({ input: join(root, 'test/golden.ts'), platform: 'node', cwd: root })
  await bundle.write({ dir: folder, entryFileNames: 'golden.mjs', format: 'esm' })
  await bundle.close()
  const { files } = await import(pathToFileURL(join(folder, 'golden.mjs')).href)
  rmSync(folder, { recursive: true })
  return files
}

/** @param {string} path @returns {Record<string, unknown>} */
const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

/** One line for each innermost list. @param {unknown} value */
const print = (value) =>
  JSON.stringify(value, null, 2).replaceAll(/\[\s+([^[\]{}]*?)\s+\]/g, (list, items) => {
    const line = `[${items.replaceAll(/\s*\n\s*/g, ' ')}]`
    return line.length > 200 ? list : line
  })

let changes = 0
const written = Object.entries(await load()).map(([file, compute]) => {
  const path = join(root, 'test', 'vectors', file)
  const [held, now] = [read(path), /** @type {Record<string, unknown>} */ (JSON.parse(JSON.stringify(compute())))]
  for (const name of Object.keys(held)) {
    if (JSON.stringify(held[name]) !== JSON.stringify(now[name])) {
      changes += 1
      console.log(`${name in now ? 'changed' : 'gone'}: ${file}: ${name}`)
    }
  }
  const added = Object.keys(now).filter((name) => !(name in held))
  console.log(`${file}: ${Object.keys(held).length} held, ${added.length} new`)
  return { path, text: `${print(mayChange ? now : { ...now, ...held })}\n` }
})
if (changes > 0 && !mayChange) {
  console.log(`${changes} vectors would change: nothing was written`)
  process.exitCode = 1
} else {
  for (const { path, text } of written) writeFileSync(path, text)
}
