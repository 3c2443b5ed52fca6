import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it, test } from 'vitest'
import { init, names, open, openWith } from '../../src/streams/index.js'
import { cases, right, sha256 } from './golden.js'

const problems = (result: E.Either<ReadonlyArray<{ readonly code: string; readonly path: unknown }>, unknown>) =>
  pipe(
    result,
    E.match(
      (errors) => errors.map(({ code, path }) => [code, path]),
      () => []
    )
  )

describe('init', () => {
  it('is a tensor of the framework', () => {
    const weights = right(init('keras-torch')({ shape: [64, 48], seed: 42 })('he_normal'))
    const recorded = cases('keras-torch').find(({ id }) => id === 'keras-torch.VS.truncated_normal.42')
    expect(sha256(weights)).toBe(recorded?.sha256_le)
  })

  it('says what is wrong with the config and the seed at once', () => {
    expect(problems(init('torch')({ shape: [2], seed: 0.5 })('kaiming_unifrm_'))).toEqual([
      ['UnknownName', []],
      ['BadSeed', ['seed']]
    ])
    expect(problems(init('torch')({ shape: [-2], seed: 0.5 })('uniform_')).map(([, path]) => path)).toEqual([
      ['shape', 0],
      ['seed']
    ])
  })

  it('says what is wrong with the stream', () => {
    expect(problems(init('torhc')({ shape: [2], seed: 0 })('uniform_'))).toEqual([['UnknownName', ['name']]])
    expect(problems(init('torch', { profile: 'sse' })({ shape: [2], seed: 0 })('uniform_'))).toEqual([
      ['UnknownValue', ['options', 'profile']]
    ])
  })
})

const hostile: ReadonlyArray<unknown> = [
  null,
  undefined,
  NaN,
  0.5,
  '1',
  {},
  [],
  [null],
  true,
  -(2n ** 70n),
  Symbol('x')
]

test.each(names)('a seed of %s that is none is refused, and never throws', (name) => {
  const stream = right(openWith(name)({}))
  const accepted = hostile.filter((seed) => E.isRight(stream.fromSeed(seed as number)))
  expect(accepted).toEqual(name === 'numpy' ? [[]] : []) // an empty list is a seed to default_rng
})

test.each(names)('a spec of %s that is none is refused', (name) => {
  for (const spec of [null, undefined, 3, []]) {
    expect(
      E.isLeft(init(name)(spec as never)(name === 'numpy' ? 'zeros' : name === 'torch' ? 'zeros_' : 'zeros'))
    ).toBe(true)
  }
})

const drawing = [
  'uniform_',
  'normal_',
  'trunc_normal_',
  'kaiming_normal_',
  'orthogonal_',
  { class_name: 'sparse_', config: { sparsity: 0.5 } }
]

test.each(drawing)('no elements take no words: %j of torch', (call) => {
  const stream = right(open('torch'))
  const root = right(stream.fromSeed(1))
  for (const shape of [
    [0, 4],
    [4, 0]
  ]) {
    const result = pipe(stream.decode(call), E.chain(stream.sampler({ shape })))
    if (E.isLeft(result)) continue // PyTorch has no fans for it either
    const [{ data }, next] = result.right(root)
    expect(data.length).toBe(0)
    expect(next).toBe(root)
  }
})
