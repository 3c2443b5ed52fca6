// The published tarball, unpacked beside its dependencies, in plain Node.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manifest, modules, root, tool } from '../scripts/project.mjs'

const npm = process.env['npm_execpath']
const scratch = mkdtempSync(join(tmpdir(), 'initializers-ts-'))
const consumer = join(scratch, 'consumer')
const installed = join(consumer, 'node_modules', manifest.name)

const run = (command: string, args: ReadonlyArray<string>, cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const output = Buffer.concat(chunks).toString()
      if (code === 0) resolve(output)
      else reject(new Error(`${command} ${args.join(' ')}\n${output}`))
    })
  })

/** Builds and packs a copy of the project in a separate folder; returns the tarball. */
const pack = async (name: string): Promise<string> => {
  const copy = join(scratch, name)
  mkdirSync(copy)
  const left = ['node_modules', '.git', 'dist', 'out', 'test', 'property-tests']
  for (const entry of readdirSync(root)) {
    if (!left.includes(entry)) cpSync(join(root, entry), join(copy, entry), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  await run(process.execPath, ['scripts/build.mjs'], copy)
  const args = ['pack', '--ignore-scripts', '--silent']
  const printed = npm === undefined ? await run('npm', args, copy) : await run(process.execPath, [npm, ...args], copy)
  return join(copy, printed.trim().split('\n').at(-1) ?? '')
}

const link = (name: string): void => {
  const target = join(consumer, 'node_modules', name)
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(join(root, 'node_modules', name), target, 'junction')
}

const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

let tarballs: ReadonlyArray<string> = []

beforeAll(async () => {
  tarballs = await Promise.all([pack('first'), pack('second-build')])
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', tarballs[0] ?? '', '-C', installed, '--strip-components=1'])
  for (const name of [...Object.keys(manifest.dependencies), 'fast-check', '@types/node']) link(name)
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }')
})

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
})

describe('the package', () => {
  test('is the same, byte for byte, whenever and wherever it is built', () => {
    const [first, second] = tarballs.map(hash)
    expect(first).toBe(second)
  })

  test('contains the expected files and nothing else', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).map((file) =>
      file.replaceAll('\\', '/')
    )
    const wanted = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'STABILITY.md']
    const page = /^(package\.json|(README|CHANGELOG|STABILITY)\.md|LICENSE)$/
    const built = /^dist(\/[\w-]+)*(\/[\w-]+\.(js|d\.ts)|\/vendor\/LICENSES\.txt)?$/
    expect(files).toEqual(expect.arrayContaining(wanted))
    expect(files.filter((file) => !page.test(file) && !built.test(file))).toEqual([])
  })

  test('runs no script at installation', () => {
    const { scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as typeof manifest
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare|pack|publish)/.test(name))).toEqual([])
  })

  const specifiers = modules.map(({ specifier }) => specifier)

  test('can be imported and required, every module of it', async () => {
    const code = (load: string) =>
      `for (const s of ${JSON.stringify(specifiers)}) console.log(s, Object.keys(${load}(s)).length > 0)`
    const expected = specifiers.map((specifier) => `${specifier} true`)
    const lines = (output: string) => output.split('\n').filter((line) => line.startsWith(manifest.name))

    const viaImport = await run(process.execPath, ['--input-type=module', '-e', code('await import')], consumer)
    expect(lines(viaImport)).toEqual(expected)
    const viaRequire = await run(process.execPath, ['--input-type=commonjs', '-e', code('require')], consumer)
    expect(lines(viaRequire)).toEqual(expected)
  })

  test('has the same exports for Node as for bundlers, each of them once', async () => {
    const pairs = Object.values(manifest.exports).flatMap((target) => (typeof target === 'string' ? [] : [target]))
    const code = `
      const names = async (file) => Object.keys(await import(new URL(file, '${pathToFileURL(installed).href}/'))).join()
      for (const { node, default: separate } of ${JSON.stringify(pairs)})
        console.log(node !== separate && (await names(node)) === (await names(separate)))
      const { Rng } = await import('${manifest.name}')
      console.log(Rng.fromSeed === (await import('${manifest.name}/Rng')).fromSeed)`
    const output = await run(process.execPath, ['--input-type=module', '-e', code], consumer)
    expect(output.trim().split('\n')).toEqual(new Array(pairs.length + 1).fill('true'))
  })

  test('exports nothing that package.json does not list', async () => {
    const code = `import('${manifest.name}/numeric/rounding').catch((e) => console.log(e.code))`
    expect(await run(process.execPath, ['-e', code], consumer)).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  test('type-checks in a strict project', async () => {
    const uses = specifiers.map((specifier, i) => `import * as m${i} from '${specifier}'\nvoid m${i}\n`)
    const cursor = `
      import type { Draw, Rng } from '${manifest.name}'
      // @ts-expect-error: users do not see how a draw writes its elements
      export const write = (draw: Draw.Draw, rng: Rng.Rng) => draw.open(rng).write`
    writeFileSync(join(consumer, 'use.ts'), [...uses, cursor].join(''))
    const options = '--noEmit --strict --module nodenext --target es2022 --skipLibCheck false --types node'.split(' ')
    await run(process.execPath, [tool('typescript', 'tsc'), ...options, 'use.ts'], consumer)
  })

  test('starts its threads from where it is installed', async () => {
    const code = `
      import { presets, Rng } from '${manifest.name}'
      import { openThreads, sampler } from '${manifest.name}/node'
      const [pool, rng] = [openThreads(2).right, Rng.fromSeed(1).right]
      console.log((await sampler({ threads: pool })({ shape: [9] })(presets.heNormal)(rng)())._tag)`
    expect(await run(process.execPath, ['--input-type=module', '-e', code], consumer)).toBe('Right\n')
  })

  test.each(Object.entries(manifest.bin))('%s runs, through a link as npm makes it', async (name, file) => {
    const command = join(consumer, name)
    symlinkSync(join(installed, file), command)
    const output = await run(process.execPath, [command, '--version'], consumer)
    expect(output.trim()).toBe(manifest.version)
    expect(readFileSync(join(installed, file), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  })
})
