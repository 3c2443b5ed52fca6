// The command as a separate process, with the system's signals, pipes and full disks.
import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { bundled } from '../node/bundle.js'
import { folder } from '../node/folder.js'
import { zip } from '../node/zip.js'

const file = bundled({ 'main.js': 'src/cli/main.ts', 'worker.js': 'src/node/worker.ts' })

const start = (words: ReadonlyArray<string>, cwd: string, stdout: 'pipe' | number = 'pipe') =>
  spawn(process.execPath, [file('main.js'), ...words], { cwd, stdio: ['ignore', stdout, 'pipe'] })

type Child = ReturnType<typeof start>

const ended = (child: Child): Promise<readonly [code: number | null, err: string]> =>
  new Promise((resolve) => {
    let err = ''
    child.stderr?.on('data', (text: Buffer) => void (err += text.toString()))
    child.on('close', (code) => resolve([code, err]))
  })

/** Some ten seconds of drawing. */
const bigPlan = JSON.stringify({ parameters: { a: { shape: [20_000, 10_000], initializer: 'he_normal' } } })

describe.skipIf(process.platform === 'win32')('the process', () => {
  test.each([
    ['SIGINT', 130, '1'],
    ['SIGTERM', 143, '3']
  ] as const)('%s removes what was written and ends with %i, of %s threads', async (signal, expected, threads) => {
    const cwd = folder()
    writeFileSync(join(cwd, 'm.safetensors'), 'as it was')
    const child = start(['init', bigPlan, '--out', 'm.safetensors', '--threads', threads], cwd)
    const end = ended(child)
    while (readdirSync(cwd).length < 2 && child.exitCode === null) await setTimeout(10)
    child.kill(signal)
    const [code, err] = await end
    expect(code).toBe(expected)
    expect(err).toBe('error: m.safetensors: interrupted before the file was written\n')
    expect(readdirSync(cwd)).toEqual(['m.safetensors'])
    expect(readFileSync(join(cwd, 'm.safetensors'), 'utf8')).toBe('as it was')
  })

  test('a reader that closes the pipe is not a failure', async () => {
    const parameters = Array.from({ length: 20_000 }, (_, i) => ({ name: `p${i}`, shape: [2], initializer: 'ones' }))
    const cwd = folder()
    writeFileSync(join(cwd, 'plan.json'), JSON.stringify({ parameters }))
    const child = start(['describe', 'plan.json'], cwd)
    child.stdout?.once('data', () => child.stdout?.destroy())
    expect(await ended(child)).toEqual([0, ''])
  })

  test('a complete plan goes through a pipe, from an archive too', async () => {
    const layers = Array.from({ length: 3000 }, (_, i) => ({
      class_name: 'Dense',
      config: { name: `dense_${i}`, units: 4 }
    }))
    const input = { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 4] } }
    const model = {
      class_name: 'Sequential',
      config: { name: 'deep', layers: [input, ...layers] },
      keras_version: '2.15.0'
    }
    const cwd = folder()
    writeFileSync(join(cwd, 'deep.keras'), zip([{ name: 'config.json', text: JSON.stringify(model) }]))
    const child = start(['plan', 'deep.keras'], cwd)
    let out = ''
    child.stdout?.on('data', (text: Buffer) => void (out += text.toString()))
    expect(await ended(child)).toEqual([0, ''])
    expect(out.length).toBeGreaterThan(2 ** 17) // more than a pipe holds
    expect(out.split('\n').filter((line) => line.startsWith('  dense_'))).toHaveLength(6000)
    expect(out.endsWith('  dense_2999/bias: { shape: [4] }\n')).toBe(true)
  })

  test.skipIf(!existsSync('/dev/full'))('output that is lost is a failure', async () => {
    const [code, err] = await ended(start(['sample', 'ones', '--shape', '3'], folder(), openSync('/dev/full', 'w')))
    expect(code).toBe(1)
    expect(err).toMatch(/^error: stdout: ENOSPC/)
  })

  test('a file in a read-only folder is reported in a sentence', async () => {
    const [code, err] = await ended(start(['sample', 'ones', '--shape', '3', '--out', '/proc/w.npy'], folder()))
    expect(code).toBe(1)
    expect(err).toMatch(/^error: \/proc\/w\.npy: expected a file that can be written, got /)
  })
})
