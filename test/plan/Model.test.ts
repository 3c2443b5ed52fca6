import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Initializer, presets, Rng } from 'initializers-ts'
import * as Plan from 'initializers-ts/plan'
import { right } from '../support/either.js'

const rng = right(Rng.fromSeed(42))

const serialized = {
  parameters: {
    a: { shape: [5], dtype: 'float16', initializer: 'ones' },
    b: { shape: [2, 3], dtype: 'float64', initializer: 'he_normal' },
    c: { shape: [3], dtype: 'float32', initializer: 'random_normal' },
    d: { shape: [0, 4], dtype: 'float32', initializer: 'zeros' },
    e: { shape: [], dtype: 'bfloat16', initializer: 'glorot_uniform' },
    f: { shape: [1], dtype: 'float64', initializer: 'random_uniform' }
  }
} as const

const plan = right(Plan.decode(serialized))
const model = right(Plan.toModel(plan))

describe('the layout of a model', () => {
  it('is by descending element size, then in the plan’s order, without gaps', () => {
    // b 48 bytes, f 8, c 12, d 0, a 10, e 2
    expect(model.parameters.map(({ name, byteOffset }) => [name, byteOffset])).toEqual([
      ['a', 68],
      ['b', 0],
      ['c', 56],
      ['d', 68],
      ['e', 78],
      ['f', 48]
    ])
    expect(model.bytes).toBe(80)
  })
})

describe('the chunks of a model', () => {
  it('have a maximum length and are in the order of the data', () => {
    expect([...Plan.chunks(4)(model)]).toEqual([
      { parameter: 1, start: 0, stop: 4, byteOffset: 0 },
      { parameter: 1, start: 4, stop: 6, byteOffset: 32 },
      { parameter: 5, start: 0, stop: 1, byteOffset: 48 },
      { parameter: 2, start: 0, stop: 3, byteOffset: 56 },
      { parameter: 0, start: 0, stop: 4, byteOffset: 68 },
      { parameter: 0, start: 4, stop: 5, byteOffset: 76 },
      { parameter: 4, start: 0, stop: 1, byteOffset: 78 }
    ])
  })

  it.each([0, -5, NaN])('are of one element for the length %d', (length) => {
    const chunks = [...Plan.chunks(length)(model)]
    expect(chunks).toHaveLength(5 + 6 + 3 + 0 + 1 + 1)
    expect(chunks.every(({ start, stop }) => stop === start + 1)).toBe(true)
  })

  it('can be listed again and again', () => {
    const chunks = Plan.chunks(4)(model)
    expect([...chunks]).toEqual([...chunks])
  })

  it('hold the elements of the tensors', () => {
    const tensors = right(Plan.sampler(model))(rng)[0]
    for (const chunk of Plan.chunks(2)(model)) {
      const { name } = model.parameters[chunk.parameter]!
      expect(Plan.drawChunk(model)(rng)(chunk)).toEqual(tensors.get(name)!.data.slice(chunk.start, chunk.stop))
    }
  })

  it('do not split a draw that is not elementwise', () => {
    const q = { shape: [3, 2], dtype: 'float64', initializer: 'orthogonal' } as const
    const blocks = {
      blocks: [
        { size: 3, initializer: 'orthogonal' },
        { size: 2, initializer: 'ones' }
      ]
    }
    const mixed = right(
      Plan.toModel(
        right(
          Plan.decode({
            parameters: {
              q,
              w: { ...q, initializer: 'he_normal' },
              half: { shape: [2, 5], dtype: 'float64', initializer: { class_name: 'Blocks', config: blocks } },
              none: { ...q, shape: [0, 2] }
            }
          })
        )
      )
    )
    const cut = [...Plan.chunks(4)(mixed)]
    expect(cut).toEqual([
      { parameter: 0, start: 0, stop: 6, byteOffset: 0 },
      { parameter: 1, start: 0, stop: 4, byteOffset: 48 },
      { parameter: 1, start: 4, stop: 6, byteOffset: 80 },
      { parameter: 2, start: 0, stop: 10, byteOffset: 96 }
    ])
    const tensors = right(Plan.sampler(mixed))(rng)[0]
    for (const chunk of cut) {
      const { name } = mixed.parameters[chunk.parameter]!
      expect(Plan.drawChunk(mixed)(rng)(chunk)).toEqual(tensors.get(name)!.data.slice(chunk.start, chunk.stop))
    }
  })

  it('can be part of a parameter that does not fit into memory', () => {
    const huge = right(
      Plan.toModel(right(Plan.decode({ parameters: { w: { shape: [2 ** 45], initializer: 'he_normal' } } })))
    )
    const chunk = { parameter: 0, start: 2 ** 45 - 2, stop: 2 ** 45, byteOffset: 0 }
    expect(Plan.drawChunk(huge)(rng)(chunk)).toHaveLength(2)
    expect(E.isLeft(Plan.sampler(huge))).toBe(true)
  })
})

