import { describe, expect, it } from 'vitest'
import { Rng } from 'initializers-ts'
import { chainLaws, samplerLaws, wordLaws } from 'initializers-ts/laws'
import { right } from '../support/either.js'
import { namesOf } from './names.js'

const rng = right(Rng.fromSeed(42))
const word: Rng.Sampler<number> = Rng.sampler((g) => g.next())

describe('samplerLaws', () => {
  it('hold of a sampler that reads a word', () => {
    expect(namesOf(samplerLaws(word), rng)).toEqual([])
  })

  it('detect a sampler with memory', () => {
    let calls = 0
    expect(
      namesOf(
        samplerLaws((r) => [calls++, r]),
        rng
      )
    ).toContain('deterministic')
  })

  it('detect a sampler that returns the same array again', () => {
    const array = new Int32Array(4)
    const reusing: Rng.Sampler<Int32Array> = (r) => {
      const [words, next] = Rng.sampler((g) => [g.next(), g.next(), g.next(), g.next()])(r)
      array.set(words)
      return [array, next]
    }
    expect(namesOf(samplerLaws(reusing), rng)).toContain('withoutAliasing')
  })

  it('detect a sampler that depends on the identity of the state', () => {
    expect(
      namesOf(
        samplerLaws((r) => [r === rng, r]),
        rng
      )
    ).toContain('extensional')
  })

  it('detect a sampler that changes its state', () => {
    const state = [1, 2, 3, 4]
    const mutable = { generator: 'xoroshiro128plus', state } as unknown as Rng.Rng
    const changing: Rng.Sampler<number> = (r) => [(state[0] = (state[0] ?? 0) + 1), r]
    expect(namesOf(samplerLaws(changing), mutable)).toContain('withoutSideEffects')
  })

  it('detect a next state that cannot be serialized', () => {
    const broken = (r: Rng.Rng): [number, Rng.Rng] => [0, { ...r, state: [0, 0, 0, 0] }]
    expect(namesOf(samplerLaws(broken), rng)).toEqual(['serializableState'])
  })
})

describe('wordLaws', () => {
  const same: Rng.Sampler<number> = (r) => [0, r]
  const copy: Rng.Sampler<number> = (r) => [0, { ...r }]

  it.each([
    ['one word', 1, word, []],
    ['one word instead of two', 2, word, ['advances']],
    ['no word instead of one', 1, same, ['advances', 'changesState']],
    ['no word', 0, same, []],
    ['no word, but another state object', 0, copy, ['keepsState']]
  ])('%s', (_, words, sampler, expected) => {
    expect(namesOf(wordLaws(words)(sampler), rng)).toEqual(expected)
  })
})

describe('chainLaws', () => {
  it('hold of samplers that read words', () => {
    expect(namesOf(chainLaws({ a: 1, fa: word, f: () => word, g: () => word }), rng)).toEqual([])
  })

  it('detect a function that is not a function of its argument', () => {
    let calls = 0
    const f = (): Rng.Sampler<number> => (r) => [calls++, r]
    expect(namesOf(chainLaws({ a: 1, fa: word, f, g: () => word }), rng)).toContain('leftIdentity')
  })
})
