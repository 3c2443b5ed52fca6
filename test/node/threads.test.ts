import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as DType from '../../src/DType.js'
import { Safetensors } from '../../src/formats/index.js'
import * as Initializer from '../../src/Initializer.js'
import { initialize, openThreads, type Pool, sampler } from '../../src/node/index.js'
import * as Plan from '../../src/plan/index.js'
import * as Rng from '../../src/Rng.js'
import type { Shape } from '../../src/Shape.js'
import { bundled } from './bundle.js'
import { folder } from './folder.js'
import { right } from '../support/either.js'

const file = bundled({
  'worker.js': 'src/node/worker.ts',
  'node.js': 'src/node/index.ts',
  'plan.js': 'src/plan/index.ts'
})
const worker = (): URL => pathToFileURL(file('worker.js'))

const counts = [1, 2, 3, 5]
const pools = new Map<number, Pool>()
beforeAll(() => counts.forEach((n) => pools.set(n, right(openThreads({ threads: n, worker: worker() })))))
afterAll(() => Promise.all([...pools.values()].map((pool) => pool.close())))

const rng = right(Rng.fromSeed(42))
/** More than half a second of drawing from words without a kernel, in little memory. */
const long = { shape: [2 ** 26], dtype: 'bfloat16' } as const
const slow = right(Rng.fromSeed(42, 'xorshift128plus'))
const he = right(Initializer.decode('he_normal'))

describe('a tensor by threads', () => {
  const shapes: ReadonlyArray<Shape> = [[0], [], [1], [2049], [37, 41]]
  const configs: ReadonlyArray<unknown> = [
    'he_normal',
    'glorot_uniform',
    'orthogonal',
    { class_name: 'Constant', config: { value: 0.1 } },
    { class_name: 'TruncatedNormal', config: { lower: -1, upper: null } },
    { class_name: 'Masked', config: { mask: 'lower', value: 0.5, initializer: 'random_normal' } }
  ]
  const drawable = configs.flatMap((config) =>
    shapes.flatMap((shape) =>
      DType.all.flatMap((dtype) => {
        const initializer = right(Initializer.decode(config))
        const draw = Initializer.sampler({ shape, dtype })(initializer)
        return E.isRight(draw) ? [{ shape, dtype, initializer, draw: draw.right }] : []
      })
    )
  )

  test.each(counts)('%i of them give what one call gives, and the same next state', async (n) => {
    expect(drawable.length).toBeGreaterThan(80)
    for (const { shape, dtype, initializer, draw } of drawable) {
      for (const chunkElements of [1000, 2048]) {
        const drawn = right(
          await sampler({ threads: pools.get(n)!, chunkElements })({ shape, dtype })(initializer)(rng)()
        )
        const [tensor, next] = draw(rng)
        expect(drawn[0]).toEqual(tensor)
        expect(drawn[1]).toEqual(next)
        expect(drawn[0].data.buffer).toBeInstanceOf(SharedArrayBuffer)
      }
    }
  })

  test.each(['xoroshiro128plus', 'xorshift128plus', 'threefry2x32', 'philox4x32'] as const)('of %s', async (name) => {
    const state = right(Rng.fromSeed(7, name))
    const spec = { shape: [9999], dtype: 'float64' } as const
    const drawn = await sampler({ threads: pools.get(3)!, chunkElements: 777 })(spec)(he)(state)()
    expect(right(drawn)).toEqual(right(Initializer.sampler(spec)(he))(state))
  })

  test.each([0, -5, 0.5, 1.5, NaN, Infinity])('in chunks of %d', async (chunkElements) => {
    const drawn = await sampler({ threads: pools.get(3)!, chunkElements })({ shape: [50] })(he)(rng)()
    expect(right(drawn)).toEqual(right(Initializer.sampler({ shape: [50] })(he))(rng))
    const path = join(folder(), 'm.safetensors')
    const written = right(await initialize({ rng, path, chunkElements, threads: pools.get(2)! })(model)())
    expect(written.sha256).toBe(right(await initialize({ rng, path })(model)()).sha256)
  })

  test('more threads than there are chunks', async () => {
    const spec = { shape: [2 ** 25 + 1], dtype: 'bfloat16' } as const
    const draw = sampler({ threads: 5, worker: worker(), chunkElements: 2 ** 22 })
    const [tensor] = right(await draw(spec)(he)(rng)())
    const [whole] = right(Initializer.sampler(spec)(he))(rng)
    expect(Buffer.from(tensor.data.buffer).equals(Buffer.from(whole.data.buffer))).toBe(true)
  })

  test('initializers that have no serialized form', async () => {
    const negativeZero = {
      ...right(Initializer.decode('zeros')),
      _tag: 'Constant',
      value: -0
    } as Initializer.Initializer
    const deep = Array.from({ length: 80 }).reduce<Initializer.Initializer>(
      (initializer) => ({ _tag: 'Scaled', scale: 1, initializer }) as unknown as Initializer.Initializer,
      he
    )
    for (const initializer of [negativeZero, deep]) {
      const draw = Initializer.sampler({ shape: [2000] })(initializer)
      const drawn = await sampler({ threads: pools.get(2)!, chunkElements: 700 })({ shape: [2000] })(initializer)(rng)()
      if (E.isLeft(draw)) expect(drawn).toEqual(draw)
      else right(drawn)[0].data.forEach((x, i) => expect(x).toBe(draw.right(rng)[0].data[i])) // -0 is not 0
    }
  })

  test('one long draw, or chunks without end', async () => {
    const spec = { shape: [2 ** 25], dtype: 'bfloat16' } as const
    const drawn = await sampler({ threads: 2, worker: worker(), chunkElements: Infinity })(spec)(he)(rng)()
    expect(right(drawn)[0].data.length).toBe(2 ** 25)
  })

  test('the same task, run twice', async () => {
    const task = sampler({ threads: pools.get(2)!, chunkElements: 100 })({ shape: [1000] })(he)(rng)
    expect(await task()).toEqual(await task())
    const write = initialize({ rng, path: join(folder(), 'm.safetensors'), threads: pools.get(2)! })(model)
    expect(await write()).toEqual(await write())
  })

  test('has the errors of one call', async () => {
    const spec = { shape: [-1], dtype: 'float32' } as const
    const refused = Initializer.sampler(spec)(he)
    expect(await sampler({ threads: 2 })(spec)(he)(rng)()).toEqual(refused)
    const huge = { shape: [2 ** 40], dtype: 'float32' } as const
    expect(await sampler({ threads: 2 })(huge)(he)(rng)()).toEqual(Initializer.sampler(huge)(he))
  })
})

