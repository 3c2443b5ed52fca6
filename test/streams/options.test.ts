import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { decodeOptions, parseOptions } from '../../src/streams/options.js'

const table = { profile: ['fma', 'nofma'], jit: 'boolean', graph_seed: 'integer' } as const
const decode = decodeOptions(table)
const parse = parseOptions(table)

const errorsOf = (options: ReturnType<typeof decode>) =>
  pipe(
    options,
    E.match(
      (errors) => errors.map(({ code, path, nearest }) => [code, path.join('.'), nearest]),
      () => []
    )
  )

describe.each([
  ['decodeOptions', decode],
  ['parseOptions', parse]
])('%s', (_, read) => {
  it('takes the first word, false and null as defaults', () => {
    expect(read({})).toEqual(E.right({ profile: 'fma', jit: false, graph_seed: null }))
    expect(read({ graph_seed: null })).toEqual(read({}))
  })

  it('keeps what is given', () => {
    const given = { profile: 'nofma', jit: true, graph_seed: -3 }
    expect(read(given)).toEqual(E.right(given))
  })

  it.each<[unknown, ReadonlyArray<unknown>]>([
    [{ profile: 'nofmaa' }, ['UnknownValue', 'profile', 'nofma']],
    [{ jit: 1 }, ['WrongType', 'jit', undefined]],
    [{ jit: 'yes' }, ['WrongType', 'jit', undefined]],
    [{ profil: 'fma' }, ['UnknownKey', 'profil', 'profile']],
    [{ graph_seed: 0.5 }, ['BadSeed', 'graph_seed', undefined]],
    [{ graph_seed: '1e3' }, ['WrongType', 'graph_seed', undefined]],
    [{ graph_seed: '99999999999999999' }, ['WrongType', 'graph_seed', undefined]],
    [5, ['WrongType', '', undefined]]
  ])('refuses %j', (u, expected) => {
    expect(errorsOf(read(u))).toEqual([expected])
  })

  it('reports all errors at once', () => {
    expect(errorsOf(read({ profile: 'x', jit: 'y', z: 1 })).map(([, path]) => path)).toEqual(['profile', 'jit', 'z'])
  })
})

describe('the text of a value', () => {
  const texts = { jit: 'true', graph_seed: '-7' }

  it('is refused by decodeOptions', () => {
    expect(errorsOf(decode(texts))).toEqual([
      ['WrongType', 'jit', undefined],
      ['WrongType', 'graph_seed', undefined]
    ])
  })

  it('is read by parseOptions', () => {
    expect(parse(texts)).toEqual(E.right({ profile: 'fma', jit: true, graph_seed: -7 }))
    expect(parse({ jit: 'false' })).toEqual(parse({}))
  })
})
