import { expect, test } from 'vitest'
import * as Initializer from '../../src/Initializer.js'
import { fromTable, type TagTable, unsupported } from '../../src/initializers/tagTable.js'
import { right } from '../support/either.js'

/** The entries that the claims use; the type asks for one for every other initializer. */
const table = {
  Zeros: () => '0',
  Ones: (_, unit) => `1 ${unit}`,
  Constant: ({ value }, unit) => `${String(value)} ${unit}`,
  Orthogonal: unsupported
} satisfies Partial<TagTable<[unit: string], string>>
const describe = fromTable(table as unknown as TagTable<[unit: string], string>, ({ _tag }) => `no ${_tag}`)

test.each([
  ['zeros', '0'],
  [{ class_name: 'Constant', config: { value: 3 } }, '3 m'],
  ['orthogonal', 'no Orthogonal']
])('%j is %s', (config, expected) => {
  expect(describe(right(Initializer.decode(config)), 'm')).toBe(expected)
})

test.each(['Laplace', 'constructor'])('an initializer with the tag %s, which no table has, is unsupported', (_tag) => {
  expect(describe({ ...right(Initializer.decode('zeros')), _tag }, 'm')).toBe(`no ${_tag}`)
})
