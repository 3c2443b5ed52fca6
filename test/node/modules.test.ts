/** Initializers of users, from a module: in a registry, in plans, on threads and in files. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pipe } from 'fp-ts/function'
import * as E from 'fp-ts/Either'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyInitializer, Registry } from '../../src/Initializer.js'
import * as Initializer from '../../src/Initializer.js'
import { initialize, loadRegistry, openThreads, type Pool, sampler } from '../../src/node/index.js'
import * as Plan from '../../src/plan/index.js'
import * as Replay from '../../src/replay/index.js'
import * as Rng from '../../src/Rng.js'
import { right } from '../support/either.js'
import { bundled } from './bundle.js'
import { folder } from './folder.js'

const example = new URL('../../examples/own-initializers/index.js', import.meta.url)
const file = bundled({ 'worker.js': 'src/node/worker.ts', 'own.js': 'examples/own-initializers/index.js' })
const threads = () => ({
  threads: 2,
  worker: pathToFileURL(file('worker.js')),
  modules: [pathToFileURL(file('own.js'))]
})

const rng = right(Rng.fromSeed(42))
let registry: Registry<AnyInitializer>
beforeAll(async () => {
  registry = right(await loadRegistry([example])())
})

const serialized = {
  parameters: {
    'a/kernel': { shape: [64, 32] },
    'b/kernel': { shape: [32, 32] },
    mixer: { shape: [16, 16], initializer: 'hadamard' },
    filter: { shape: [20, 30], initializer: { class_name: 'Toeplitz', config: { stddev: 0.1 } } },
    half: { shape: [9, 9], initializer: { class_name: 'Scaled', config: { factor: 0.5, initializer: 'laplace' } } },
    bias: { shape: [32], initializer: 'zeros' }
  },
  rules: [{ match: '**/kernel', initializer: { class_name: 'Laplace', config: { scale: 0.2 } } }]
}

describe('loadRegistry', () => {
  const moduleOf = (code: string): URL => {
    const path = join(folder(), 'own.mjs')
    writeFileSync(path, code)
    return pathToFileURL(path)
  }

  test('joins the default export of modules with the built-in initializers', () => {
    expect(registry.names).toEqual(expect.arrayContaining(['Laplace', 'Hadamard', 'Toeplitz', 'Zeros']))
  })

  test.each([
    ['no default export', 'export const laplace = 1', 'WrongType', [], 'undefined'],
    ['another export', 'export default { laplace: 1 }', 'WrongType', [], 'an object'],
    ['something that is not a definition', 'export default [5]', 'WrongType', [0], '5'],
    ['a name that is taken', 'export default [{ name: "Zeros", fields: {}, draw: () => 0 }]', 'DuplicateName', [0, 'name'], '"Zeros"'],
    ['code that throws', 'throw new Error("broken")', 'FileError', [], 'broken']
  ])('reports a module with %s', async (_, code, expected, path, received) => {
    const url = moduleOf(code)
    const loaded = await loadRegistry([url])()
    expect(E.isLeft(loaded) && loaded.left[0]).toMatchObject({
      code: expected,
      path: [expect.stringContaining('own.mjs'), ...path],
      received: expect.stringContaining(received) as string
    })
  }) // prettier-ignore

  test('states what a module has to export', async () => {
    const loaded = await loadRegistry([moduleOf('export const a = 1')])()
    expect(E.isLeft(loaded) && loaded.left[0].expected).toBe(
      'a default export that is a list of definitions (Initializer.define)'
    )
  })
})

