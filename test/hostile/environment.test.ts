import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sample } from '../support/sample.js'

// Realms, locales, frozen intrinsics and other environments.

let folder = ''

/** The sample and all that it needs as one file, which plain Node runs. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'initializers-ts-world-'))
  const build = await rolldown({
    input: fileURLToPath(new URL('../support/sample.ts', import.meta.url)),
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'] }
  })
  await build.write({ file: join(folder, 'sample.mjs'), format: 'esm', codeSplitting: false })
  await build.close()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

interface Environment {
  readonly flags?: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
  /** runs before the library is loaded */
  readonly before?: string
  /** runs after that */
  readonly after?: string
}

/** The hash of the sample that a new process makes, or its other output. */
const hashIn = async ({ flags = [], env = {}, before = '', after = '' }: Environment): Promise<string> => {
  const script = join(folder, `${hash(before + after + flags.join()).slice(0, 8)}.mjs`)
  await writeFile(
    script,
    `import { createHash } from 'node:crypto'
     const write = process.stdout.write.bind(process.stdout)
     const hash = createHash('sha256')
     ${before}
     const { sample } = await import('./sample.mjs')
     ${after}
     write(hash.update(sample()).digest('hex'))`
  )
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...flags, script], { env: { ...process.env, ...env } })
    let [printed, errors] = ['', '']
    child.stdout.on('data', (data: Buffer) => (printed += data.toString()))
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
    child.on('close', (code) => resolve(code === 0 ? printed.replace(/^Warning: .*\n/, '') : errors))
  })
}

const inexact =
  'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow random sin sinh tan tanh'
const pollution = `for (const key of ['scale', 'mode', 'stddev', 'seed', 'dtype', 'shape', 'box', 'class_name', 'config', 'index',
  'rules', 'parameters', 'initializer', 'fallback', 'omit', 'nearest', 'fans', 'left', 'right', 'constant', 'evil'])
  PROTOTYPE[key] = -1`
const intrinsics = `for (const it of [Object, Array, Map, Set, WeakSet, Math, JSON, Number, BigInt, String, Symbol, Function, Promise,
    Float32Array, Float64Array, Int32Array, Uint16Array, Uint8Array, Object.getPrototypeOf(Uint8Array), DataView, ArrayBuffer]) {
    if (it.prototype) Object.freeze(it.prototype)
    Object.freeze(it)
  }`
const ownMap = `Object.defineProperty(Array.prototype, 'map', { enumerable: true, configurable: true, writable: true,
  value: function map(f, self) { const out = []; for (let i = 0; i < this.length; i++) if (i in this) out[i] = f.call(self, this[i], i, this); return out } })`

const environments: ReadonlyArray<readonly [claim: string, environment: Environment]> = [
  ['a plain process', {}],
  [
    'without the functions of Math in which engines differ',
    { before: `for (const f of '${inexact}'.split(' ')) Math[f] = () => NaN` }
  ],
  ['where they are lost after loading', { after: `for (const f of '${inexact}'.split(' ')) Math[f] = () => NaN` }],
  ['where they throw', { before: `for (const f of '${inexact}'.split(' ')) Math[f] = () => { throw new Error(f) }` }],
  [
    'without a clock',
    { before: 'Date.now = performance.now = () => { throw new Error() }; globalThis.Date = undefined' }
  ],
  ['without a just-in-time compiler', { flags: ['--jitless'] }],
  ['with the optimizing compiler always on', { flags: ['--always-turbofan'] }],
  ['with a polluted Object.prototype', { before: pollution.replace('PROTOTYPE', 'Object.prototype') }],
  ['with one polluted after loading', { after: pollution.replace('PROTOTYPE', 'Object.prototype') }],
  ['with a polluted Array.prototype', { before: pollution.replace('PROTOTYPE', 'Array.prototype') }],
  ['with numbers on Array.prototype', { after: 'for (let i = 0; i < 100; i++) Array.prototype[i] = -1' }],
  ['with a map of the host page', { before: ownMap }],
  ['with frozen prototypes', { before: intrinsics }],
  ['with Node’s frozen intrinsics', { flags: ['--frozen-intrinsics'] }],
  ['in Turkish, west of Greenwich', { env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'America/St_Johns' } }],
  ['in Arabic, east of it', { env: { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8', TZ: 'Pacific/Chatham' } }],
  ['without eval', { flags: ['--disallow-code-generation-from-strings'] }],
  [
    'with every locale method throwing',
    {
      before: `for (const p of [String.prototype, Number.prototype, Array.prototype, BigInt.prototype])
        for (const key of Object.getOwnPropertyNames(p)) if (/locale/i.test(key)) p[key] = () => { throw new Error(key) }
        globalThis.Intl = undefined`
    }
  ]
]

describe('the same bytes in every environment', () => {
  const expected = hash(sample())

  test.each(environments)('%s', async (_, environment) => {
    expect(await hashIn(environment)).toBe(expected)
  })

  test('the sample detects a changed bit, and an environment can change one', async () => {
    const tampered = await hashIn({ before: 'const sqrt = Math.sqrt; Math.sqrt = (x) => sqrt(x) * (1 + 2 ** -52)' })
    expect(tampered).toMatch(/^[0-9a-f]{64}$/)
    expect(tampered).not.toBe(expected)
  })

  test('an engine that multiplies wrongly is refused', async () => {
    const printed = await hashIn({
      before: 'Math.imul = (a, b) => (a * b) & 0xffff',
      after: `process.stdout.write(sample().includes('UnsupportedArithmetic') ? 'refused ' : 'drawn ')`
    })
    expect(printed).toMatch(/^refused [0-9a-f]{64}$/)
  })

  test('four threads at once give the result of one', async () => {
    const printed = await hashIn({
      before: `import { Worker, isMainThread } from 'node:worker_threads'`,
      after: `if (isMainThread) {
        const hashes = await Promise.all([1, 2, 3, 4].map(() => new Promise((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { stdout: true })
          let printed = ''
          worker.stdout.on('data', (data) => (printed += data))
          worker.on('error', reject)
          worker.on('exit', () => resolve(printed))
        })))
        write(new Set(hashes).size + ' ' + hashes[0] + ' ')
      }`
    })
    expect(printed).toBe(`1 ${expected} ${expected}`)
  })

  test('calls in between change nothing', () => {
    expect([hash(sample()), hash(sample())]).toEqual([expected, expected])
  })
})