describe('how many threads', () => {
  const nowhere = new URL('file:///no/such/worker.js')

  test.each([0, -1, 1.5, NaN, 1e9])('not %d', async (threads) => {
    const refused = [{ code: 'BadCount', path: ['threads'] }]
    expect(await sampler({ threads })({ shape: [2] })(he)(rng)()).toMatchObject({ left: refused })
    expect(openThreads({ threads })).toMatchObject({ left: refused })
  })

  test('no threads are started for a draw that takes less time', async () => {
    const drawn = await sampler({ threads: 4, worker: nowhere })({ shape: [100_000] })(he)(rng)()
    expect(E.isRight(drawn)).toBe(true)
  })

  test('one that cannot be started is an error', async () => {
    const drawn = await sampler({ threads: 2, worker: nowhere })(long)(he)(rng)()
    expect(drawn).toMatchObject({ left: [{ code: 'WorkerFailed', received: /Cannot find module/ }] })
    expect(await sampler({ threads: 2, worker: new URL('http://x/y.js') })(long)(he)(rng)()).toMatchObject({
      left: [{ code: 'WorkerFailed' }]
    })
  })
})

describe('threads that fail', () => {
  const withWorker = async (code: string, use: (pool: Pool) => Promise<unknown>): Promise<void> => {
    const path = join(folder(), 'worker.mjs')
    writeFileSync(path, `import { parentPort } from 'node:worker_threads'\n${code}`)
    const pool = right(openThreads({ threads: 2, worker: pathToFileURL(path) }))
    await use(pool)
    await pool.close()
  }

  test.each([
    ['throws', "parentPort.on('message', () => { throw new RangeError('out of memory') })", 'out of memory'],
    ['exits', "parentPort.on('message', () => process.exit(3))", 'a worker that has exited'],
    ['cannot be read', 'this is not JavaScript', /./]
  ])('a worker that %s answers all tasks, and every later one', async (_, code, received) => {
    await withWorker(code, async (pool) => {
      const place = folder()
      const failure = { left: [{ code: 'WorkerFailed', received: expect.stringMatching(received) as string }] }
      for (let i = 0; i < 2; i++) {
        expect(await sampler({ threads: pool, chunkElements: 10 })({ shape: [1000] })(he)(rng)()).toMatchObject(failure)
      }
      const path = join(place, 'm.safetensors')
      expect(await initialize({ rng, path, threads: pool, chunkElements: 10 })(model)()).toMatchObject(failure)
      expect(readdirSync(place)).toEqual([])
    })
  })

  test('messages of others are not answers', async () => {
    const others = "for (const m of [null, 1, { _tag: 'initializers-ts/draw' }]) parentPort.postMessage(m)\n"
    await withWorker(`${others}await import(${JSON.stringify(worker().href)})`, async (pool) => {
      const drawn = await sampler({ threads: pool })({ shape: [1000] })(he)(rng)()
      expect(right(drawn)).toEqual(right(Initializer.sampler({ shape: [1000] })(he))(rng))
    })
  })

  test('a closed pool does not draw', async () => {
    const pool = right(openThreads({ threads: 2, worker: worker() }))
    await pool.close()
    expect(await sampler({ threads: pool })({ shape: [5] })(he)(rng)()).toMatchObject({
      left: [{ code: 'WorkerFailed', expected: 'an open pool' }]
    })
  })
})

