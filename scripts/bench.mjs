// @ts-check
// npm run bench: builds, then runs every bench/*.mjs one after the other, or those whose names are given.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { node, root } from './project.mjs'

const asked = process.argv.slice(2)
const built = await node('scripts/build.mjs')
if (!built.ok) throw new Error(built.output)

for (const file of readdirSync(join(root, 'bench')).sort()) {
  const name = basename(file, '.mjs')
  if (!file.endsWith('.mjs') || (asked.length > 0 && !asked.includes(name))) continue
  console.log(`# ${name}`)
  const { ok } = await node(`bench/${file}`, [], { show: true })
  if (!ok) process.exitCode = 1
}
