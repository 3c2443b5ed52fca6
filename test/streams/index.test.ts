import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, expectTypeOf, it, test } from 'vitest'
import { Initializer, type InitializerError } from 'initializers-ts'
import {
  type AnyStream,
  init,
  jax,
  type Name,
  names,
  open,
  optionsOf,
  parse,
  type Stream
} from '../../src/streams/index.js'
import { cases, sha256 } from './golden.js'
import { right } from '../support/either.js'

const problems = (result: E.Either<ReadonlyArray<{ readonly code: string; readonly path: unknown }>, unknown>) =>
  pipe(
    result,
    E.match(
      (errors) => errors.map(({ code, path }) => [code, path]),
      () => []
    )
  )

describe('init', () => {
  it('draws the tensor of the framework', () => {
    const weights = right(init('keras-torch')({ shape: [64, 48], seed: 42 })('he_normal'))
    const recorded = cases('keras-torch').find(({ id }) => id === 'keras-torch.VS.truncated_normal.42')
    expect(sha256(weights)).toBe(recorded?.sha256_le)
  })

  it('reports the errors of the config and of the seed at once', () => {
    expect(problems(init('torch')({ shape: [2], seed: 0.5 })('kaiming_unifrm_'))).toEqual([
      ['UnknownName', []],
      ['BadSeed', ['seed']]
    ])
    expect(problems(init('torch')({ shape: [-2], seed: 0.5 })('uniform_')).map(([, path]) => path)).toEqual([
      ['shape', 0],
      ['seed']
    ])
  })

  it('reports a wrong name and wrong options', () => {
    // @ts-expect-error no stream has this name
    expect(problems(init('torhc')({ shape: [2], seed: 0 })('uniform_'))).toEqual([['UnknownName', ['name']]])
    // @ts-expect-error torch has no such profile
    expect(problems(init('torch', { profile: 'sse' })({ shape: [2], seed: 0 })('uniform_'))).toEqual([
      ['UnknownValue', ['options', 'profile']]
    ])
  })
})

describe('open', () => {
  it('has the types of configs and states of the stream', () => {
    const drawn = pipe(
      E.Do,
      E.bind('stream', () => open('jax')),
      E.bind('config', () => Initializer.decode('he_normal')),
      E.bind('run', ({ stream, config }) => stream.sampler({ shape: [2] })(config)),
      E.bind('key', () => jax.key(42)),
      E.map(({ run, key }) => run(key)[0])
    )
    expect(drawn).toEqual(init('jax')({ shape: [2], seed: 42 })('he_normal'))
    expectTypeOf(right(open('jax'))).toEqualTypeOf<Stream<Initializer.Initializer, jax.Key>>()
    expectTypeOf(open<Name>).returns.toEqualTypeOf<InitializerError.Validated<AnyStream>>()
  })

  it('is typed by the name of the stream', () => {
    const streams = [
      open('native', {}),
      open('jax', { jit: true, keys: 'split' }),
      open('tensorflow1', { graph_seed: 7, next: 'op' }),
      open('keras-torch', { version: '2.11', seeding: 'global' })
    ]
    expect(streams.filter(E.isLeft)).toEqual([])
    const refused = [
      // @ts-expect-error a boolean is not a text
      open('jax', { jit: 'true' }),
      // @ts-expect-error keras-torch has no option `bits`
      open('keras-torch', { bits: 'legacy' }),
      // @ts-expect-error an integer is not a text
      open('tensorflow1', { graph_seed: '7' }),
      // @ts-expect-error native has no options
      open('native', { profile: 'fma' })
    ]
    expect(refused.flatMap(problems)).toEqual([
      ['WrongType', ['options', 'jit']],
      ['UnknownKey', ['options', 'bits']],
      ['WrongType', ['options', 'graph_seed']],
      ['UnknownKey', ['options', 'profile']]
    ])
  })
})

describe('parse', () => {
  /** A text or a value for each option of a stream, none of them a default. */
  const given = (name: Name) =>
    Object.entries(optionsOf(name)).map(([key, kind]) => {
      if (kind === 'boolean') return [key, 'true', true]
      return kind === 'integer' ? [key, '-7', -7] : [key, kind[1], kind[1]]
    })

  it.each(names)('reads texts as the values that they name: %s', (name) => {
    const texts = Object.fromEntries(given(name).map(([key, text]) => [key, text] as const)) as object
    const values = Object.fromEntries(given(name).map(([key, , value]) => [key, value] as const)) as object
    const [parsed, opened] = [right(parse(name, texts)), right(parse(name, values))]
    expect(parsed.fromSeed(2 ** 40)).toEqual(opened.fromSeed(2 ** 40))
    const root = right(parsed.fromSeed(3))
    expect(parsed.parameter?.('w', 1, 3)(root)).toEqual(opened.parameter?.('w', 1, 3)(root))
  })

  it('refuses texts that name no value', () => {
    expect(problems(parse('jax', { jit: 'yes', x64: 'True' }))).toEqual([
      ['WrongType', ['options', 'jit']],
      ['WrongType', ['options', 'x64']]
    ])
    expect(problems(parse('jaxx'))).toEqual([['UnknownName', ['name']]])
    expect(problems(parse('jax', 'fma'))).toEqual([['WrongType', ['options']]])
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

test.each(names)('values that are no seeds of %s are refused without an exception', (name) => {
  const stream = right(open(name))
  const accepted = hostile.filter((seed) => E.isRight(stream.fromSeed(seed as number)))
  expect(accepted).toEqual(name === 'numpy' ? [[]] : []) // an empty list is a seed to default_rng
})

test.each(names)('values that are no specs are refused by %s', (name) => {
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

test.each(drawing)('an empty tensor takes no words: %j of torch', (call) => {
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
