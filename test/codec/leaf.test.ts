import { describe, expect, test } from 'vitest'
import { decode } from '../../src/codec/problems.js'
import { boolean, count, finite, fraction, integer, oneOf, positive, valueThat } from '../../src/codec/leaf.js'
import { problemOf } from './problem.js'

const colour = oneOf('UnknownValue', ['red', 'green'], new Map([['vert', 'green']]))

describe('a number', () => {
  test.each([
    ['finite', finite, [-1.5, 0, 5e-324], [NaN, Infinity], 'NotFinite'],
    ['positive', positive, [5e-324, 1], [0, -1], 'NotPositive'],
    ['positive', positive, [], [NaN, Infinity], 'NotFinite'],
    ['integer', integer, [-3, 0, 2 ** 53 - 1], [0.5, 2 ** 53, NaN], 'BadAxis'],
    ['count', count, [1, 7], [0, -1, 1.5], 'BadCount'],
    ['fraction', fraction, [0, 0.5, 1], [-0.1, 1.1, NaN], 'BadBounds']
  ] as const)('%s', (_, codec, accepted, refused, code) => {
    for (const n of accepted) expect(problemOf(decode(codec)(n))).toBeUndefined()
    for (const n of refused) expect(problemOf(decode(codec)(n))).toMatchObject({ code })
    for (const n of refused) expect(codec.is(n)).toBe(false)
    expect(problemOf(decode(codec)('1'))).toMatchObject({ code: 'WrongType', received: '"1"' })
  })

  test('−0 is read as 0', () => {
    expect(decode(finite)(-0)).toEqual({ _tag: 'Right', right: 0 })
    expect(decode(integer)(-0)).toEqual({ _tag: 'Right', right: 0 })
  })
})

describe('one of several strings', () => {
  test('an alias is read as the string that it stands for', () => {
    expect(decode(colour)('vert')).toEqual({ _tag: 'Right', right: 'green' })
    expect(colour.is('vert')).toBe(false)
  })

  test('an unknown string is refused with the nearest known one', () => {
    expect(problemOf(decode(colour)('gren'))).toMatchObject({
      code: 'UnknownValue',
      expected: 'one of red, green',
      nearest: 'green'
    })
    expect(problemOf(decode(colour)(1))).toMatchObject({ code: 'WrongType' })
  })
})

test('any other value is checked as it is', () => {
  const short = valueThat('short', (u): u is string => typeof u === 'string' && u.length < 3, 'a short text', 'BadName')
  expect(decode(short)('ab')).toEqual({ _tag: 'Right', right: 'ab' })
  expect(problemOf(decode(short)('abc'))).toMatchObject({ code: 'BadName', expected: 'a short text' })
  expect(problemOf(decode(boolean)(1))).toMatchObject({ code: 'WrongType', expected: 'true or false' })
})