describe('a plan with initializers of a registry', () => {
  const plan = () => right(Plan.decode(serialized, registry))
  const model = () => right(Plan.toModel(plan(), registry))

  test('is refused without the registry', () => {
    const refused = Plan.decode(serialized)
    expect(E.isLeft(refused) && refused.left.map(({ code }) => code)).toEqual(Array(4).fill('UnknownName'))
    const undrawn = Plan.toModel(plan() as Plan.Plan)
    expect(E.isLeft(undrawn) && undrawn.left).toHaveLength(5)
  })

  test('is read, written and shortened', () => {
    expect(Plan.decode(Plan.encode(plan(), registry), registry)).toEqual(E.right(plan()))
    const short = Plan.compact([], registry)(plan())
    expect(Plan.decode(short, registry)).toEqual(E.right(plan()))
    expect(short).toMatchObject({ parameters: { mixer: { shape: [16, 16], initializer: 'hadamard' } } })
  })

  test('draws each parameter from the child of its name', () => {
    const [tensors] = right(Plan.sampler(model()))(rng)
    for (const { name, shape, dtype, initializer } of plan().parameters) {
      const run = right(Initializer.sampler({ shape, dtype }, registry)(initializer))
      expect(tensors.get(name)).toEqual(run(Rng.foldIn(name)(rng))[0])
    }
  })

  test('draws the same in chunks', () => {
    const [tensors] = right(Plan.sampler(model()))(rng)
    for (const chunk of Plan.chunks(100)(model())) {
      const { name } = model().parameters[chunk.parameter]!
      expect(Plan.drawChunk(model())(rng)(chunk)).toEqual(tensors.get(name)!.data.slice(chunk.start, chunk.stop))
    }
  })

  test('draws the same as a replay of the native stream', () => {
    const replay = right(Replay.decode(serialized, { registry }))
    const [tensors] = right(Plan.sampler(model()))(rng)
    for (const { parameter, tensor } of Replay.tensors(replay)(rng)) {
      expect(tensor).toEqual(tensors.get(replay.parameters[parameter]!.name))
    }
  })

  test('is unsupported by other streams', () => {
    const canonical = { stream: 'torch', language: 'canonical', ...serialized }
    const refused = Replay.decode(canonical, { registry })
    expect(E.isLeft(refused) && refused.left[0]).toMatchObject({ code: 'Unsupported' })
  })
})

describe('threads that load a module', () => {
  let pool: Pool
  beforeAll(() => {
    pool = right(openThreads(threads()))
  })
  afterAll(() => pool.close())

  test.each(['laplace', 'hadamard', 'toeplitz'])('draw what the calling thread draws: %s', async (name) => {
    const initializer = right(Initializer.decode(name, registry))
    const spec = { shape: [64, 64] }
    const drawn = await sampler({ threads: pool, registry, chunkElements: 500 })(spec)(initializer)(rng)()
    const expected = right(Initializer.sampler(spec, registry)(initializer))(rng)
    expect(right(drawn)[0].data).toEqual(expected[0].data)
    expect(right(drawn)[1]).toEqual(expected[1])
  })

  test('write the file that the calling thread writes', async () => {
    const model = right(
      pipe(
        Plan.decode(serialized, registry),
        E.chain((plan) => Plan.toModel(plan, registry))
      )
    )
    const write = (name: string, options: object) => initialize({ rng, path: join(place, name), ...options })(model)()
    const place = folder()
    const [one, many] = [await write('one', {}), await write('many', { threads: pool, chunkElements: 300 })]
    expect(right(one).sha256).toBe(right(many).sha256)
    expect(readFileSync(join(place, 'one'))).toEqual(readFileSync(join(place, 'many')))
  })

  test('fail at the first draw if a module cannot be loaded', async () => {
    const place = folder()
    const broken = right(openThreads({ ...threads(), modules: [pathToFileURL(join(place, 'none.js'))] }))
    const drawn = await sampler({ threads: broken, registry })({ shape: [5] })(right(Initializer.decode('ones')))(rng)()
    await broken.close()
    expect(E.isLeft(drawn) && drawn.left).toMatchObject([
      { code: 'WorkerFailed', received: expect.stringContaining('a JavaScript module that can be loaded') as string }
    ])
  })

  test('fail with a sentence if they do not have an initializer', async () => {
    const builtIn = right(openThreads({ ...threads(), modules: [] }))
    const laplace = right(Initializer.decode('laplace', registry))
    const drawn = await sampler({ threads: builtIn, registry })({ shape: [5] })(laplace)(rng)()
    await builtIn.close()
    expect(E.isLeft(drawn) && drawn.left).toMatchObject([{ code: 'UnknownName', received: '"Laplace"' }])
  })
})
