// @ts-check
// The command line of the bench (docs/bench.md); `npm run bench -- ...` builds first and comes here.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { node, root } from '../scripts/project.mjs'
import * as combinators from './combinators.mjs'
import * as draw from './draw.mjs'
import * as init from './init.mjs'
import * as qr from './qr.mjs'
import * as startup from './startup.mjs'
import { chart } from './support/chart.mjs'
import { comparison } from './support/compare.mjs'
import { machine } from './support/machine.mjs'
import { ratios } from './support/table.mjs'
import { table } from './support/targets.mjs'

/** Every file that has targets, in the order of `--check`. */
const judged = { startup, draw, combinators, qr, init }

/** @param {string} sentence */
const refuse = (sentence) => {
  console.error(sentence)
  return process.exit(2)
}

const words = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        compare: { type: 'boolean', default: false },
        python: { type: 'string', default: 'python3' },
        json: { type: 'string', default: 'out/bench.json' },
        svg: { type: 'string', default: 'out/bench.svg' }
      }
    })
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}
const { values, positionals } = words()

/** @param {string} file @param {string} text */
const write = (file, text) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(`wrote ${file}`)
}

/** @param {object} run */
const writeRun = (run) => write(values.json, `${JSON.stringify(run, null, 1)}\n`)

const introduced = () => {
  const facts = machine()
  console.log(`${facts.cpu}, ${facts.cores} cores, Node ${facts.node}, load ${facts.load}`)
  return facts
}

const everyone = async () => {
  const facts = introduced()
  console.log(
    'Ratios to a loop of out[i] = Math.random() over as many float32 elements; the loop itself in ns an element.'
  )
  const largest = values.quick ? 2 ** 20 : 2 ** 26
  const { versions, results } = await draw.compare({ python: values.python, largest }, (seen) =>
    console.log(`\n${seen[0]?.distribution}, ${seen[0]?.dtype}\n${ratios(seen)}`)
  )
  const absent = Object.keys(versions).filter((name) => versions[name] === null)
  if (absent.length > 0) console.log(`\nnot here: ${absent.join(', ')}`)
  writeRun({ machine: facts, versions, results })
  write(values.svg, chart(results, facts))
}

const check = async () => {
  const facts = introduced()
  const targets = []
  for (const [name, file] of Object.entries(judged)) {
    const measured = await file.targets()
    console.log(`${name}\n${table(measured)}`)
    targets.push(...measured)
  }
  const missed = targets.filter(({ ok }) => !ok)
  console.log(`${targets.length - missed.length} targets met, ${missed.length} missed`)
  writeRun({ machine: facts, targets })
  if (missed.length > 0) process.exitCode = 1
}

const compare = () => {
  if (positionals.length !== 2) refuse('--compare BEFORE.json AFTER.json')
  const [before, after] = positionals.map((file) => JSON.parse(readFileSync(file, 'utf8')))
  console.log(comparison(before, after))
}

/** Single files of this folder. */
const some = async () => {
  const files = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  const unknown = positionals.filter((name) => !files.includes(`${name}.mjs`))
  if (unknown.length > 0) refuse(`no such bench: ${unknown.join(', ')}; there are ${files.join(', ')}`)
  for (const name of positionals) {
    console.log(name)
    const { ok } = await node(`bench/${name}.mjs`, [], { show: true })
    if (!ok) process.exitCode = 1
  }
}

if (values.compare) compare()
else if (values.check) await check()
else if (positionals.length > 0) await some()
else await everyone()
