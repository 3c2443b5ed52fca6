/**
 * Small Keras 3.15.1 models after `keras.utils.set_random_seed`, each read from its file, on three backends. Each weight has
 * the bytes that Keras drew, or the replay names the layer whose seeds the file does not show. Recorded by
 * scripts/differential/keras_models.py.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fromModel } from '../../src/importers/index.js'
import * as Plan from '../../src/plan/index.js'
import * as Replay from '../../src/replay/index.js'
import { errors, right } from '../support/either.js'

type Recorded = readonly [name: string, shape: ReadonlyArray<number>, sha256: string]

interface Case {
  readonly name: string
  readonly model: unknown
  readonly weights: Readonly<Record<'torch' | 'jax' | 'tensorflow', ReadonlyArray<Recorded>>>
}

const file = join(import.meta.dirname, '..', 'vectors', 'keras-models.json.gz')
const { seed, models } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
  readonly seed: number
  readonly models: ReadonlyArray<Case>
}

/** What the file of a model does not show. */
const refused: Readonly<Record<string, string>> = {
  crop: 'the file does not show how many seeds the RandomCrop random_crop takes'
}

/** Names, shapes and hashes; those of `Orthogonal`, which is within 1e-5 of Keras, have no hash. */
const replayed = (backend: string, model: unknown): ReadonlyMap<string, unknown> => {
  const plan = right(fromModel(model)).plan
  const stream = { name: `keras-${backend}`, options: { seeding: 'global' } }
  const replay = right(Replay.decode({ ...Plan.compact()(plan), stream, language: 'canonical' }))
  const tensors = [...Replay.tensors(replay)(right(replay.stream.fromSeed(seed)))]
  return new Map(
    tensors.map(({ parameter, tensor: { shape, data } }) => {
      const { name, initializer } = plan.parameters[parameter]!
      return [name, [shape, initializer._tag === 'Orthogonal' ? 'within 1e-5' : sha256(data)]]
    })
  )
}

const sha256 = (data: ArrayBufferView): string =>
  createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')

describe.each(['torch', 'jax', 'tensorflow'] as const)('on %s', (backend) => {
  const drawn = models.filter(({ name }) => !Object.hasOwn(refused, name))

  test.each(drawn)('$name', ({ model, weights }) => {
    const found = replayed(backend, model)
    const expected = weights[backend].map(([name, shape, hash]) => {
      const isOrthogonal = /\/recurrent_kernel$/.test(name)
      return [name, [shape, isOrthogonal ? 'within 1e-5' : hash]] as const
    })
    expect(found).toEqual(new Map(expected))
  })

  test.each(Object.entries(refused))('%s is refused, and the layer is named', (refusedName, reason) => {
    const { model } = models.find(({ name }) => name === refusedName)!
    const stream = { name: `keras-${backend}`, options: { seeding: 'global' } }
    const plan = Plan.compact()(right(fromModel(model)).plan)
    expect(errors(Replay.decode({ ...plan, stream, language: 'canonical' }))).toMatchObject([
      { code: 'MissingKey', path: ['parameters', 'sequential/conv2d/kernel', 'seed'], received: reason }
    ])
  })
})
