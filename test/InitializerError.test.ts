import * as E from 'fp-ts/Either'
import { describe, expect, it } from 'vitest'
import { InitializerError } from 'initializers-ts'
import { andThen, both } from '../src/InitializerError.js'
import { codes, errors, problems } from './support/either.js'

const { all, at, cap, error, fail, fromErrors, maxErrors, message, show } = InitializerError

const one = fail('BadDim', 'a size', '-1', [0])
const two = fail('NotFinite', 'a finite number', 'NaN')

describe('a message', () => {
  // prettier-ignore
  it.each([
    [error('NotPositive', 'a number above 0', '-1'),                              'expected a number above 0, got -1'],
    [error('BadDim', 'a size', '-1', ['shape', 0]),                               'shape[0]: expected a size, got -1'],
    [error('WrongType', 'a number', '"x"', ['config', 'scale']),                  'config.scale: expected a number, got "x"'],
    [error('WrongType', 'a list', '1', ['a.b', 'c']),                             '["a.b"].c: expected a list, got 1'],
    [{ ...error('UnknownName', 'a preset', '"he"'), nearest: 'he_normal' },       'expected a preset, got "he" (did you mean he_normal?)'],
    [error('Interrupted', 'drawing finished', 'interrupted'),                     'interrupted before drawing finished']
  ])('of %j is a sentence', (e, sentence) => {
    expect(message(e)).toBe(sentence)
  })

  it('has at most 80 characters of the input', () => {
    const { received } = error('BadJson', 'JSON', 'x'.repeat(1000))
    expect(received).toBe(`${'x'.repeat(79)}…`)
  })
})

describe('show', () => {
  // prettier-ignore
  it.each([
    ['text',                 '"text"'],
    ['a\n',                  '"a\\n"'],
    ['x'.repeat(200),        `"${'x'.repeat(49)}…" (200 characters)`],
    [-0,                     '-0'],
    [NaN,                    'NaN'],
    [7n,                     '7n'],
    [2n ** 300n,             'an integer of more than 256 bits'],
    [true,                   'true'],
    [undefined,              'undefined'],
    [null,                   'null'],
    [[1, 2],                 'an array'],
    [{ a: 1 },               'an object'],
    [() => 1,                'a function'],
    [Symbol('s'),            'a symbol']
  ])('names a value by its kind or text', (value, text) => {
    expect(show(value)).toBe(text)
  })

  it('does not look into a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(show(proxy)).toBe('an object')
  })
})

describe('errors', () => {
  it('of a part have the path of the part in front', () => {
    expect(problems(at('config', 'shape')(one))).toEqual(['BadDim config shape 0'])
    expect(at('config')(E.right(1))).toEqual(E.right(1))
  })

  it('of many values are all kept, in order', () => {
    expect(problems(all([two, E.right(1), one]))).toEqual(['NotFinite', 'BadDim 0'])
    expect(all([E.right(1), E.right(2)])).toEqual(E.right([1, 2]))
    expect(all([])).toEqual(E.right([]))
  })

  it('of two values are both kept', () => {
    const sum = (a: number, b: number) => E.right(a + b)
    expect(codes(both(one, two, sum))).toEqual(['BadDim', 'NotFinite'])
    expect(codes(both(one, E.right(1), sum))).toEqual(['BadDim'])
    expect(codes(both(E.right(1), two, sum))).toEqual(['NotFinite'])
    expect(both(E.right(1), E.right(2), sum)).toEqual(E.right(3))
  })

  it('end a sequence of steps', () => {
    const half = (x: number) => (x % 2 === 0 ? E.right(x / 2) : fail('BadCount', 'an even number', `${x}`))
    expect(andThen(half)(E.right(4))).toEqual(E.right(2))
    expect(codes(andThen(half)(E.right(3)))).toEqual(['BadCount'])
    expect(andThen(half)(one)).toBe(one)
  })

  it('replace a value only if there are some', () => {
    expect(fromErrors([], 'value')).toEqual(E.right('value'))
    expect(codes(fromErrors(errors(one), 'value'))).toEqual(['BadDim'])
  })
})

describe('a cap', () => {
  const failing = (n: number) => all(Array.from({ length: n }, () => one))

  it('keeps a hundred errors', () => {
    expect(cap(failing(maxErrors))).toEqual(failing(maxErrors))
  })

  it('keeps the first hundred of more, and their number', () => {
    const kept = errors(cap(failing(250)))
    expect(kept).toHaveLength(maxErrors + 1)
    expect(kept.at(-1)).toMatchObject({ code: 'TooManyErrors', received: '250 errors' })
  })

  it('keeps a count that is already there', () => {
    const twice = cap(cap(failing(250)))
    expect(twice).toEqual(cap(failing(250)))
  })
})
