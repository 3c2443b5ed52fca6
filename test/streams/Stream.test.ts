import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import * as presets from '../../src/initializers/presets.js'
import * as Rng from '../../src/Rng.js'
import * as Tensor from '../../src/Tensor.js'
import { native } from '../../src/streams/Stream.js'
import { names, open, optionsOf, parse } from '../../src/streams/index.js'
import { right } from '../support/either.js'

describe('native', () => {
  const rng = right(native.fromSeed(42))

  it('draws as Initializer does', () => {
    expect(E.right(rng)).toEqual(Rng.fromSeed(42))
    expect(native.decode('he_normal')).toEqual(Initializer.decode('he_normal'))
    const spec = { shape: [3, 5], dtype: 'float64' } as const
    expect(right(native.sampler(spec)(presets.heNormal))(rng)).toEqual(
      right(Initializer.sampler(spec)(presets.heNormal))(rng)
    )
  })

  it('has every initializer as its own config', () => {
    expect(native.fromInitializer(presets.heNormal)).toEqual(E.right(presets.heNormal))
    expect(native.toInitializer(presets.heNormal)).toEqual(E.right(presets.heNormal))
  })

  it('draws a slice without the rest of the tensor', () => {
    const spec = { shape: [4, 6], dtype: 'float32' } as const
    const box = [[1, 3], [0, 6]] as const // prettier-ignore
    const [whole, next] = right(native.sampler(spec)(presets.heNormal))(rng)
    const [rows, after] = right(native.slice!({ ...spec, box })(presets.heNormal))(rng)
    expect([rows, after]).toEqual([Tensor.slice(box)(whole), next])
  })

  it('gives a parameter the child state of its name, at every index', () => {
    expect(native.parameter!('dense/kernel', 3, 9)(rng)).toEqual(Rng.foldIn('dense/kernel')(rng))
  })
})

describe.each(names)('the stream %s', (name) => {
  const stream = right(open(name))

  it('has its name', () => {
    expect(stream.name).toBe(name)
  })

  it('opens with the defaults of its table', () => {
    const defaults = Object.entries(optionsOf(name)).map(([key, kind]) => {
      if (kind === 'boolean') return [key, false]
      return [key, kind === 'integer' ? null : kind[0]]
    })
    const explicit = right(parse(name, Object.fromEntries(defaults)))
    expect(explicit.fromSeed(3)).toEqual(stream.fromSeed(3))
  })

  it('converts an initializer to a config and back', () => {
    const uniform = right(Initializer.decode({ class_name: 'RandomUniform', config: { minval: -0.5, maxval: 0.25 } }))
    const constant = right(Initializer.decode('zeros'))
    for (const initializer of name === 'jax' ? [constant] : [uniform, constant]) {
      expect(E.chain(stream.toInitializer)(stream.fromInitializer(initializer))).toEqual(E.right(initializer))
    }
  })

  it('draws zeros of its default dtype and returns the same state', () => {
    const state = right(stream.fromSeed(1))
    const run = right(
      E.chain(stream.sampler({ shape: [2, 2] }))(stream.fromInitializer(right(Initializer.decode('zeros'))))
    )
    const [{ dtype, data }, next] = run(state)
    expect([dtype, Array.from(data)]).toEqual([stream.dtype, [0, 0, 0, 0]])
    expect(next).toEqual(name === 'native' ? expect.anything() : state)
  })
})
