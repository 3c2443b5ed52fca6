// @ts-check
// npm start: builds, then initializes a whole ResNet-50 with the command line, as a user would.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './project.mjs'

const model = 'out/resnet50.safetensors'

const built = await node('scripts/build.mjs')
if (!built.ok) {
  console.error(built.output)
  process.exit(1)
}
mkdirSync(join(root, 'out'), { recursive: true })
const { ok } = await node('dist/cli/main.js', ['init', 'examples/resnet50.plan.yaml', '--out', model, '--summary'], {
  show: true
})
process.exitCode = ok ? 0 : 1
