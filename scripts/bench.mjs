// @ts-check
// npm run bench -- ...: builds, then passes the arguments to bench/run.mjs.
import { node } from './project.mjs'

const built = await node('scripts/build.mjs')
if (!built.ok) throw new Error(built.output)
const { ok } = await node('bench/run.mjs', process.argv.slice(2), { show: true })
if (!ok) process.exitCode = 1
