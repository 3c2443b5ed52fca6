// @ts-check
// npm test: runs all checks in turn. Each check counts as one passed or failed; vitest's tests count one by one. The
// output of
// a check is shown only if it fails. The last line is "N passed, N failed".
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, tool } from './project.mjs'

const count = { passed: 0, failed: 0 }

/** @param {string} name @param {ReadonlyArray<readonly [script: string, ...args: string[]]>} steps */
const gate = async (name, ...steps) => {
  const start = performance.now()
  process.stdout.write(`${name} … `)
  let result = { ok: true, output: '' }
  for (const [script, ...args] of steps) if (result.ok) result = await node(script, args)
  console.log(`${result.ok ? 'ok' : 'FAILED'} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  if (!result.ok) console.log(result.output)
  count[result.ok ? 'passed' : 'failed'] += 1
  return result.ok
}

/**
 * The counts of vitest's JSON report. A file that fails before its first test counts as one failure, and so does an error
 * outside of tests, which only the exit code shows.
 * @param {string} file @param {boolean} ok
 */
const vitestCounts = (file, ok) => {
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
  ).length
  const failed = report.numFailedTests + brokenFiles
  return { passed: report.numPassedTests, failed: failed === 0 && !ok ? 1 : failed }
}

const tests = async () => {
  console.log('tests …')
  const folder = mkdtempSync(join(tmpdir(), 'initializers-ts-'))
  try {
    const file = join(folder, 'report.json')
    const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
    const { ok } = await node(tool('vitest'), args, { show: true })
    return vitestCounts(file, ok)
  } catch (error) {
    console.log(`vitest left no report: ${String(error)}`)
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

await gate('types', ['scripts/examples.mjs'], [tool('typescript', 'tsc'), '-p', 'tsconfig.json'])
await gate('lint', [tool('eslint'), '.', '--max-warnings=0'])
await gate('format', [tool('prettier'), '--check', '--log-level=warn', '.'])
await gate('kernel', ['scripts/kernel.mjs', '--check'])
const built = await gate('build', ['scripts/build.mjs'])
if (built) {
  await gate('publint', [tool('publint'), '--strict'])
  await gate('attw', [tool('@arethetypeswrong/cli', 'attw'), '--pack', '.', '--profile', 'esm-only'])
  await gate('size-limit', [tool('size-limit')])
} else {
  console.log('publint, attw, size-limit: FAILED (nothing was built)')
  count.failed += 3
}
const { passed, failed } = await tests()
count.passed += passed
count.failed += failed + (passed + failed === 0 ? 1 : 0) // a run without tests is not a success

console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1
