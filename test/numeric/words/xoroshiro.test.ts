import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { xorshift128plusFromState } from 'pure-rand/generator/xorshift128plus'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillXoroshiro128plus, fillXorshift128plus } from '../../../src/numeric/words/xoroshiro.js'

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })

describe.each([
  ['xoroshiro128plus', fillXoroshiro128plus, xoroshiro128plusFromState],
  ['xorshift128plus', fillXorshift128plus, xorshift128plusFromState]
] as const)('the loop of %s', (_, fill, fromState) => {
  it('gives pure-rand’s words and next state, from any state and in pieces of any length', () => {
    fc.assert(
      fc.property(
        fc.tuple(word, word, word, word),
        fc.array(fc.nat({ max: 300 }), { maxLength: 4 }),
        (start, lengths) => {
          const state = Int32Array.from(start)
          const theirs = fromState(start)
          for (const n of lengths) {
            const out = new Int32Array(n)
            fill(state, n, out)
            expect([...out]).toEqual(Array.from({ length: n }, () => theirs.next()))
            expect([...state]).toEqual(theirs.getState())
          }
        }
      ),
      { seed: 20261123, numRuns: 300 }
    )
  })
})
