// @ts-check
// Where and when a run was made: ratios from two machines are not comparable.
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { root } from '../../scripts/project.mjs'

const commit = () => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return null // no git, or not a clone
  }
}

/** How many programs were ready to run in the last minute: above 1, they disturb the figures. (0 on Windows, which does not report it.) */
const load = () => Math.round((loadavg()[0] ?? 0) * 10) / 10

export const machine = () => ({
  date: new Date().toISOString(),
  commit: commit(),
  node: process.versions.node,
  v8: process.versions.v8,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model.trim() ?? null,
  cores: cpus().length,
  load: load(),
  gigabytes: Math.round(totalmem() / 2 ** 30)
})

/** @typedef {ReturnType<typeof machine>} Machine */
