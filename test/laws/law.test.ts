import { describe, expect, it } from 'vitest'
import { broken, contramap, equal, law } from 'initializers-ts/laws'
import { properties } from 'initializers-ts/laws/fast-check'
import * as fc from 'fast-check'

const evenLaws = {
  even: law('the number is even', (n: number) => n % 2 === 0),
  positive: law('the number is above 0', (n: number) => n > 0)
}

describe('broken', () => {
  it('is empty for a value that satisfies all laws', () => {
    expect(broken(evenLaws)(4)).toEqual([])
  })

  it('has the name and the description of each broken law, in order', () => {
    expect(broken(evenLaws)(-3)).toEqual([
      { name: 'even', description: 'the number is even' },
      { name: 'positive', description: 'the number is above 0' }
    ])
  })
})

describe('contramap', () => {
  it('applies the laws to what is made of a value', () => {
    const lengthLaws = contramap((s: string) => s.length)(evenLaws)
    expect(lengthLaws.even.description).toBe('the number is even')
    expect(broken(lengthLaws)('ab')).toEqual([])
    expect(broken(lengthLaws)('abc').map(({ name }) => name)).toEqual(['even'])
  })
})

describe('properties', () => {
  it('has a title and a property for each law', () => {
    const [[title, property], [other]] = properties(evenLaws, fc.constant(-2)) as [
      readonly [string, fc.IProperty<[number]>],
      readonly [string, fc.IProperty<[number]>]
    ]
    expect([title, other]).toEqual(['even: the number is even', 'positive: the number is above 0'])
    expect(fc.check(property).failed).toBe(false)
  })

  it('fails with a counterexample', () => {
    const [[, even]] = properties(evenLaws, fc.constantFrom(2, 3)) as [readonly [string, fc.IProperty<[number]>]]
    expect(fc.check(even, { seed: 1 }).counterexample).toEqual([3])
  })
})

describe('equal', () => {
  it.each([
    ['both zeros', -0, 0, false],
    ['NaN and itself', NaN, NaN, true],
    ['arrays of both zeros', Float32Array.of(-0), Float32Array.of(0), false],
    ['arrays of two types', Float32Array.of(1), Float64Array.of(1), false],
    ['equal maps', new Map([['a', [1]]]), new Map([['a', [1]]]), true],
    ['maps with other values', new Map([['a', [1]]]), new Map([['a', [2]]]), false],
    ['an undefined key and a missing one', { a: undefined }, {}, false],
    ['a list and a record', [1], { 0: 1 }, false],
    ['null and a record', null, {}, false]
  ])('%s', (_, a, b, expected) => {
    expect(equal(a, b)).toBe(expected)
  })
})
