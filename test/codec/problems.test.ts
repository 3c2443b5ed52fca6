import * as E from 'fp-ts/Either'
import { describe, expect, it, test } from 'vitest'
import { fromUnknown, modelLimits } from '../../src/codec/plain.js'
import {
  afterErrors,
  nearest,
  unknownKey,
  unknownName,
  unknownWord,
  unsupportedUnless,
  wrongType
} from '../../src/codec/problems.js'
import { error, fail } from '../../src/InitializerError.js'

const known = ['he_normal', 'he_uniform', 'zeros']

test.each([
  ['he_norml', 'he_normal'],
  ['he_unifrom', 'he_uniform'],
  ['zeroes', 'zeros'],
  ['lecun', undefined],
  ['', undefined],
  ['x'.repeat(65), undefined]
])('the nearest word to %j is %s', (word, expected) => {
  expect(nearest(word, known)).toBe(expected)
})

describe('an unknown word', () => {
  it('names the nearest one', () => {
    expect(unknownWord('UnknownValue', 'one of some', 'zeroes', known, ['config', 'mode'])).toEqual({
      ...{ code: 'UnknownValue', path: ['config', 'mode'], expected: 'one of some', received: '"zeroes"' },
      nearest: 'zeros'
    })
  })

  it('names none if none is near', () => {
    expect(Object.keys(unknownWord('UnknownValue', 'one of some', 'lecun', known))).not.toContain('nearest')
    expect(unknownName('a name', 'lecun', known)).toEqual(fail('UnknownName', 'a name', '"lecun"'))
  })

  it('may be a key, whose value is shown', () => {
    expect(unknownKey('zero', 7, known)).toMatchObject({ code: 'UnknownKey', path: ['zero'], received: '7' })
    expect(unknownKey('zero', 7, [])).toMatchObject({ expected: 'no keys' })
  })
})

test('a value of the wrong type is missing, of another type, or not plain data', () => {
  expect(wrongType(undefined, 'a name')).toEqual(fail('MissingKey', 'a name', 'undefined'))
  expect(wrongType(1, 'a name', ['x'])).toEqual(fail('WrongType', 'a name', '1', ['x']))
  const throws = fromUnknown(modelLimits)(new Proxy({}, { ownKeys: () => [][0] as never }))
  expect(wrongType(throws, 'a name')).toMatchObject(E.left([{ code: 'Unreadable' }]))
})

test('a field is unsupported unless the condition holds', () => {
  expect(unsupportedUnless(true, 'mean', '0', 1)).toEqual([])
  expect(unsupportedUnless(false, 'mean', '0', 1)).toEqual([error('Unsupported', '0', '1', ['config', 'mean'])])
})

test('errors come before those of a value, and make the result a failure', () => {
  const [first, second] = [error('WrongType', 'a', 'b'), error('WrongType', 'c', 'd')]
  expect(afterErrors([first])(E.left([second]))).toEqual(E.left([first, second]))
  expect(afterErrors([first])(E.right(1))).toEqual(E.left([first]))
  expect(afterErrors([])(E.right(1))).toEqual(E.right(1))
})
