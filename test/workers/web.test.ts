import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import * as E from 'fp-ts/Either'
import { describe, expect, onTestFinished, test } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import * as Rng from '../../src/Rng.js'
import * as Plan from '../../src/plan/index.js'
import { open, type Pool, sampler, type Scope, serve, type WorkerLike } from '../../src/workers/index.js'
import { drawModel } from '../../src/workers/model.js'
import { bundled } from '../node/bundle.js'
import { right } from '../support/either.js'

const file = bundled({ 'worker.js': 'src/node/worker.ts' })
const rng = right(Rng.fromSeed(42))
const he = right(Initializer.decode('he_normal'))

/** A thread of Node with the methods of a browser's worker. */
const workerLike = (code: URL): WorkerLike => {
  const worker = new Worker(code)
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) =>
      void worker.on(type, (u: unknown) => listener(type === 'message' ? { data: u } : (u as { data: unknown }))),
    terminate: () => worker.terminate()
  }
}

const pool = (threads: number, shares: boolean, code = pathToFileURL(file('worker.js'))): Pool => {
  const opened = right(open(threads, () => workerLike(code), { shares }))
  onTestFinished(opened.close)
  return opened
}

describe('workers of browsers', () => {
  test.each([
    [1, true],
    [3, true],
    [1, false],
    [3, false]
  ])('%i, sharing memory: %s, draw what one call draws', async (threads, shares) => {
    const workers = pool(threads, shares)
    for (const dtype of ['float16', 'float64'] as const) {
      for (const shape of [[], [0], [10_001], [64, 64]]) {
        for (const config of [he, right(Initializer.decode('orthogonal'))]) {
          const whole = Initializer.sampler({ shape, dtype })(config)
          const drawn = await sampler(workers, { chunkElements: 999 })({ shape, dtype })(config)(rng)()
          expect(drawn).toEqual(E.map((draw: Rng.Sampler<unknown>) => draw(rng))(whole))
          if (E.isRight(drawn)) expect(drawn.right[0].data.buffer instanceof SharedArrayBuffer).toBe(shares)
        }
      }
    }
  })

  test.each([true, false])('a model is drawn with a few buffers, shared or not: %s', async (shares) => {
    const parameters = {
      a: { shape: [5000], initializer: 'he_normal' },
      b: { shape: [999], initializer: 'he_uniform' }
    }
    const model = right(Plan.toModel(right(Plan.decode({ parameters }))))
    const tensors = right(Plan.sampler(model))(rng)[0]
    const found: Array<number> = []
    const buffers = new Set<ArrayBufferLike>()
    for await (const piece of drawModel(pool(2, shares), model, { rng, chunkElements: 100 })) {
      const { bytes } = right(piece)
      found.push(...bytes)
      buffers.add(bytes.buffer)
    }
    const all = [...tensors.values()].flatMap(({ data }) => [...new Uint8Array(data.buffer)])
    expect(found).toEqual(all)
    if (shares) expect(buffers.size).toBeLessThan(10) // of 30 batches
  })

  test('a worker that cannot be loaded is an error', async () => {
    const draw = sampler(pool(2, false, new URL('file:///no/such/worker.js')))({ shape: [5] })(he)(rng)
    expect(await draw()).toMatchObject({ left: [{ code: 'WorkerFailed' }] })
  })

  test('an error event without a message is an error', async () => {
    const silent: WorkerLike = {
      postMessage: () => undefined,
      addEventListener: (type: string, listener: (event: never) => void) => {
        if (type === 'error') queueMicrotask(() => listener({} as never))
      },
      terminate: () => undefined
    }
    const draw = sampler(right(open(1, () => silent)))({ shape: [5] })(he)(rng)
    expect(await draw()).toMatchObject({ left: [{ code: 'WorkerFailed', received: /could not be loaded/ }] })
  })

  test('a worker that cannot be made ends the others', async () => {
    let ended = 0
    let made = 0
    const quiet: WorkerLike = {
      postMessage: () => undefined,
      addEventListener: () => undefined,
      terminate: () => ended++
    }
    const make = (): WorkerLike => {
      if (made++ === 1) throw new Error('no more workers')
      return quiet
    }
    const broken = right(open(3, make))
    expect(await sampler(broken)({ shape: [5] })(he)(rng)()).toMatchObject({ left: [{ received: 'no more workers' }] })
    await broken.close()
    expect(ended).toBe(2)
  })
})

describe('serve', () => {
  test('answers tasks, including invalid ones, and nothing else', () => {
    const answers: Array<unknown> = []
    let tell: (event: { readonly data: unknown }) => void = () => undefined
    const scope: Scope = {
      postMessage: (message) => void answers.push(message),
      addEventListener: (_, listener) => {
        tell = listener
      }
    }
    serve(scope)
    for (const data of [undefined, 'hello', { _tag: 'other', ranges: [] }]) tell({ data })
    expect(answers).toEqual([])
    const part = { initializer: he, shape: [-1], dtype: 'float32', rng, start: 0, stop: 1, byteOffset: 0 }
    tell({
      data: { _tag: 'initializers-ts/draw', id: 7, ranges: [part], destination: 'memory', buffer: new ArrayBuffer(4) }
    })
    expect(answers).toMatchObject([{ id: 7, result: { left: [{ code: 'BadDim', path: ['shape', 0] }] } }])
  })
})
