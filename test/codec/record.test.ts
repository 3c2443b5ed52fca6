import * as E from 'fp-ts/Either'
import { expect, test } from 'vitest'
import { decode } from '../../src/codec/problems.js'
import { finite } from '../../src/codec/leaf.js'
import { list } from '../../src/codec/record.js'
import { maxErrors } from '../../src/InitializerError.js'

const wrong = (n: number): ReadonlyArray<string> => Array.from({ length: n }, () => 'x')

test('all wrong entries are reported, each with its index', () => {
  const read = decode(list(finite))(['a', 1, 'b'])
  expect(E.isLeft(read) && read.left.map(({ path }) => path)).toEqual([[0], [2]])
})

test('exactly a hundred errors are all listed', () => {
  const read = decode(list(finite))(wrong(maxErrors))
  expect(E.isLeft(read) && read.left.map(({ code }) => code)).toEqual(Array(maxErrors).fill('WrongType'))
})

test('beyond a hundred, the number of wrong entries follows', () => {
  const read = decode(list(finite))([...wrong(1000), 1])
  expect(E.isLeft(read) && read.left.length).toBe(maxErrors + 1)
  expect(E.isLeft(read) && read.left.at(-1)).toMatchObject({ code: 'TooManyErrors', received: '1000 wrong entries' })
})

test('lists of lists count the entries of the inner list once', () => {
  const read = decode(list(list(finite)))([wrong(1000)])
  expect(E.isLeft(read) && read.left.filter(({ code }) => code === 'TooManyErrors')).toHaveLength(1)
})

test('what is not a list is refused', () => {
  expect(decode(list(finite))({ length: 1 })).toMatchObject({ left: [{ code: 'WrongType', expected: 'a list' }] })
})
