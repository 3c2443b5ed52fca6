import { describe, expect, it } from 'vitest'
import { DType, Initializer, Ones } from 'initializers-ts'
import { behavesAsInitializer, described, drawn, made, root } from '../support/initializers.js'
import { right } from '../support/either.js'

behavesAsInitializer({
  className: 'Ones',
  snake: 'ones',
  defaults: {},
  config: {},
  shape: [3, 4],
  hasSeed: false,
  words: () => 0
})

describe('ones', () => {
  it.each(DType.all)('are 1 everywhere in %s', (dtype) => {
    expect(drawn(made('Ones'), [2, 3], dtype)).toEqual(Float64Array.of(1, 1, 1, 1, 1, 1))
  })

  it('return the given state', () => {
    expect(right(Initializer.sampler({ shape: [5] })(made('Ones')))(root)[1]).toBe(root)
  })

  it('are one number in their description', () => {
    expect(described(made('Ones'), [5])).toMatchObject({
      content: { _tag: 'Constant', value: 1 },
      mean: 1,
      stddev: 0,
      low: 1,
      high: 1,
      fans: null,
      words: 0,
      bytes: 40,
      elementwise: true
    })
  })

  it('have a config with only a dtype', () => {
    const ones = right(Ones.fromConfig({ dtype: 'bfloat16' }))
    expect(ones).toEqual({ _tag: 'Ones', dtype: 'bfloat16' })
    expect(Ones.getConfig(ones)).toEqual({ dtype: 'bfloat16' })
  })
})
