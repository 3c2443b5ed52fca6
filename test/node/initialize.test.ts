import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, test } from 'vitest'
import { Safetensors } from '../../src/formats/index.js'
import { initialize } from '../../src/node/index.js'
import * as Plan from '../../src/plan/index.js'
import * as Rng from '../../src/Rng.js'
import * as Summary from '../../src/Summary.js'
import { folder } from './folder.js'
import { right } from '../support/either.js'

const rng = right(Rng.fromSeed(42))
const modelOf = (parameters: unknown): Plan.Model => right(pipe(Plan.decode({ parameters }), E.chain(Plan.toModel)))
const model = modelOf({
  'block/kernel': { shape: [3, 3, 17, 33], initializer: 'he_normal' },
  'block/bias': { shape: [33], initializer: 'zeros', dtype: 'float16' },
  half: { shape: [1000], initializer: 'glorot_uniform', dtype: 'bfloat16' },
  wide: { shape: [70, 71], initializer: 'lecun_normal', dtype: 'float64' },
  scalar: { shape: [], initializer: { class_name: 'Constant', config: { value: 0.5 } } },
  empty: { shape: [0, 5], initializer: 'he_normal' }
})

const tensors = right(Plan.sampler(model))(rng)[0]
const file = right(Safetensors.encode()([...tensors].map(([name, tensor]) => ({ name, ...tensor }))))

describe('initialize', () => {
  test.each([1 << 20, 2048, 1000, 77])('with chunks of %i elements it writes the file of the sampler', async (n) => {
    const path = join(folder(), 'model.safetensors')
    const result = right(await initialize({ rng, path, chunkElements: n })(model)())
    expect(readFileSync(path).equals(file)).toBe(true)
    expect(result.bytes).toBe(file.length)
  })

  test('the summaries are those of the tensors, to the last bit for chunks of a multiple of 2048', async () => {
    const whole = [...tensors.values()].map(Summary.fromTensor)
    const path = join(folder(), 'model.safetensors')
    for (const chunkElements of [2048, 6144, 1 << 20]) {
      expect(right(await initialize({ rng, path, chunkElements })(model)()).summaries).toEqual(whole)
    }
    const { summaries } = right(await initialize({ rng, path, chunkElements: 77 })(model)())
    summaries.forEach((summary, i) => {
      expect(summary.count).toBe(whole[i]!.count)
      expect(summary.mean).toBeCloseTo(whole[i]!.mean, 12)
    })
  })

  test('a task can be run again', async () => {
    const task = initialize({ rng, path: join(folder(), 'model.safetensors') })(model)
    expect(await task()).toEqual(await task())
  })

  test('progress grows to all bytes of data', async () => {
    const seen: Array<number> = []
    const path = join(folder(), 'model.safetensors')
    await initialize({ rng, path, chunkElements: 500, onProgress: (bytes) => void seen.push(bytes) })(model)()
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(model.bytes)
    expect(seen.length).toBeGreaterThan(10)
  })

  test('an interruption leaves no file', async () => {
    const place = folder()
    const interruption = new AbortController()
    const result = await initialize({
      rng,
      path: join(place, 'model.safetensors'),
      chunkElements: 1000,
      onProgress: (bytes) => (bytes > 10_000 ? interruption.abort() : undefined),
      signal: interruption.signal
    })(model)()
    expect(result).toMatchObject({ left: [{ code: 'Interrupted', received: 'interrupted' }] })
    expect(readdirSync(place)).toEqual([])
  })

  test('what the format cannot hold is reported before anything is written', async () => {
    const place = folder()
    const model = modelOf({ w: { shape: [2], initializer: 'ones' } }) // a plan has no such name
    const odd = { ...model, parameters: model.parameters.map((entry) => ({ ...entry, name: '__metadata__' })) }
    expect(await initialize({ rng, path: join(place, 'a.safetensors') })(odd)()).toMatchObject({
      left: [{ code: 'BadName', path: ['parameters', 0, 'name'] }]
    })
    expect(readdirSync(place)).toEqual([])
  })
})
