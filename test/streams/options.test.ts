import * as E from 'fp-ts/Either'
import { pipe } from 'fp-ts/function'
import { describe, expect, it } from 'vitest'
import { chosen } from '../../src/streams/options.js'

const read = chosen({ profile: ['fma', 'nofma'], jit: ['false', 'true'], graph_seed: 'integer' })

const errorsOf = (u: unknown) =>
  pipe(
    read(u),
    E.match(
      (errors) => errors.map(({ code, path, nearest }) => [code, path.join('.'), nearest]),
      () => []
    )
  )

describe('options', () => {
  it('have the first word of each for a default, and null for an integer', () => {
    expect(read({})).toEqual(E.right({ profile: 'fma', jit: 'false', graph_seed: null }))
    expect(read({ graph_seed: null })).toEqual(read({}))
  })

  it('are what is given', () => {
    const given = { profile: 'nofma', jit: 'true', graph_seed: -3 }
    expect(read(given)).toEqual(E.right(given))
  })

  it.each<[unknown, ReadonlyArray<unknown>]>([
    [{ profile: 'nofmaa' }, ['UnknownValue', 'profile', 'nofma']],
    [{ jit: true }, ['WrongType', 'jit', undefined]],
    [{ profil: 'fma' }, ['UnknownKey', 'profil', 'profile']],
    [{ graph_seed: 0.5 }, ['BadSeed', 'graph_seed', undefined]],
    [{ graph_seed: '7' }, ['WrongType', 'graph_seed', undefined]],
    [5, ['WrongType', '', undefined]]
  ])('%j are refused', (u, expected) => {
    expect(errorsOf(u)).toEqual([expected])
  })

  it('that are wrong are told all at once', () => {
    expect(errorsOf({ profile: 'x', jit: 'y', z: 1 }).map(([, path]) => path)).toEqual(['profile', 'jit', 'z'])
  })
})