describe('the tensors of a model', () => {
  const [tensors, next] = right(Plan.sampler(model))(rng)

  it('are drawn each from the child of its name', () => {
    for (const { name, shape, dtype, initializer } of plan.parameters) {
      const alone = right(Initializer.sampler({ shape, dtype })(initializer))(Rng.foldIn(name)(rng))[0]
      expect(tensors.get(name)).toEqual(alone)
    }
    expect([...tensors.keys()]).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  it('return the state after one word', () => {
    expect(next).toEqual(right(Rng.skip(1)(rng)))
  })

  it('do not depend on other parameters', () => {
    const w = (name: string, initializer: Initializer.Initializer = presets.heNormal): Plan.Parameter => ({
      name,
      shape: [8],
      dtype: 'float32',
      initializer
    })
    const draw = (...parameters: ReadonlyArray<Plan.Parameter>) =>
      right(Plan.sampler(right(Plan.toModel({ ...plan, parameters }))))(rng)[0]
    const before = draw(w('x'), w('y'))
    for (const after of [
      draw(w('x'), w('new'), w('y')),
      draw(w('y'), w('x')),
      draw(w('y')),
      draw(w('x', presets.glorotUniform), w('y'))
    ]) {
      expect(after.get('y')).toEqual(before.get('y'))
    }
    expect(before.get('x')).not.toEqual(before.get('y'))
    expect(draw(w('z')).get('z')).not.toEqual(before.get('x'))
  })

  it('ignore the seeds of their initializers', () => {
    const seeded = {
      ...plan,
      parameters: plan.parameters.map((p) =>
        'seed' in p.initializer ? { ...p, initializer: { ...p.initializer, seed: 99 } } : p
      )
    }
    expect(right(Plan.sampler(right(Plan.toModel(seeded))))(rng)[0]).toEqual(tensors)
  })
})

describe('a model that cannot be drawn', () => {
  it('has an error for every parameter that cannot be drawn', () => {
    const bad = right(
      Plan.decode({
        parameters: {
          a: { shape: [1], dtype: 'float16', initializer: { class_name: 'Constant', config: { value: 1e6 } } },
          b: { shape: [1], initializer: 'ones' },
          c: { shape: [1], dtype: 'float16', initializer: { class_name: 'RandomNormal', config: { stddev: 1e-9 } } }
        }
      })
    )
    const refused = Plan.toModel(bad)
    expect(E.isLeft(refused) && refused.left.map(({ code, path }) => [code, ...path])).toEqual([
      ['NotRepresentable', 'parameters', 'a', 'initializer', 'config', 'value'],
      ['BoundUnderflow', 'parameters', 'c', 'initializer', 'config']
    ])
  })

  it('has two parameters of one name', () => {
    const plan = right(Plan.decode({ parameters: { a: { shape: [4], initializer: 'ones' } } }))
    const refused = Plan.toModel({ ...plan, parameters: [...plan.parameters, ...plan.parameters] })
    expect(E.isLeft(refused) && refused.left).toMatchObject([{ code: 'DuplicateName', path: ['parameters', 1] }])
  })

  it('has more bytes than can be counted', () => {
    const w = { shape: [2 ** 51], initializer: 'zeros' }
    const refused = Plan.toModel(right(Plan.decode({ parameters: { a: w, b: w } })))
    expect(E.isLeft(refused) && refused.left[0].code).toBe('ShapeTooLarge')
  })
})
