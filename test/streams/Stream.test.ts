import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import * as presets from '../../src/initializers/presets.js'
import * as Rng from '../../src/Rng.js'
import { native } from '../../src/streams/Stream.js'
import { names, open, optionsOf } from '../../src/streams/index.js'
import { right } from './golden.js'

describe('native', () => {
  const rng = right(native.fromSeed(42))

  it('is the library itself', () => {
    expect(E.right(rng)).toEqual(Rng.fromSeed(42))
    expect(native.decode('he_normal')).toEqual(Initializer.decode('he_normal'))
    const spec = { shape: [3, 5], dtype: 'float64' } as const
    expect(right(native.sampler(spec)(presets.heNormal))(rng)).toEqual(
      right(Initializer.sampler(spec)(presets.heNormal))(rng)
    )
  })

  it('adopts every initializer, and means what it says', () => {
    expect(native.fromInitializer(presets.heNormal)).toEqual(E.right(presets.heNormal))
    expect(native.toInitializer(presets.heNormal)).toEqual(E.right(presets.heNormal))
  })

  it('gives a parameter the child of its name, wherever it is', () => {
    expect(native.parameter!('dense/kernel', 3, 9)(rng)).toEqual(Rng.foldIn('dense/kernel')(rng))
  })
})

describe.each(names)('the stream %s', (name) => {
  const stream = right(open(name))

  it('has its name, and every first word of its options for a default', () => {
    expect(stream.name).toBe(name)
    const firsts = Object.entries(optionsOf(name)).map(([key, words]) => [key, words === 'integer' ? null : words[0]])
    const explicit = right(open(name, Object.fromEntries(firsts)))
    expect(explicit.fromSeed(3)).toEqual(stream.fromSeed(3))
  })

  it('says in the library’s terms what it has adopted', () => {
    const uniform = right(Initializer.decode({ class_name: 'RandomUniform', config: { minval: -0.5, maxval: 0.25 } }))
    const constant = right(Initializer.decode('zeros'))
    for (const initializer of name === 'jax' ? [constant] : [uniform, constant]) {
      expect(E.chain(stream.toInitializer)(stream.fromInitializer(initializer))).toEqual(E.right(initializer))
    }
  })

  it('draws zeros of its own dtype without moving on', () => {
    const state = right(stream.fromSeed(1))
    const run = right(
      E.chain(stream.sampler({ shape: [2, 2] }))(stream.fromInitializer(right(Initializer.decode('zeros'))))
    )
    const [{ dtype, data }, next] = run(state)
    expect([dtype, Array.from(data)]).toEqual([stream.dtype, [0, 0, 0, 0]])
    expect(next).toEqual(name === 'native' ? expect.anything() : state)
  })
})
