import * as E from 'fp-ts/Either'
import { describe, expect, it, test } from 'vitest'
import { checkDialect, dialects, specOf, write } from '../../src/dialects/index.js'

test.each(dialects)('%s is registered under the name in its spec', (dialect) => {
  expect(specOf(dialect).name).toBe(dialect)
  expect(checkDialect(dialect)).toEqual(E.right(dialect))
})

describe('specs are values that code computes with', () => {
  it('what `normal` draws', () => {
    expect(specOf('keras3').distributions.normal).toBe('truncated_normal')
    expect(specOf('jax').distributions.normal).toBe('untruncated_normal')
    expect(specOf('torch').distributions.normal).toBeUndefined()
  })

  it('the default distribution is the first one', () => {
    const first = dialects.map((dialect) => Object.keys(specOf(dialect).distributions)[0])
    const [truncated, normal, none] = ['truncated_normal', 'normal', undefined]
    expect(first).toEqual([
      truncated,
      truncated,
      normal,
      normal,
      none,
      truncated,
      truncated,
      normal,
      truncated,
      none,
      none
    ])
  })

  it('whether null stands for the default, stated by each dialect', () => {
    expect(dialects.filter((dialect) => !specOf(dialect).nullIsDefault)).toEqual(['jax', 'torch', 'burn'])
  })
})

test.each(dialects)('%s does not have an initializer that a user defined', (dialect) => {
  const laplace = { _tag: 'Laplace', scale: 2, seed: null, dtype: null }
  expect(write(dialect)(laplace)).toMatchObject(
    E.left([
      { code: 'Unsupported', path: ['_tag'], expected: `an initializer that ${dialect} has`, received: '"Laplace"' }
    ])
  )
})