describe('an interruption', () => {
  test.each([-1, 0, 5, 50, 150])('after %i ms', async (ms) => {
    const signal = ms < 0 ? AbortSignal.abort() : AbortSignal.timeout(ms)
    const start = performance.now()
    const drawn = await sampler({ threads: 3, worker: worker(), signal })(long)(he)(slow)()
    expect(drawn).toMatchObject({ left: [{ code: 'Interrupted' }] })
    expect(performance.now() - start).toBeLessThan(ms + 3000)
  })

  test('ends a draw of the calling thread', async () => {
    const drawn = sampler({ signal: AbortSignal.timeout(20), chunkElements: 2 ** 20 })(long)(he)(slow)
    expect(await drawn()).toMatchObject({ left: [{ code: 'Interrupted' }] })
  })

  test('before the draw draws nothing', async () => {
    const start = performance.now()
    const drawn = sampler({ signal: AbortSignal.abort() })({ shape: [4000, 4000] })(
      right(Initializer.decode('orthogonal'))
    )
    expect(await drawn(rng)()).toMatchObject({ left: [{ code: 'Interrupted' }] })
    expect(performance.now() - start).toBeLessThan(2000) // ten seconds otherwise
  })

  test('leaves a pool open for others', async () => {
    const pool = pools.get(2)!
    const signal = AbortSignal.timeout(20)
    expect(await sampler({ threads: pool, signal })(long)(he)(slow)()).toMatchObject({
      left: [{ code: 'Interrupted' }]
    })
    const drawn = await sampler({ threads: pool })({ shape: [1000] })(he)(rng)()
    expect(right(drawn)).toEqual(right(Initializer.sampler({ shape: [1000] })(he))(rng))
  })

  test.each([1, 2])('ends %i long draws', async (n) => {
    const signal = AbortSignal.timeout(300)
    const start = performance.now()
    const matrix = { shape: [3000, 3000], initializer: 'orthogonal' }
    const place = folder()
    const result = await initialize({
      ...{ rng, path: join(place, 'm.safetensors'), signal, threads: 2, worker: worker() }
    })(modelOf(n === 1 ? { a: matrix } : { a: matrix, b: matrix }))()
    expect(result).toMatchObject({ left: [{ code: 'Interrupted', received: 'interrupted' }] })
    expect(readdirSync(place)).toEqual([])
    expect(performance.now() - start).toBeLessThan(5000) // a minute otherwise
  })
})

const modelOf = (parameters: unknown): Plan.Model => right(pipe(Plan.decode({ parameters }), E.chain(Plan.toModel)))

const model = modelOf({
  'block/kernel': { shape: [3, 3, 17, 33], initializer: 'he_normal' },
  'block/bias': { shape: [33], initializer: 'zeros', dtype: 'float16' },
  half: { shape: [1000], initializer: 'glorot_uniform', dtype: 'bfloat16' },
  wide: { shape: [70, 71], initializer: 'lecun_normal', dtype: 'float64' },
  rotation: { shape: [60, 60], initializer: 'orthogonal' },
  scalar: { shape: [], initializer: { class_name: 'Constant', config: { value: -0 } } },
  empty: { shape: [0, 5], initializer: 'he_normal' },
  ...Object.fromEntries(
    Array.from({ length: 600 }, (_, i) => [`small.${i}`, { shape: [i % 5], initializer: 'he_uniform' }])
  )
})

