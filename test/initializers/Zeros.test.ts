import { describe, expect, it } from 'vitest'
import { DType, Initializer, Zeros } from 'initializers-ts'
import { behavesAsInitializer, described, drawn, made, root } from '../support/initializers.js'
import { right } from '../support/either.js'

behavesAsInitializer({
  className: 'Zeros',
  snake: 'zeros',
  defaults: {},
  config: {},
  shape: [3, 4],
  hasSeed: false,
  words: () => 0
})

describe('zeros', () => {
  it.each(DType.all)('are 0 everywhere in %s, and never -0', (dtype) => {
    expect(drawn(made('Zeros'), [2, 3], dtype)).toEqual(new Float64Array(6))
  })

  it('return the given state', () => {
    expect(right(Initializer.sampler({ shape: [5] })(made('Zeros')))(root)[1]).toBe(root)
  })

  it('are one number in their description', () => {
    expect(described(made('Zeros'), [5])).toMatchObject({
      content: { _tag: 'Constant', value: 0 },
      mean: 0,
      stddev: 0,
      low: 0,
      high: 0,
      fans: null,
      words: 0,
      elementwise: true
    })
  })

  it.each([[[]], [[0]], [[3, 0, 2]]])('have any shape, such as %j', (shape) => {
    expect(drawn(made('Zeros'), shape)).toEqual(new Float64Array(shape.length === 0 ? 1 : 0))
  })

  it('have a config with only a dtype', () => {
    const zeros = right(Zeros.fromConfig({ dtype: 'float16' }))
    expect(zeros).toEqual({ _tag: 'Zeros', dtype: 'float16' })
    expect(Zeros.getConfig(zeros)).toEqual({ dtype: 'float16' })
    expect(Zeros.getConfig(right(Zeros.fromConfig({})))).toEqual({})
  })
})
