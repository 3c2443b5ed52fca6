// @ts-check
// Installs the packages of package-lock.json, unless node_modules already has them. Uses only Node, so that it runs on a fresh
// clone, and prints nothing if there is nothing to do. The scripts of package.json call it by name, as `ignore-scripts` in
// .npmrc also disables prestart and pretest.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
const packages = (file) => {
  try {
    return JSON.parse(readFileSync(`${root}${file}`, 'utf8')).packages
  } catch {
    return {}
  }
}

// npm writes the second file last, as a record of what it has installed; optional packages depend on the platform.
const wanted = packages('package-lock.json')
const installed = packages('node_modules/.package-lock.json')
const upToDate = Object.entries(wanted).every(
  ([path, { version, optional }]) => path === '' || optional === true || installed[path]?.version === version
)

if (!upToDate) {
  const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']
  const npm = process.env['npm_execpath'] // set if npm started this script: use the same npm, and not npm.cmd on Windows
  const [command, prefix] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const { status } = spawnSync(command, [...prefix, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  process.exitCode = status ?? 1
}