describe('a model by threads', () => {
  test.each(counts)('%i of them write the file that one writes, with the same summaries', async (n) => {
    const path = join(folder(), 'm.safetensors')
    const tensors = right(Plan.sampler(model))(rng)[0]
    const bytes = right(Safetensors.encode()([...tensors].map(([name, tensor]) => ({ name, ...tensor }))))
    const alone = right(await initialize({ rng, path })(model)())
    for (const chunkElements of [77, 2048, 4096, 1 << 18]) {
      const written = right(await initialize({ rng, path, chunkElements, threads: pools.get(n)! })(model)())
      expect(readFileSync(path).equals(bytes)).toBe(true)
      if (chunkElements % 2048 === 0) expect(written).toEqual(alone)
    }
  })
})

describe('the process', () => {
  const run = (code: string, ...flags: ReadonlyArray<string>): Promise<readonly [code: number | null, out: string]> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', code])
      let out = ''
      child.stdout.on('data', (text: Buffer) => void (out += text.toString()))
      child.stderr.on('data', (text: Buffer) => void (out += text.toString()))
      child.on('close', (exitCode) => resolve([exitCode, out]))
    })
  const imports = () =>
    `import { readFileSync } from 'node:fs'
     import { initialize, openThreads, sampler } from ${JSON.stringify(pathToFileURL(file('node.js')).href)}
     import * as Plan from ${JSON.stringify(pathToFileURL(file('plan.js')).href)}
     const rng = ${JSON.stringify(rng)}\n`

  test.each([2 ** 22, 9])('waits for its threads, and then ends, also with idle ones: %i elements', async (n) => {
    const code = `
      const pool = openThreads({ threads: 3 }).right
      sampler({ threads: pool })({ shape: [${n}] })(${JSON.stringify(he)})(rng)().then((drawn) => console.log(drawn._tag))`
    expect(await run(imports() + code)).toEqual([0, 'Right\n'])
  })

  test('ends when its pool is closed while it draws, ten times', async () => {
    const code = `
      const pool = openThreads({ threads: 2 }).right
      const drawing = sampler({ threads: pool })({ shape: [2 ** 23] })(${JSON.stringify(he)})(rng)()
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150))
      await pool.close()
      console.log('closed', typeof (await drawing)._tag)`
    for (let i = 0; i < 10; i += 2) {
      expect(await Promise.all([run(imports() + code), run(imports() + code)])).toEqual(
        Array(2).fill([0, 'closed string\n'])
      )
    }
  })

  test('waits for an answer, also if its workers send other messages first', async () => {
    const path = join(folder(), 'worker.mjs')
    writeFileSync(
      path,
      `import { parentPort } from 'node:worker_threads'
       parentPort.postMessage('ready')
       await import(${JSON.stringify(worker().href)})`
    )
    const code = `
      const pool = openThreads({ threads: 2, worker: new URL(${JSON.stringify(pathToFileURL(path).href)}) }).right
      sampler({ threads: pool })({ shape: [2 ** 22] })(${JSON.stringify(he)})(rng)().then((drawn) => console.log(drawn._tag))`
    expect(await run(imports() + code)).toEqual([0, 'Right\n'])
  })

  const local = {
    a: { shape: [2 ** 25], initializer: 'he_normal' },
    b: { shape: [2 ** 26], initializer: 'zeros' }
  }
  const matrices = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`c${i}`, { shape: [900, 900], initializer: 'orthogonal' }])
  )

  // maxRSS begins with that of the process that starts this one
  test.skipIf(!existsSync('/proc/self/status')).each([
    ['of elementwise draws', local, 256],
    ['with materialized draws', { ...local, ...matrices }, 300]
  ])('uses bounded memory for a model %s', async (_, parameters, megabytes) => {
    const path = join(folder(), 'm.safetensors')
    const code = `
      const model = Plan.toModel(Plan.decode({ parameters: ${JSON.stringify(parameters)} }).right).right
      const written = await initialize({ rng, path: ${JSON.stringify(path)}, threads: 2 })(model)()
      console.log(written._tag, ...readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\\s+(\\d+)/).slice(1))`
    const [exitCode, out] = await run(imports() + code, '--max-old-space-size=64')
    const [tag, kilobytes] = out.trim().split(' ')
    expect([exitCode, tag]).toEqual([0, 'Right'])
    expect(statSync(path).size).toBeGreaterThan(4e8)
    expect(Number(kilobytes)).toBeLessThan(megabytes * 1024)
  })
})
