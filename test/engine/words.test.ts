import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { Rng } from 'initializers-ts'
import { reader } from '../../src/engine/words.js'

const seeded = (generator: Rng.Generator): Rng.Rng =>
  E.getOrElse((): Rng.Rng => {
    throw new Error('9 is a seed')
  })(Rng.fromSeed(9, generator))

describe.each(['xoroshiro128plus', 'xorshift128plus', 'threefry2x32', 'philox4x32'] as const)(
  'a reader of %s',
  (name) => {
    const words = Rng.sampler((g) => Array.from({ length: 3000 }, () => g.next()))(seeded(name))[0]

    it('reads the words of the generator, and skips some', () => {
      const { read, skip } = reader(seeded(name))
      const out = new Int32Array(4)
      read(2, out)
      expect([...out]).toEqual([words[0], words[1], 0, 0])
      skip(2500)
      read(4, out)
      expect([...out]).toEqual(words.slice(2502, 2506))
    })

    it('has the state at its position', () => {
      const rng = seeded(name)
      const { read, skip, state } = reader(rng)
      expect([...state()]).toEqual(rng.state)
      read(3, new Int32Array(3))
      skip(1000)
      skip(7)
      expect([...state()]).toEqual(Rng.skipWords(1010)(rng).state)
    })
  }
)
