// @ts-check
// npm start: builds, then goes from the Keras file of a ResNet-50 to its plan and to its weights with the command line, as
// a user would.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './project.mjs'

const model = 'examples/resnet50.keras3.json'
const plan = 'out/resnet50.plan.yaml'
const weights = 'out/resnet50.safetensors'

const built = await node('scripts/build.mjs')
if (!built.ok) {
  console.error(built.output)
  process.exit(1)
}
mkdirSync(join(root, 'out'), { recursive: true })
for (const words of [
  ['plan', model, '--out', plan],
  ['init', plan, '--out', weights, '--summary']
]) {
  console.log(`\n$ initializers ${words.join(' ')}`)
  const { ok } = await node('dist/cli/main.js', words, { show: true })
  if (!ok) process.exit(1)
}
